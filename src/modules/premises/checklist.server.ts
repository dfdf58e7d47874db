import { sql } from 'kysely'
import { type Reach, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choice, date, decimal, flag, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf, type Policy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import {
  answers,
  asksForArea,
  asksForSpace,
  Equipment,
  type FacilityLine,
  facilityLinesFor,
  Space,
  toBeChecked,
} from './premises.ts'
import { counted } from './presence.ts'

type StationRow = RowOf<typeof Station>

/** One line of the construction checklist as a station stands to it. */
export interface Check {
  line: FacilityLine
  present: number
  answer: keyof typeof answers
}

interface Present {
  county: string
  station: string
  key: string
  pieces: number
  area: number
  checkedOn: string | null
}

/** How many pieces and square metres each of these stations has for each line on a day. */
export async function presentAt(
  tx: Tx,
  stations: readonly { id: string }[],
  day: string,
): Promise<ReadonlyMap<string, Present>> {
  const ids = stations.map(({ id }) => splitId(id))
  const counties = [...new Set(ids.map(({ county }) => county))]
  const uuids = ids.map(({ uuid }) => uuid)
  const within = (alias: string) =>
    sql<boolean>`${sql.ref(`${alias}.county`)} = any(${counties}::text[]) and ${sql.ref(`${alias}.station`)} = any(${uuids}::uuid[])`
  const rows = await tx.rows<Present>(sql`
    select c.county, c.county || '-' || c.station as station, c.key, sum(c.pieces)::float8 as pieces, sum(c.area)::float8 as area,
      max(e.checked_on)::text as checked_on
    from (${counted(day, within)}) as c left join equipment e on c.entity = 'equipment' and e.county = c.county and e.id = c.id
    group by c.county, c.station, c.key`)
  return new Map(rows.map((row) => [`${row.station}|${row.key}`, row]))
}

/** A station against every line its policy has for its level. Qualities and things to be looked at need a day of checking. */
export function checkStation(
  policy: Policy,
  { id, level }: Pick<StationRow, 'id' | 'level'>,
  presentOf: ReadonlyMap<string, Present>,
): Check[] {
  return facilityLinesFor(policy, level).map((line) => {
    const found = presentOf.get(`${id}|${line.key}`)
    const present = (asksForArea(line) ? found?.area : found?.pieces) ?? 0
    const enough = present >= line.value
    const unchecked = enough && toBeChecked.includes(line.group) && found?.checkedOn === null
    const answer = unchecked ? 'unchecked' : enough ? 'met' : line.need === 'required' ? 'missing' : 'none'
    return { line, present, answer }
  })
}

/** What every required line of the checklists of these stations still lacks. */
export async function missingFacilities(
  tx: Tx,
  stations: readonly StationRow[],
  policyOf: (station: StationRow) => Policy,
): Promise<Map<string, Check[]>> {
  const presentOf = await presentAt(tx, stations, tx.today)
  return new Map(
    stations.map((station) => [
      station.id,
      checkStation(policyOf(station), station, presentOf).filter(({ answer }) => answer === 'missing'),
    ]),
  )
}

const line = shape('要求', {
  key: text('键'),
  number: optional(text('条目号')),
  label: text('要求', { max: 200 }),
  item: text('名称'),
  kind: Equipment.fields.kind,
  required: flag('必备'),
  value: decimal('应有'),
  unit: text('单位'),
  present: decimal('现有'),
  answer: choice('结论', answers),
  asksForSpace: flag('以场地登记'),
  toBeChecked: flag('须检查'),
  clause: text('条款'),
  note: optional(text('注', { max: 400 })),
})

/** The station's house on a day: each line of its checklist, the spaces and things there, and what may be used as host. */
export const premisesOf = query({
  label: '场地设施',
  grant: 'station.read',
  input: { station: ref('社工站', 'station'), on: optional(date('日期')) },
  output: shape('场地设施', {
    stationName: text('社工站'),
    document: text('文件'),
    lines: list('建设清单', line),
    spaces: list('场地', Space.row),
    equipment: list('设施设备', Equipment.row),
    hosts: list(
      '可依托场所',
      shape('场所', { key: text('键'), value: text('场所'), first: flag('优先'), clause: text('条款') }),
    ),
    reading: optional(text('口径', { max: 400 })),
    mayKeep: flag('可以维护'),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    return { ...(await houseOf(tx, reach, station, input.on ?? tx.today)), mayKeep: mayKeep(actor.grants, station) }
  },
})

/** Whether the rows of a station may be entered at all: a form is offered only then. */
function mayKeep(grants: ReadonlyMap<string, Reach>, { id, county }: StationRow): boolean {
  const reach = grants.get('premises.keep')
  return Boolean(reach && (reach.whole.includes(county) || reach.stations.includes(id)))
}

/** The same for the checklist's print. */
export async function houseOf(tx: Tx, reach: Reach, station: StationRow, day: string) {
  const { county, uuid } = splitId(station.id)
  const here = sql`where county = ${county} and station = ${uuid}::uuid`
  const [policy, presentOf, spaces, equipment] = await Promise.all([
    policyAt(tx, station.place, day),
    presentAt(tx, [station], day),
    select(
      tx,
      Space,
      sql`${here} and ${reachSql(reach, tx.actor, Space)} order by to_on desc nulls first, from_on, name`,
    ),
    select(
      tx,
      Equipment,
      sql`${here} and ${reachSql(reach, tx.actor, Equipment)} order by to_on desc nulls first, kind, name, from_on desc`,
    ),
  ])
  const lines = checkStation(policy, station, presentOf).map(({ line: asked, present, answer }) => ({
    key: asked.key,
    number: asked.number,
    label: asked.label,
    item: asked.item,
    kind: asked.group,
    required: asked.need === 'required',
    value: asked.value,
    unit: asked.unit ?? '项',
    present,
    answer,
    asksForSpace: asksForSpace(asked),
    toBeChecked: toBeChecked.includes(asked.group),
    clause: cite(policy, asked),
    note: asked.note,
  }))
  const reading = linesOf(policy, 'parameter').find(({ key }) =>
    ['parameter.sharedSpace', 'parameter.facilityCount', 'parameter.facilityQuantity'].includes(key),
  )
  return {
    stationName: station.name,
    document: policy.head.document,
    lines,
    spaces,
    equipment,
    hosts: linesOf(policy, 'host').map((host) => ({
      key: host.key,
      value: host.value,
      first: host.first === true,
      clause: cite(policy, host),
    })),
    reading: reading ? `${reading.label}：${reading.reads}` : null,
  }
}
