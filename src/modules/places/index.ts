export { type Event as PlaceEvent, historyOf as placeHistory } from './history.ts'
export {
  Place,
  PlaceBoundary,
  type PlaceKind,
  PlaceMerger,
  PlaceMergerWithdrawal,
  PlaceSuccession,
  PlaceTenure,
  placeKinds,
  placeType,
  shortName,
  successions,
} from './place.ts'
