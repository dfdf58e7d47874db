import { safeCell } from './cell.ts'
import type { Paper } from './paper.ts'

/** Characters a column of this share of the page holds. */
/** Lines a cell needs: a Chinese character takes the width of two letters, and the cell keeps a margin. */
const linesIn = (value: unknown, share: number) => Math.ceil((String(value ?? '').length * 2) / (widthOf(share) - 1))
const widthOf = (share: number) => Math.max(10, Math.round(share * 90))

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
  const across = (text: string, style: { bold?: boolean; size?: number; center?: boolean }) => {
    const row = sheet.addRow([safeCell(text)])
    sheet.mergeCells(row.number, 1, row.number, width)
    const first = row.getCell(1)
    first.font = { name: '宋体', size: style.size ?? 11, bold: style.bold ?? false }
    first.alignment = { wrapText: true, vertical: 'middle', horizontal: style.center ? 'center' : 'left' }
    // Excel does not grow merged cells by itself
    row.height = Math.max(20, Math.ceil(text.length / 45) * 16)
  }
  across(paper.title, { bold: true, size: 16, center: true })
  if (paper.subtitle) across(paper.subtitle, { center: true })
  for (const block of paper.blocks) {
    switch (block.kind) {
      case 'heading':
        across(block.text, { bold: true })
        break
      case 'paragraph':
        across(block.text, {})
        break
      case 'signature':
        for (const line of block.lines) across(line, {})
        break
      case 'page':
        across(block.title, { bold: true, center: true })
        if (block.subtitle) across(block.subtitle, { center: true })
        break
      case 'drawing':
        across(`${block.caption ?? '图'}（见 Word 或 PDF）`, { center: true })
        break
      case 'form': {
        if (block.caption) across(block.caption, { bold: true })
        for (const boxes of block.rows) {
          const row = sheet.addRow(boxes.flatMap(({ label, value }) => [label, safeCell(value)]))
          row.eachCell((cell, i) => {
            cell.font = { name: '宋体', bold: i % 2 === 1 }
            cell.border = border
            cell.alignment = { horizontal: 'left', vertical: 'middle', wrapText: true }
          })
          if (boxes.length === 1) sheet.mergeCells(row.number, 2, row.number, width)
          const longest = Math.max(...boxes.map(({ value }) => String(value ?? '').length))
          row.height = 18 * Math.max(1, Math.ceil(longest / (boxes.length === 1 ? 34 : 14)))
        }
        break
      }
      case 'table': {
        if (block.caption) across(block.caption, { bold: true })
        const head = sheet.addRow(block.columns.map(({ label }) => label))
        head.height = 18 * Math.max(...block.columns.map(({ label, width: share }) => linesIn(label, share)))
        head.eachCell((cell) => {
          cell.font = { name: '宋体', bold: true }
          cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
          cell.border = border
        })
        for (const values of block.rows) {
          const row = sheet.addRow(values.map(safeCell))
          row.height = 18 * Math.max(1, ...values.map((value, i) => linesIn(value, block.columns[i]!.width)))
          for (let i = 1; i <= block.columns.length; i++) {
            const cell = row.getCell(i)
            cell.font = { name: '宋体' }
            cell.border = border
            cell.alignment = { horizontal: block.columns[i - 1]!.align ?? 'left', vertical: 'middle', wrapText: true }
          }
        }
        break
      }
    }
  }
  if (paper.footnote) across(paper.footnote, {})
  const [widest] = [...tables].sort((a, b) => b.columns.length - a.columns.length)
  for (let i = 1; i <= width; i++) sheet.getColumn(i).width = widthOf(widest?.columns[i - 1]?.width ?? 0.3)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
