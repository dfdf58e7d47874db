export type { Block, Column, FormBox, Paper, Value } from './paper.ts'
