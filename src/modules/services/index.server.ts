import './serviceRecord.measures.ts'

export * from './serviceRecord.server.ts'
