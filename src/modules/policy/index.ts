export type { LineKindName } from './kinds.ts'
export {
  aidGroups,
  certificateCodes,
  educations,
  levels,
  lineKinds,
  operationModes,
  parties,
  periods,
  postClasses,
  postCode,
  postGroups,
} from './kinds.ts'
export {
  asTyped,
  cite,
  detailsOf,
  isTriable,
  type Line,
  linesOf,
  type Policy,
  type ResolvedLine,
  shownValue,
  triableFields,
  unitOf,
} from './pack.ts'
export {
  catalogueFor,
  catalogueWords,
  coveredBy,
  levelName,
  licencesOf,
  measureParameters,
  monthsBetween,
  type NamedPost,
  postsMeant,
  postsOf,
  speaksOfLevel,
} from './readers.ts'
export { type Judged, judgesPolicy, readsPolicy, type Use, uses } from './use.ts'
