import type { Actor } from '../../core/access.ts'
import { entrance } from '../../core/action.ts'
import { type Database, transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { flag, integer, list, optional, shape, text } from '../../core/field.ts'
import { uuidShape } from '../../core/identifiers.ts'
import { openTx, type Surroundings, type Tx } from '../../core/tx.ts'
import { draftLimits } from './draft.ts'

const { days, most, chars } = draftLimits

const form = text('表单', { max: 300 })
const stamp = text('版次', { max: 36, pattern: uuidShape.source })
/** An age, not a moment: a phone's clock may be days off, its sense of how long ago is not. */
const age = integer('写于多久以前', { unit: '秒', max: days * 86_400 })

/** In the account's own county, whatever its stations are by now. Every statement names the account: nobody reads another's. */
function within<T>(
  surroundings: Surroundings,
  actor: Actor,
  kind: 'read' | 'write',
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { county } = actor
  return transact(surroundings.db, { whole: [county], stations: [], own: [] }, kind, async (connection) => {
    const tx = openTx(connection, surroundings, actor)
    await tx.sealer.prepare([county])
    return work(tx)
  })
}

const contextOf = (actor: Actor, index: Buffer) => `field_draft|${actor.account}|${index.toString('hex')}`

/**
 * Keeps a form begun on a phone as it stands there, for its writer's other or next phone. `over` is the copy it was typed on
 * top of: where another phone has kept one meanwhile nothing is written (`kept` is false). Refuses above 100 drafts.
 */
export const keepDraft = entrance({
  label: '存草稿副本',
  grant: 'signedIn',
  input: { form, content: text('内容', { max: chars }), age, stamp, over: optional(stamp) },
  output: shape('草稿副本', { kept: flag('已存') }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const { account, county } = actor
    const kept = await within(surroundings, actor, 'write', async (tx) => {
      const index = tx.sealer.index('field_draft.form', input.form)
      const [others] = await tx.rows<{ count: number }>({
        text: 'select count(*)::int as count from field_draft where county = $1 and account = $2 and form <> $3',
        values: [county, account, index],
      })
      if (others!.count >= most) throw new Failure('tooMany', `草稿副本已有 ${most} 份，请先保存或放弃一些`)
      const keptAt = new Date(Date.parse(tx.now) - input.age * 1000).toISOString()
      const sealed = tx.sealer.seal(
        county,
        contextOf(actor, index),
        JSON.stringify({ form: input.form, content: input.content }),
      )
      const rows = await tx.rows({
        text: `insert into field_draft (county, account, form, stamp, kept_at, content) values ($1, $2, $3, $4, $5, $6)
          on conflict (county, account, form) do update set stamp = $4, kept_at = $5, content = $6 where field_draft.stamp = $7
          returning 1`,
        values: [county, account, index, input.stamp, keptAt, sealed, input.over ?? null],
      })
      return rows.length > 0
    })
    return { answer: { kept } }
  },
})

/** One's own drafts. The content of those whose stamps are `known` is not sent again. */
export const listDrafts = entrance({
  label: '草稿副本',
  grant: 'signedIn',
  input: { known: list('已有的', stamp, { max: 1000 }) },
  output: list('草稿副本', shape('草稿副本', { form, stamp, age, content: optional(text('内容', { max: chars })) })),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const known = new Set(input.known)
    const answer = await within(surroundings, actor, 'read', async (tx) => {
      const rows = await tx.rows<{ form: Buffer; stamp: string; keptAt: string; content: Buffer }>({
        text: 'select form, stamp, kept_at, content from field_draft where county = $1 and account = $2 order by kept_at desc',
        values: [actor.county, actor.account],
      })
      return rows.map(({ form: index, stamp: now, keptAt, content }) => {
        const plain = JSON.parse(tx.sealer.unseal(actor.county, contextOf(actor, index), content))
        const seconds = Math.floor((Date.parse(tx.now) - Date.parse(keptAt)) / 1000)
        return {
          form: plain.form as string,
          stamp: now,
          age: Math.max(0, Math.min(seconds, days * 86_400)),
          content: known.has(now) ? null : (plain.content as string),
        }
      })
    })
    return { answer }
  },
})

/** Forgets one's own draft, saved or given up on the phone; one that another phone has changed since stays. */
export const dropDraft = entrance({
  label: '删除草稿副本',
  grant: 'signedIn',
  input: { form, stamps: list('已知的版次', stamp, { max: 10 }) },
  output: shape('草稿副本', {}),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    await within(surroundings, actor, 'write', async (tx) =>
      tx.send({
        text: 'delete from field_draft where county = $1 and account = $2 and form = $3 and stamp = any($4::uuid[])',
        values: [actor.county, actor.account, tx.sealer.index('field_draft.form', input.form), input.stamps],
      }),
    )
    return { answer: {} }
  },
})

/** Forgets everybody's drafts that nobody has touched for thirty days, as the tables' owner: run by the clock. */
export async function forgetOldDrafts(owner: Database, now: Date): Promise<void> {
  await owner.pool.query('delete from field_draft where kept_at < $1', [new Date(now.getTime() - days * 86_400_000)])
}
