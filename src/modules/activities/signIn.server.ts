import { sql } from 'kysely'
import type { Actor, Reach } from '../../core/access.ts'
import { action, entrance } from '../../core/action.ts'
import { writeAudit } from '../../core/audit.ts'
import { transact } from '../../core/db.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text, texts } from '../../core/field.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import { partAt, strikePart } from '../../core/parts.ts'
import { find, insert, insertAll, select } from '../../core/records.ts'
import { businessDay, formatInstant } from '../../core/time.ts'
import { openTx, type Surroundings, type Tx } from '../../core/tx.ts'
import { whyClosed } from '../clients/index.server.ts'
import { Client } from '../clients/index.ts'
import type { ActivityRow } from './activity.server.ts'
import { Activity, ActivityFeedback, ActivityShift, ActivitySignIn, signInRoles, whyNoSignIn } from './activity.ts'

const unknown = () => new Failure('notFound', '找不到这次活动，请核对二维码，或问一问现场的工作人员')
const codeShape = /^[0-9A-Za-z]{1,12}-[\w-]{22}$/

/** Whoever scanned the code: nobody we know, within the county that the code names. */
async function atTheDoor<T>(
  surroundings: Surroundings,
  code: string,
  kind: 'read' | 'write',
  work: (tx: Tx, activity: ActivityRow) => Promise<T>,
): Promise<T> {
  if (!codeShape.test(code)) throw unknown()
  const { county, uuid: secret } = splitId(code)
  const scope: Reach = { whole: [county], stations: [], own: [] }
  const visitor: Actor = {
    account: '00000000-0000-0000-0000-000000000000',
    person: null,
    name: '扫码签到',
    county,
    grants: new Map(),
    session: null,
  }
  return transact(surroundings.db, scope, kind, async (connection) => {
    const tx = openTx(connection, surroundings, visitor)
    const index = surroundings.sealer.index('activity.code', secret)
    const [activity] = await select(
      tx,
      Activity,
      sql`where activity.county = ${county} and activity.code_index = ${index}`,
    )
    if (!activity) throw unknown()
    const answer = await work(tx, activity)
    if (tx.changes.length > 0)
      await writeAudit(tx, surroundings.sealer.suite, visitor, 'activities/signIn', tx.now, tx.changes)
    return answer
  })
}

const code = text('签到码', { max: 60 })
/** Made by the phone at its first scan and kept there: the same phone again is the same person. */
const token = text('设备', { min: 20, max: 40, pattern: '^[0-9a-f-]{20,40}$' })

const seen = shape('活动', {
  name: text('活动'),
  stationName: text('社工站'),
  onDay: date('日期'),
  startsAt: text('开始'),
  endsAt: text('结束'),
  venue: text('地点'),
  asksContact: flag('可留姓名电话'),
  signedIn: flag('已签到'),
  rated: flag('已评价'),
  why: optional(text('不能签到的原因')),
  shifts: list('班次', shape('班次', { id: id(), name: text('班次') })),
})

const signedBy = (tx: Tx, { county, id: of }: ActivityRow, by: string) =>
  tx.first<{ id: string; rated: boolean }>(sql`
    select s.id, exists (select from activity_feedback f where f.county = s.county and f.activity = s.activity and f.token = s.token) as rated
    from activity_sign_in s where s.county = ${county} and s.activity = ${splitId(of).uuid}::uuid and s.token = ${by}`)

/** What anyone who scans the code is shown: the activity, and whether this phone has signed in; nobody's name. */
export const openSignIn = entrance({
  label: '活动签到',
  grant: 'anyone',
  input: { code, token },
  output: seen,
  async run({ surroundings, input }) {
    const answer = await atTheDoor(surroundings, input.code, 'read', async (tx, activity) => {
      const [station, mine, shifts] = await Promise.all([
        tx.first<{ name: string }>(sql`
          select name from station where county = ${activity.county} and id = ${splitId(activity.station!).uuid}::uuid`),
        signedBy(tx, activity, input.token),
        shiftsOf(tx, activity),
      ])
      const { name, onDay, startsAt, endsAt, venue, asksContact } = activity
      return {
        name,
        stationName: station?.name ?? '',
        onDay,
        startsAt,
        endsAt,
        venue,
        asksContact,
        signedIn: mine !== undefined,
        rated: mine?.rated ?? false,
        why: whyNoSignIn(activity, formatInstant(tx.now)) ?? null,
        shifts: shifts
          .filter((one) => one.onDay === tx.today)
          .map((one) => ({ id: one.id, name: `${one.name}（${one.startsAt}–${one.endsAt}）` })),
      }
    })
    return { answer }
  },
})

function shiftsOf(tx: Tx, { county, id: of }: ActivityRow) {
  return select(
    tx,
    ActivityShift,
    sql`where county = ${county} and activity = ${splitId(of).uuid}::uuid order by on_day, starts_at, id`,
  )
}

const thanks = shape('签到', { thanks: text('致谢', { max: 200 }), signedIn: flag('已签到') })

/**
 * Signs in whoever scanned, once: the same phone or the same number again is thanked again and counted no second time.
 * Name and phone are never asked for where the plan says so, and may be left out elsewhere.
 */
export const signIn = entrance({
  label: '签到',
  grant: 'anyone',
  input: {
    code,
    token,
    role: choice('身份', signInRoles),
    name: ActivitySignIn.fields.name,
    phone: ActivitySignIn.fields.phone,
    shift: optional(id('班次')),
  },
  output: thanks,
  async run({ surroundings, input }) {
    const answer = await atTheDoor(surroundings, input.code, 'write', async (tx, activity) => {
      const why = whyNoSignIn(activity, formatInstant(tx.now))
      if (why) throw new Failure('conflict', why)
      // those who sign in at the same moment wait for each other
      await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${activity.id}, 1))`)
      const phone = activity.asksContact ? input.phone : null
      const name = activity.asksContact ? input.name : null
      if (!(await known(tx, activity, input.token, phone))) {
        const shift = input.shift && (await shiftsOf(tx, activity)).find((one) => one.id === input.shift)
        await insert(tx, ActivitySignIn, partAt(activity), {
          activity: activity.id,
          way: 'code',
          role: input.role,
          token: input.token,
          client: await fileOf(tx, activity, name, phone),
          name: name ?? null,
          phone: phone ?? null,
          shift: shift ? shift.id : null,
          at: tx.now,
        })
      }
      return { thanks: thanksFor(activity, input.role), signedIn: true }
    })
    return { answer }
  },
})

const thanksFor = ({ name }: ActivityRow, role: keyof typeof signInRoles) =>
  role === 'participant' ? `谢谢您来参加「${name}」` : `谢谢您为「${name}」出力`

async function known(tx: Tx, activity: ActivityRow, by: string, phone: string | null | undefined): Promise<boolean> {
  if (await signedBy(tx, activity, by)) return true
  if (!phone) return false
  const row = await tx.first(sql`
    select 1 as there from activity_sign_in where county = ${activity.county} and activity = ${splitId(activity.id).uuid}::uuid
      and phone_index = ${tx.sealer.index('activity_sign_in.phone', phone)}`)
  return row !== undefined
}

/** The file of whoever left a name and phone that stand together in one; it is said to nobody at the door. */
async function fileOf(
  tx: Tx,
  activity: ActivityRow,
  name: string | null | undefined,
  phone: string | null | undefined,
): Promise<string | null> {
  if (!name || !phone) return null
  const rows = await tx.rows<{ id: string }>(sql`
    select c.county || '-' || c.id as id from client c
    where c.county = ${activity.county} and c.station = ${splitId(activity.station!).uuid}::uuid and c.state = 'active' and c.name = ${name}
      and c.phone_index = ${tx.sealer.index('client.phone', phone)}
      and not exists (select from activity_sign_in s where s.county = c.county and s.activity = ${splitId(activity.id).uuid}::uuid and s.client = c.id)
    limit 2`)
  return rows.length === 1 ? rows[0]!.id : null
}

/** A mark and a few words from whoever signed in, once, until the end of the day after. */
export const rateActivity = entrance({
  label: '评价活动',
  grant: 'anyone',
  input: { code, token, score: ActivityFeedback.fields.score, words: ActivityFeedback.fields.words },
  output: thanks,
  async run({ surroundings, input }) {
    const answer = await atTheDoor(surroundings, input.code, 'write', async (tx, activity) => {
      if (activity.state === 'cancelled' || !(await signedBy(tx, activity, input.token)))
        throw new Failure('conflict', '请先签到再评价')
      const last = activity.toOn ?? activity.onDay
      if (businessDay(new Date(Date.parse(tx.now) - 86_400_000)) > last)
        throw new Failure('conflict', '评价时间已过，谢谢您的关心')
      await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${activity.id}, 1))`)
      if (!(await signedBy(tx, activity, input.token))!.rated)
        await insert(tx, ActivityFeedback, partAt(activity), {
          activity: activity.id,
          way: 'code',
          token: input.token,
          score: input.score,
          words: input.words ?? null,
          at: tx.now,
        })
      return { thanks: '您的意见已经收到，谢谢', signedIn: true }
    })
    return { answer }
  },
})

const whyOver = ({ state }: Pick<ActivityRow, 'state'>) =>
  state === 'planned' ? undefined : '活动已经总结或取消，要补登请先撤销总结'

/** Enters people at the desk: clients of the station, and others by name; who is there already stays as they are. */
export const enterSignIns = action({
  label: '现场登记',
  grant: 'activity.write',
  on: Activity,
  input: {
    id: id(),
    role: choice('身份', signInRoles),
    clients: list('服务对象', ref('服务对象', 'client'), { max: 200 }),
    names: texts('其他人的姓名', { max: 200 }),
    shift: optional(ref('班次', 'activity_shift')),
  },
  output: shape('登记', { added: integer('新登记') }),
  guard: whyOver,
  async run({ tx, found, input }) {
    if (found.onDay > tx.today) throw refuseField('clients', `活动在 ${found.onDay} 举办，当天再登记`)
    const shift = input.shift && (await find(tx, ActivityShift, input.shift))
    if (shift && shift.activity !== found.id) throw refuseField('shift', '请选择这次活动的班次')
    await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${found.id}, 1))`)
    const before = await tx.rows<{ client: string | null; name: string | null }>(sql`
      select client, name from activity_sign_in where county = ${found.county} and activity = ${splitId(found.id).uuid}::uuid`)
    const there = new Set(before.map(({ client }) => client))
    const named = new Set(before.map(({ client, name }) => (client ? null : name)))
    const files = []
    for (const one of new Set(input.clients)) {
      const file = (await find(tx, Client, one))!
      const closed = whyClosed(file)
      if (closed) throw refuseField('clients', `「${file.name}」：${closed}`)
      if (file.county !== found.county) throw refuseField('clients', '服务对象请在本区县中选择')
      if (!there.has(splitId(file.id).uuid)) files.push(file)
    }
    const others = [...new Set(input.names.map((one) => one.trim()))].filter((one) => one !== '' && !named.has(one))
    const row = (client: string | null, name: string) => ({
      at: partAt(found),
      values: {
        activity: found.id,
        way: 'desk' as const,
        role: input.role,
        token: uuidv7(),
        client,
        name,
        phone: null,
        shift: shift ? shift.id : null,
        at: tx.now,
      },
    })
    const added = [...files.map((file) => row(file.id, file.name)), ...others.map((name) => row(null, name))]
    if (added.length === 0) throw refuseField('clients', '选的人都已经签到，或还没有选人')
    await insertAll(tx, ActivitySignIn, added)
    return { added: added.length }
  },
})

/** Takes back a sign-in that was none, e.g. somebody who scanned to try it. */
export const removeSignIn = action({
  label: '删去签到',
  grant: 'activity.write',
  on: ActivitySignIn,
  input: { id: id() },
  output: shape('删去', { done: flag('已删去') }),
  async run({ tx, found }) {
    const activity = (await find(tx, Activity, found.activity))!
    const over = whyOver(activity)
    if (over) throw new Failure('conflict', over)
    strikePart(tx, ActivitySignIn, found)
    return { done: true }
  },
})

/** What people said on paper or aloud, entered at the desk. */
export const enterFeedback = action({
  label: '登记反馈',
  grant: 'activity.write',
  on: Activity,
  input: { id: id(), score: ActivityFeedback.fields.score, words: ActivityFeedback.fields.words },
  output: ActivityFeedback,
  guard: ({ state }) => (state === 'cancelled' ? '活动已经取消' : undefined),
  async run({ tx, found, input }) {
    if (found.onDay > tx.today) throw refuseField('score', `活动在 ${found.onDay} 举办，举办之后再登记`)
    return insert(tx, ActivityFeedback, partAt(found), {
      activity: found.id,
      way: 'desk',
      token: uuidv7(),
      score: input.score,
      words: input.words ?? null,
      at: tx.now,
    })
  },
})
