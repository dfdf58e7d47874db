export * from './boundary.server.ts'
export * from './browse.server.ts'
export { addZone, renamePlace, transferPlace } from './change.server.ts'
export { type Division, keepDivisions, loadDivisions } from './load.server.ts'
export { markMerged, unmarkMerged } from './merger.server.ts'
export { mergePlaces, splitPlace } from './regroup.server.ts'
export {
  countiesWithin,
  everyCounty,
  homeOf,
  isHome,
  placePaths,
  placesAboveEach,
  refuseOutside,
} from './tree.server.ts'
