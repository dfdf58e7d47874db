import { sql } from 'kysely'
import { clientTimeline, followsClient } from '../clients/index.ts'
import { Assessment } from './assessment.ts'

followsClient(Assessment)

/** Scales in the timeline of the client they were filled in for. */
clientTimeline({
  name: 'assessment',
  label: '量表',
  grant: 'assessment.read',
  entity: Assessment,
  path: '/assessments',
  lines: ({ county, clients }, within) => sql`
    select assessment.on_day, assessment.id, assessment.station, assessment.worker, '量表评估', assessment.scale_title,
      trim_scale(assessment.score) || ' 分 · ' || assessment.band
    from assessment where assessment.county = ${county} and assessment.client = any(${[...clients]}::uuid[])
      and assessment.state = 'valid' and ${within}`,
})
