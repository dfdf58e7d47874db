export * from './job.server.ts'
