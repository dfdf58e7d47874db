import { type RawBuilder, sql } from 'kysely'
import { type Actor, reachesNothing, reachOf, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { type AnyEntity, entities } from '../../core/entity.ts'
import type { Fields } from '../../core/field.ts'
import { date, id, list, shape, text } from '../../core/field.ts'
import { findReachable } from '../../core/records.ts'
import { type PaperKind, paperKinds } from '../papers/index.server.ts'
import { mostPapers } from '../papers/index.ts'
import { Client } from './client.ts'
import { aliasesOf } from './file.server.ts'

/** The records of a client that a kind of paper is printed from, with its own grant's reach; nothing where they are no client's. */
function recordsOf(
  kind: PaperKind,
  entity: AnyEntity,
  actor: Actor,
  of: { county: string; clients: readonly string[] },
): RawBuilder<unknown> | undefined {
  const table = sql.table(entity.table)
  const part = entity.options.partOf
  const whole = part ? entities().get((entity.fields as Fields)[part]!.target!) : undefined
  const owner = 'client' in entity.fields ? entity : whole
  if (!owner || !('client' in owner.fields)) return undefined
  const held = whole ?? entity
  const join = whole
    ? sql`join ${sql.table(whole.table)} on ${sql.ref(`${whole.table}.county`)} = ${sql.ref(`${entity.table}.county`)}
        and ${sql.ref(`${whole.table}.id`)} = ${sql.ref(`${entity.table}.${entity.columns.find(({ key }) => key === part)!.name}`)}`
    : sql``
  return sql`select ${kind.name}::text as kind, ${sql.ref(`${entity.table}.id`)} as id, (${sql.ref(`${entity.table}.created_at`)} at time zone 'Asia/Shanghai')::date as made_on
    from ${table} ${join} where ${sql.ref(`${entity.table}.county`)} = ${of.county}
      and ${sql.ref(`${owner.table}.client`)} = any(${[...of.clients]}::uuid[]) and ${reachSql(reachOf(actor, kind.grant), actor, held)}`
}

/** Every form that can be printed of a client: of the file itself and of what happened, each as far as the reader may see it. */
export const papersOfClient = query({
  label: '服务对象的表格',
  grant: 'client.read',
  input: { id: id() },
  output: list('表格', shape('表格', { kind: text('种类'), id: id(), label: text('表格'), madeOn: date('登记日期') })),
  async run({ tx, actor, reach, input }) {
    const client = await findReachable(tx, Client, reach, input.id)
    const of = { county: client.county, clients: await aliasesOf(tx, client) }
    const kinds = [...paperKinds().values()].filter(({ grant }) => !reachesNothing(reachOf(actor, grant)))
    const parts = kinds.flatMap((kind) => {
      const entity = kind.of ? entities().get(kind.of) : undefined
      const part = entity && recordsOf(kind, entity, actor, of)
      return part ? [part] : []
    })
    const found =
      parts.length === 0
        ? []
        : await tx.rows<{ kind: string; id: string; madeOn: string }>(
            sql`select * from (${sql.join(parts, sql` union all `)}) as every_paper order by made_on desc, id, kind limit ${mostPapers - 1}`,
          )
    const labels = new Map(kinds.map(({ name, label }) => [name, label]))
    const own = kinds
      .filter((kind) => kind.of === Client.name)
      .map(({ name, label }) => ({ kind: name, id: client.id, label, madeOn: client.createdAt.slice(0, 10) }))
    return [...own, ...found.map((one) => ({ ...one, id: `${client.county}-${one.id}`, label: labels.get(one.kind)! }))]
  },
})
