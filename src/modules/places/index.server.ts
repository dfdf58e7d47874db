export { type Division, loadDivisions } from './load.server.ts'
export { countiesWithin, everyCounty, homeOf, isHome, placePaths, placesAboveEach } from './tree.server.ts'
