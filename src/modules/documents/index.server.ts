import './document.measures.ts'

export * from './document.server.ts'
export { documentsOfArea, documentsOfStation, missingDocuments } from './holdings.server.ts'
export * from './plan.server.ts'
export * from './template.server.ts'
