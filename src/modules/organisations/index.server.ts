export * from './organisation.server.ts'
