export * from './person.server.ts'
