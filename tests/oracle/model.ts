/**
 * Who may what, said a second time and independently: no SQL, nothing imported from the product. Where the product and this
 * page disagree, one of them is wrong (trust.md, Oracle test).
 */

export const roleNames = [
  'province',
  'city',
  'county',
  'township',
  'village',
  'stationHead',
  'residentWorker',
  'operator',
  'auditor',
  'administrator',
  'securityOfficer',
] as const
export type Role = (typeof roleNames)[number]

/** Who holds a grant; `*` only for what is their own. */
const holders: Record<string, string> = {
  'place.manage': 'administrator',
  'organisation.manage': 'county administrator',
  'station.read': 'province city county township village stationHead residentWorker operator auditor administrator',
  'station.manage': 'county administrator',
  'premises.keep': 'county township stationHead operator',
  'document.keep': 'city county township stationHead operator',
  'document.issue': 'city county',
  'badge.issue': 'county stationHead operator',
  'person.read': 'province city county township stationHead residentWorker operator',
  'person.manage': 'county stationHead operator',
  'person.reveal': 'county stationHead',
  'client.list': 'province city county township village stationHead residentWorker operator',
  'client.read': 'township village stationHead residentWorker operator',
  'client.write': 'stationHead residentWorker',
  'client.reveal': 'stationHead residentWorker',
  'client.merge': 'county stationHead',
  'client.receive': 'stationHead',
  'client.confirm': 'township stationHead',
  'sheet.import': 'city county stationHead residentWorker operator',
  'training.read': 'province city county township stationHead residentWorker operator',
  'training.manage': 'city county stationHead operator',
  'training.join': 'stationHead residentWorker*',
  'supervision.read': 'province city county township stationHead residentWorker operator',
  'supervision.manage': 'county stationHead operator',
  'supervision.feedback': 'stationHead residentWorker*',
  'expert.read': 'province city county township stationHead residentWorker operator',
  'expert.manage': 'city county',
  'assessment.read': 'stationHead residentWorker',
  'assessment.write': 'stationHead residentWorker',
  'scale.manage': 'county administrator',
  'case.read': 'stationHead residentWorker* operator',
  'case.write': 'stationHead residentWorker*',
  'case.review': 'stationHead operator',
  'case.manage': 'county',
  'referral.answer': 'stationHead residentWorker',
  'incident.report': 'stationHead residentWorker*',
  'incident.read': 'county stationHead residentWorker*',
  'incident.handle': 'county stationHead residentWorker*',
  'protection.manage': 'county',
  'visit.read': 'township village stationHead residentWorker operator',
  'visit.arrange': 'township stationHead',
  'visit.record': 'stationHead residentWorker*',
  'group.read': 'province city county township village stationHead residentWorker operator',
  'group.write': 'stationHead residentWorker',
  'group.review': 'stationHead operator',
  'activity.read': 'province city county township village stationHead residentWorker operator',
  'activity.write': 'stationHead residentWorker',
  'meeting.read': 'province city county township village stationHead residentWorker operator',
  'meeting.write': 'city county township stationHead residentWorker',
  'device.manage': 'stationHead administrator',
  'handover.read': 'stationHead',
  // no grant of the product: whoever goes out with a phone may stop it
  'device.own': 'stationHead* residentWorker*',
  'assistance.read': 'county township village stationHead residentWorker operator',
  'assistance.write': 'stationHead residentWorker',
  'assistance.firstReview': 'township village stationHead residentWorker',
  'assistance.review': 'township stationHead',
  'assistance.decide': 'county township stationHead',
  'outreach.read': 'county township village stationHead residentWorker operator',
  'resource.read': 'county township village stationHead residentWorker operator',
  'resource.keep': 'stationHead residentWorker',
  'outreach.record': 'township village stationHead residentWorker*',
  'service.read': 'province city county township village stationHead residentWorker operator',
  'service.record': 'stationHead residentWorker*',
  'report.read': 'province city county township stationHead residentWorker operator auditor',
  'report.submitStation': 'stationHead operator',
  'report.submitCounty': 'county',
  'report.submitCity': 'city',
  'report.decideStation': 'county',
  'report.decideCounty': 'city',
  'report.decideCity': 'province',
  'finding.read': 'province city county township village stationHead residentWorker operator',
  'network.read': 'province city county township',
  'network.manage': 'city county',
  'network.record': 'city county township stationHead operator',
  'milestone.acceptCounty': 'county',
  'milestone.acceptCity': 'city',
  'milestone.acceptProvince': 'province',
  'account.read': 'auditor administrator securityOfficer',
  'account.manage': 'administrator',
  'account.secure': 'securityOfficer',
  'audit.read': 'auditor',
}

/** Somebody with one role over one thing: an area by its official code, a station, or an organisation's stations. */
export interface Who {
  name: string
  role: Role
  account: string
  person: string | null
  /** Digits of the official code that name the area, e.g. 530111. */
  area?: string
  /** Ids of the stations the role is held over: one, or those the organisation operates. */
  stations?: readonly string[]
}

/** A station as the tree of places sees it. */
export interface Where {
  id: string
  /** Digits of the official code of its place. */
  place: string
}

/** A record that exists, and whose it is. */
export interface Thing {
  entity: string
  id: string
  county: string
  station: Where | null
  /** Account that wrote it, and the person it is the work of. */
  writer: string
  worker: string | null
  /** Whether it belongs to whom `worker` names, rather than to whoever wrote it. */
  byWorker: boolean
  /** Account that took the step which another hand must review (受理与审核分离). */
  firstHand?: string
}

type Hold = 'no' | 'own' | 'all'

/** Whether a role holds a grant, and how: over everything in its reach or over its own. */
export function holds(role: Role, grant: string): Hold {
  if (grant.includes('|')) return grant.split('|').some((one) => holds(role, one) !== 'no') ? 'all' : 'no'
  if (grant === 'anyone' || grant === 'signedIn') return 'all'
  const words = (holders[grant] ?? '').split(' ')
  if (words.includes(role)) return 'all'
  return words.includes(`${role}*`) ? 'own' : 'no'
}

/** Whether somebody's role stands over a place in the tree: the area's own rows need the whole county. */
function standsOver(who: Who, county: string, station: Where | null): boolean {
  if (who.stations) return station !== null && who.stations.includes(station.id)
  if (who.area === undefined) return false
  // a county, or what contains counties, has all of them; a township or a village has the stations that stand in it
  if (who.area.length <= 6) return county.startsWith(who.area)
  return station?.place.startsWith(who.area) ?? false
}

const owns = (who: Who, thing: Thing) =>
  thing.byWorker ? thing.worker !== null && thing.worker === who.person : thing.writer === who.account

/** Whether this person reaches this record by this grant, or by one of several. */
export function reaches(who: Who, grant: string, thing: Thing): boolean {
  if (grant.includes('|')) return grant.split('|').some((one) => reaches(who, one, thing))
  const hold = holds(who.role, grant)
  if (hold === 'no' || !standsOver(who, thing.county, thing.station)) return false
  return hold === 'all' || owns(who, thing)
}

/** The same for a place of work: where somebody's own records may be written, they may write. */
export function worksAt(who: Who, grant: string, thing: Thing): boolean {
  return holds(who.role, grant) !== 'no' && standsOver(who, thing.county, thing.station)
}
