export { Place, type PlaceKind, PlaceMerger, PlaceSuccession, PlaceTenure, placeKinds, successions } from './place.ts'
