import { sql } from 'kysely'
import { reachesNothing, reachesRecord, reachOf, unite } from '../../core/access.ts'
import { entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { choice, id, instant, list, optional, shape, text } from '../../core/field.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import { find, unseal } from '../../core/records.ts'
import { openTx } from '../../core/tx.ts'
import { Client } from './client.ts'
import { Household } from './household.ts'
import { hiddenFields, lookReasons } from './look.ts'

/** Shows one hidden value of a file once, after the look and its reason are written down. */
export const revealClient = entrance({
  label: '查看原文',
  grant: 'signedIn',
  input: {
    id: id(),
    field: choice(
      '字段',
      Object.fromEntries(Object.keys(hiddenFields).map((key) => [key, hiddenFields[key]!.label])) as Record<
        string,
        string
      >,
    ),
    reason: choice('查看原因', lookReasons),
  },
  output: shape('原文', { value: optional(text('原文')) }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const { entity, key } = hiddenFields[input.field]!
    const reach = reachOf(actor, 'client.reveal')
    return transact(surroundings.db, reach, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const row = await find(tx, entity, input.id)
      if (!row || !reachesRecord(reach, actor, entity, row))
        throw new Failure('notFound', '找不到该档案，或您无权查看原文')
      // a look at a guardian's phone is a look at the client's file
      const own = entity === Client || entity === Household
      const of = own ? row.id : (row as unknown as { client: string }).client
      const { county, uuid } = splitId(of)
      tx.send(sql`insert into access_log (county, id, station, at, account, entity, record, field, reason)
        values (${county}, ${uuidv7()}, ${row.station && splitId(row.station).uuid}, ${tx.now}, ${actor.account}, ${own ? entity.name : 'client'}, ${uuid}, ${input.field}, ${lookReasons[input.reason]})`)
      return { answer: { value: await unseal(tx, entity, row, key) } }
    })
  },
})

/** Who looked at a file's hidden values, newest first, at most 200: for those who may look themselves and for auditors. */
export const listClientLooks = query({
  label: '查阅记录',
  grant: 'signedIn',
  input: { id: id() },
  output: list(
    '查阅',
    shape('查阅', { at: instant('时间'), byName: text('查阅人'), field: text('查看了'), reason: text('原因') }),
  ),
  async run({ tx, actor, input }) {
    const reach = unite([reachOf(actor, 'client.reveal'), reachOf(actor, 'audit.read')])
    if (reachesNothing(reach)) throw new Failure('forbidden', '您没有「查阅记录」的权限，如有需要请联系管理员')
    const client = await find(tx, Client, input.id)
    if (!client || !reachesRecord(reach, actor, Client, client))
      throw new Failure('notFound', '找不到该档案，或您无权查看')
    const { county, uuid } = splitId(client.id)
    const looks = await tx.rows<{ at: string; byName: string | null; field: string; reason: string }>(sql`
      select l.at, a.name as by_name, l.field, l.reason from access_log l left join account a on a.id = l.account
      where l.county = ${county} and l.record = ${uuid} and l.entity = 'client' order by l.at desc limit 200`)
    return looks.map(({ byName, field, ...one }) => ({
      ...one,
      byName: byName ?? '已注销的账号',
      field: hiddenFields[field]?.label ?? field,
    }))
  },
})
