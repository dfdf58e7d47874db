export { type Binding, bindings, mostPapers, type PaperOf } from './batch.ts'
export type { Block, Column, FormBox, Paper, Value } from './paper.ts'
