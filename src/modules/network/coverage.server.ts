import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, link, list, optional, shape, text, texts, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { behind, figures, type Total, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { type PlaceKind, placeKinds, placeType } from '../places/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf } from '../policy/index.ts'
import { countyCoverage, denseVillageCoverage, mergedShare, townshipCoverage } from '../stations/index.ts'
import { holdPlace, homeWithin, placeNamed } from './area.server.ts'
import { DensePlace } from './standing.ts'

const share = shape('比率', {
  part: integer('已覆盖'),
  whole: integer('全部'),
  percent: optional(integer('百分比')),
  definition: text('统计口径', { max: 500 }),
})

const standing = shape('某日覆盖', {
  on: date('截至'),
  townships: share,
  counties: optional(share),
  dense: optional(share),
  merged: share,
})

const unit = shape('乡镇（街道）', {
  id: text('编号'),
  name: text('名称'),
  kind: choice('层级', placeKinds),
  type: text('类型'),
  above: text('上级编号'),
  aboveName: text('上级'),
  /** A development zone is listed beside the townships and counts in no share (滨海新区通知 引言). */
  counts: flag('计入'),
  merged: flag('涉改'),
  covered: optional(flag('已覆盖')),
  stations: texts('社工站', { max: 60 }),
  coveredBefore: optional(flag('对比日已覆盖')),
})

interface Unit {
  id: string
  name: string
  kind: PlaceKind
  type: string
  above: string
  aboveName: string
  counts: boolean
  merged: boolean
  covered: boolean | null
  stations: string[]
  coveredBefore: boolean | null
}

const asShare = ({ numerator, denominator }: Total, definition: string) => ({
  part: numerator,
  whole: denominator ?? 0,
  percent: denominator ? Math.floor((numerator / denominator) * 100) : null,
  definition,
})

/** The level that covers a township here: what the document's target says; none means any. */
async function coveringLevel(tx: Tx, place: string, day: string) {
  const policy = await policyAt(tx, place, day)
  const target = linesOf(policy, 'target').find(({ of }) => of === 'township')
  return {
    with: target?.level ? { level: target.level } : {},
    clause: target ? cite(policy, target) : null,
    dueOn: target?.by ?? null,
    goal: target?.value ?? null,
    hubs: linesOf(policy, 'target').some(({ of }) => of === 'county'),
    dense: linesOf(policy, 'target').some(({ of }) => of === 'denseVillage'),
  }
}

type Covering = Awaited<ReturnType<typeof coveringLevel>>

async function sharesOn(tx: Tx, place: string, day: string, covering: Covering) {
  const asked = { subject: { place }, period: periodOf(day)! }
  const one = async (measure: typeof townshipCoverage, parameters = {}) =>
    asShare(total(await figures(tx, measure, { ...asked, with: parameters })), measure.definition)
  const [townships, counties, dense, merged] = await Promise.all([
    one(townshipCoverage, covering.with),
    covering.hubs ? one(countyCoverage, { level: 'hub' }) : null,
    covering.dense ? one(denseVillageCoverage) : null,
    one(mergedShare),
  ])
  return { on: day, townships, counties, dense, merged }
}

interface Known {
  id: string
  name: string
  kind: PlaceKind
  above: string
  aboveName: string
  merged: boolean
  stations: string[] | null
}

/** Townships and zones of a place on a day, with the open stations in each; whether covered is the measure's word. */
async function unitsOn(tx: Tx, place: string, day: string, covering: Covering): Promise<Unit[]> {
  const asked = { subject: { place }, period: periodOf(day)!, with: covering.with }
  const [known, hits] = await Promise.all([
    tx.rows<Known>(sql`
      select p.id, p.name, p.kind, p.parent as above, up.name as above_name,
        exists (select from place_merger m where m.place = p.id and m.from_on <= ${day}::date) as merged,
        (select array_agg(s.name order by s.level = 'station' desc, s.name) from place_within(p.id, ${day}::date) w join station s on s.place = w.id
          where s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date)) as stations
      from place_on(${day}::date) p join place_on(${day}::date) up on up.id = p.parent
      where p.kind in ('township', 'zone') and p.id in (select id from place_within(${place}, ${day}::date, ${['country', 'province', 'city', 'county', 'township', 'zone']}::text[]))
      order by p.id`),
    behind(tx, townshipCoverage, asked, '', 50_000),
  ])
  const hitOf = new Map(hits.map(({ id: at, hit }) => [at, hit]))
  return known.map(({ stations, ...one }) => ({
    ...one,
    type: placeType(one.kind, one.name),
    counts: one.kind === 'township',
    covered: hitOf.get(one.id) ?? (stations ?? []).length > 0,
    stations: (stations ?? []).slice(0, 60),
    coveredBefore: null,
  }))
}

/**
 * Which townships a station reaches on a day, and beside it on another: the same measures that the findings use, so the
 * page and the findings never differ (KM-1, GD-1, BH-0, PZ-1.2).
 */
export const coverageOf = query({
  label: '覆盖情况',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')), than: optional(date('对比日')) },
  output: shape('覆盖情况', {
    name: text('地区'),
    clause: optional(text('条款')),
    dueOn: optional(date('时限')),
    goal: optional(integer('目标', { unit: '%' })),
    now: standing,
    earlier: optional(standing),
    units: list('乡镇（街道）', unit, { max: 20_000 }),
  }),
  clause: '昆民通〔2021〕8号 一',
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const covering = await coveringLevel(tx, input.place, day)
    const [{ name }, now, units] = await Promise.all([
      placeNamed(tx, input.place, day),
      sharesOn(tx, input.place, day, covering),
      unitsOn(tx, input.place, day, covering),
    ])
    const { clause, dueOn, goal } = covering
    const answer = { name, clause, dueOn, goal, now }
    if (!input.than) return { ...answer, earlier: null, units }
    const [earlier, former] = await Promise.all([
      sharesOn(tx, input.place, input.than, covering),
      unitsOn(tx, input.place, input.than, covering),
    ])
    const formerOf = new Map(former.map((one) => [one.id, one]))
    const standing = new Set(units.map((one) => one.id))
    return {
      ...answer,
      earlier,
      units: [
        ...units.map((one) => ({ ...one, coveredBefore: formerOf.get(one.id)?.covered ?? null })),
        // a township that has ended since then stands only in the older column
        ...former
          .filter((one) => !standing.has(one.id))
          .map((one) => ({ ...one, coveredBefore: one.covered, covered: null, stations: [] })),
      ],
    }
  },
})

const origin = shape('建站来源', {
  key: optional(text('条目')),
  label: text('来源', { max: 120 }),
  clause: optional(text('条款')),
  stations: integer('站点数'),
  names: texts('站点', { max: 500 }),
})

/** How the stations of a place came to be, counted by the document's ways (PZ-1.3). */
export const originCounts = query({
  label: '建站来源统计',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')) },
  output: list('建站来源', origin),
  clause: '攀民政〔2021〕31号 一（三）',
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const policy = await policyAt(tx, input.place, day)
    const lines = linesOf(policy, 'origin')
    if (lines.length === 0) return []
    const found = await tx.rows<{ origin: string | null; names: string[] }>(sql`
      select s.origin, array_agg(s.name order by s.name) as names from station s
      where s.place in (select id from place_within(${input.place}, ${day}::date))
        and s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date) group by s.origin`)
    const namesOf = new Map(found.map((one) => [one.origin, one.names]))
    const entry = (key: string | null, label: string, clause: string | null) => {
      const names = namesOf.get(key) ?? []
      return { key, label, clause, stations: names.length, names: names.slice(0, 500) }
    }
    const unknown = entry(null, '未登记来源', null)
    return [
      ...lines.map((line) => entry(line.key, line.value, cite(policy, line))),
      ...(unknown.stations > 0 ? [unknown] : []),
    ]
  },
})

/** Marks a community whose people live closely together, so that it counts in the target of 2025. */
export const markDense = action({
  label: '标明人口较集中',
  grant: 'network.manage',
  input: { place: link('社区（村）', 'place'), fromOn: DensePlace.fields.fromOn },
  output: DensePlace,
  clause: '攀民政〔2021〕31号 二（一）',
  async run({ tx, reach, input }) {
    const county = await homeWithin(tx, reach, input.place)
    const { kind } = await placeNamed(tx, input.place, input.fromOn)
    if (kind !== 'village') throw refuseField('place', '请选择社区（村）')
    const standing = await tx.first(
      sql`select 1 from dense_place where place = ${input.place} and (to_on is null or to_on >= ${input.fromOn}::date)`,
    )
    if (standing) throw refuseField('place', '这个社区（村）已经标明')
    return insert(tx, DensePlace, { id: newId(county), county }, { ...input, toOn: null })
  },
})

export const unmarkDense = action({
  label: '取消标明',
  grant: 'network.manage',
  on: DensePlace,
  input: { id: id(), version: version(), toOn: date('至', { past: true }) },
  output: DensePlace,
  guard: ({ toOn }) => (toOn === null ? undefined : '这个标明已经取消'),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于标明的日期 ${found.fromOn}`)
    return update(tx, DensePlace, found, { toOn: input.toOn })
  },
})

/** The communities marked in a place, with whether social work reaches them on a day. */
export const densePlaces = query({
  label: '人口较集中的社区（村）',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')) },
  output: list(
    '社区（村）',
    shape('社区（村）', { row: DensePlace.row, name: text('名称', { max: 200 }), covered: flag('已覆盖') }),
  ),
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const [rows, hits] = await Promise.all([
      select(
        tx,
        DensePlace,
        sql`where place in (select id from place_within(${input.place}, ${day}::date))
          and from_on <= ${day}::date and (to_on is null or to_on >= ${day}::date) order by place limit 2000`,
      ),
      behind(tx, denseVillageCoverage, { subject: { place: input.place }, period: periodOf(day)! }, ''),
    ])
    const hitOf = new Map(hits.map((one) => [one.id, one]))
    return rows.map((row) => ({
      row,
      name: hitOf.get(row.place)?.label ?? row.place,
      covered: hitOf.get(row.place)?.hit ?? false,
    }))
  },
})
