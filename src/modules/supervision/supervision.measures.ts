import { sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { supervisionGiven } from './supervision.ts'

const inPeriod = (scope: Scope) => {
  const known = scope.recordedBy ? sql`and f.recorded_at <= ${scope.recordedBy}::timestamptz` : sql``
  return sql`f.kind = ${supervisionGiven.name} and f.on_day between ${scope.from}::date and ${scope.to}::date ${known}`
}

/** BH-3.1b: hours of professional supervision at a station; a session counts once, however many were guided. */
export const supervisionHours = measure({
  name: 'supervision.hours',
  label: '督导时数',
  unit: '小时',
  definition: '期内督导日期落在本期的督导时数之和；一次督导按一次的时数计，不按受督导人数加倍；已冲销的不计。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select f.county, f.station, '' as dimension, sum(f.sign * f.minutes) / 60.0 as numerator, null::numeric as denominator
    from fact f where ${scope.within('f')} and ${inPeriod(scope)} group by f.county, f.station`,
  list: (scope) => sql<Behind>`
    select 'supervision_session' as entity, f.county || '-' || f.source as id, f.county || '-' || f.station as station, f.on_day as "on",
      max(v.supervisor_name) || coalesce('：' || max(v.project), '') as label, (sum(f.sign * f.minutes) / 60.0)::float8 as value, null::boolean as hit
    from fact f left join supervision_session v on v.county = f.county and v.id = f.source
    where ${scope.within('f')} and ${inPeriod(scope)} group by f.county, f.station, f.source, f.on_day having sum(f.sign) <> 0 order by f.on_day`,
})
