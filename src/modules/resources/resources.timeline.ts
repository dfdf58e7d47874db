import { sql } from 'kysely'
import { wordSql } from '../../core/words.ts'
import { clientTimeline } from '../clients/index.ts'
import { matchOutcomes, ResourceMatch } from './resource.ts'

/** What was found for a client, in their timeline. */
clientTimeline({
  name: 'resourceMatch',
  label: '资源对接',
  grant: 'resource.read',
  entity: ResourceMatch,
  lines: ({ county, clients }, within) => sql`
    select resource_match.on_day, resource_match.id, resource_match.station, resource_match.worker, '资源对接',
      resource_match.resource_name || '：' || left(resource_match.need, 100), ${wordSql('resource_match.outcome', matchOutcomes)}
    from resource_match where resource_match.county = ${county} and resource_match.client = any(${[...clients]}::uuid[]) and ${within}`,
})
