import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { integer, link, list, optional, shape, text } from '../../core/field.ts'
import type { Tx } from '../../core/tx.ts'
import { homeWithin } from './area.server.ts'
import { writePlan } from './plan.server.ts'

/** A sheet of tasks is small; what is larger is another file. */
const largest = 700_000

interface Problem {
  cell: string
  says: string
}
interface TaskRow {
  place: string
  name: string
  hub: number
  station: number
  room: number
}

const heads = {
  place: /^(地区|区划|县（?区）?|单位)$/,
  hub: /总站/,
  station: /^(?!.*总站).*站/,
  room: /室/,
  total: /小计|合计/,
} as const
type Column = keyof typeof heads

const plain = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object' && 'result' in value) return plain((value as { result: unknown }).result)
  if (typeof value === 'object' && 'richText' in value)
    return (value as { richText: { text: string }[] }).richText
      .map((part) => part.text)
      .join('')
      .trim()
  return String(value).trim().replace(/^'/, '')
}

const letter = (column: number) => String.fromCharCode(64 + column)

type Cells = string[][]

async function cellsOf(content: string): Promise<Cells> {
  const { default: exceljs } = await import('exceljs')
  const workbook = new exceljs.Workbook()
  try {
    await workbook.xlsx.load(Buffer.from(content, 'base64') as unknown as ArrayBuffer)
  } catch {
    throw refuseField('content', '打不开这个文件，请上传 .xlsx 格式的任务表')
  }
  const [sheet] = workbook.worksheets
  if (!sheet) throw refuseField('content', '文件里没有工作表')
  const cells: Cells = []
  for (let row = 1; row <= Math.min(sheet.rowCount, 600); row++)
    cells.push(
      Array.from({ length: Math.min(sheet.columnCount, 20) }, (_, i) => plain(sheet.getCell(row, i + 1).value)),
    )
  return cells
}

/** The row that names the columns, and where each stands. */
function headOf(cells: Cells): { row: number; columns: Map<Column, number> } {
  for (const [row, line] of cells.entries()) {
    const columns = new Map<Column, number>()
    for (const [i, word] of line.entries()) {
      // exports show what stands beside what is planned: only the tasks are read back
      if (/已建|完成率|还差/.test(word)) continue
      const name = (Object.keys(heads) as Column[]).find((one) => heads[one].test(word) && !columns.has(one))
      if (name && word.length <= 20) columns.set(name, i)
    }
    if (columns.has('place') && (columns.has('hub') || columns.has('station') || columns.has('room')))
      return { row, columns }
  }
  throw refuseField('content', '没有找到表头：第一列写「地区」，后面写「总站」「站」「室」')
}

interface Known {
  id: string
  name: string
  divisionCode: string | null
}

/**
 * Reads a table of tasks, cell by cell: what is wrong is said with its cell, and nothing is guessed. An empty cell is no
 * task. Totals in the sheet must agree with its rows and columns.
 */
async function readSheet(tx: Tx, planner: string, content: string): Promise<{ rows: TaskRow[]; problems: Problem[] }> {
  const [cells, places] = await Promise.all([
    cellsOf(content),
    tx.rows<Known>(sql`select p.id, p.name, p.division_code from place_on(${tx.today}::date) p
      where p.kind in ('city', 'county', 'township', 'zone') and p.id in (select id from place_within(${planner}, ${tx.today}::date))`),
  ])
  const { row: head, columns } = headOf(cells)
  const rows: TaskRow[] = []
  const problems: Problem[] = []
  for (let i = head + 1; i < cells.length; i++) {
    const line = cells[i]!
    const at = (column: Column) => `${letter((columns.get(column) ?? 0) + 1)}${i + 1}`
    const number = (column: Column): number => {
      const typed = columns.has(column) ? line[columns.get(column)!]! : ''
      if (typed === '' || typed === '—') return 0
      if (/^\d{1,6}$/.test(typed)) return Number(typed)
      problems.push({ cell: at(column), says: `「${typed}」不是个数，请填写整数` })
      return 0
    }
    const name = line[columns.get('place')!]!
    if (name === '') {
      if (line.some((value) => /^\d+$/.test(value))) problems.push({ cell: at('place'), says: '没有写地区' })
      continue
    }
    const [hub, station, room] = [number('hub'), number('station'), number('room')]
    const stated = columns.has('total') ? number('total') : null
    if (/^(合计|总计|小计)$/.test(name)) {
      for (const [column, value] of [
        ['hub', hub],
        ['station', station],
        ['room', room],
      ] as const) {
        const sum = rows.reduce((all, one) => all + one[column], 0)
        if (columns.has(column) && value !== sum)
          problems.push({ cell: at(column), says: `合计写 ${value}，各行相加是 ${sum}` })
      }
      break
    }
    if (stated !== null && stated !== 0 && stated !== hub + station + room)
      problems.push({ cell: at('total'), says: `小计写 ${stated}，本行相加是 ${hub + station + room}` })
    const found = places.filter((place) => place.name === name || place.divisionCode === name || place.id === name)
    if (found.length !== 1) {
      const says =
        found.length === 0
          ? `辖区里没有「${name}」，请核对名称`
          : `辖区里有 ${found.length} 个「${name}」，请写区划代码`
      problems.push({ cell: at('place'), says })
      continue
    }
    if (rows.some(({ place }) => place === found[0]!.id))
      problems.push({ cell: at('place'), says: `「${name}」列了两行，请合并` })
    rows.push({ place: found[0]!.id, name: found[0]!.name, hub, station, room })
  }
  if (rows.length === 0 && problems.length === 0) throw refuseField('content', '表头下面没有任务，请填写后再上传')
  return { rows, problems }
}

const input = {
  planner: link('下达单位', 'place'),
  content: text('任务表', { max: largest, pattern: '^[A-Za-z0-9+/=]+$' }),
}

const answer = {
  rows: list(
    '任务',
    shape('任务', {
      place: text('地区'),
      name: text('名称'),
      hub: integer('总站'),
      station: integer('站'),
      room: integer('室'),
    }),
  ),
  problems: list('问题', shape('问题', { cell: text('单元格'), says: text('问题', { max: 200 }) })),
}

/** Reads a table without writing anything: what would be taken over, and what is wrong in which cell. */
export const readPlanSheet = query({
  label: '试读任务表',
  grant: 'network.manage',
  input,
  output: shape('任务表', answer),
  async run({ tx, reach, input: { planner, content } }) {
    await homeWithin(tx, reach, planner, 'planner')
    return readSheet(tx, planner, content)
  },
})

/** Takes a table of tasks over as the plan of a year; refused as a whole while anything in it is wrong. */
export const importPlanSheet = action({
  label: '导入任务表',
  grant: 'network.manage',
  input: { ...input, year: integer('年度', { min: 2000, max: 2100 }) },
  output: shape('导入', { rows: integer('行数'), changed: integer('改动项数'), first: optional(text('第一处问题')) }),
  clause: '攀民政〔2021〕31号 附件1',
  async run({ tx, reach, input: { planner, content, year } }) {
    await homeWithin(tx, reach, planner, 'planner')
    const { rows, problems } = await readSheet(tx, planner, content)
    const [first] = problems
    if (first)
      throw new Failure('invalid', `${first.cell}：${first.says}；共 ${problems.length} 处，请改好后重新上传`, {
        content: `${first.cell}：${first.says}`,
      })
    const changed = await writePlan(tx, planner, year, rows)
    return { rows: rows.length, changed, first: null }
  },
})
