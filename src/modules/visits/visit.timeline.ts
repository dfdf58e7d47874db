import { sql } from 'kysely'
import { clientTimeline, followsClient } from '../clients/index.ts'
import { Visit, VisitPlan, VisitTask, visitOutcomes, visitWays } from './visit.ts'

const wordsOf = (words: Readonly<Record<string, string>>, column: string) =>
  sql`case ${sql.ref(column)} ${sql.join(
    Object.entries(words).map(([key, label]) => sql`when ${key} then ${label}`),
    sql` `,
  )} else ${sql.ref(column)} end`

clientTimeline({
  name: 'visit',
  label: '走访',
  grant: 'visit.read',
  entity: Visit,
  path: '/visits',
  lines: ({ county, clients }, within) => sql`
    select visit.on_day, visit.id, visit.station, visit.worker, ${wordsOf(visitWays, 'visit.way')},
      coalesce(visit.findings, case when visit.unchanged then '情况无变化' else ${wordsOf(visitOutcomes, 'visit.outcome')} end),
      ${wordsOf(visitOutcomes, 'visit.outcome')} || ' · ' || visit.minutes || ' 分钟'
    from visit where visit.county = ${county} and visit.client = any(${[...clients]}::uuid[]) and visit.state = 'valid' and ${within}`,
})

// what is still owed goes with the client to the next station; what was done stays where it was done
followsClient(VisitPlan, VisitTask)
