/** Where each kind of record that figures are made of is opened, by its name; one without a page of its own is not here. */
const paths: Readonly<Record<string, string>> = {
  activity: '/activities/',
  assessment: '/assessments/',
  assistance_application: '/assistance/',
  case_file: '/cases/',
  case_record: '/case-records/',
  client: '/clients/',
  discovery: '/discoveries/',
  incident: '/incidents/',
  meeting: '/meetings/',
  patrol: '/patrols/',
  person: '/people/',
  place: '/places/',
  report: '/reports/',
  resource: '/resources/',
  rule_document: '/documents/',
  service_group: '/groups/',
  service_record: '/services/',
  station: '/stations/',
  visit: '/visits/',
  work_plan: '/plans/',
}

/** The page of a record behind a figure or a finding; undefined where it has none. */
export function recordPath(entity: string, id: string): string | undefined {
  return paths[entity] && id ? `${paths[entity]}${id}` : undefined
}
