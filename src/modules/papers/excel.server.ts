import { textWidth } from '../../core/textWidth.ts'
import { safeCell } from './cell.ts'
import type { Paper, Value } from './paper.ts'

/** Letters a column of this share of the page holds. */
const widthOf = (share: number) => Math.max(10, Math.round(share * 90))

const usual = 11
/** Points of a line of the usual size, with the room between lines. */
const lineHeight = 16
/** Excel draws no row higher than 409 points: a longer text goes on in the next row. */
const mostLines = 24

/** Letters of this size that so wide a cell holds: it keeps a margin, and two of the figures it is measured in are narrower than a Chinese character. */
const roomIn = (width: number, size = usual) => Math.max(2, ((width * 0.95 - 1) * usual) / size)

const linesIn = (text: string, width: number, size = usual): number =>
  text.split('\n').reduce((lines, line) => lines + Math.max(1, Math.ceil(textWidth(line) / roomIn(width, size))), 0)

/** A text in parts that each fit in one row of so many letters. */
function* rowsOf(text: string, width: number): Generator<string> {
  const most = Math.floor((roomIn(width) / 2) * mostLines)
  for (const line of text.split('\n')) {
    const characters = [...line]
    for (let at = 0; at === 0 || at < characters.length; at += most) yield characters.slice(at, at + most).join('')
  }
}

const said = (value: Value) => String(value ?? '')

const thin = { style: 'thin' } as const
const border = { top: thin, left: thin, bottom: thin, right: thin }

/** The paper as a workbook: one sheet, its tables one under the other, numbers as numbers. */
export async function toExcel(paper: Paper): Promise<Buffer> {
  const { default: exceljs } = await import('exceljs')
  const workbook = new exceljs.Workbook()
  workbook.creator = '一站'
  const sheet = workbook.addWorksheet('报表', {
    pageSetup: { paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  })
  const tables = paper.blocks.filter((block) => block.kind === 'table')
  const width = Math.max(
    paper.blocks.some(({ kind }) => kind === 'form') ? 4 : 3,
    ...tables.map(({ columns }) => columns.length),
  )
  const [widest] = [...tables].sort((a, b) => b.columns.length - a.columns.length)
  const widths = Array.from({ length: width }, (_, i) => widthOf(widest?.columns[i]?.width ?? 0.3))
  for (const [i, one] of widths.entries()) sheet.getColumn(i + 1).width = one
  const room = (from: number, columns: number) => widths.slice(from, from + columns).reduce((sum, one) => sum + one, 0)
  const heightOf = (lines: number) => Math.min(409, lineHeight * lines + 4)

  const across = (
    text: string,
    style: { bold?: boolean; size?: number; align?: 'center' | 'right'; apart?: boolean },
  ) => {
    const row = sheet.addRow([safeCell(text)])
    sheet.mergeCells(row.number, 1, row.number, width)
    const first = row.getCell(1)
    first.font = { name: '宋体', size: style.size ?? 11, bold: style.bold ?? false }
    first.alignment = {
      wrapText: true,
      vertical: style.apart ? 'bottom' : style.align === 'center' ? 'middle' : 'top',
      horizontal: style.align ?? 'left',
    }
    // Excel does not grow merged cells by itself
    const { size = usual } = style
    row.height = heightOf((linesIn(text, room(0, width), size) * size) / usual + (style.apart ? 0.5 : 0))
  }
  across(paper.title, { bold: true, size: 16, align: 'center' })
  if (paper.subtitle) across(paper.subtitle, { align: 'center' })
  for (const block of paper.blocks) {
    switch (block.kind) {
      case 'heading':
        across(block.text, { bold: true, apart: true })
        break
      case 'paragraph':
        for (const text of rowsOf(block.text, room(0, width))) across(text, {})
        break
      case 'signature':
        for (const line of block.lines) across(line, { align: 'right' })
        break
      case 'page':
        across(block.title, { bold: true, align: 'center' })
        if (block.subtitle) across(block.subtitle, { align: 'center' })
        break
      case 'drawing':
        across(`${block.caption ?? '图'}（见 Word 或 PDF）`, { align: 'center' })
        break
      case 'form': {
        if (block.caption) across(block.caption, { bold: true, apart: true })
        for (const boxes of block.rows) {
          const row = sheet.addRow(boxes.flatMap(({ label, value }) => [label, safeCell(value)]))
          row.eachCell((cell, i) => {
            cell.font = { name: '宋体', bold: i % 2 === 1 }
            cell.border = border
            cell.alignment = { horizontal: 'left', vertical: 'middle', wrapText: true }
          })
          if (boxes.length === 1) sheet.mergeCells(row.number, 2, row.number, width)
          const lines = boxes.flatMap(({ label, value }, i) => [
            linesIn(label, widths[2 * i]!),
            linesIn(said(value), boxes.length === 1 ? room(1, width - 1) : widths[2 * i + 1]!),
          ])
          row.height = heightOf(Math.max(...lines))
        }
        break
      }
      case 'table': {
        if (block.caption) across(block.caption, { bold: true, apart: true })
        const head = sheet.addRow(block.columns.map(({ label }) => label))
        head.height = heightOf(Math.max(...block.columns.map(({ label }, i) => linesIn(label, widths[i]!))))
        head.eachCell((cell) => {
          cell.font = { name: '宋体', bold: true }
          cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
          cell.border = border
        })
        for (const values of block.rows) {
          const row = sheet.addRow(values.map(safeCell))
          row.height = heightOf(Math.max(1, ...values.map((value, i) => linesIn(said(value), widths[i]!))))
          for (let i = 1; i <= block.columns.length; i++) {
            const cell = row.getCell(i)
            cell.font = { name: '宋体' }
            cell.border = border
            const { align, change } = block.columns[i - 1]!
            if (typeof cell.value === 'number') {
              const format = Number.isInteger(cell.value) ? '#,##0' : '#,##0.##'
              cell.numFmt = change ? `+${format};-${format};0` : format
            }
            cell.alignment = { horizontal: align ?? 'left', vertical: 'middle', wrapText: true }
          }
        }
        break
      }
    }
  }
  if (paper.footnote) across(paper.footnote, {})
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
