export type { Block, Column, Paper, Value } from './paper.ts'
