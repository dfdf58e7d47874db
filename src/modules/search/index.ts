export { type FindGroup, findGroups } from './group.ts'
