import { sql } from 'kysely'
import { wordSql } from '../../core/words.ts'
import { clientTimeline, followsClient } from '../clients/index.ts'
import { Visit, VisitPlan, VisitTask, visitOutcomes, visitWays } from './visit.ts'

clientTimeline({
  name: 'visit',
  label: '走访',
  grant: 'visit.read',
  entity: Visit,
  path: '/visits',
  lines: ({ county, clients }, within) => sql`
    select visit.on_day, visit.id, visit.station, visit.worker, ${wordSql('visit.way', visitWays)},
      coalesce(visit.findings, case when visit.unchanged then '情况无变化' else ${wordSql('visit.outcome', visitOutcomes)} end),
      ${wordSql('visit.outcome', visitOutcomes)} || ' · ' || visit.minutes || ' 分钟'
    from visit where visit.county = ${county} and visit.client = any(${[...clients]}::uuid[]) and visit.state = 'valid' and ${within}`,
})

// what is still owed goes with the client to the next station; what was done stays where it was done
followsClient(VisitPlan, VisitTask)
