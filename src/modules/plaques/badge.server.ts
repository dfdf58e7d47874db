import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Reach, reachSql } from '../../core/access.ts'
import { action, entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import {
  choice,
  choices,
  date,
  flag,
  id,
  integer,
  list,
  optional,
  ref,
  shape,
  text,
  texts,
  version,
} from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, unseal, update } from '../../core/records.ts'
import { businessDay } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { Appointment } from '../people/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { postsOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import type { BadgeToDraw } from './drawing.server.ts'
import { Attire, attireItems, Badge, verdicts } from './plaque.ts'

const inPost = (day: string) =>
  sql`appointment.from_on <= ${day}::date and (appointment.to_on is null or appointment.to_on >= ${day}::date)`

async function standingBadges(tx: Tx, station: string): Promise<RowOf<typeof Badge>[]> {
  const { county, uuid } = splitId(station)
  return select(tx, Badge, sql`where county = ${county} and station = ${uuid}::uuid and voided_on is null`)
}

/** Who is in post today, and whether each has a badge that counts. */
export const stationBadges = query({
  label: '工作证',
  grant: 'person.read',
  input: { station: ref('社工站', 'station') },
  output: shape('工作证', {
    members: list(
      '在岗人员',
      shape('在岗人员', {
        appointment: id('任职'),
        name: text('姓名'),
        post: text('岗位'),
        badge: optional(Badge.row),
        attire: choices('着装', attireItems),
      }),
    ),
    mayIssue: flag('可以制作'),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(station.id)
    const [appointments, badges, policy, worn] = await Promise.all([
      select(
        tx,
        Appointment,
        sql`where county = ${county} and station = ${uuid}::uuid and ${inPost(tx.today)} and ${reachSql(reach, actor, Appointment)}
          order by from_on, person_name`,
      ),
      standingBadges(tx, station.id),
      policyAt(tx, station.place, tx.today),
      select(
        tx,
        Attire,
        sql`where county = ${county} and station = ${uuid}::uuid and (to_on is null or to_on >= ${tx.today}::date)`,
      ),
    ])
    const order = postsOf(policy).map(({ post }) => post)
    const sorted = appointments.sort((a, b) => order.indexOf(a.post) - order.indexOf(b.post))
    const grant = actor.grants.get('badge.issue')
    return {
      members: sorted.map((one) => ({
        appointment: one.id,
        name: one.personName,
        post: one.postName,
        badge: badges.find(({ appointment }) => appointment === one.id) ?? null,
        attire: worn.filter(({ appointment }) => appointment === one.id).map(({ item }) => item),
      })),
      mayIssue: Boolean(grant && (grant.whole.includes(county) || grant.stations.includes(station.id))),
    }
  },
})

/** Badges for these appointments of a station, where they have none yet. Answers how many were made now. */
export const issueBadges = action({
  label: '制作工作证',
  grant: 'badge.issue',
  input: { station: ref('社工站', 'station'), appointments: texts('任职', { min: 1, max: 50 }) },
  output: shape('制作', { issued: integer('新制作') }),
  async run({ tx, reach, input }) {
    const { county, uuid } = splitId(input.station)
    const known = new Set((await standingBadges(tx, input.station)).map(({ appointment }) => appointment))
    const inOffice = await select(
      tx,
      Appointment,
      sql`where county = ${county} and station = ${uuid}::uuid and ${inPost(tx.today)} and ${reachSql(reach, tx.actor, Appointment)}`,
    )
    const wanted = [...new Set(input.appointments)]
    const chosen = inOffice.filter((one) => wanted.includes(one.id))
    if (chosen.length < wanted.length)
      throw refuseField('appointments', '所选人员中有人今天不在本站任职，请刷新后重新选择')
    const fresh = chosen.filter((one) => !known.has(one.id))
    for (const { id: appointment } of fresh)
      await insert(
        tx,
        Badge,
        { id: newId(county), station: input.station },
        { appointment, code: randomBytes(16).toString('base64url'), issuedOn: tx.today },
      )
    return { issued: fresh.length }
  },
})

/** Uniforms or marks handed to people in post on a day; who has one keeps it. Answers how many were noted. */
export const issueAttire = action({
  label: '登记着装配发',
  grant: 'badge.issue',
  input: {
    station: ref('社工站', 'station'),
    appointments: texts('任职', { min: 1, max: 50 }),
    items: choices('配发', attireItems),
    on: date('配发日期', { past: true }),
  },
  output: shape('配发', { issued: integer('登记件数') }),
  async run({ tx, reach, input: { station, appointments, items, on } }) {
    if (items.length === 0) throw refuseField('items', '请选择配发的是什么')
    const { county, uuid } = splitId(station)
    const [inOffice, worn] = await Promise.all([
      select(
        tx,
        Appointment,
        sql`where county = ${county} and station = ${uuid}::uuid and ${inPost(on)} and ${reachSql(reach, tx.actor, Appointment)}`,
      ),
      select(
        tx,
        Attire,
        sql`where county = ${county} and station = ${uuid}::uuid and (to_on is null or to_on >= ${on}::date)`,
      ),
    ])
    const chosen = inOffice.filter(({ id: one }) => appointments.includes(one))
    if (chosen.length < new Set(appointments).size)
      throw refuseField('on', '所选人员中有人这一天不在本站任职，请核对配发日期')
    const fresh = chosen.flatMap((one) =>
      items
        .filter((item) => !worn.some((known) => known.appointment === one.id && known.item === item))
        .map((item) => ({ appointment: one.id, item })),
    )
    for (const one of fresh)
      await insert(tx, Attire, { id: newId(county), station }, { ...one, fromOn: on, toOn: null })
    return { issued: fresh.length }
  },
})

/** A lost or worn badge: whoever scans it is told so, and a new one may be made. */
export const voidBadge = action({
  label: '作废工作证',
  grant: 'badge.issue',
  on: Badge,
  input: { id: id(), version: version(), voidReason: text('作废原因', { max: 100 }) },
  output: Badge,
  guard: ({ voidedOn }) => (voidedOn ? '这张工作证已经作废' : undefined),
  async run({ tx, found, input }) {
    return update(tx, Badge, found, { voidedOn: tx.today, voidReason: input.voidReason })
  },
})

/** The badges of a station to be printed, with the address of their public page on this installation. */
export async function badgesToDraw(
  tx: Tx,
  reach: Reach,
  asked: { station: string; badges: readonly string[] },
  origin: string,
): Promise<{ title: string; badges: BadgeToDraw[] }> {
  const station = await findReachable(tx, Station, reach, asked.station)
  const { county, uuid } = splitId(station.id)
  const rows = (await standingBadges(tx, station.id)).filter(
    (badge) => asked.badges.length === 0 || asked.badges.includes(badge.id),
  )
  const appointments = await select(
    tx,
    Appointment,
    sql`where county = ${county} and station = ${uuid}::uuid and ${inPost(tx.today)} order by from_on, person_name`,
  )
  const held = appointments.flatMap((one) =>
    rows.filter(({ appointment }) => appointment === one.id).map((badge) => ({ one, badge })),
  )
  if (held.length === 0) throw new Failure('notFound', '还没有可以打印的工作证，请先制作')
  const badges = []
  for (const { one, badge } of held)
    badges.push({
      station: station.name,
      name: one.personName,
      post: one.postName,
      issuedOn: badge.issuedOn,
      address: `${origin}/verify/${county}-${await unseal(tx, Badge, badge, 'code')}`,
    })
  return { title: `${station.name}工作证`, badges }
}

interface Scanned {
  stationName: string
  closedOn: string | null
  name: string
  post: string
  fromOn: string
  toOn: string | null
  voidedOn: string | null
}

/**
 * What anyone who scans a badge is told: station, name, post, and whether in office today; nothing else. The code holds
 * 128 bits of chance, so it cannot be found by trying; its county only says where to look.
 */
export const verifyBadge = entrance({
  label: '查验工作证',
  grant: 'anyone',
  input: { code: text('查验码', { max: 60 }) },
  output: shape('查验结果', {
    verdict: choice('结果', verdicts),
    on: date('查验日期'),
    stationName: optional(text('社工站')),
    name: optional(text('姓名')),
    post: optional(text('岗位')),
  }),
  async run({ surroundings, input }) {
    const unknown = new Failure('notFound', '查不到这张工作证，请核对二维码，或致电社工站询问')
    if (!/^[0-9A-Za-z]{1,12}-[\w-]{22}$/.test(input.code)) throw unknown
    const { county, uuid: code } = splitId(input.code)
    const index = surroundings.sealer.index('badge.code', code)
    const found = await transact(surroundings.db, { whole: [county], stations: [], own: [] }, 'read', (connection) =>
      connection.first<Scanned>(sql`
        select s.name as station_name, s.closed_on, a.person_name as name, a.post_name as post, a.from_on, a.to_on, b.voided_on
        from badge b join appointment a on a.county = b.county and a.id = b.appointment
          join station s on s.county = b.county and s.id = b.station
        where b.county = ${county} and b.code_index = ${index}`),
    )
    if (!found) throw unknown
    const on = businessDay(surroundings.now())
    const bare = { on, stationName: null, name: null, post: null }
    if (found.voidedOn) return { answer: { ...bare, verdict: 'voided' as keyof typeof verdicts } }
    const { stationName, name, post } = found
    return { answer: { on, verdict: verdictOf(found, on), stationName, name, post } }
  },
})

/** In office from the first to the last day of the appointment, while the station is open. */
function verdictOf({ fromOn, toOn, closedOn }: Scanned, on: string): keyof typeof verdicts {
  const last = [toOn, closedOn].filter((day) => day !== null).sort()[0]
  if (last && last < on) return 'left'
  return fromOn > on ? 'coming' : 'inOffice'
}
