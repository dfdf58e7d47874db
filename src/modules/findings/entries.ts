/** Where what a measure counts is entered: a page, and what it is called. `{station}` becomes the station's id. */
interface Entry {
  label: string
  path: string
  search?: Readonly<Record<string, string>>
}

const own = { station: '{station}' }

/** By the beginning of a measure's name; the first that fits. */
const entries: readonly [begins: string, entry: Entry][] = [
  ['premises.', { label: '场地设施', path: '/stations/{station}/premises' }],
  ['stations.hasPremises', { label: '场地设施', path: '/stations/{station}/premises' }],
  ['stations.hasSign', { label: '场地设施', path: '/stations/{station}/premises' }],
  ['stations.hasOfficeEquipment', { label: '场地设施', path: '/stations/{station}/premises' }],
  ['documents.', { label: '制度与计划', path: '/stations/{station}/documents' }],
  ['plans.', { label: '制度与计划', path: '/stations/{station}/documents' }],
  ['stations.hasRules', { label: '制度与计划', path: '/stations/{station}/documents' }],
  ['people.attireShare', { label: '标牌与工作证', path: '/stations/{station}/plaques' }],
  ['people.streetManagers', { label: '社工站', path: '/stations/{station}' }],
  ['people.', { label: '本站人员', path: '/people', search: own }],
  ['reporting.', { label: '报表', path: '/reports' }],
  ['training.', { label: '培训', path: '/training' }],
  ['supervision.', { label: '督导', path: '/supervision' }],
  ['visits.', { label: '走访', path: '/visits', search: { ...own, view: 'missed' } }],
  ['protection.agreement', { label: '委托监护', path: '/guardianships' }],
  ['protection.', { label: '疑似侵害与危机', path: '/incidents' }],
  ['archives.', { label: '服务对象', path: '/clients', search: own }],
  ['clients.', { label: '服务对象', path: '/clients', search: own }],
  ['groups.', { label: '小组', path: '/groups' }],
  ['activities.', { label: '社区活动', path: '/activities' }],
  ['meetings.', { label: '会议', path: '/meetings' }],
  ['assistance.certified', { label: '生存认证', path: '/certifications', search: own }],
  ['assistance.roster', { label: '在册名册', path: '/rosters', search: own }],
  ['assistance.', { label: '救助申请', path: '/assistance', search: { ...own, view: 'late' } }],
  ['resources.', { label: '社区资源', path: '/resources', search: { ...own, view: 'due' } }],
  ['outreach.', { label: '主动发现', path: '/discoveries', search: { ...own, view: 'late' } }],
  ['casework.', { label: '个案', path: '/cases' }],
  ['service.', { label: '服务记录', path: '/services', search: own }],
  ['', { label: '社工站', path: '/stations/{station}' }],
]

/** The page where a finding's records are entered, for whoever wants to mend it. */
export function entryOf(measure: string, station: string | null): Entry | null {
  if (!station) return null
  const [, { label, path, search }] = entries.find(([begins]) => measure.startsWith(begins))!
  const filled = (text: string) => text.replace('{station}', station)
  const asked = Object.entries(search ?? {}).map(([key, value]) => [key, filled(value)])
  return { label, path: filled(path), ...(search && { search: Object.fromEntries(asked) }) }
}
