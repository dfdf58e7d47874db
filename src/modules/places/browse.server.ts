import { type RawBuilder, sql } from 'kysely'
import { type Actor, unite } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { choice, choices, date, flag, integer, link, list, optional, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { placeId } from './change.ts'
import {
  beginning,
  homeKinds,
  Place,
  PlaceBoundary,
  type PlaceKind,
  PlaceMerger,
  PlaceMergerWithdrawal,
  PlaceTenure,
  placeKinds,
  placeType,
  successions,
} from './place.ts'
import { placePaths } from './tree.server.ts'

/** The whole country: where browsing starts before logging in. */
const country = '100000'

const standsOn = (alias: string, day: string): RawBuilder<boolean> =>
  sql`${sql.ref(`${alias}.from_on`)} <= ${day}::date and (${sql.ref(`${alias}.to_on`)} is null or ${sql.ref(`${alias}.to_on`)} >= ${day}::date)`

/** Before logging in only what the first set-up needs is answered: counties and above. */
const kindsFor = (actor: Actor): readonly PlaceKind[] =>
  actor.grants.size > 0 ? (Object.keys(placeKinds) as PlaceKind[]) : homeKinds

interface Child {
  id: string
  parent: string
  name: string
  kind: PlaceKind
  type: string
  divisionCode: string | null
  below: number
  mergedOn: string | null
  changedOn: string | null
}

const childFields = {
  id: text('编号'),
  parent: text('上级'),
  name: text('名称'),
  kind: choice('层级', placeKinds),
  type: text('类型'),
  divisionCode: optional(text('区划代码')),
  below: integer('下级', { unit: '个' }),
  mergedOn: optional(date('涉改日期')),
  changedOn: optional(date('最近变更')),
}
const child = shape('下级区划', childFields)

/** What lies directly below these places on a day, in the order of the codes. */
async function childrenOf(
  tx: Tx,
  parents: readonly string[],
  day: string,
  kinds: readonly PlaceKind[],
): Promise<Child[]> {
  const rows = await tx.rows<Omit<Child, 'type'>>(sql`
    select p.id, t.parent, t.name, p.kind, p.division_code, m.from_on as merged_on,
      case when t.from_on > ${beginning}::date then t.from_on end as changed_on,
      (select count(*) from place_tenure b join place q on q.id = b.place
        where b.parent = p.id and ${standsOn('b', day)} and q.kind = any(${[...kinds]}::text[])) as below
    from place_tenure t join place p on p.id = t.place
      left join place_merger m on m.place = p.id and m.from_on <= ${day}::date
    where t.parent = any(${[...parents]}::text[]) and ${standsOn('t', day)} and p.kind = any(${[...kinds]}::text[])
    order by p.id`)
  return rows.map((row) => ({ ...row, type: placeType(row.kind, row.name) }))
}

const step = shape('上级', { id: text('编号'), name: text('名称'), kind: choice('层级', placeKinds) })
type Step = { id: string; name: string; kind: PlaceKind }

/** The way down to a place on a day, the country first and the place last. */
async function wayTo(tx: Tx, place: string, day: string): Promise<Step[]> {
  return tx.rows<Step>(sql`
    select p.id, t.name, p.kind from place_above(${place}, ${day}::date) a
      join place p on p.id = a.id join place_tenure t on t.place = a.id and ${standsOn('t', day)}
    order by a.depth desc`)
}

async function mustBe(tx: Tx, place: string, kinds: readonly PlaceKind[]): Promise<void> {
  const row = await tx.first<{ kind: PlaceKind }>(sql`select kind from place where id = ${place}`)
  if (!row || !kinds.includes(row.kind)) throw new Failure('notFound', '没有这个区划，请从上级重新选择')
}

/**
 * What lies below a place on a day, to browse by levels; without a place, below one's own area. Public; before logging
 * in, counties and above.
 */
export const placeChildren = query({
  label: '下级区划',
  grant: 'anyone',
  input: { parent: optional(placeId), on: optional(date('截至')) },
  output: shape('下级区划', { way: list('上级', step), children: list('下级', child) }),
  async run({ tx, actor, input }) {
    const parent = input.parent ?? (actor.grants.size > 0 ? actor.county : country)
    const day = input.on ?? tx.today
    await mustBe(tx, parent, kindsFor(actor))
    const [way, children] = await Promise.all([wayTo(tx, parent, day), childrenOf(tx, [parent], day, kindsFor(actor))])
    return { way, children }
  },
})

const found = shape('区划', {
  id: text('编号'),
  name: text('名称'),
  kind: choice('层级', placeKinds),
  path: text('全称', { max: 300 }),
})

/** A full name as people write it, in one piece and perhaps without a step between: 甘肃省兰州市城关区, 甘肃省城关区. */
function isWrittenAs(path: string, typed: string): boolean {
  const rest = path
    .split(' · ')
    .reduceRight((left, step) => (left.endsWith(step) ? left.slice(0, -step.length) : left), typed)
  return rest === ''
}

/** Hundreds of counties have a 城关镇: where more than a name was typed, the one that is meant is looked for among them all. */
const mostWith = (words: readonly string[]) => (words.length > 1 || words[0]!.length > 5 ? 1000 : 200)

/**
 * Places of today whose name holds the last word typed and whose full name holds the others, or whose full name is what
 * was typed in one piece; digits are looked up as a code. One's own area comes first. Public; before logging in, counties and above.
 */
export const searchPlaces = query({
  label: '查找区划',
  grant: 'anyone',
  input: { text: text('名称或代码', { max: 60 }), limit: optional(integer('条数', { min: 1, max: 100 })) },
  output: list('区划', found),
  async run({ tx, actor, input }) {
    const words = input.text.trim().split(/\s+/)
    const wanted = words.at(-1)!
    const reach = unite(actor.grants.values())
    const near = new Set([
      ...reach.whole,
      ...[...reach.stations, ...reach.own].map((station) => splitId(station).county),
    ])
    const named = /^\d{2,12}$/.test(wanted)
      ? sql`starts_with(p.division_code, ${wanted})`
      : sql`(position(${wanted} in t.name) > 0 or right(${wanted}, length(t.name)) = t.name)`
    const rows = await tx.rows<{ id: string; name: string; kind: PlaceKind }>(sql`
      select p.id, t.name, p.kind from place_tenure t join place p on p.id = t.place
      where ${standsOn('t', tx.today)} and ${named} and p.kind = any(${[...kindsFor(actor)]}::text[])
      order by (p.county = any(${[...near]}::text[])) desc, (t.name = ${wanted}) desc, starts_with(t.name, ${wanted}) desc,
        array_position(${Object.keys(placeKinds)}::text[], p.kind), p.id
      limit ${mostWith(words)}`)
    const paths = await placePaths(
      tx,
      rows.map(({ id }) => id),
      tx.today,
      'province',
    )
    return rows
      .map((row) => ({ ...row, path: paths.get(row.id) ?? row.name }))
      .filter(
        ({ path }) =>
          words.every((word) => /^\d+$/.test(word) || path.includes(word)) || isWrittenAs(path, words.join('')),
      )
      .slice(0, input.limit ?? 30)
  },
})

/** The full names of places whose ids are known, ended ones included; unknown ids are left out. */
export const namePlaces = query({
  label: '区划全称',
  grant: 'anyone',
  input: { ids: texts('编号', { max: 200 }) },
  output: list('区划', found),
  async run({ tx, actor, input }) {
    const rows = await tx.rows<{ id: string; name: string; kind: PlaceKind }>(sql`
      select p.id, p.kind, (select t.name from place_tenure t where t.place = p.id order by t.from_on desc limit 1) as name
      from place p where p.id = any(${input.ids}::text[]) and p.kind = any(${[...kindsFor(actor)]}::text[])`)
    const paths = await placePaths(
      tx,
      rows.map(({ id }) => id),
      tx.today,
      'province',
    )
    return rows.map((row) => ({ ...row, path: paths.get(row.id) ?? row.name }))
  },
})

/** The tiles of a place on a day: what lies below it, and with two levels also what lies below that. */
export const placeTiles = query({
  label: '区划图',
  grant: 'signedIn',
  input: {
    root: link('区划', 'place'),
    on: optional(date('截至')),
    levels: optional(integer('层数', { min: 1, max: 2 })),
  },
  output: shape('区划图', { tiles: list('下级', child, { max: 20_000 }) }),
  async run({ tx, actor, input }) {
    const day = input.on ?? tx.today
    const first = await childrenOf(tx, [input.root], day, kindsFor(actor))
    if (input.levels !== 2) return { tiles: first }
    const second = await childrenOf(
      tx,
      first.map(({ id }) => id),
      day,
      kindsFor(actor),
    )
    return { tiles: [...first, ...second] }
  },
})

const tenureLine = shape('沿革', {
  name: PlaceTenure.fields.name,
  parent: PlaceTenure.fields.parent,
  parentName: optional(text('上级')),
  fromOn: PlaceTenure.fields.fromOn,
  toOn: PlaceTenure.fields.toOn,
  document: PlaceTenure.fields.document,
})
type TenureLine = {
  name: string
  parent: string | null
  parentName: string | null
  fromOn: string
  toOn: string | null
  document: string | null
}

const successionLine = shape('变更', {
  id: text('编号'),
  name: text('名称'),
  change: choice('变更', successions),
  onDay: date('生效日'),
  document: optional(text('批准文件')),
})
type SuccessionLine = {
  id: string
  name: string
  change: keyof typeof successions
  onDay: string
  document: string | null
}

async function successionsOf(tx: Tx, place: string, side: 'predecessor' | 'successor'): Promise<SuccessionLine[]> {
  const other = side === 'predecessor' ? 'successor' : 'predecessor'
  return tx.rows<SuccessionLine>(sql`
    select s.${sql.ref(side)} as id, s.change, s.on_day, s.document,
      (select t.name from place_tenure t where t.place = s.${sql.ref(side)} order by t.from_on desc limit 1) as name
    from place_succession s where s.${sql.ref(other)} = ${place} order by s.on_day, s.${sql.ref(side)}`)
}

/** A place whole: its name and way on a day, its history, who it came from and became, its mark and boundary. */
export const placeDetail = query({
  label: '行政区划',
  grant: 'signedIn',
  input: { id: placeId, on: optional(date('截至')) },
  output: shape('行政区划', {
    place: Place.row,
    name: text('名称'),
    type: text('类型'),
    standing: flag('当日存续'),
    way: list('上级', step),
    below: integer('下级', { unit: '个' }),
    belowKinds: choices('下级层级', placeKinds),
    tenures: list('沿革', tenureLine),
    predecessors: list('由来', successionLine),
    successors: list('去向', successionLine),
    merger: optional(PlaceMerger.row),
    withdrawals: list('取消的涉改标记', PlaceMergerWithdrawal.row),
    boundary: optional(PlaceBoundary.row),
  }),
  async run({ tx, input }) {
    const place = await find(tx, Place, input.id)
    if (!place) throw new Failure('notFound', '没有这个区划，请从上级重新选择')
    const day = input.on ?? tx.today
    const [tenures, predecessors, successors, marks, withdrawals, boundaries, below] = await Promise.all([
      tx.rows<TenureLine>(sql`
        select t.name, t.parent, t.from_on, t.to_on, t.document,
          (select u.name from place_tenure u where u.place = t.parent and u.from_on <= t.from_on order by u.from_on desc limit 1) as parent_name
        from place_tenure t where t.place = ${place.id} order by t.from_on`),
      successionsOf(tx, place.id, 'predecessor'),
      successionsOf(tx, place.id, 'successor'),
      select(tx, PlaceMerger, sql`where place = ${place.id}`),
      select(tx, PlaceMergerWithdrawal, sql`where place = ${place.id} order by created_at`),
      select(tx, PlaceBoundary, sql`where place = ${place.id} and removed_reason is null`),
      tx.rows<{ kind: PlaceKind; count: number }>(
        sql`select p.kind, count(*) as count from place_tenure t join place p on p.id = t.place
          where t.parent = ${place.id} and ${standsOn('t', day)} group by p.kind`,
      ),
    ])
    // on a day before it began or after it ended, it is shown as it first or last stood
    const at = tenures.find(({ fromOn, toOn }) => fromOn <= day && (toOn === null || toOn >= day))
    const nearest = at ?? (day < tenures[0]!.fromOn ? tenures[0]! : tenures.at(-1)!)
    const way = await wayTo(tx, place.id, at ? day : (nearest.toOn ?? nearest.fromOn))
    return {
      place,
      name: nearest.name,
      type: placeType(place.kind, nearest.name),
      standing: at !== undefined,
      way,
      below: below.reduce((sum, { count }) => sum + count, 0),
      belowKinds: below.map(({ kind }) => kind),
      tenures,
      predecessors,
      successors,
      merger: marks[0] ?? null,
      withdrawals,
      boundary: boundaries[0] ?? null,
    }
  },
})
