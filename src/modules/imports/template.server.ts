import type { DataValidation, Worksheet } from 'exceljs'
import type { Field } from '../../core/field.ts'
import type { SheetKind } from './sheetKind.server.ts'

/** Rows of a template that are prepared: lists, and cells kept as text. */
const preparedRows = 2000
/** What the library offers without saying so in its types. */
interface Validated {
  dataValidations: { add(range: string, validation: DataValidation): void }
}

const font = { name: '宋体', size: 11 }

const hints: Partial<Record<Field['kind'], string>> = {
  date: '日期，如 2026-11-24',
  flag: '是 或 否',
  secret: '文本',
}

function wordsOf(field: Field, list: readonly string[] | undefined): readonly string[] | undefined {
  if (list) return list
  if (field.kind === 'flag') return ['是', '否']
  return field.choices && Object.values(field.choices)
}

function addLists(lists: Worksheet, columns: [string, Field][], words: Record<string, readonly string[]>) {
  const ranges = new Map<string, string>()
  for (const [key, field] of columns) {
    const of = wordsOf(field, words[key])
    if (!of || of.length === 0) continue
    const column = ranges.size + 1
    lists.getColumn(column).values = [field.label, ...of]
    const letter = lists.getColumn(column).letter
    ranges.set(key, `选项!$${letter}$2:$${letter}$${of.length + 1}`)
  }
  return ranges
}

/** The empty sheet: headings from the fields, lists to choose from, number columns kept as text, and notes with an example. */
export async function templateOf(kind: SheetKind, words: Record<string, readonly string[]>): Promise<Buffer> {
  const { default: exceljs } = await import('exceljs')
  const workbook = new exceljs.Workbook()
  workbook.creator = '一站'
  const sheet = workbook.addWorksheet(kind.label, { views: [{ state: 'frozen', ySplit: 1 }] })
  const notes = workbook.addWorksheet('填写说明')
  const lists = workbook.addWorksheet('选项')
  const columns = Object.entries(kind.columns)
  const ranges = addLists(lists, columns, words)
  lists.state = 'hidden'
  for (const [i, [key, field]] of columns.entries()) {
    const column = sheet.getColumn(i + 1)
    column.width = Math.max(12, field.label.length * 2 + 4)
    // identity numbers, phones and dates typed as text stay as they are typed
    column.numFmt = '@'
    const head = sheet.getCell(1, i + 1)
    head.value = field.optional ? field.label : `${field.label}*`
    head.font = { ...font, bold: true }
    head.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
    head.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: field.optional ? 'FFF6F7F9' : 'FFDCE8F5' } }
    const range = ranges.get(key)
    if (!range) continue
    const letter = column.letter
    // by range: cell by cell the library takes seconds
    ;(sheet as unknown as Validated).dataValidations.add(`${letter}2:${letter}${preparedRows}`, {
      type: 'list',
      allowBlank: true,
      formulae: [range],
      showErrorMessage: true,
      errorTitle: '请从列表中选择',
      error: `「${field.label}」请从下拉列表中选择`,
    })
  }
  sheet.getRow(1).height = 30
  notes.getColumn(1).width = 22
  notes.getColumn(2).width = 60
  notes.getColumn(3).width = 26
  for (const line of ['标 * 的列必填；不要改动表头，列的次序可以不同。', ...kind.notes]) notes.addRow([line])
  notes.addRow([])
  const head = notes.addRow(['列', '怎样填写', '示例'])
  head.font = { ...font, bold: true }
  for (const [key, field] of columns)
    notes.addRow([
      field.label,
      [field.help, wordsOf(field, words[key])?.slice(0, 12).join('、') ?? hints[field.kind]].filter(Boolean).join('；'),
      kind.example[key] ?? '',
    ])
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
