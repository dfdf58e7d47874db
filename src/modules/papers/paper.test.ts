import exceljs from 'exceljs'
import { expect, it } from 'vitest'
import { render } from './index.server.ts'
import { cellText, sizes, titleLines } from './paper.ts'

it('a title that is longer than a line breaks before its year, never within the month or a word', () => {
  const month = '2026年10月工作月报'
  expect(titleLines(`昆明市官渡区太和街道社会工作服务站${month}`, sizes.title)).toEqual([
    '昆明市官渡区太和街道社会工作服务站',
    month,
  ])
  // twenty characters' width, which would just fit without the room that figures take
  expect(titleLines(`关上街道日新社区社工站${month}`, sizes.title)).toEqual(['关上街道日新社区社工站', month])
  expect(titleLines(`官渡区${month}`, sizes.title)).toEqual([`官渡区${month}`])
})

it('a number in a sheet stays a number and is written with its thousands, as on paper', async () => {
  const columns = [{ label: '本期', width: 1 }]
  const paper = {
    title: '月报',
    fileName: '月报',
    blocks: [{ kind: 'table' as const, columns, rows: [[28825], [32.3]] }],
  }
  const book = new exceljs.Workbook()
  await book.xlsx.load((await render(paper, 'xlsx')) as never)
  const cells = [3, 4].map((row) => book.worksheets[0]!.getCell(row, 1))
  expect(cells.map(({ value, numFmt }) => [value, numFmt])).toEqual([
    [28825, '#,##0'],
    [32.3, '#,##0.##'],
  ])
})

it('a change stays a number in a sheet too, and has its sign there and on paper', async () => {
  const column = { label: '人次', width: 1, change: true as const }
  const rows = [[5], [-1200], [0]]
  const paper = { title: '更正', fileName: '更正', blocks: [{ kind: 'table' as const, columns: [column], rows }] }
  const book = new exceljs.Workbook()
  await book.xlsx.load((await render(paper, 'xlsx')) as never)
  const cells = [3, 4, 5].map((row) => book.worksheets[0]!.getCell(row, 1))
  expect(cells.map(({ value, numFmt }) => [value, numFmt])).toEqual(rows.map(([n]) => [n, '+#,##0;-#,##0;0']))
  expect(rows.map(([n]) => cellText(n!, column))).toEqual(['+5', '-1,200', '0'])
})

it('a sheet shows every line of a written text, in rows no higher than Excel draws', async () => {
  const long = '入户看望独居老人，核对救助政策，情况平稳。'.repeat(90)
  const paper = {
    title: '月报',
    fileName: '月报',
    blocks: [
      { kind: 'paragraph' as const, text: `走访 2 户。\n小组 1 节。\n${long}` },
      { kind: 'form' as const, rows: [[{ label: '过程', value: '一\n二\n三' }]] },
    ],
  }
  const book = new exceljs.Workbook()
  await book.xlsx.load((await render(paper, 'xlsx')) as never)
  const sheet = book.worksheets[0]!
  const rows: { text: string; height: number }[] = []
  sheet.eachRow((row) => rows.push({ text: String(row.getCell(1).value), height: row.height }))
  expect(rows.map(({ text }) => text).slice(0, 3)).toEqual(['月报', '走访 2 户。', '小组 1 节。'])
  expect(
    rows
      .slice(3, -1)
      .map(({ text }) => text)
      .join(''),
  ).toBe(long)
  const across = sheet.columns.reduce((sum, { width = 0 }) => sum + width, 0)
  for (const { text, height } of rows.slice(3, -1)) {
    expect(height).toBeLessThanOrEqual(409)
    // a character takes the room of two letters, a line 15 points
    expect(height).toBeGreaterThanOrEqual(Math.ceil((text.length * 2) / across) * 15)
  }
  expect(rows.at(-1)!.height).toBeGreaterThanOrEqual(3 * 15)
})
