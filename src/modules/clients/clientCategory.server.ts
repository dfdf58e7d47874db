import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, text, version } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find, insert, update } from '../../core/records.ts'
import { Station } from '../stations/index.ts'
import { refuseForeignCategory } from './category.server.ts'
import { whyClosed } from './client.server.ts'
import { Client, ClientCategory } from './client.ts'
import { rowAt } from './clientFile.server.ts'

/** Adds one more category to a client; others go on beside it (PZ-G3.2.1g). */
export const addCategory = action({
  label: '加类别',
  grant: 'client.write',
  on: Client,
  input: {
    id: id(),
    category: ClientCategory.fields.category,
    fromOn: ClientCategory.fields.fromOn,
    source: ClientCategory.fields.source,
    proof: ClientCategory.fields.proof,
  },
  output: ClientCategory,
  guard: whyClosed,
  clause: '攀民政〔2021〕31号 导引 3.2.1.7',
  async run({ tx, found, input: { id: _id, ...values } }) {
    const station = (await find(tx, Station, found.station!))!
    await refuseForeignCategory(tx, station.place, [values.category])
    const same = await tx.first<{ fromOn: string }>(sql`
      select from_on from client_category where county = ${found.county} and client = ${splitId(found.id).uuid}::uuid
        and category = ${values.category} and (to_on is null or to_on >= ${values.fromOn}::date) limit 1`)
    if (same) throw refuseField('category', `自 ${same.fromOn} 起已属于这一类别，请先终止原记录再重新登记`)
    return insert(tx, ClientCategory, rowAt(found), { client: found.id, ...values })
  },
})

export const endCategory = action({
  label: '终止类别',
  grant: 'client.write',
  on: ClientCategory,
  input: { id: id(), version: version(), toOn: date('终止日期'), endReason: text('终止原因', { max: 100 }) },
  output: ClientCategory,
  guard: ({ toOn }) => (toOn ? '这一类别已经终止' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于起始日期 ${found.fromOn}`)
    return update(tx, ClientCategory, found, { toOn: input.toOn, endReason: input.endReason })
  },
})

/** Writes down that the street has confirmed a child's status, and taken the child in (官渡区方案 附件3 第5、6项). */
export const confirmCategory = action({
  label: '身份确认与纳入保障',
  grant: 'client.confirm',
  on: ClientCategory,
  input: {
    id: id(),
    version: version(),
    confirmedOn: date('身份确认日期', { past: true }),
    includedOn: ClientCategory.fields.includedOn,
  },
  output: ClientCategory,
  clause: '官渡区方案 附件3 第6项',
  guard: ({ toOn }) => (toOn ? '这一类别已经终止' : undefined),
  async run({ tx, found, input }) {
    if (input.includedOn && input.includedOn < input.confirmedOn)
      throw refuseField('includedOn', '纳入保障的日期不能早于身份确认日期')
    return update(tx, ClientCategory, found, { confirmedOn: input.confirmedOn, includedOn: input.includedOn ?? null })
  },
})
