export { attireShare } from './attire.measures.ts'
export { Attire, Badge, marks, PlaqueMark, verdicts } from './plaque.ts'
