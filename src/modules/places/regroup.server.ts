import { action } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import type { Tx } from '../../core/tx.ts'
import { countyAt, notCountry } from './change.server.ts'
import { mergeFields, placeId, splitFields } from './change.ts'
import { homeKinds, Place, placeKinds } from './place.ts'
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
  type PlaceRow,
  refuseOverlap,
  refuseParent,
  refuseTakenName,
  refuseUnreached,
  succeed,
} from './tenure.server.ts'

/** Townships and zones are of one level. */
const levelOf = (of: PlaceRow['kind']) => (of === 'zone' ? 'township' : of)

function refuseUnmarkable(kind: PlaceRow['kind']): void {
  if (homeKinds.includes(kind)) throw refuseField('reform', '涉改只标在乡级和村级区划上，请选「否」')
}

/** Gives what lies below a place new parents from a day on. */
async function moveChildren(
  tx: Tx,
  from: Held,
  day: string,
  to: (child: string) => Held | undefined,
  document: string | null,
): Promise<void> {
  const children = await childrenFrom(tx, from.place.id, day)
  for (const child of await hold(
    tx,
    children.map(({ place }) => place),
  )) {
    const parent = to(child.place.id)
    if (parent) await change(tx, child, day, { parent: parent.place.id }, document)
  }
}

/** Places that go together must be of one level and lie in one county; counties, in one city. */
async function refuseApart(tx: Tx, parent: Held, parts: readonly Held[], day: string, field: string): Promise<void> {
  const [first] = parts
  const other = parts.find((one) => levelOf(one.place.kind) !== levelOf(first!.place.kind))
  if (other)
    throw refuseField(
      field,
      `「${nameOf(first!)}」是${placeKinds[first!.place.kind]}，「${nameOf(other)}」是${placeKinds[other.place.kind]}，不能合并`,
    )
  if (homeKinds.includes(first!.place.kind)) {
    const outside = parts.find((one) => lastOf(one).parent !== parent.place.id)
    if (outside) throw refuseField(field, `「${nameOf(outside)}」不在「${nameOf(parent)}」之下，请先划转再合并`)
    return
  }
  const county = await countyAt(tx, parent.place.id, day)
  for (const one of parts)
    if ((await countyAt(tx, lastOf(one).parent!, day)) !== county)
      throw refuseField(field, `「${nameOf(one)}」在别的区县，不能跨区县合并，请先划转`)
}

/**
 * Merges several places into a new one below this place, or into one that stands there, from a day on. The merged ones
 * end the day before, what lies below them moves along, and who became whom is written down (lessons.md L15).
 */
export const mergePlaces = action({
  label: '合并下级',
  grant: 'place.manage',
  on: Place,
  guard: ({ kind: of }) => (of === 'village' ? '村级之下没有区划' : undefined),
  input: { id: placeId, ...mergeFields },
  output: Place,
  async run({ tx, reach, found, input: { into, onDay, ...input } }) {
    const wanted = [...new Set(input.places)].filter((one) => one !== into)
    if (wanted.length < (into ? 1 : 2))
      throw refuseField('places', into ? '请选择要并入的区划' : '请至少选择两个区划，或选择并入现有区划')
    if (wanted.includes(found.id) || into === found.id) throw refuseField('places', '不能把上级自己并进来，请重新选择')
    if (!into && !input.name) throw refuseField('name', '请填写合并后的名称')
    const held = await hold(tx, [found.id, ...wanted, ...(into ? [into] : [])])
    const parent = held[0]!
    const parts = held.slice(1, 1 + wanted.length)
    const target = into ? held.at(-1)! : undefined
    for (const part of parts) refuseUnreached(reach, part, 'places')
    for (const part of parts) refuseOverlap(part, onDay)
    await refuseApart(tx, parent, target ? [...parts, target] : parts, onDay, 'places')
    const unit = input.kind ?? target?.place.kind ?? parts[0]!.place.kind
    refuseParent(parent, unit, onDay, 'id')
    if (levelOf(unit) !== levelOf(parts[0]!.place.kind)) throw refuseField('kind', '合并不改变层级，请重新选择')
    if (input.reform) refuseUnmarkable(unit)
    const by = { day: onDay, document: input.document ?? null }
    if (input.name) await refuseTakenName(tx, found.id, input.name, onDay, [...wanted, ...(into ? [into] : [])])
    if (target) refuseTarget(parent, target, onDay, input)
    for (const part of parts) await end(tx, part, onDay)
    if (target && input.name) await change(tx, target, onDay, { name: input.name }, by.document)
    const merged =
      target ??
      (await begin(
        tx,
        parent,
        { kind: unit, name: input.name!, divisionCode: input.divisionCode ?? null },
        onDay,
        by.document,
      ))
    for (const part of parts) {
      await moveChildren(tx, part, onDay, () => merged, by.document)
      await succeed(tx, part, merged, { change: 'merge', ...by })
    }
    await carryMark(tx, parts, merged, input.reform ? onDay : null)
    return merged.place
  },
})

function refuseTarget(
  parent: Held,
  target: Held,
  day: string,
  input: { divisionCode?: string | null; kind?: string | null },
): void {
  const { parent: above, toOn } = lastOf(target)
  if (toOn) throw refuseField('into', `「${nameOf(target)}」已于 ${toOn} 撤并，请选择现有的区划`)
  if (day < target.tenures[0]!.fromOn)
    throw refuseField('into', `「${nameOf(target)}」自 ${target.tenures[0]!.fromOn} 起才设立，请核对生效日`)
  if (above !== parent.place.id)
    throw refuseField('into', `「${nameOf(target)}」不在「${nameOf(parent)}」之下，请到它的上级办理`)
  if (input.divisionCode) throw refuseField('divisionCode', '并入现有区划，代码沿用，请留空')
  if (input.kind && input.kind !== target.place.kind) throw refuseField('kind', '并入现有区划，层级沿用，请留空')
}

/**
 * Splits a place from a day on: parts leave it and it stays, or it ends and all that lies below it is dealt out to the
 * parts. Each part names what goes with it.
 */
export const splitPlace = action({
  label: '拆分',
  grant: 'place.manage',
  on: Place,
  guard: notCountry,
  input: { id: placeId, ...splitFields },
  output: Place,
  async run({ tx, reach, found, input: { parts, keeps, onDay, ...input } }) {
    if (input.reform) refuseUnmarkable(found.kind)
    if (parts.length < (keeps ? 1 : 2))
      throw refuseField('parts', keeps ? '请填写要析出的新区划' : '原区划撤销时，请至少填写两个新区划')
    const held = await holdOne(tx, found.id)
    refuseOverlap(held, onDay)
    const parent = await holdOne(tx, lastOf(held).parent!)
    if (homeKinds.includes(found.kind)) refuseUnreached(reach, parent, 'id')
    await refuseDealing(tx, held, parts, keeps, onDay)
    const by = { day: onDay, document: input.document ?? null }
    for (const [i, { name: called, kind: of }] of parts.entries()) {
      await refuseTakenName(tx, parent.place.id, called, onDay, keeps ? [] : [found.id], `parts.${i}.name`)
      if (of && levelOf(of) !== levelOf(found.kind)) throw refuseField(`parts.${i}.kind`, '拆分不改变层级，请重新选择')
    }
    if (!keeps) await end(tx, held, onDay)
    const goesTo = new Map<string, Held>()
    for (const { children, ...unit } of parts) {
      const fresh = await begin(tx, parent, { ...unit, kind: unit.kind ?? found.kind }, onDay, by.document)
      await succeed(tx, held, fresh, { change: 'split', ...by })
      await carryMark(tx, [held], fresh, input.reform ? onDay : null)
      for (const child of children) goesTo.set(child, fresh)
    }
    await moveChildren(tx, held, onDay, (child) => goesTo.get(child), by.document)
    return found
  },
})

/** Names and children are dealt out once each, and all of them where the place ends. */
async function refuseDealing(
  tx: Tx,
  held: Held,
  parts: readonly { name: string; children: readonly string[] }[],
  keeps: boolean,
  day: string,
): Promise<void> {
  const below = new Map((await childrenFrom(tx, held.place.id, day)).map((one) => [one.place, one.name]))
  const dealt = new Set<string>()
  const names = new Set<string>()
  for (const [i, { name: called, children }] of parts.entries()) {
    if (names.has(called)) throw refuseField(`parts.${i}.name`, `有两个新区划都叫「${called}」，请核对`)
    names.add(called)
    for (const child of children) {
      if (!below.has(child))
        throw refuseField(`parts.${i}.children`, `所选下级当日不在「${nameOf(held)}」之下，请重新选择`)
      if (dealt.has(child))
        throw refuseField(`parts.${i}.children`, `「${below.get(child)}」已划入另一个新区划，请只选一次`)
      dealt.add(child)
    }
  }
  const left = [...below].filter(([child]) => !dealt.has(child)).map(([, called]) => `「${called}」`)
  if (!keeps && left.length > 0)
    throw refuseField(
      'parts',
      `原区划撤销，下级须全部划入新区划；还有 ${left.length} 个没有划入：${left.slice(0, 5).join('')}${left.length > 5 ? '等' : ''}`,
    )
}
