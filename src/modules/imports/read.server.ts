import type { Cell, CellValue, Row, Worksheet } from 'exceljs'
import { Failure } from '../../core/failure.ts'
import type { Field, Fields } from '../../core/field.ts'
import { type CellContent, parseCell, typedOf } from './cellValue.ts'
import type { ReadRow, SheetKind } from './sheetKind.server.ts'
import { refuseBomb } from './zip.server.ts'

export const mostRows = 20_000

/** Something wrong at a cell: where it stands, what was typed, and what to do. */
export interface Problem {
  sheet: string
  row: number
  /** Letter and heading: `F 身份证号`; empty for the whole row. */
  column: string
  typed: string
  message: string
}

export interface ReadSheet {
  rows: ReadRow[]
  problems: Problem[]
  /** Things the reader did on its own: sheets and columns it left out. */
  notes: string[]
  /** Letter and heading of a row's column, to say where later problems stand. */
  columnOf(sheet: string, key: string): string
  /** What was typed in a cell, kept for later problems. */
  typedIn(sheet: string, row: number, key: string): string
}

const headingText = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\(.*?\)/g, '')
    .replace(/[\s*:]/g, '')

const isFooter = (text: string) =>
  /^(合计|总计|填表|制表|填报|审核|备注|说明|注[:：]|单位负责人)/.test(headingText(text))

function contentOf(cell: Cell, merge: number): CellContent {
  if (cell.type === merge && cell.master !== cell)
    return typedOf(plainContent(cell.master.value)) === ''
      ? { kind: 'blank' }
      : { kind: 'unusable', typed: '', because: '这一格与别的格合并了，请取消合并，逐行填写' }
  return plainContent(cell.value)
}

function plainContent(value: CellValue): CellContent {
  if (value === null || value === undefined) return { kind: 'blank' }
  if (typeof value === 'string') return { kind: 'text', text: value }
  if (typeof value === 'number') return { kind: 'number', number: value }
  if (typeof value === 'boolean') return { kind: 'flag', flag: value }
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? { kind: 'unusable', typed: '', because: '这一格的日期不对，请重新填写' }
      : { kind: 'date', day: value.toISOString().slice(0, 10) }
  if ('richText' in value) return { kind: 'text', text: value.richText.map(({ text }) => text).join('') }
  if ('error' in value)
    return { kind: 'unusable', typed: String(value.error), because: '这一格是公式算出的错误，请改成实际的内容' }
  if ('formula' in value || 'sharedFormula' in value) {
    const { result } = value as { result?: CellValue }
    const typed = 'formula' in value ? `=${value.formula}` : '（公式）'
    if (result === undefined || result === null || (typeof result === 'object' && 'error' in result))
      return { kind: 'unusable', typed, because: '这一格是公式，没有算出结果：请复制该列，选择性粘贴为「值」' }
    return plainContent(result)
  }
  if ('text' in value) return plainContent(value.text as CellValue)
  return { kind: 'unusable', typed: '', because: '这一格的内容读不出来，请改成文字' }
}

interface Heading {
  row: number
  /** Column number by key. */
  at: Map<string, number>
  text: Map<string, string>
  unknown: string[]
}

/** The row that names most columns, among the first twenty; merged headings over two rows are read as one. */
function headingOf(sheet: Worksheet, names: ReadonlyMap<string, string>): Heading | undefined {
  let best: Heading | undefined
  for (let number = 1; number <= Math.min(20, sheet.rowCount); number++) {
    const found: Heading = { row: number, at: new Map(), text: new Map(), unknown: [] }
    sheet.getRow(number).eachCell((cell, column) => {
      const text = typedOf(plainContent(cell.master.value))
      const key = names.get(headingText(text))
      if (key && !found.at.has(key)) {
        found.at.set(key, column)
        found.text.set(key, text.trim())
      } else if (!key && headingText(text)) found.unknown.push(text.trim())
    })
    if (found.at.size > (best?.at.size ?? 0) || (best && found.at.size === best.at.size && number === best.row + 1))
      best = found
  }
  return best && best.at.size >= 2 ? best : undefined
}

function namesOf({ columns, aliases = {} }: SheetKind): Map<string, string> {
  const names = new Map<string, string>()
  for (const [key, { label }] of Object.entries(columns))
    for (const name of [label, ...(aliases[key] ?? [])]) names.set(headingText(name), key)
  return names
}

const required = (columns: Fields) => Object.entries(columns).filter(([, { optional }]) => !optional)

/**
 * Reads a workbook by the columns of a kind of sheet: the sheets whose headings are known, row by row, each cell as the
 * value of its field. Whatever can't be used is said at its cell. Throws `invalid` for a file that is none of this.
 */
export async function readSheets(kind: SheetKind, file: Buffer): Promise<ReadSheet> {
  if (file.subarray(0, 4).toString('latin1') === '\xd0\xcf\x11\xe0')
    throw new Failure('invalid', '这是旧格式（.xls）或设了打开密码的文件：请去掉密码，另存为 .xlsx 后再导入')
  refuseBomb(file)
  const { default: exceljs } = await import('exceljs')
  const workbook = new exceljs.Workbook()
  try {
    // whole-column validations and drawings would be unfolded cell by cell
    await workbook.xlsx.load(file as never, {
      ignoreNodes: [
        'dataValidations',
        'conditionalFormatting',
        'drawing',
        'legacyDrawing',
        'picture',
        'hyperlinks',
        'extLst',
      ],
    })
  } catch {
    throw new Failure('invalid', '这不是完整的 Excel 文件（.xlsx），请在 Excel 或 WPS 中另存为 .xlsx 后重试')
  }
  const names = namesOf(kind)
  const result: Pick<ReadSheet, 'rows' | 'problems' | 'notes'> = { rows: [], problems: [], notes: [] }
  const typed = new Map<string, string>()
  const headings = new Map<string, Heading>()
  for (const sheet of workbook.worksheets) {
    // lists behind a template, or rows an office has put aside
    if (sheet.state !== 'visible') continue
    const heading = headingOf(sheet, names)
    if (!heading) {
      if (sheet.actualRowCount > 0) result.notes.push(`工作表「${sheet.name}」没有认得的表头，没有读取`)
      continue
    }
    headings.set(sheet.name, heading)
    readOne(kind, sheet, heading, result, typed, exceljs.ValueType.Merge)
  }
  if (headings.size === 0) {
    const wanted = required(kind.columns).map(([, { label }]) => `「${label}」`)
    throw new Failure('invalid', `没有找到表头：第一行请写 ${wanted.join('')} 等列名，或下载模板填写`)
  }
  if (result.rows.length === 0 && result.problems.length === 0)
    throw new Failure('invalid', '表头下面没有内容，请填写后再导入')
  if (result.rows.length > mostRows)
    throw new Failure('invalid', `一次最多导入 ${mostRows} 行，这个文件有 ${result.rows.length} 行，请分成几个文件`)
  const columnOf = (sheet: string, key: string) => {
    const heading = headings.get(sheet)
    const at = heading?.at.get(key)
    return at ? `${letterOf(at)} ${heading!.text.get(key)}` : (kind.columns[key]?.label ?? '')
  }
  return { ...result, columnOf, typedIn: (sheet, row, key) => typed.get(`${sheet}|${row}|${key}`) ?? '' }
}

function letterOf(column: number): string {
  let rest = column
  let letters = ''
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
    rest = Math.floor((rest - 1) / 26)
  }
  return letters
}

function readOne(
  { columns }: SheetKind,
  sheet: Worksheet,
  { row: head, at, text, unknown }: Heading,
  into: Pick<ReadSheet, 'rows' | 'problems' | 'notes'>,
  typed: Map<string, string>,
  merge: number,
): void {
  const missing = required(columns).filter(([key]) => !at.has(key))
  for (const [, { label }] of missing)
    into.problems.push({
      sheet: sheet.name,
      row: head,
      column: '',
      typed: '',
      message: `缺少「${label}」这一列，请补上`,
    })
  if (unknown.length > 0) into.notes.push(`工作表「${sheet.name}」没有用到这些列：${[...new Set(unknown)].join('、')}`)
  sheet.eachRow((row: Row, number) => {
    if (number <= head || into.rows.length > mostRows) return
    const cells = [...at].map(([key, column]) => [key, contentOf(row.getCell(column), merge)] as const)
    const filled = cells.filter(([, cell]) => typedOf(cell).trim() !== '')
    if (filled.length === 0) return
    if (filled.length <= 2 && filled.some(([, cell]) => isFooter(typedOf(cell)))) return
    const values: Record<string, unknown> = {}
    const broken: string[] = []
    for (const [key, cell] of cells) {
      const shown = typedOf(cell)
      if (shown) typed.set(`${sheet.name}|${number}|${key}`, shown)
      const parsed = parseCell(columns[key] as Field, cell)
      if (!parsed) continue
      if ('value' in parsed) values[key] = parsed.value
      else {
        broken.push(key)
        const column = `${letterOf(at.get(key)!)} ${text.get(key)}`
        into.problems.push({ sheet: sheet.name, row: number, column, typed: shown, message: parsed.wrong })
      }
    }
    into.rows.push({ sheet: sheet.name, row: number, values, broken })
  })
}
