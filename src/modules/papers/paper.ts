import { textWidth } from '../../core/textWidth.ts'

/** A part of a paper, the same for Word, PDF and Excel. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'table'; caption?: string; columns: readonly Column[]; rows: readonly (readonly Value[])[] }
  /** A line at the right end: who, stamp, date. */
  | { kind: 'signature'; lines: readonly string[] }
  /** The boxes of a form: a label and what was filled in, one or two pairs a row. */
  | { kind: 'form'; caption?: string; rows: readonly (readonly FormBox[])[] }
  /** A drawing of ours as SVG, so wide in millimetres; its words name the papers' own face. */
  | { kind: 'drawing'; svg: string; widthMm: number; heightMm: number; caption?: string }
  /** The next paper of a bundle begins on a new page with its title, and with what stands at the end of its pages if that is its own. */
  | { kind: 'page'; title: string; subtitle?: string; footnote?: string }

export interface FormBox {
  label: string
  value: Value
}

export interface Column {
  label: string
  /** Share of the text's width, 0–1. */
  width: number
  align?: 'left' | 'center' | 'right'
  /** Its numbers are changes, written with their sign. */
  change?: true
}

export type Value = string | number | null

/**
 * A printed paper in official proportions (GB/T 9704-2012: A4, type area 156 × 225 mm, title 2 号, text 3 号).
 * Built once from records; Word, PDF and Excel say the same.
 */
export interface Paper {
  title: string
  /** Under the title: the unit and the period. */
  subtitle?: string
  /** Name of the file without ending. */
  fileName: string
  blocks: readonly Block[]
  /** In small type at the end of each page: where the figures come from and the audit's root. */
  footnote?: string
}

/** A box of a form; what is not known is left empty, to be filled in by hand. */
export const box = (label: string, value: Value | undefined): FormBox => ({ label, value: value ?? '' })

/** A label of more than six characters in two lines, so that none stands alone in the second. */
export const inLines = (label: string): string =>
  label.length > 6 && label.length <= 10 && !label.includes('\n') ? `${label.slice(0, 5)}\n${label.slice(5)}` : label

const ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/** The heading of a paper's part by its number from 1: 二、存在问题. */
export const ordinal = (number: number, title: string): string => `${ordinals[number - 1] ?? number}、${title}`

/** An amount in 分 as papers write it, in 元: 1234.50. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2)

/** Points of the official sizes used. */
export const sizes = { title: 22, part: 18, text: 16, table: 12, footnote: 9 } as const

/** A4 margins in millimetres: 天头 37, 订口 28; the rest gives the type area of 156 × 225. */
export const margins = { top: 37, left: 28, right: 26, bottom: 35 } as const

/** A cell as text: numbers with grouping, those of changes with their sign, nothing as a dash. */
export function cellText(value: Value, column?: Column): string {
  if (value === null) return '—'
  if (typeof value !== 'number') return value
  return value.toLocaleString('zh-CN', {
    maximumFractionDigits: 2,
    signDisplay: column?.change ? 'exceptZero' : 'auto',
  })
}

/** The type area's width: A4 without its margins. */
export const typeWidthMm = 210 - margins.left - margins.right

/** Characters that stand beside one another in a line of this size. */
const charactersIn = (points: number) => Math.floor((typeWidthMm * 72) / 25.4 / points)

/** A title as its lines: one that is longer than a line breaks before its year, not within a word (GB/T 9704 7.3.1: 词意完整). */
export function titleLines(title: string, points: number): string[] {
  // figures among characters stand apart by a quarter of one, and are wider in bold: two characters' room for those of a month
  if (textWidth(title) <= (charactersIn(points) - 2) * 2) return [title]
  const year = title.search(/\d{4}年/)
  return year > 0 ? [title.slice(0, year), title.slice(year)] : [title]
}

/** So many rows of a table stay on one page together; a longer one goes on over its end. */
export const rowsKept = 8

/** Characters left free to the right of who signs (GB/T 9704 7.3.5: 右空四字). */
export const signatureIndent = 4
