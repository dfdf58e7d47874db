import { sql } from 'kysely'
import { wordSql } from '../../core/words.ts'
import { clientTimeline } from '../clients/index.ts'
import { Discovery, discoveryFlow } from './discovery.ts'
import { handOvers, PatrolPerson } from './patrol.ts'

clientTimeline({
  name: 'discovery',
  label: '主动发现',
  grant: 'outreach.read',
  entity: Discovery,
  path: '/discoveries',
  lines: ({ county, clients }, within) => sql`
    select discovery.found_on, discovery.id, discovery.station, discovery.worker, '主动发现', left(discovery.situation, 120),
      ${wordSql('discovery.state', discoveryFlow.states)}
    from discovery where discovery.county = ${county} and discovery.client = any(${[...clients]}::uuid[]) and ${within}`,
})

clientTimeline({
  name: 'patrol',
  label: '街面巡查',
  grant: 'outreach.read',
  entity: PatrolPerson,
  lines: ({ county, clients }, within) => sql`
    select p.on_day, patrol_person.id, patrol_person.station, p.worker, '街面巡查', patrol_person.situation,
      ${wordSql('patrol_person.hand_over', handOvers)}
    from patrol_person join patrol p on p.county = patrol_person.county and p.id = patrol_person.patrol
    where patrol_person.county = ${county} and patrol_person.client = any(${[...clients]}::uuid[]) and p.state = 'valid' and ${within}`,
})
