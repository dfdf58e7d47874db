import './person.measures.ts'

export * from './person.server.ts'
