import type { Context } from '../../core/action.ts'
import type { Paper } from './paper.ts'

/** A kind of paper that can be printed from a record: who may, and how it is built. */
export interface PaperKind {
  readonly name: string
  readonly label: string
  readonly grant: string
  /** The record it is printed from, by its name: so a client's papers are found. */
  readonly of?: string
  build(context: Omit<Context<{ id: string }>, 'actor'>): Promise<Paper>
}

const kinds = new Map<string, PaperKind>()

/** Offers a paper under `/api/papers/<name>/<id>.docx|pdf|xlsx`. */
export function definePaper(kind: PaperKind): PaperKind {
  kinds.set(kind.name, kind)
  return kind
}

export function paperKinds(): ReadonlyMap<string, PaperKind> {
  return kinds
}

export const formats = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const
export type Format = keyof typeof formats

/** The paper in a format. The libraries are loaded at the first paper, not at the start. */
export async function render(paper: Paper, format: Format): Promise<Buffer> {
  switch (format) {
    case 'docx':
      return (await import('./word.server.ts')).toWord(paper)
    case 'pdf':
      return (await import('./pdf.server.ts')).toPdf(paper)
    case 'xlsx':
      return (await import('./excel.server.ts')).toExcel(paper)
  }
}
