import { sql } from 'kysely'
import { reachesNothing, reachesRecord, reachOf, unite } from '../../core/access.ts'
import { entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { choice, id, instant, list, optional, shape, text } from '../../core/field.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import { find, unseal } from '../../core/records.ts'
import { openTx } from '../../core/tx.ts'
import { Person } from './person.ts'

const hiddenFields = { idNumber: Person.fields.idNumber.label, phone: Person.fields.phone.label }

/** Shows one hidden value once, after the look and its reason are written down. */
export const revealPerson = entrance({
  label: '查看原文',
  grant: 'signedIn',
  input: {
    id: id(),
    field: choice('字段', hiddenFields),
    reason: text('查看原因', { max: 100 }),
  },
  output: shape('原文', { value: optional(text('原文')) }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const reach = reachOf(actor, 'person.reveal')
    return transact(surroundings.db, reach, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const person = await find(tx, Person, input.id)
      if (!person || !reachesRecord(reach, actor, Person, person))
        throw new Failure('notFound', '找不到该人员，或您无权查看原文')
      const { county, uuid } = splitId(person.id)
      tx.send(sql`insert into access_log (county, id, station, at, account, entity, record, field, reason)
        values (${county}, ${uuidv7()}, ${person.station && splitId(person.station).uuid}, ${tx.now}, ${actor.account}, 'person', ${uuid}, ${input.field}, ${input.reason})`)
      return { answer: { value: await unseal(tx, Person, person, input.field) } }
    })
  },
})

const look = shape('查阅', {
  at: instant('时间'),
  byName: text('查阅人'),
  field: text('查看了'),
  reason: text('原因'),
})

/** Who looked at a person's hidden values, newest first, at most 200: for those who may look themselves and for auditors. */
export const listLooks = query({
  label: '查阅记录',
  grant: 'signedIn',
  input: { id: id() },
  output: list('查阅', look),
  async run({ tx, actor, input }) {
    const reach = unite([reachOf(actor, 'person.reveal'), reachOf(actor, 'audit.read')])
    if (reachesNothing(reach)) throw new Failure('forbidden', '您没有「查阅记录」的权限，如有需要请联系管理员')
    const person = await find(tx, Person, input.id)
    if (!person || !reachesRecord(reach, actor, Person, person))
      throw new Failure('notFound', '找不到该人员，或您无权查看')
    const { county, uuid } = splitId(person.id)
    const looks = await tx.rows<{
      at: string
      byName: string | null
      field: keyof typeof hiddenFields
      reason: string
    }>(sql`
      select l.at, a.name as by_name, l.field, l.reason from access_log l left join account a on a.id = l.account
      where l.county = ${county} and l.record = ${uuid} and l.entity = 'person' order by l.at desc limit 200`)
    return looks.map(({ byName, field, ...one }) => ({
      ...one,
      byName: byName ?? '已注销的账号',
      field: hiddenFields[field] ?? field,
    }))
  },
})
