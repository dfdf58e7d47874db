export { type Division, loadDivisions } from './load.server.ts'
export { countiesWithin, everyCounty, homeOf, isHome, placePaths, placesAbove } from './tree.server.ts'
