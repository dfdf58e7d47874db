/** How several papers are handed over: bound into one, or each for itself in a package. */
export const bindings = { pdf: '合成一个 PDF', docx: '合成一个 Word', zip: '逐份 PDF，打包下载' } as const
export type Binding = keyof typeof bindings

/** Papers of one batch: a year's visits of a station fit, a province's do not. */
export const mostPapers = 500

/** One paper to be printed: its kind and the record it is printed from. */
export interface PaperOf {
  kind: string
  id: string
}
