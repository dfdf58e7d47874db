import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { counted, inUseOn } from './presence.ts'

/** Whether a rule speaks of square metres: it hands over the unit of its line. */
const inSquareMetres = (scope: Scope) => [scope.with.unit, scope.with.number].includes('m²')

const amount = (scope: Scope) => (inSquareMetres(scope) ? sql`area` : sql`pieces`)

const present = (scope: Scope) => counted(scope.to, (alias) => scope.within(alias))

/** KM-4.2, GD-4.2, PZ-G1, CG-3.5, BH-1.2b: how much of one facility line a station has. */
export const facility = measure({
  name: 'premises.facility',
  label: '设施数量',
  unit: '',
  definition:
    '当日在用的场地和状态为完好的设施中，对应该项要求的数量；以平方米计的要求，合计主要功能为该项的场地面积，兼作的场地不重复计面积，依托、共用的场地也计入。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, coalesce(sum(${amount(scope)}), 0)::float8 as numerator, null::bigint as denominator
    from station s left join (${present(scope)}) as c on c.county = s.county and c.station = s.id and c.key = ${String(scope.with.item ?? '')}
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select c.entity, c.county || '-' || c.id as id, c.county || '-' || c.station as station, c.from_on as "on", c.label,
      ${amount(scope)}::float8 as value, null::boolean as hit
    from (${present(scope)}) as c where c.key = ${String(scope.with.item ?? '')} order by c.from_on, c.label`,
})

/** A station either has it on a day or not: 1 or 0, with what it has behind it. */
function has(name: string, label: string, definition: string, rows: (scope: Scope) => RawBuilder<unknown>) {
  return measure({
    name,
    label,
    unit: '个',
    definition: `${definition}的站计 1，没有的计 0；站级以上为有的站数。`,
    adds: 'sum',
    over: 'day',
    cells: (scope) => sql<Cell>`
      select s.county, s.id as station, '' as dimension, (count(h.id) > 0)::int::bigint as numerator, null::bigint as denominator
      from station s left join (${rows(scope)}) as h on h.county = s.county and h.station = s.id
      where ${scope.within('s')} group by s.county, s.id`,
    list: (scope) => sql<Behind>`
      select h.entity, h.county || '-' || h.id as id, h.county || '-' || h.station as station, h.from_on as "on", h.label,
        1::float8 as value, null::boolean as hit
      from (${rows(scope)}) as h order by h.from_on, h.label`,
  })
}

const equipmentOf = (scope: Scope, kinds: string[]) => sql`
  select e.county, e.station, 'equipment' as entity, e.id, e.name as label, e.from_on from equipment e
  where ${scope.within('e')} and ${inUseOn('e', scope.to)} and e.state = 'good' and e.kind = any(${kinds}::text[])`

/** PZ-2.1b 五有: 有场地. */
export const hasPremises = has(
  'stations.hasPremises',
  '有场地',
  '当日登记有在用场地',
  (scope) => sql`
  select p.county, p.station, 'space' as entity, p.id, p.name as label, p.from_on from space p
  where ${scope.within('p')} and ${inUseOn('p', scope.to)}`,
)

/** PZ-2.1b 五有: 有标识. */
export const hasSign = has('stations.hasSign', '有标识', '当日登记有在用、完好的标识（标牌、背景墙等）', (scope) =>
  equipmentOf(scope, ['sign']),
)

/** PZ-2.1b 五有: 有办公设备. */
export const hasOfficeEquipment = has(
  'stations.hasOfficeEquipment',
  '有办公设备',
  '当日登记有在用、完好的办公设备或办公家具',
  (scope) => equipmentOf(scope, ['device', 'furniture']),
)
