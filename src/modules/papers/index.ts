export { type Binding, bindings, mostPapers, type PaperOf } from './batch.ts'
export { type Block, box, type Column, type FormBox, ordinal, type Paper, type Value, yuan } from './paper.ts'
