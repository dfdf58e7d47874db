import { sql } from 'kysely'
import { type Reach, reachesStation } from '../../core/access.ts'
import type { RowOf, ValuesOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { homeKinds, Place, PlaceMerger, PlaceSuccession, PlaceTenure, parentKinds, placeKinds } from './place.ts'

export type PlaceRow = RowOf<typeof Place>
export type TenureRow = RowOf<typeof PlaceTenure>

/** A place with its whole history, held by a row lock until the transaction ends. */
export interface Held {
  place: PlaceRow
  tenures: TenureRow[]
}

export const lastOf = ({ tenures }: Held): TenureRow => tenures.at(-1)!
export const nameOf = (held: Held): string => lastOf(held).name

/** Locks places in the order of their ids and reads their history. */
export async function hold(tx: Tx, ids: readonly string[]): Promise<Held[]> {
  const unique = [...new Set(ids)].sort()
  await tx.rows(sql`select id from place where id = any(${unique}::text[]) order by id for update`)
  const [places, tenures] = await Promise.all([
    select(tx, Place, sql`where id = any(${unique}::text[])`),
    select(tx, PlaceTenure, sql`where place = any(${unique}::text[]) order by from_on`),
  ])
  const byId = new Map(places.map((place) => [place.id, place]))
  return [...new Set(ids)].map((id) => ({
    place: byId.get(id)!,
    tenures: tenures.filter(({ place }) => place === id),
  }))
}

export async function holdOne(tx: Tx, id: string): Promise<Held> {
  return (await hold(tx, [id]))[0]!
}

/** Places are public, but only who answers for their home changes them. */
export function refuseUnreached(reach: Reach, held: Held, field: string): void {
  if (!reachesStation(reach, held.place.county, null))
    throw refuseField(field, `「${nameOf(held)}」不在您的管理范围内，请重新选择或请上级办理`)
}

/** A change begins after everything that is already entered: history is never written over. */
export function refuseOverlap(held: Held, day: string, field = 'onDay'): void {
  const last = lastOf(held)
  if (last.toOn)
    throw refuseField(
      field,
      last.toOn < day
        ? `「${last.name}」已于 ${last.toOn} 撤并，不能再办理变更`
        : `「${last.name}」已登记于 ${last.toOn} 撤并，不能再登记之后的变更`,
    )
  if (day <= last.fromOn)
    throw refuseField(field, `「${last.name}」自 ${last.fromOn} 起已有登记，请填写晚于这一天的日期`)
}

/** A parent must be of a fitting level and stand from the day on. */
export function refuseParent(parent: Held, kind: PlaceRow['kind'], day: string, field: string): void {
  const [first] = parent.tenures
  const last = lastOf(parent)
  if (!parentKinds[kind].includes(parent.place.kind))
    throw refuseField(
      field,
      `${placeKinds[kind]}区划的上级应为${parentKinds[kind].map((one) => placeKinds[one]).join('或')}，「${last.name}」是${placeKinds[parent.place.kind]}`,
    )
  if (last.toOn) throw refuseField(field, `「${last.name}」已于 ${last.toOn} 撤并，不能作为上级`)
  if (day < first!.fromOn) throw refuseField(field, `「${last.name}」自 ${first!.fromOn} 起才设立，请核对生效日`)
}

/** Two places below one parent do not share a name from the day on, but for those that end then. */
export async function refuseTakenName(
  tx: Tx,
  parent: string,
  name: string,
  day: string,
  besides: readonly string[],
  field = 'name',
): Promise<void> {
  const same = await tx.first(sql`select 1 from place_tenure
    where parent = ${parent} and name = ${name} and (to_on is null or to_on >= ${day}::date) and place <> all(${[...besides]}::text[])`)
  if (same) throw refuseField(field, `同一上级之下已有「${name}」，请核对名称`)
}

/** The tenures of what lies below a place from the day on. */
export async function childrenFrom(tx: Tx, place: string, day: string): Promise<TenureRow[]> {
  return select(
    tx,
    PlaceTenure,
    sql`where parent = ${place} and (to_on is null or to_on >= ${day}::date) order by place`,
  )
}

/** Ends a place's present name and parent the day before, and begins the new ones. */
export async function change(
  tx: Tx,
  held: Held,
  day: string,
  to: { name?: string; parent?: string | null },
  document: string | null,
): Promise<void> {
  refuseOverlap(held, day)
  const last = lastOf(held)
  const ended = await update(tx, PlaceTenure, last, { toOn: addDays(day, -1) })
  const begun = await beginTenure(
    tx,
    held.place,
    { name: to.name ?? last.name, parent: to.parent ?? last.parent },
    day,
    document,
  )
  held.tenures.splice(-1, 1, ended, begun)
}

/** The place ends the day before. */
export async function end(tx: Tx, held: Held, day: string): Promise<void> {
  refuseOverlap(held, day)
  held.tenures.splice(-1, 1, await update(tx, PlaceTenure, lastOf(held), { toOn: addDays(day, -1) }))
}

function beginTenure(
  tx: Tx,
  { id, county }: { id: string; county: string },
  { name, parent }: { name: string; parent: string | null },
  day: string,
  document: string | null,
): Promise<TenureRow> {
  return insert(
    tx,
    PlaceTenure,
    { id: uuidv7(), county },
    { place: id, name, parent, fromOn: day, toOn: null, document },
  )
}

/** What is entered here rather than bundled. */
export const ownSource = '本地登记'

/**
 * Begins a new place below a parent. Its id is the division code where that is free, since a code may go on to a
 * successor; else `code`, else one of our own: Z, the home code and a number.
 */
export async function begin(
  tx: Tx,
  parent: Held,
  unit: { kind: PlaceRow['kind']; name: string; code?: string | null; divisionCode?: string | null },
  day: string,
  document: string | null,
): Promise<Held> {
  const { kind, name, divisionCode = null } = unit
  refuseParent(parent, kind, day, 'id')
  if (divisionCode) await refuseTakenCode(tx, divisionCode, day)
  const id = unit.code ?? (await freeId(tx, parent.place.county, divisionCode))
  const county = homeKinds.includes(kind) ? id : parent.place.county
  const place = await insert(tx, Place, { id, county }, { kind, divisionCode, source: ownSource })
  const tenure = await beginTenure(tx, place, { name, parent: parent.place.id }, day, document)
  // a new home is in nobody's reach yet: its first lines of audit hang on the area above
  for (const line of tx.changes) if (line.county === id) line.county = parent.place.county
  return { place, tenures: [tenure] }
}

async function refuseTakenCode(tx: Tx, code: string, day: string): Promise<void> {
  const holder = await tx.first<{ name: string }>(sql`
    select t.name from place p join place_tenure t on t.place = p.id
    where p.division_code = ${code} and (t.to_on is null or t.to_on >= ${day}::date) order by t.from_on desc limit 1`)
  if (holder) throw refuseField('divisionCode', `区划代码 ${code} 正由「${holder.name}」使用，请核对`)
}

async function freeId(tx: Tx, home: string, divisionCode: string | null): Promise<string> {
  // short enough for a home code: at most twelve characters
  const start = `Z${home.replace('Z', '').slice(0, 6)}`
  const known = await tx.rows<{ id: string }>(
    sql`select id from place where id = ${divisionCode} or id like ${`${start}%`}`,
  )
  const taken = new Set(known.map(({ id }) => id))
  if (divisionCode && !taken.has(divisionCode)) return divisionCode
  for (let n = 1; ; n++) {
    const id = `${start}${String(n).padStart(3, '0')}`
    if (!taken.has(id)) return id
  }
}

/** Writes who became whom. */
export async function succeed(
  tx: Tx,
  predecessor: Held,
  successor: Held,
  by: { change: ValuesOf<typeof PlaceSuccession>['change']; day: string; document: string | null },
): Promise<void> {
  await insert(
    tx,
    PlaceSuccession,
    { id: uuidv7(), county: predecessor.place.county },
    {
      predecessor: predecessor.place.id,
      successor: successor.place.id,
      change: by.change,
      onDay: by.day,
      document: by.document,
    },
  )
}

/** What was 涉改 stays so in its successor, with the earliest date; `also` marks it from a day in any case. */
export async function carryMark(tx: Tx, from: readonly Held[], to: Held, also: string | null): Promise<void> {
  const ids = [...from, to].map(({ place }) => place.id)
  const marks = await select(tx, PlaceMerger, sql`where place = any(${ids}::text[]) order by from_on`)
  if (marks.some(({ place }) => place === to.place.id)) return
  const fromOn = marks[0]?.fromOn ?? also
  if (!fromOn) return
  const note = marks[0] ? '随原区划' : null
  const at = { id: uuidv7(), county: from[0]!.place.county }
  await insert(tx, PlaceMerger, at, { place: to.place.id, fromOn, note })
}
