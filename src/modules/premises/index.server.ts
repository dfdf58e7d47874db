import './premises.measures.ts'
import './premises.print.ts'

export { premisesOf } from './checklist.server.ts'
export * from './equipment.server.ts'
export { houseGaps } from './gaps.server.ts'
export * from './space.server.ts'
