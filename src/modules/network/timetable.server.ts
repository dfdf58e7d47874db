import { type RawBuilder, sql } from 'kysely'
import { type Actor, reachesStation, reachOf } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choice, date, flag, integer, link, list, optional, ref, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { cite, parties } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { holdPlace } from './area.server.ts'
import { type Expected, expectedIn, expectedOfStation } from './expected.server.ts'
import { Milestone, type Standing, standingOf, standings, units } from './milestone.ts'

type MilestoneRow = RowOf<typeof Milestone>

const node = shape('进度节点', {
  key: text('编号', { max: 200 }),
  unit: choice('责任主体', units),
  place: text('地区'),
  station: optional(text('社工站', { max: 60 })),
  county: text('归属代码'),
  name: text('责任单位', { max: 120 }),
  above: text('所属', { max: 120 }),
  policyCode: optional(text('文件')),
  line: optional(text('条目', { max: 80 })),
  label: text('节点', { max: 300 }),
  clause: optional(text('条款', { max: 120 })),
  filedWith: optional(text('报送')),
  evidence: optional(text('应有佐证', { max: 200 })),
  allSteps: texts('事项', { max: 20 }),
  dueOn: optional(date('完成时限')),
  standing: choice('情况', standings),
  /** Whether this person may say how it stands, or set its own day. */
  mayReport: flag('可登记'),
  mayPlan: flag('可安排'),
  row: optional(Milestone.row),
})

export interface Node {
  key: string
  unit: keyof typeof units
  place: string
  station: string | null
  county: string
  name: string
  above: string
  policyCode: string | null
  line: string | null
  label: string
  clause: string | null
  filedWith: string | null
  evidence: string | null
  allSteps: string[]
  dueOn: string | null
  standing: Standing
  mayReport: boolean
  mayPlan: boolean
  row: MilestoneRow | null
}

const keyOf = (one: { policyCode: string | null; line: string | null; unit: string; at: string }) =>
  `${one.policyCode}|${one.line}|${one.unit}|${one.at}`

async function rowsWhere(tx: Tx, where: RawBuilder<unknown>): Promise<MilestoneRow[]> {
  return select(tx, Milestone, sql`where ${where} order by due_on, id limit 20000`)
}

async function placeNames(tx: Tx, places: readonly string[], day: string): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from place_on(${day}::date) where id = any(${[...new Set(places)]}::text[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What documents set, with what is known of each, and the nodes that offices set themselves. */
async function nodesFrom(tx: Tx, expected: readonly Expected[], known: readonly MilestoneRow[], day: string) {
  const rowOf = new Map(
    known
      .filter(({ line }) => line !== null)
      .map((row) => [keyOf({ ...row, at: row.unit === 'station' ? row.station! : row.place }), row]),
  )
  const stationNames = new Map(
    expected.flatMap(({ unit }) => (unit.station ? [[unit.station, unit.name] as const] : [])),
  )
  const aboveOf = ({ unit, chain }: Expected['unit']) => (unit === 'station' ? chain[0] : (chain[1] ?? chain[0]))!
  const own = known.filter(({ line }) => line === null)
  const names = await placeNames(
    tx,
    [...expected.map(({ unit }) => aboveOf(unit)), ...own.map(({ place }) => place)],
    day,
  )
  const may = mayOf(tx.actor)
  const set = expected.map(({ unit, policy, line, dueOn }): Node => {
    const at = unit.station ?? unit.place
    const key = keyOf({ policyCode: policy.head.code, line: line.key, unit: unit.unit, at })
    const row = rowOf.get(key) ?? null
    const due = row?.dueOn ?? dueOn
    return {
      key,
      unit: unit.unit,
      place: unit.place,
      station: unit.station,
      county: unit.county,
      name: unit.name,
      above: names.get(aboveOf(unit)) ?? '',
      policyCode: policy.head.code,
      line: line.key,
      label: line.label,
      clause: cite(policy, line),
      filedWith: line.filedWith ? parties[line.filedWith] : null,
      evidence: line.evidence,
      allSteps: [...line.steps],
      dueOn: due,
      standing: standingOf(row ?? undefined, due, day),
      ...may(unit.county, row?.station ?? unit.station),
      row,
    }
  })
  const theirs = own.map(
    (row): Node => ({
      key: row.id,
      unit: row.unit,
      place: row.place,
      station: row.unit === 'station' ? row.station : null,
      county: row.county,
      name: (row.unit === 'station' ? stationNames.get(row.station!) : undefined) ?? names.get(row.place) ?? row.place,
      above: row.unit === 'station' ? (names.get(row.place) ?? '') : '',
      policyCode: null,
      line: null,
      label: row.label,
      clause: null,
      filedWith: null,
      evidence: null,
      allSteps: [],
      dueOn: row.dueOn,
      standing: standingOf(row, row.dueOn, day),
      ...may(row.county, row.station),
      row,
    }),
  )
  return [...set, ...theirs].sort((a, b) => ((a.dueOn ?? '9999') < (b.dueOn ?? '9999') ? -1 : 1))
}

function mayOf(actor: Actor) {
  const [record, manage] = [reachOf(actor, 'network.record'), reachOf(actor, 'network.manage')]
  return (county: string, station: string | null) => ({
    mayReport: reachesStation(record, county, station),
    mayPlan: reachesStation(manage, county, station),
  })
}

/** Every node of a place, and of the offices and stations in it, as it stands on a day. */
export async function timetableIn(tx: Tx, place: string, day: string): Promise<Node[]> {
  const [expected, known] = await Promise.all([
    expectedIn(tx, place, day),
    rowsWhere(tx, sql`milestone.place in (select id from place_within(${place}, ${day}::date))`),
  ])
  return nodesFrom(tx, expected, known, day)
}

const shown = { all: '全部', overdue: '逾期', waiting: '待备案', open: '未完成' } as const
const isShown: Readonly<Record<keyof typeof shown, (one: Node) => boolean>> = {
  all: () => true,
  overdue: ({ standing }) => standing === 'overdue',
  waiting: ({ standing }) => standing === 'filed',
  open: ({ standing }) => standing !== 'done' && standing !== 'late',
}

/** How many nodes are shown at most; counts are of all. */
const cap = 2000

/**
 * The timetable of a place: what its documents and offices set, what is done, filed, late (KM-6, GD-6, BH-2.3).
 * `only` narrows the rows, never the counts.
 */
export const timetable = query({
  label: '进度节点',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')), only: optional(choice('范围', shown)) },
  output: shape('进度节点', {
    counts: list('计数', shape('计数', { standing: choice('情况', standings), nodes: integer('个数') })),
    rows: list('进度节点', node),
    total: integer('总数'),
  }),
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const all = await timetableIn(tx, input.place, day)
    const rows = all.filter(isShown[input.only ?? 'all'])
    const counts = (Object.keys(standings) as Standing[]).map((standing) => ({
      standing,
      nodes: all.filter((one) => one.standing === standing).length,
    }))
    return { counts, rows: rows.slice(0, cap), total: rows.length }
  },
})

/** The nodes of a station, and of the street it stands in. */
export const stationTimetable = query({
  label: '站点进度',
  grant: 'station.read',
  input: { station: ref('社工站', 'station'), on: optional(date('截至')) },
  output: list('进度节点', node),
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    const { place } = await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(input.station)
    const [expected, known] = await Promise.all([
      expectedOfStation(tx, { county, uuid, place }, day),
      rowsWhere(
        tx,
        sql`milestone.county = ${county} and ((milestone.unit = 'station' and milestone.station = ${uuid}::uuid)
          or (milestone.unit = 'place' and milestone.place in (select a.id from place_above(${place}, ${day}::date) a join place p on p.id = a.id where p.kind in ('township', 'zone'))))`,
      ),
    ])
    return nodesFrom(tx, expected, known, day)
  },
})
