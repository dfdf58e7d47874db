/** Columns a terminal takes for a text: two for each wide character. */
const widthOf = (text: string) => [...text].reduce((width, one) => width + (one.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)

/** Lines of cells as text for a terminal, each column as wide as its widest cell. */
export function inColumns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => widthOf(line[i]!))))
  const padded = (cell: string, i: number) => cell + ' '.repeat(widths[i]! + 2 - widthOf(cell))
  return lines.map((line) => line.map(padded).join('').trimEnd()).join('\n')
}
