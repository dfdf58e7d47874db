import { sql } from 'kysely'
import { clientTimeline } from '../clients/index.ts'
import { ServiceGroup } from './group.ts'

/** Sessions a client was at, and the day they joined, in their timeline; each line opens the group. */
clientTimeline({
  name: 'group',
  label: '小组',
  grant: 'group.read',
  entity: ServiceGroup,
  path: '/groups',
  lines: ({ county, clients }, within) => sql`
    select s.held_on, service_group.id, service_group.station, service_group.worker, '小组', service_group.name || ' · 第 ' || s.ordinal || ' 节 ' || s.topic,
      s.minutes || ' 分钟'
    from enrolment e join service_group on service_group.county = e.county and service_group.id = e.service_group
      join group_attendance a on a.county = e.county and a.enrolment = e.id and a.presence = 'present'
      join group_session s on s.county = a.county and s.id = a.session and s.state = 'held'
    where e.county = ${county} and e.client = any(${[...clients]}::uuid[]) and ${within}
    union all
    select e.from_on, service_group.id, service_group.station, service_group.worker, '报名小组', service_group.name,
      case when e.to_on is null then null else e.to_on || ' 退出：' || coalesce(e.leave_reason, '') end
    from enrolment e join service_group on service_group.county = e.county and service_group.id = e.service_group
    where e.county = ${county} and e.client = any(${[...clients]}::uuid[]) and ${within}`,
  files: ({ county, clients }, within) => sql`
    select unnest(s.files) as file from enrolment e join service_group on service_group.county = e.county and service_group.id = e.service_group
      join group_attendance a on a.county = e.county and a.enrolment = e.id and a.presence = 'present'
      join group_session s on s.county = a.county and s.id = a.session and s.state = 'held'
    where e.county = ${county} and e.client = any(${[...clients]}::uuid[]) and ${within}`,
})
