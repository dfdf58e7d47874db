export { groupPeople, groupSessions, groupsHeld } from './group.measures.ts'
export { GroupSession, presences, ServiceGroup } from './group.ts'
