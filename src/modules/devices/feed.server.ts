import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { type Actor, type Reach, reachesStation, reachOf } from '../../core/access.ts'
import { entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text, texts } from '../../core/field.ts'
import { joinId, splitId, uuidv7 } from '../../core/identifiers.ts'
import { find } from '../../core/records.ts'
import { openTx, type Tx } from '../../core/tx.ts'
import { comingActivities, comingActivity } from '../activities/index.server.ts'
import { clientSexes, riskLevels } from '../clients/index.ts'
import { placePaths } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { catalogueFor, linesOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { visitWays } from '../visits/index.ts'

/** What of a client's file stands on the card that a phone carries; a change of any of these renews the card. */
const cardEntities = [
  'client',
  'client_worker',
  'client_category',
  'client_risk',
  'client_alert',
  'visit',
  'client_merge',
] as const

/**
 * The clients a phone may carry: one's own and those nobody answers for; all of the station's for whoever leads it
 * (trust.md, Phone: nothing beyond the worker's own work leaves the house).
 */
function carried(actor: Actor, station: string, day: string): RawBuilder<boolean> {
  const { county, uuid } = splitId(station)
  const here = sql<boolean>`c.county = ${county} and c.station = ${uuid}::uuid and c.state = 'active'`
  if (!actor.person || reachesStation(reachOf(actor, 'device.manage'), county, station)) return here
  const held = (
    whose: RawBuilder<unknown>,
  ) => sql`(select from client_worker w where w.county = c.county and w.client = c.id
    and w.from_on <= ${day}::date and (w.to_on is null or w.to_on >= ${day}::date) ${whose})`
  return sql<boolean>`${here} and (exists ${held(sql`and w.worker = ${splitId(actor.person).uuid}::uuid`)} or not exists ${held(sql``)})`
}

async function reached(tx: Tx, reach: Reach, station: string) {
  const found = await find(tx, Station, station)
  if (!found || !reachesStation(reach, found.county, found.id))
    throw new Failure('notFound', '找不到该社工站，或您无权在该站办理')
  return found
}

/**
 * What changes on a card with nobody writing anything: the visits owed in this period, and what begins or ends by its day,
 * as the last day on which anything did.
 */
function stampOf(day: string): RawBuilder<string> {
  const turned = (
    table: string,
  ) => sql`(select max(case when x.to_on < ${day}::date then x.to_on + 1 when x.from_on <= ${day}::date then x.from_on end)
    from ${sql.table(table)} x where x.county = c.county and x.client = c.id)`
  return sql<string>`concat_ws(' ', (select max(p.created_at)::text || count(*) from visit_plan p where p.county = c.county and p.client = c.id
    and p.from_on <= ${day}::date and p.due_on >= ${day}::date), greatest(${turned('client_category')}, ${turned('client_alert')}))`
}

/** Whom the phone should hold, as one fingerprint: members and what time changes on their cards. */
const digestOf = (rows: readonly { id: string; stamp: string }[]) =>
  createHash('sha256')
    .update(rows.map(({ id, stamp }) => `${id} ${stamp}`).join('\n'))
    .digest('base64')

const stamped = shape('服务对象', { id: text('编号'), stamp: text('版次') })

/**
 * What a phone asks first: whom it should hold, if that has changed since its fingerprint, and whose card has changed since
 * its place in the station's line of changes. That line is numbered under a lock held to the commit, so nothing is ever
 * written behind a number already given out (trust.md, Sync cursor); the first reading of it comes before the records.
 */
export const deviceFeed = query({
  label: '同步名单',
  grant: 'client.read',
  input: {
    station: ref('社工站', 'station'),
    cursor: integer('已收到的序号', { min: 0 }),
    digest: optional(text('名单指纹', { max: 60 })),
  },
  output: shape('同步名单', {
    cursor: integer('序号'),
    digest: text('名单指纹'),
    members: optional(list('应带的服务对象', stamped)),
    changed: texts('有变化的', { max: 100_000 }),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await reached(tx, reach, input.station)
    const { county, uuid } = splitId(station.id)
    const [head] = await tx.rows<{ seq: number }>({
      text: 'select coalesce((select seq from audit_head where county = $1 and station = $2), 0) as seq',
      values: [county, uuid],
    })
    const members = await tx.rows<{ id: string; stamp: string }>(sql`
      select c.id, ${stampOf(tx.today)} as stamp from client c where ${carried(actor, station.id, tx.today)} order by c.id`)
    const digest = digestOf(members)
    return {
      cursor: head!.seq,
      digest,
      members:
        digest === input.digest ? null : members.map(({ id: one, stamp }) => ({ id: joinId(county, one), stamp })),
      changed: input.cursor === 0 ? [] : await changedSince(tx, county, uuid, input.cursor),
    }
  },
})

async function changedSince(tx: Tx, county: string, station: string, cursor: number): Promise<string[]> {
  const ofClient = cardEntities.filter((one) => one !== 'client' && one !== 'client_merge')
  const branch = (entity: string) => sql`
    select x.client as id from ${sql.table(entity)} x where x.county = ${county}
      and x.id in (select right(record, 36)::uuid from touched where entity = ${entity})`
  const rows = await tx.rows<{ id: string }>(sql`
    with touched as (select distinct entity, record from audit
      where county = ${county} and station = ${station}::uuid and seq > ${cursor} and entity = any(${[...cardEntities]}::text[]))
    select right(record, 36)::uuid as id from touched where entity = 'client'
    union select m.kept from client_merge m where m.county = ${county} and m.id in (select right(record, 36)::uuid from touched where entity = 'client_merge')
    union ${sql.join(ofClient.map(branch), sql` union `)}`)
  return rows.map(({ id: one }) => joinId(county, one))
}

const plan = shape('应走访', {
  id: text('编号'),
  rule: text('规则'),
  ways: texts('方式'),
  fromOn: date('自'),
  dueOn: date('应于'),
  times: integer('应走访'),
  done: integer('已走访'),
})

/** A client as a phone carries them: enough to find and to visit them, no more. */
const card = shape('服务对象', {
  id: id(),
  station: id('社工站'),
  version: integer('版本'),
  stamp: text('版次'),
  name: text('姓名'),
  sex: choice('性别', clientSexes),
  bornOn: optional(date('出生日期')),
  place: text('居住地编码'),
  placePath: text('居住地'),
  address: optional(text('详细住址')),
  phone: optional(text('联系电话')),
  household: optional(text('家庭')),
  occupation: optional(text('职业或就读学校')),
  memo: optional(text('备注')),
  categories: texts('类别'),
  groups: texts('类别组'),
  risk: optional(choice('风险等级', riskLevels)),
  alerts: texts('提醒'),
  lastOn: optional(date('上次走访')),
  lastWay: optional(choice('上次方式', visitWays)),
  lastMinutes: optional(integer('上次用时')),
  lastItems: texts('上次服务事项'),
  lastAnswers: list('上次所见', shape('所见', { item: text('项目'), answer: text('情况') })),
  plans: list('应走访', plan),
})

interface CardRow {
  id: string
  version: number
  stamp: string
  name: string
  sex: keyof typeof clientSexes
  bornOn: string | null
  place: string
  address: Buffer | null
  phone: Buffer | null
  household: string | null
  occupation: string | null
  memo: string | null
  categories: string[]
  risk: keyof typeof riskLevels | null
  alerts: string[]
  lastOn: string | null
  lastWay: keyof typeof visitWays | null
  lastMinutes: number | null
  lastItems: string[] | null
  lastAnswers: { item: string; answer: string }[] | null
  plans:
    | { id: string; rule: string; ways: string[]; fromOn: string; dueOn: string; times: number; done: number }[]
    | null
}

const most = 1000

/**
 * The cards of these clients, as far as this person may carry them; the others are left out. Address and telephone come
 * along, because a home must be found without a network: each is written down as a look.
 */
export const takeCards = entrance({
  label: '带上服务对象',
  grant: 'signedIn',
  input: { station: ref('社工站', 'station'), ids: list('服务对象', id(), { max: most }) },
  output: list('服务对象', card),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const reach = reachOf(actor, 'client.read')
    return transact(surroundings.db, reach, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const station = await reached(tx, reach, input.station)
      const { county, uuid } = splitId(station.id)
      const asked = input.ids.filter((one) => splitId(one).county === county).map((one) => splitId(one).uuid)
      const rows = await cardRows(tx, carried(actor, station.id, tx.today), asked)
      const hidden = reachesStation(reachOf(actor, 'client.reveal'), county, station.id)
      await tx.sealer.prepare([county])
      const groupOf = new Map(
        linesOf(await policyAt(tx, station.place, tx.today), 'clientCategory').map((one) => [one.category, one.group]),
      )
      const paths = await placePaths(tx, [...new Set(rows.map(({ place }) => place))], tx.today)
      const plain = (row: CardRow, key: 'address' | 'phone') =>
        hidden && row[key] ? tx.sealer.unseal(county, `client|${county}|${row.id}|${key}`, row[key]) : null
      const cards = rows.map((row) => ({
        ...row,
        id: joinId(county, row.id),
        station: station.id,
        placePath: paths.get(row.place) ?? '',
        address: plain(row, 'address'),
        phone: plain(row, 'phone'),
        groups: [...new Set(row.categories.flatMap((one) => groupOf.get(one) ?? []))],
        lastItems: row.lastItems ?? [],
        lastAnswers: row.lastAnswers ?? [],
        plans: row.plans ?? [],
      }))
      const looked = cards.filter(({ address, phone }) => address || phone).map((one) => splitId(one.id).uuid)
      if (looked.length > 0)
        tx.send({
          text: `insert into access_log (county, id, station, at, account, entity, record, field, reason)
            select $1, unnest($2::uuid[]), $3, $4, $5, 'client', unnest($6::text[]), 'address', '带到走访设备'`,
          values: [county, looked.map(() => uuidv7()), uuid, tx.now, actor.account, looked],
        })
      return { answer: cards }
    })
  },
})

function cardRows(tx: Tx, mine: RawBuilder<boolean>, ids: readonly string[]): Promise<CardRow[]> {
  return tx.rows<CardRow>(sql`
    select c.id, c.version, c.name, c.sex, c.born_on, c.place, c.address, c.phone, c.household::text as household, c.occupation, c.memo,
      array(select k.category from client_category k where k.county = c.county and k.client = c.id and k.from_on <= ${tx.today}::date and (k.to_on is null or k.to_on >= ${tx.today}::date) order by k.from_on) as categories,
      (select r.level from client_risk r where r.county = c.county and r.client = c.id and r.to_on is null order by r.from_on desc limit 1) as risk,
      array(select a.content from client_alert a where a.county = c.county and a.client = c.id and (a.to_on is null or a.to_on >= ${tx.today}::date) order by a.from_on) as alerts,
      v.on_day as last_on, v.way as last_way, v.minutes as last_minutes, v.items as last_items,
      (select jsonb_agg(jsonb_build_object('item', a.item, 'answer', a.answer) order by a.id) from visit_answer a where a.county = v.county and a.visit = v.id) as last_answers,
      p.plans, ${stampOf(tx.today)} as stamp
    from client c
      left join lateral (select * from visit l where l.county = c.county and l.client = c.id and l.state = 'valid' and l.outcome in ('met', 'family')
        order by l.on_day desc, l.created_at desc limit 1) v on true
      left join lateral (
        select jsonb_agg(jsonb_build_object('id', o.id, 'rule', o.rule, 'ways', o.ways, 'fromOn', o.from_on, 'dueOn', o.due_on, 'times', o.times,
          'done', (select count(*) from visit d where d.county = o.county and d.client = o.client and d.state = 'valid' and d.outcome in ('met', 'family')
            and d.way = any(o.ways) and d.on_day between o.from_on and o.due_on)) order by o.due_on) as plans
        from visit_plan o where o.county = c.county and o.client = c.id and o.from_on <= ${tx.today}::date and o.due_on >= ${tx.today}::date) p on true
    where ${mine} and c.id = any(${[...ids]}::uuid[])`)
}

/** What a phone needs of the station's rules to work without a network: the catalogue, and the categories' names. */
export const devicePack = query({
  label: '走访所需政策',
  grant: 'client.read',
  input: { station: ref('社工站', 'station') },
  output: shape('政策', {
    stationName: text('社工站'),
    place: text('所在地编码'),
    openedOn: optional(date('启用日期')),
    leads: flag('管理本站设备'),
    items: list('服务事项', shape('服务事项', { key: text('键'), label: text('名称') })),
    categories: list('类别', shape('类别', { key: text('代码'), label: text('名称') })),
    sessions: list(
      '小组节次',
      shape('节次', {
        id: id(),
        version: integer('版本'),
        groupName: text('小组'),
        ordinal: integer('节次'),
        topic: text('主题'),
        plannedOn: date('计划日期'),
        plannedMinutes: integer('计划时长'),
        members: list('组员', shape('组员', { id: id(), name: text('姓名') })),
      }),
    ),
    activities: list('社区活动', comingActivity),
    numbers: list(
      '求助电话',
      shape('求助电话', { name: text('单位'), phone: text('电话'), whenToCall: optional(text('什么时候打')) }),
    ),
    cases: list(
      '在办个案',
      shape('个案', { id: id(), number: text('编号'), clientName: text('姓名'), aim: optional(text('下一步')) }),
    ),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await reached(tx, reach, input.station)
    const policy = await policyAt(tx, station.place, tx.today)
    return {
      stationName: station.name,
      place: station.place,
      openedOn: station.openedOn,
      leads: reachesStation(reachOf(actor, 'device.manage'), station.county, station.id),
      items: catalogueFor(policy, station.level).map(({ key, label, number }) => ({
        key,
        label: `${number} ${label}`,
      })),
      categories: linesOf(policy, 'clientCategory').map(({ category, label }) => ({ key: category, label })),
      sessions: actor.person ? await comingSessions(tx, station.id, actor.person) : [],
      activities: reachesStation(reachOf(actor, 'activity.write'), station.county, station.id)
        ? await comingActivities(tx, station.id)
        : [],
      numbers: await tx.rows<{ name: string; phone: string; whenToCall: string | null }>(sql`
        select name, phone, when_to_call from emergency_number where county = ${station.county} and ended_on is null order by created_at`),
      cases: actor.person ? await openCases(tx, station.id, actor.person) : [],
    }
  },
})

/** A worker's running cases, for a meeting away from the desk. */
function openCases(tx: Tx, station: string, worker: string) {
  return tx.rows<{ id: string; number: string; clientName: string; aim: string | null }>(sql`
    select county || '-' || id as id, number, client_name, next_aim as aim from case_file
    where county = ${splitId(station).county} and station = ${splitId(station).uuid}::uuid and worker = ${splitId(worker).uuid}::uuid
      and stage not in ('closed', 'declined') order by next_on nulls last, number`)
}

interface Coming {
  id: string
  version: number
  groupName: string
  ordinal: number
  topic: string
  plannedOn: string
  plannedMinutes: number
  members: { id: string; name: string }[]
}

/** A worker's own sessions that are to be held, with whom to call, for a roll call away from the desk. */
function comingSessions(tx: Tx, station: string, worker: string): Promise<Coming[]> {
  const { county, uuid } = splitId(station)
  return tx.rows<Coming>(sql`
    select s.county || '-' || s.id as id, s.version, g.name as group_name, s.ordinal, s.topic, s.planned_on, s.planned_minutes,
      coalesce((select jsonb_agg(jsonb_build_object('id', e.county || '-' || e.id, 'name', e.name) order by e.name) from enrolment e
        where e.county = g.county and e.service_group = g.id and (e.to_on is null or e.to_on >= ${tx.today}::date)), '[]') as members
    from group_session s join service_group g on g.county = s.county and g.id = s.service_group
    where s.county = ${county} and s.station = ${uuid}::uuid and g.worker = ${splitId(worker).uuid}::uuid
      and g.state = 'running' and s.state = 'planned' order by s.planned_on, g.name limit 50`)
}
