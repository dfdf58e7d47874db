import './attire.measures.ts'

export * from './badge.server.ts'
export { drawBadges, drawPlaque } from './drawing.server.ts'
export * from './mark.server.ts'
export { plaqueToDraw, stationPlaques } from './plaque.server.ts'
