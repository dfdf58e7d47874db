import './supervision.measures.ts'

export * from './supervision.server.ts'
