export { groupPeople, groupSessions, groupsHeld } from './group.measures.ts'
export { ServiceGroup } from './group.ts'
