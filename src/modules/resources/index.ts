export { libraryRule, reviewMonths } from './freshness.ts'
export { Resource, ResourceMatch, resourceKinds } from './resource.ts'
