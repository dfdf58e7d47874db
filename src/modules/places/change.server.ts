import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { placeId, renameFields, transferFields, zoneFields } from './change.ts'
import { homeKinds, Place } from './place.ts'
import {
  begin,
  carryMark,
  change,
  childrenFrom,
  end,
  type Held,
  hold,
  holdOne,
  lastOf,
  nameOf,
  refuseOverlap,
  refuseParent,
  refuseTakenName,
  refuseUnreached,
  succeed,
} from './tenure.server.ts'
import { isHome } from './tree.server.ts'

/** The country itself only frames the tree. */
export const notCountry = ({ kind }: { kind: string }) => (kind === 'country' ? '全国不办理区划变更' : undefined)

/** Adds a development zone that no code names below a county (BH-2.3), or below a city without counties. */
export const addZone = action({
  label: '新增开发区',
  grant: 'place.manage',
  on: Place,
  guard: ({ kind }) => (kind === 'county' || kind === 'city' ? undefined : '开发区设在区县之下，请到区县页面办理'),
  input: { id: placeId, ...zoneFields },
  output: Place,
  clause: '滨海新区通知 二（三）',
  async run({ tx, found, input }) {
    const parent = await holdOne(tx, found.id)
    const county = found.kind === 'city' && (await childrenFrom(tx, found.id, input.onDay))[0]
    if (county && (await isHome(tx, county.place)))
      throw new Failure('conflict', `「${nameOf(parent)}」下设区县，开发区请到所在区县的页面新增`)
    await refuseTakenName(tx, found.id, input.name, input.onDay, [])
    const taken = input.code && (await tx.first(sql`select 1 from place where id = ${input.code}`))
    if (taken) throw refuseField('code', `代码 ${input.code} 已被使用，请换一个或留空`)
    const zone = await begin(tx, parent, { kind: 'zone', ...input }, input.onDay, input.document ?? null)
    return zone.place
  },
})

/** Gives a place a new name from a day on; the old one stays in its history. */
export const renamePlace = action({
  label: '更名',
  grant: 'place.manage',
  on: Place,
  guard: notCountry,
  input: { id: placeId, ...renameFields },
  output: Place,
  async run({ tx, found, input }) {
    const held = await holdOne(tx, found.id)
    const last = lastOf(held)
    if (input.name === last.name) throw refuseField('name', `现在的名称就是「${last.name}」，请填写新名称`)
    if (last.parent) await refuseTakenName(tx, last.parent, input.name, input.onDay, [found.id])
    await change(tx, held, input.onDay, { name: input.name }, input.document ?? null)
    return found
  },
})

/** The area that owns the rows of what lies here on a day: the nearest county, or a city without counties. */
export async function countyAt(tx: Tx, place: string, day: string): Promise<string> {
  const row = await tx.first<{ id: string }>(sql`
    select a.id from place_above(${place}, ${day}::date) a join place p on p.id = a.id
    where p.kind = any(${[...homeKinds]}::text[]) order by a.depth limit 1`)
  return row!.id
}

/**
 * Puts a place below another parent from a day on, with all that lies below it, perhaps under a new name. Within a
 * county it stays the same place. Into another county it ends and goes on as a new place with a link, since a row's home
 * code never changes (scale.md rule 1); the answer is the place as it is from that day.
 */
export const transferPlace = action({
  label: '划转',
  grant: 'place.manage',
  on: Place,
  guard: notCountry,
  input: { id: placeId, ...transferFields },
  output: Place,
  async run({ tx, reach, found, input }) {
    const [held, parent] = (await hold(tx, [found.id, input.parent])) as [Held, Held | undefined]
    if (!parent) throw refuseField('parent', '新的上级不能是它自己，请重新选择')
    refuseUnreached(reach, parent, 'parent')
    refuseOverlap(held, input.onDay)
    refuseParent(parent, found.kind, input.onDay, 'parent')
    const last = lastOf(held)
    if (last.parent === input.parent) throw refuseField('parent', `「${last.name}」现在就在「${nameOf(parent)}」之下`)
    const called = input.name ?? last.name
    await refuseTakenName(tx, input.parent, called, input.onDay, [found.id], input.name ? 'name' : 'parent')
    const across =
      !homeKinds.includes(found.kind) &&
      (await countyAt(tx, found.id, addDays(input.onDay, -1))) !== (await countyAt(tx, input.parent, input.onDay))
    const by = { day: input.onDay, document: input.document ?? null }
    if (across)
      return (await carryAcross(tx, held, parent, { ...by, name: called, code: input.divisionCode ?? null })).place
    if (input.divisionCode) throw refuseField('divisionCode', '在本区县内划转，区划代码不变，请留空')
    await change(tx, held, by.day, { name: called, parent: input.parent }, by.document)
    return found
  },
})

/** Ends a place and all below it, and begins them anew in another home, each linked to what it was. */
async function carryAcross(
  tx: Tx,
  held: Held,
  parent: Held,
  by: { day: string; document: string | null; name: string; code: string | null },
): Promise<Held> {
  const children = await childrenFrom(tx, held.place.id, by.day)
  await end(tx, held, by.day)
  const unit = { kind: held.place.kind, name: by.name, divisionCode: by.code }
  const fresh = await begin(tx, parent, unit, by.day, by.document)
  await succeed(tx, held, fresh, { change: 'transfer', ...by })
  await carryMark(tx, [held], fresh, null)
  for (const child of await hold(
    tx,
    children.map(({ place }) => place),
  ))
    await carryAcross(tx, child, fresh, { ...by, name: nameOf(child), code: null })
  return fresh
}
