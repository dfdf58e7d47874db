import { sql } from 'kysely'
import { clientTimeline } from '../clients/index.ts'
import { Activity } from './activity.ts'

/** Activities a client signed in at, in their timeline; photos go with the archive. */
clientTimeline({
  name: 'activity',
  label: '社区活动',
  grant: 'activity.read',
  entity: Activity,
  path: '/activities',
  lines: ({ county, clients }, within) => sql`
    select activity.on_day, activity.id, activity.station, activity.worker,
      case s.role when 'participant' then '社区活动' when 'volunteer' then '志愿者' else '工作人员' end, activity.name, activity.venue
    from activity_sign_in s join activity on activity.county = s.county and activity.id = s.activity
    where s.county = ${county} and s.client = any(${[...clients]}::uuid[]) and activity.state <> 'cancelled' and ${within}`,
  files: ({ county, clients }, within) => sql`
    select unnest(activity.photos) as file from activity_sign_in s join activity on activity.county = s.county and activity.id = s.activity
    where s.county = ${county} and s.client = any(${[...clients]}::uuid[]) and activity.state = 'held' and ${within}`,
})
