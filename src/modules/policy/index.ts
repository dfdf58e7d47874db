export { certificateCodes, educations, levels, lineKinds, operationModes, parties, periods, posts } from './kinds.ts'
export type { LineKindName } from './kinds.ts'
export { catalogueFor, catalogueWords, licencesOf, measureParameters } from './readers.ts'
export { cite, detailsOf, type Line, linesOf, type Policy, type ResolvedLine, shownValue } from './pack.ts'
