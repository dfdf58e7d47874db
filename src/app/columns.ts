import { textWidth } from '../core/textWidth.ts'

/** Lines of cells as text for a terminal, each column as wide as its widest cell. */
export function inColumns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => textWidth(line[i]!))))
  const padded = (cell: string, i: number) => cell + ' '.repeat(widths[i]! + 2 - textWidth(cell))
  return lines.map((line) => line.map(padded).join('').trimEnd()).join('\n')
}
