import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { text } from '../../core/field.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { find, insert, select } from '../../core/records.ts'
import { markFields, placeId, unmarkFields } from './change.ts'
import { homeKinds, Place, PlaceMerger, PlaceMergerWithdrawal } from './place.ts'
import { holdOne, lastOf } from './tenure.server.ts'

/** Flags a township or village as touched by the reform, from a day on (PZ-2.1 counts stations in such townships). */
export const markMerged = action({
  label: '标记涉改',
  grant: 'place.manage',
  on: Place,
  guard: ({ kind }) => ((homeKinds as readonly string[]).includes(kind) ? '涉改只标在乡级和村级区划上' : undefined),
  input: { id: placeId, ...markFields },
  output: Place,
  clause: '攀民政〔2021〕31号 二（一）',
  async run({ tx, found, input }) {
    const held = await holdOne(tx, found.id)
    const [mark] = await select(tx, PlaceMerger, sql`where place = ${found.id}`)
    if (mark) throw refuseField('fromOn', `已标为涉改（自 ${mark.fromOn}），日期有误请先取消再重新标记`)
    const { name, toOn } = lastOf(held)
    const { fromOn: begun } = held.tenures[0]!
    if (input.fromOn < begun) throw refuseField('fromOn', `「${name}」自 ${begun} 起才设立，请核对日期`)
    if (toOn && input.fromOn > toOn) throw refuseField('fromOn', `「${name}」已于 ${toOn} 撤并，请核对日期`)
    await insert(
      tx,
      PlaceMerger,
      { id: uuidv7(), county: found.county },
      { place: found.id, fromOn: input.fromOn, note: input.note ?? null },
    )
    return found
  },
})

/** Takes a mark away that was set by mistake; what stood there and why it went are kept. */
export const unmarkMerged = action({
  label: '取消涉改标记',
  grant: 'place.manage',
  on: PlaceMerger,
  input: { id: text('编号', { max: 40 }), ...unmarkFields },
  output: Place,
  async run({ tx, found, input }) {
    const { place, fromOn, note, county } = found
    tx.send(sql`delete from place_merger where id = ${found.id}::uuid`)
    await insert(tx, PlaceMergerWithdrawal, { id: uuidv7(), county }, { place, fromOn, note, reason: input.reason })
    return (await find(tx, Place, place))!
  },
})
