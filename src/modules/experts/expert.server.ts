import { type RawBuilder, sql } from 'kysely'
import { type Actor, type Reach, reachesStation, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { ValuesOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, farRef, id, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf, readsPolicy } from '../policy/index.ts'
import { conflictWith, runsItself } from './conflict.server.ts'
import { Assignment, Expert, ExpertConflict, expertTasks } from './expert.ts'

readsPolicy('expertBody', 'checked')

/** The expert bodies that the document of a place knows: committees, guidance groups, supervision teams. */
async function bodiesAt(tx: Tx, place: string): Promise<string[]> {
  return linesOf(await policyAt(tx, place, tx.today), 'expertBody').map(({ value }) => String(value))
}

async function refuseWrongExpert(tx: Tx, county: string, values: Partial<ValuesOf<typeof Expert>>): Promise<void> {
  const { kind, person, tasks, body, fromOn, toOn } = values
  if (kind === 'internal' && !person) throw refuseField('person', '本地社工请选择对应的人员')
  if (!tasks || tasks.length === 0) throw refuseField('tasks', '请至少选择一项承担的任务')
  if (toOn && toOn < fromOn!) throw refuseField('toOn', `出库日期不能早于入库日期 ${fromOn}`)
  if (!body) return
  const bodies = await bodiesAt(tx, county)
  if (bodies.length > 0 && !bodies.includes(body))
    throw refuseField('body', `本地文件的专家队伍是：${bodies.join('、')}，请从中选择`)
}

export const addExpert = action({
  label: '专家入库',
  grant: 'expert.manage',
  clause: '昆民通〔2021〕8号 四（七）',
  input: { place: link('管理单位', 'place'), ...Expert.fields },
  output: Expert,
  async run({ tx, reach, input: { place, ...values } }) {
    const county = await homeOf(tx, place)
    if (!reachesStation(reach, county, null)) throw refuseField('place', '只能在本辖区建立专家库，请重新选择')
    await refuseWrongExpert(tx, county, values)
    return insert(tx, Expert, { id: newId(county), station: null }, values)
  },
})

export const editExpert = action({
  label: '修改专家',
  grant: 'expert.manage',
  on: Expert,
  input: { id: id(), version: version(), ...Expert.fields },
  output: Expert,
  async run({ tx, found, input: { id: _id, version: _version, phone, ...values } }) {
    await refuseWrongExpert(tx, found.county, values)
    return update(tx, Expert, found, { ...values, ...(phone && { phone }) })
  },
})

const { expert: _expert, ...conflictFields } = ExpertConflict.fields

/** Writes down a declared conflict. Tasks that stand against it are named, to be ended by whoever gave them. */
export const declareConflict = action({
  label: '申明利害关系',
  grant: 'expert.manage',
  on: Expert,
  clause: '昆民通〔2021〕8号 四（七）',
  input: { id: id(), ...conflictFields },
  output: ExpertConflict,
  async run({ tx, found, input: { id: _id, ...values } }) {
    if (!values.about && !values.organisation) throw refuseField('about', '请选择社工站或机构')
    if (values.toOn && values.toOn < values.fromOn) throw refuseField('toOn', `不能早于起始日 ${values.fromOn}`)
    return insert(tx, ExpertConflict, { id: newId(found.county), station: null }, { expert: found.id, ...values })
  },
})

export const endConflict = action({
  label: '结束利害关系',
  grant: 'expert.manage',
  on: ExpertConflict,
  input: { id: id(), version: version(), toOn: date('至') },
  output: ExpertConflict,
  guard: ({ toOn }) => (toOn ? '已经结束' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于起始日 ${found.fromOn}`)
    return update(tx, ExpertConflict, found, { toOn: input.toOn })
  },
})

/** Gives an expert or an organisation a task at a station. Whoever has a conflict there is refused, in words (KM-4.7). */
export const assign = action({
  label: '指派任务',
  grant: 'expert.manage',
  clause: '昆民通〔2021〕8号 四（七）',
  input: {
    station: ref('社工站', 'station'),
    task: choice('任务', expertTasks),
    expert: optional(farRef('专家', 'expert')),
    organisation: optional(link('机构', 'organisation')),
    duty: Assignment.fields.duty,
    fromOn: Assignment.fields.fromOn,
    toOn: Assignment.fields.toOn,
  },
  output: Assignment,
  async run({ tx, input: { station, ...values } }) {
    const { expert, organisation, task, fromOn } = values
    const toOn = values.toOn ?? null
    if (Boolean(expert) === Boolean(organisation)) throw refuseField('expert', '请选择一位专家，或一家机构，二者取一')
    if (toOn && toOn < fromOn) throw refuseField('toOn', `不能早于起始日 ${fromOn}`)
    const expertName = expert
      ? await nameOfExpert(tx, { expert, station, task, fromOn, toOn })
      : await nameOfOrganisation(tx, { organisation: organisation!, station, fromOn })
    return insert(tx, Assignment, { id: newId(splitId(station).county), station }, { ...values, expertName })
  },
})

async function nameOfExpert(
  tx: Tx,
  asked: { expert: string; station: string; task: keyof typeof expertTasks; fromOn: string; toOn: string | null },
): Promise<string> {
  const expert = (await find(tx, Expert, asked.expert))!
  if (expert.fromOn > asked.fromOn || (expert.toOn && expert.toOn < asked.fromOn))
    throw refuseField('expert', `「${expert.name}」在 ${asked.fromOn} 不在库，请另选一位`)
  if (!expert.tasks.includes(asked.task))
    throw refuseField('expert', `「${expert.name}」不承担${expertTasks[asked.task]}，请另选一位`)
  const conflict = await conflictWith(tx, asked)
  if (conflict) throw refuseField('expert', conflict)
  return expert.name
}

async function nameOfOrganisation(
  tx: Tx,
  asked: { organisation: string; station: string; fromOn: string },
): Promise<string> {
  if (await runsItself(tx, asked)) throw refuseField('organisation', '该站由这家机构承接，不能由它自己指导，请另选一家')
  const found = await tx.first<{ name: string }>(
    sql`select name from organisation where id = ${asked.organisation}::uuid`,
  )
  return found!.name
}

export const endAssignment = action({
  label: '结束指派',
  grant: 'expert.manage',
  on: Assignment,
  input: { id: id(), version: version(), toOn: date('至') },
  output: Assignment,
  guard: ({ toOn }) => (toOn ? '已经结束' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于起始日 ${found.fromOn}`)
    return update(tx, Assignment, found, { toOn: input.toOn })
  },
})

/** Experts of the offices above whatever this person reaches, and of those offices themselves. */
function seenBy(reach: Reach): RawBuilder<boolean> {
  const counties = [
    ...new Set([...reach.whole, ...[...reach.stations, ...reach.own].map((one) => splitId(one).county)]),
  ]
  // the wall lets through the offices above the scope; a person of several areas sees those of each
  return counties.length === 0 ? sql<boolean>`false` : sql<boolean>`expert.station is null`
}

/** The expert bodies that the document of a place names. */
export const bodiesOf = query({
  label: '专家队伍',
  grant: 'expert.read',
  input: { place: link('管理单位', 'place') },
  output: list('队伍', text('队伍', { max: 80 })),
  async run({ tx, input }) {
    return bodiesAt(tx, input.place)
  },
})

const shownExpert = shape('专家', {
  expert: Expert.row,
  organisationName: optional(text('所在机构')),
  office: text('管理单位'),
  conflicts: integer('利害关系'),
  assignments: integer('现有任务'),
})

export const listExperts = query({
  label: '专家库',
  grant: 'expert.read',
  input: {
    name: optional(text('姓名', { max: 40 })),
    task: optional(choice('承担', expertTasks)),
    body: optional(text('所属队伍', { max: 80 })),
  },
  output: shape('专家库', { rows: list('专家', shownExpert), bodies: list('队伍', text('队伍')) }),
  async run({ tx, actor, reach, input }) {
    const typed = input.name?.trim()
    const named = typed ? sql`(position(${typed} in expert.name) > 0 or ${worded(Expert, reach, typed)})` : sql`true`
    const rows = await select(
      tx,
      Expert,
      sql`where ${seenBy(reach)} and ${named} and (${input.task ?? null}::text is null or ${input.task ?? ''} = any(expert.tasks))
        and (${input.body ?? null}::text is null or expert.body = ${input.body ?? ''}) order by expert.to_on is not null, expert.body nulls last, expert.name limit 300`,
      {
        columns: {
          organisationName: sql<string | null>`employing.name`,
          office: sql<
            string | null
          >`(select t.name from place_tenure t where t.place = expert.county and t.to_on is null limit 1)`,
          conflicts: sql<
            string | null
          >`(select count(*)::int from expert_conflict c where c.county = expert.county and c.expert = expert.id and (c.to_on is null or c.to_on >= ${tx.today}::date))`,
          assignments: sql<
            string | null
          >`(select count(*)::int from assignment a where a.expert = expert.id and a.expert_county = expert.county and ${reachSql(reach, actor, Assignment, 'a')} and (a.to_on is null or a.to_on >= ${tx.today}::date))`,
        },
        from: sql`left join organisation employing on employing.id = expert.organisation`,
      },
    )
    return {
      rows: rows.map(({ beside, ...expert }) => ({
        expert,
        organisationName: beside.organisationName ?? expert.workplace,
        office: beside.office ?? '',
        conflicts: Number(beside.conflicts),
        assignments: Number(beside.assignments),
      })),
      bodies: [...new Set(rows.flatMap(({ body }) => body ?? []))],
    }
  },
})

const shownAssignment = shape('任务', { assignment: Assignment.row, stationName: text('社工站') })
const shownConflict = shape('利害关系', { conflict: ExpertConflict.row, about: text('与谁') })

async function assignmentsWhere(tx: Tx, actor: Actor, reach: Reach, where: RawBuilder<unknown>) {
  const rows = await select(
    tx,
    Assignment,
    sql`where ${where} and ${reachSql(reach, actor, Assignment)} order by assignment.to_on is not null, assignment.from_on desc limit 300`,
    {
      columns: { stationName: sql<string | null>`at.name` },
      from: sql`left join station at on at.county = assignment.county and at.id = assignment.station`,
    },
  )
  return rows.map(({ beside, ...assignment }) => ({ assignment, stationName: beside.stationName ?? '' }))
}

export const getExpert = query({
  label: '专家',
  grant: 'expert.read',
  input: { id: id() },
  output: shape('专家', {
    expert: Expert.row,
    organisationName: optional(text('所在机构')),
    bodies: list('队伍', text('队伍')),
    conflicts: list('利害关系', shownConflict),
    assignments: list('任务', shownAssignment),
  }),
  async run({ tx, actor, reach, input }) {
    const expert = await find(tx, Expert, input.id)
    if (!expert) throw new Failure('notFound', '找不到这位专家，或您无权查看')
    const { county, uuid } = splitId(expert.id)
    const [organisation, conflicts, assignments, bodies] = await Promise.all([
      expert.organisation
        ? tx.first<{ name: string }>(sql`select name from organisation where id = ${expert.organisation}::uuid`)
        : undefined,
      select(
        tx,
        ExpertConflict,
        sql`where expert_conflict.county = ${county} and expert_conflict.expert = ${uuid}::uuid order by expert_conflict.to_on is not null, expert_conflict.from_on desc`,
        {
          columns: { about: sql<string | null>`coalesce(about_station.name, about_organisation.name)` },
          from: sql`left join station about_station on about_station.county = expert_conflict.about_county and about_station.id = expert_conflict.about
            left join organisation about_organisation on about_organisation.id = expert_conflict.organisation`,
        },
      ),
      assignmentsWhere(
        tx,
        actor,
        reach,
        sql`assignment.expert_county = ${county} and assignment.expert = ${uuid}::uuid`,
      ),
      bodiesAt(tx, county),
    ])
    return {
      expert,
      organisationName: organisation?.name ?? expert.workplace,
      bodies,
      conflicts: conflicts.map(({ beside, ...conflict }) => ({ conflict, about: beside.about ?? '别处的社工站' })),
      assignments,
    }
  },
})

/** Who guides, trains and judges a station. */
export const assignmentsOf = query({
  label: '指导与督导指派',
  grant: 'expert.read',
  input: { station: ref('社工站', 'station') },
  output: list('任务', shownAssignment),
  async run({ tx, actor, reach, input }) {
    const { county, uuid } = splitId(input.station)
    return assignmentsWhere(tx, actor, reach, sql`assignment.county = ${county} and assignment.station = ${uuid}::uuid`)
  },
})

/** PZ-2.1c: every station that an organisation guides. */
export const guidedBy = query({
  label: '指导的站点',
  grant: 'expert.read',
  input: { organisation: link('机构', 'organisation') },
  output: list('任务', shownAssignment),
  async run({ tx, actor, reach, input }) {
    return assignmentsWhere(tx, actor, reach, sql`assignment.organisation = ${input.organisation}::uuid`)
  },
})
