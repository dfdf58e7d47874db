import './outreach.measures.ts'
import './outreach.print.ts'
import './outreach.timeline.ts'

export {
  answerDiscovery,
  dismissDiscovery,
  getDiscovery,
  listDiscoveries,
  recordDiscovery,
  referDiscovery,
  reopenDiscovery,
  reportDiscovery,
  verifyDiscovery,
} from './discovery.server.ts'
export { getPatrol, listPatrols, namePatrolPerson, recordPatrol, reversePatrol } from './patrol.server.ts'
