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
