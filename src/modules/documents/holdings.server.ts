import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { choice, flag, id, integer, link, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, type Policy, parties, periods, type ResolvedLine } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import {
  areaDocumentLines,
  bestOf,
  documentLinesFor,
  isCurrent,
  RuleDocument,
  type Standing,
  standingOn,
  standings,
} from './document.ts'
import { atHome, type Home } from './home.server.ts'
import { areaPlanLines, coversDay, PlanTask, planLinesFor, taskStateOn, WorkPlan } from './plan.ts'

type DocumentRow = RowOf<typeof RuleDocument>
type PlanRow = RowOf<typeof WorkPlan>

/** Editions that speak for themselves on a day: neither replaced by a later one that is in force, nor of the past. */
function latestEditions(documents: readonly DocumentRow[]): DocumentRow[] {
  const latest = new Map<string, DocumentRow>()
  for (const one of documents) {
    const series = one.first ?? one.id
    const known = latest.get(series)
    if (!known || one.edition > known.edition) latest.set(series, one)
  }
  return [...latest.values()]
}

/** How a line stands on a day by the documents at hand, and which of them serve it. */
function holdingOf(line: ResolvedLine<'document'>, documents: readonly DocumentRow[], day: string) {
  const serving = documents.filter(({ lines }) => lines.includes(line.key))
  const standing = bestOf(serving.map((one) => standingOn(one, day)))
  const current = serving.find((one) => isCurrent(standingOn(one, day)))
  const notOnWall = isCurrent(standing) && line.wall === true && current !== undefined && !current.onWall
  return { standing, serving, current, notOnWall }
}

interface Gap {
  key: string
  label: string
  standing: Standing
}

/** Documents and plans that these stations should hold today and do not, by station. */
export async function missingDocuments(
  tx: Tx,
  stations: readonly RowOf<typeof Station>[],
  policyOf: (station: RowOf<typeof Station>) => Policy,
): Promise<Map<string, { documents: Gap[]; plans: Gap[] }>> {
  const counties = [...new Set(stations.map(({ county }) => county))]
  const uuids = stations.map((station) => splitId(station.id).uuid)
  const of = (alias: string) =>
    sql`where ${sql.ref(`${alias}.county`)} = any(${counties}::text[]) and ${sql.ref(`${alias}.station`)} = any(${uuids}::uuid[])`
  const [documents, plans] = await Promise.all([
    select(tx, RuleDocument, of('rule_document')),
    select(tx, WorkPlan, sql`${of('work_plan')} and from_on <= ${tx.today}::date and to_on >= ${tx.today}::date`),
  ])
  return new Map(
    stations.map((station) => {
      const policy = policyOf(station)
      const held = documents.filter((one) => one.station === station.id)
      const running = plans.filter((one) => one.station === station.id)
      const lacking = documentLinesFor(policy, station.level)
        .map((line) => ({ key: line.key, label: line.value, standing: holdingOf(line, held, tx.today).standing }))
        .filter(({ standing }) => !isCurrent(standing))
      const unplanned = planLinesFor(policy, station.level)
        .filter((line) => !running.some((plan) => plan.line === line.key))
        .map((line) => ({ key: line.key, label: line.value, standing: 'missing' as const }))
      return [station.id, { documents: lacking, plans: unplanned }]
    }),
  )
}

const requirement = shape('要求', {
  key: text('键'),
  label: text('要求', { max: 200 }),
  value: text('名称'),
  group: text('类别'),
  by: choice('编制', parties),
  /** Null where the policy says nothing of walls. */
  wall: optional(flag('须上墙')),
  clause: text('条款'),
  note: optional(text('注', { max: 400 })),
  standing: choice('现状', standings),
  notOnWall: flag('还未上墙'),
  documents: list(
    '文件',
    shape('文件', {
      id: id(),
      title: text('文件名称'),
      edition: integer('版本号'),
      standing: choice('现状', standings),
    }),
  ),
})

const planned = shape('计划要求', {
  key: text('键'),
  label: text('要求', { max: 200 }),
  value: text('名称'),
  period: choice('周期', periods),
  clause: text('条款'),
  note: optional(text('注', { max: 400 })),
  running: flag('有正在执行的计划'),
})

const planLine = shape('计划', {
  plan: WorkPlan.row,
  counted: integer('任务数'),
  done: integer('已完成'),
  late: integer('已逾期'),
})

const holdings = {
  homeName: text('所属'),
  document: text('文件'),
  lines: list('制度清单', requirement),
  documents: list('制度文件', shape('制度文件', { document: RuleDocument.row, standing: choice('现状', standings) })),
  planLines: list('计划清单', planned),
  plans: list('计划', planLine),
  mayKeep: flag('可以维护'),
}

function describeLine(policy: Policy, line: ResolvedLine<'document'>, documents: readonly DocumentRow[], day: string) {
  const { standing, serving, notOnWall } = holdingOf(line, documents, day)
  const { group } = line
  const shown = latestEditions(serving)
  return {
    key: line.key,
    label: line.label,
    value: line.value,
    group,
    by: line.by,
    wall: line.wall,
    clause: cite(policy, line),
    note: line.note,
    standing,
    notOnWall,
    documents: shown.map((one) => ({
      id: one.id,
      title: one.title,
      edition: one.edition,
      standing: standingOn(one, day),
    })),
  }
}

async function describePlans(tx: Tx, plans: readonly PlanRow[]) {
  const counties = [...new Set(plans.map(({ county }) => county))]
  const tasks = await select(
    tx,
    PlanTask,
    sql`where county = any(${counties}::text[]) and plan = any(${plans.map((plan) => splitId(plan.id).uuid)}::uuid[])`,
  )
  return plans.map((plan) => {
    const states = tasks.filter((task) => task.plan === plan.id).map((task) => taskStateOn(task, tx.today))
    const standing = states.filter((state) => state !== 'dropped')
    return {
      plan,
      counted: standing.length,
      done: standing.filter((state) => state === 'done' || state === 'doneLate').length,
      late: standing.filter((state) => state === 'late').length,
    }
  })
}

async function heldAt(
  tx: Tx,
  reach: Reach,
  home: Home,
  policy: Policy,
  asked: { documents: ResolvedLine<'document'>[]; plans: ResolvedLine<'plan'>[] },
) {
  const mine = (entity: typeof RuleDocument | typeof WorkPlan): RawBuilder<unknown> =>
    sql`where ${atHome(entity.table, home)} and ${reachSql(reach, tx.actor, entity)}`
  const [documents, plans] = await Promise.all([
    select(tx, RuleDocument, sql`${mine(RuleDocument)} order by title, edition desc`),
    select(tx, WorkPlan, sql`${mine(WorkPlan)} order by from_on desc, title`),
  ])
  const keep = tx.actor.grants.get('document.keep')
  return {
    document: policy.head.document,
    lines: asked.documents.map((line) => describeLine(policy, line, documents, tx.today)),
    documents: latestEditions(documents).map((document) => ({ document, standing: standingOn(document, tx.today) })),
    planLines: asked.plans.map((line) => ({
      key: line.key,
      label: line.label,
      value: line.value,
      period: line.period,
      clause: cite(policy, line),
      note: line.note,
      running: plans.some((plan) => plan.line === line.key && coversDay(plan, tx.today)),
    })),
    plans: await describePlans(tx, plans),
    mayKeep: Boolean(
      keep && (keep.whole.includes(home.county) || (home.station !== null && keep.stations.includes(home.station))),
    ),
  }
}

/** What a station must have in writing, what it has, and its plans (KM-4.3, GD-4.3, PZ-G4.2, PZ-G4.3, BH-2.1, BH-3.3). */
export const documentsOfStation = query({
  label: '制度文件',
  grant: 'station.read',
  input: { station: ref('社工站', 'station') },
  output: shape('制度文件', holdings),
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const policy = await policyAt(tx, station.place, tx.today)
    const home = { county: station.county, station: station.id, place: null }
    const asked = { documents: documentLinesFor(policy, station.level), plans: planLinesFor(policy, station.level) }
    return { homeName: station.name, ...(await heldAt(tx, reach, home, policy, asked)) }
  },
})

/** The same for a county's or a city's own office. */
export const documentsOfArea = query({
  label: '本级制度文件',
  grant: 'station.read',
  input: { place: link('辖区', 'place') },
  output: shape('本级制度文件', holdings),
  async run({ tx, reach, input }) {
    const place = await tx.first<{ kind: string; name: string; county: string }>(
      sql`select kind, name, county from place_on(${tx.today}::date) where id = ${input.place}`,
    )
    if (!place || (place.kind !== 'county' && place.kind !== 'city'))
      throw new Failure('invalid', '请选择区县或市', { place: '请选择区县或市' })
    const policy = await policyAt(tx, input.place, tx.today)
    const home = { county: place.county, station: null, place: input.place }
    const asked = { documents: areaDocumentLines(policy, place.kind), plans: areaPlanLines(policy, place.kind) }
    return { homeName: place.name, ...(await heldAt(tx, reach, home, policy, asked)) }
  },
})
