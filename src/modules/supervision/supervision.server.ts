import { type RawBuilder, sql } from 'kysely'
import { type Actor, type Reach, reachesRecord, reachOf, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { date, decimal, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { conflictWith } from '../experts/index.server.ts'
import { Expert } from '../experts/index.ts'
import { Person } from '../people/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { Guided, SupervisionPlan, SupervisionSession, supervisionGiven } from './supervision.ts'

const personRef = ref('受督导人员', 'person')
const { state: _state, reversedReason: _reason, supervisorName: _name, ...typed } = SupervisionSession.fields

/** One supervisor: of the experts' pool, or somebody of the stations themselves. Conflicts of interest are refused in words. */
async function supervisorOf(
  tx: Tx,
  station: string,
  { expert, person, onDay }: { expert?: string | null; person?: string | null; onDay: string },
): Promise<string> {
  if (Boolean(expert) === Boolean(person))
    throw refuseField('expert', '请选择一位督导：专家库中的，或本地人员，二者取一')
  if (person) return (await find(tx, Person, person))!.name
  const found = (await find(tx, Expert, expert!))!
  if (!found.tasks.includes('supervision')) throw refuseField('expert', `「${found.name}」不承担督导，请另选一位`)
  if (found.fromOn > onDay || (found.toOn && found.toOn < onDay))
    throw refuseField('expert', `「${found.name}」在 ${onDay} 不在库，请核对`)
  const conflict = await conflictWith(tx, { expert: expert!, station, fromOn: onDay, toOn: onDay })
  if (conflict) throw refuseField('expert', conflict)
  return found.name
}

function given(session: RowOf<typeof SupervisionSession>, people: number) {
  return {
    kind: supervisionGiven.name,
    county: session.county,
    station: session.station!,
    on: session.onDay,
    source: { entity: 'supervision_session', id: session.id },
    variant: session.kind,
    worker: session.person,
    people,
    minutes: Math.round(session.hours * 60),
  }
}

/** Writes down a session and who was guided (BH-3.1b, BH-3.4). Its hours count for the station from this moment. */
export const recordSession = action({
  label: '登记督导',
  grant: 'supervision.manage',
  clause: '滨海新区 三（一）',
  input: { station: ref('社工站', 'station'), ...typed, guided: list('受督导人员', personRef, { max: 100 }) },
  output: SupervisionSession,
  async run({ tx, input: { station, guided, ...values } }) {
    const { county } = splitId(station)
    const supervisorName = await supervisorOf(tx, station, values)
    const people = [...new Set(guided)]
    if (people.length === 0) throw refuseField('guided', '请至少选择一位受督导人员')
    if (values.kind === 'individual' && people.length > 1)
      throw refuseField('guided', '个别督导只选一人；几人一起的请选「小组督导」')
    if (values.person && people.includes(values.person))
      throw refuseField('guided', '督导者不能同时是受督导人员，请去掉')
    const session = await insert(
      tx,
      SupervisionSession,
      { id: newId(county), station },
      { ...values, supervisorName, state: 'valid', reversedReason: null },
    )
    for (const one of people) {
      const person = (await find(tx, Person, one))!
      await insert(
        tx,
        Guided,
        { id: newId(county), station },
        { session: session.id, person: one, personName: person.name, present: true, rating: null, feedback: null },
      )
    }
    record(tx, given(session, people.length))
    return session
  },
})

/** Takes a session out of every count, with the reason; it stays to be read. */
export const reverseSession = action({
  label: '冲销督导记录',
  grant: 'supervision.manage',
  on: SupervisionSession,
  input: { id: id(), version: version(), reversedReason: text('冲销原因', { max: 200 }) },
  output: SupervisionSession,
  guard: ({ state }) => (state === 'reversed' ? '这条记录已经冲销' : undefined),
  async run({ tx, found, input }) {
    await reverse(tx, { entity: 'supervision_session', id: found.id })
    return update(tx, SupervisionSession, found, { state: 'reversed', reversedReason: input.reversedReason })
  },
})

/** The guided say what it was worth to them: only they themselves. */
export const giveFeedback = action({
  label: '填写反馈',
  grant: 'supervision.feedback',
  on: Guided,
  input: {
    id: id(),
    version: version(),
    rating: { ...Guided.fields.rating, optional: false as const },
    feedback: Guided.fields.feedback,
  },
  output: Guided,
  guard: ({ person }, actor) => (person === actor.person ? undefined : '反馈由受督导人员本人填写'),
  async run({ tx, found, input }) {
    return update(tx, Guided, found, { rating: input.rating, feedback: input.feedback ?? null })
  },
})

export const planSupervision = action({
  label: '登记督导计划',
  grant: 'supervision.manage',
  input: { station: ref('社工站', 'station'), ...SupervisionPlan.fields },
  output: SupervisionPlan,
  async run({ tx, input: { station, ...values } }) {
    const { county, uuid } = splitId(station)
    const known = await tx.first(
      sql`select 1 from supervision_plan where county = ${county} and station = ${uuid}::uuid and year = ${values.year}`,
    )
    if (known) throw refuseField('year', `本站 ${values.year} 年的督导计划已登记，请修改原计划`)
    return insert(tx, SupervisionPlan, { id: newId(county), station }, values)
  },
})

export const editSupervisionPlan = action({
  label: '修改督导计划',
  grant: 'supervision.manage',
  on: SupervisionPlan,
  input: { id: id(), version: version(), ...SupervisionPlan.fields },
  output: SupervisionPlan,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    if (values.year !== found.year) throw refuseField('year', '年度不能改；另一年请新登记一份计划')
    return update(tx, SupervisionPlan, found, values)
  },
})

const shownSession = shape('督导', {
  session: SupervisionSession.row,
  stationName: text('社工站'),
  guided: list('受督导', Guided.row),
})

async function sessionsWhere(tx: Tx, actor: Actor, reach: Reach, where: RawBuilder<unknown>, limit = 200) {
  const sessions = await select(
    tx,
    SupervisionSession,
    sql`where ${where} and ${reachSql(reach, actor, SupervisionSession)} order by supervision_session.on_day desc, supervision_session.id limit ${limit}`,
    {
      columns: { stationName: sql<string | null>`shown_station.name` },
      from: sql`left join station shown_station on shown_station.county = supervision_session.county and shown_station.id = supervision_session.station`,
    },
  )
  const counties = [...new Set(sessions.map(({ county }) => county))]
  const uuids = sessions.map((one) => splitId(one.id).uuid)
  const guided = await select(
    tx,
    Guided,
    sql`where county = any(${counties}::text[]) and session = any(${uuids}::uuid[]) order by person_name`,
  )
  return sessions.map(({ beside, ...session }) => ({
    session,
    stationName: beside.stationName ?? '',
    guided: guided.filter((one) => one.session === session.id),
  }))
}

const yearField = optional(integer('年度', { min: 2015, max: 2100 }))

const hoursLine = shape('督导时数', {
  station: id('社工站'),
  stationName: text('社工站'),
  hours: decimal('时数', { unit: '小时' }),
  required: optional(decimal('要求', { unit: '小时' })),
  planned: optional(decimal('计划', { unit: '小时' })),
  sessions: integer('次数'),
  rating: optional(decimal('受督导人员评分', { unit: '分' })),
})

/** Sessions of a year, and every station's hours against the rule and against its own plan (BH-3.1b: at least 30). */
export const supervisionBoard = query({
  label: '督导情况',
  grant: 'supervision.read',
  input: { station: optional(ref('社工站', 'station')), year: yearField },
  output: shape('督导情况', {
    year: integer('年度'),
    stations: list('各站', hoursLine),
    sessions: list('督导', shownSession),
    plans: list('计划', SupervisionPlan.row),
  }),
  async run({ tx, actor, reach, input }) {
    const year = input.year ?? Number(tx.today.slice(0, 4))
    const [from, to] = [`${year}-01-01`, `${year}-12-31`]
    const one = input.station ? splitId(input.station) : undefined
    const at = (alias: string, column = 'station') =>
      one
        ? sql`${sql.ref(`${alias}.county`)} = ${one.county} and ${sql.ref(`${alias}.${column}`)} = ${one.uuid}::uuid`
        : sql`true`
    const [lines, sessions, plans] = await Promise.all([
      tx.rows<{
        station: string
        stationName: string
        place: string
        level: string
        hours: number
        sessions: number
        rating: number | null
      }>(sql`
        select s.county || '-' || s.id as station, s.name as station_name, s.place, s.level, coalesce(sum(v.hours), 0)::float8 as hours, count(v.id)::int as sessions,
          (select round(avg(g.rating), 1)::float8 from guided g join supervision_session v2 on v2.county = g.county and v2.id = g.session
            where g.county = s.county and g.station = s.id and v2.on_day between ${from}::date and ${to}::date) as rating
        from station s left join supervision_session v on v.county = s.county and v.station = s.id and v.state = 'valid' and v.on_day between ${from}::date and ${to}::date
        where ${at('s', 'id')} and ${reachSql(reach, actor, Station, 's')} and s.opened_on is not null and (s.closed_on is null or s.closed_on >= ${from}::date)
        group by s.county, s.id, s.name, s.place, s.level order by s.name limit 500`),
      sessionsWhere(
        tx,
        actor,
        reach,
        sql`${at('supervision_session')} and supervision_session.on_day between ${from}::date and ${to}::date`,
      ),
      select(
        tx,
        SupervisionPlan,
        sql`where ${at('supervision_plan')} and year = ${year} and ${reachSql(reach, actor, SupervisionPlan)} limit 500`,
      ),
    ])
    const stations = await Promise.all(
      lines.map(async ({ place, level, ...line }) => ({
        ...line,
        required: await hoursAsked(tx, place, level),
        planned: plans.find(({ station }) => station === line.station)?.hours ?? null,
      })),
    )
    return { year, stations, sessions, plans }
  },
})

/** Hours of supervision that a document asks of a station of this level in a year. */
async function hoursAsked(tx: Tx, place: string, level: string): Promise<number | null> {
  const policy = await policyAt(tx, place, tx.today)
  const rule = linesOf(policy, 'rule').find(
    (line) => line.measure === 'supervision.hours' && (line.level === null || line.level.includes(level as never)),
  )
  return rule?.atLeast ?? null
}

/** What a person was guided in, to be answered with feedback, and what they guided others in. */
export const supervisionOf = query({
  label: '受督导情况',
  grant: 'supervision.read',
  input: { person: id() },
  output: list('督导', shownSession),
  async run({ tx, actor, reach, input }) {
    const person = await find(tx, Person, input.person)
    if (!person || !reachesRecord(reachOf(actor, 'supervision.read'), actor, Person, person))
      throw new Failure('notFound', '找不到该人员，或您无权查看')
    const { county, uuid } = splitId(person.id)
    return sessionsWhere(
      tx,
      actor,
      reach,
      sql`supervision_session.county = ${county} and (supervision_session.person = ${uuid}::uuid or exists (select from guided g
        where g.county = supervision_session.county and g.session = supervision_session.id and g.person = ${uuid}::uuid))`,
    )
  },
})

const member = shape('成员', {
  name: text('姓名'),
  title: text('资质'),
  expert: id(),
  sessions: integer('本年督导次数'),
  hours: decimal('本年督导时数', { unit: '小时' }),
})

/** BH-3.4: the supervision teams of the area: the bodies of the pool whose members supervise, and what they did this year. */
export const supervisionTeams = query({
  label: '督导团队',
  grant: 'supervision.read',
  input: { on: optional(date('日期')) },
  output: list('团队', shape('团队', { body: text('队伍'), members: list('成员', member) })),
  async run({ tx, actor, reach, input }) {
    const day = input.on ?? tx.today
    const from = `${day.slice(0, 4)}-01-01`
    const rows = await tx.rows<{
      body: string
      name: string
      title: string
      expert: string
      sessions: number
      hours: number
    }>(sql`
      select coalesce(e.body, '未编入队伍') as body, e.name, e.title, e.county || '-' || e.id as expert, count(v.id)::int as sessions, coalesce(sum(v.hours), 0)::float8 as hours
      from expert e left join supervision_session v on v.expert_county = e.county and v.expert = e.id and v.state = 'valid'
        and v.on_day between ${from}::date and ${day}::date and ${reachSql(reach, actor, SupervisionSession, 'v')}
      where e.station is null and 'supervision' = any(e.tasks) and e.from_on <= ${day}::date and (e.to_on is null or e.to_on >= ${day}::date)
      group by e.body, e.name, e.title, e.county, e.id order by e.body nulls last, e.name limit 500`)
    const bodies = [...new Set(rows.map(({ body }) => body))]
    return bodies.map((body) => ({ body, members: rows.filter((one) => one.body === body) }))
  },
})

/** Sessions of one's own that still wait for one's word. */
export const awaitingFeedback = query({
  label: '待反馈的督导',
  grant: 'supervision.feedback',
  input: {},
  output: list('督导', shownSession),
  async run({ tx, actor }) {
    if (!actor.person) return []
    const { county, uuid } = splitId(actor.person)
    return sessionsWhere(
      tx,
      actor,
      reachOf(actor, 'supervision.read'),
      sql`supervision_session.county = ${county} and supervision_session.state = 'valid' and exists (select from guided g where g.county = supervision_session.county
        and g.session = supervision_session.id and g.person = ${uuid}::uuid and g.rating is null)`,
      20,
    )
  },
})
