import { sql } from 'kysely'
import { reachesStation, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, farRef, flag, id, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Person } from '../people/index.ts'
import { homeOf } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import {
  type CourseRow,
  enter,
  listOf,
  refuseFull,
  refuseOutOfReach,
  setState,
  takenSeats,
} from './attendance.server.ts'
import { Attendance, attendanceStates, Course, courseFlow } from './course.ts'
import { trainingKinds } from './kinds.ts'

const { state: _state, cancelReason: _reason, kindName: _name, ...typed } = Course.fields
const organiser = { station: optional(ref('社工站', 'station')), place: optional(link('主办单位', 'place')) }
const personRef = ref('人员', 'person')

/** Where a course belongs: a station's own, or an office's for all stations below. */
async function homeOfCourse(
  tx: Tx,
  reach: Parameters<typeof reachesStation>[0],
  { station, place }: { station?: string | null; place?: string | null },
) {
  if (station) {
    const found = await findReachable(tx, Station, reach, station)
    return { county: found.county, station: found.id, place: found.place }
  }
  if (!place) throw refuseField('place', '请选择主办单位：社工站，或本级民政部门')
  const county = await homeOf(tx, place)
  if (!reachesStation(reach, county, null)) throw refuseField('place', '只能以本级民政部门的名义举办，请重新选择')
  return { county, station: null, place: county }
}

async function kindNameAt(tx: Tx, place: string, kind: string): Promise<string> {
  const kinds = trainingKinds(await policyAt(tx, place, tx.today))
  const known = kinds.find(({ key }) => key === kind)
  if (!known) throw refuseField('kind', `本地文件的培训类别是：${kinds.map(({ name }) => name).join('、')}，请从中选择`)
  return known.name
}

function refuseWrongDays({ fromOn, toOn }: { fromOn: string; toOn: string }): void {
  if (toOn < fromOn) throw refuseField('toOn', `结束日期不能早于开始日期 ${fromOn}`)
}

/** Offers a course. */
export const addCourse = action({
  label: '新开课程',
  grant: 'training.manage',
  clause: '滨海新区 三（二）',
  input: { ...organiser, ...typed },
  output: Course,
  async run({ tx, reach, input: { station, place, ...values } }) {
    return writeCourse(tx, await homeOfCourse(tx, reach, { station: station ?? null, place: place ?? null }), values)
  },
})

async function writeCourse(
  tx: Tx,
  home: { county: string; station: string | null; place: string },
  values: Omit<Parameters<typeof insert<typeof Course>>[3], 'state' | 'cancelReason' | 'kindName'>,
): Promise<CourseRow> {
  refuseWrongDays(values)
  return insert(
    tx,
    Course,
    { id: newId(home.county), station: home.station },
    { ...values, kindName: await kindNameAt(tx, home.place, values.kind), state: 'open', cancelReason: null },
  )
}

/** Writes down a course that has taken place, with everybody who was there: one form, one step (KM-7.3, BH-3.2). */
export const recordCourse = action({
  label: '登记已办培训',
  grant: 'training.manage',
  clause: '滨海新区 三（二）',
  input: {
    ...organiser,
    ...typed,
    people: list('到课人员', personRef, { max: 1000 }),
    absent: list('缺席人员', personRef, { max: 1000 }),
  },
  output: Course,
  async run({ tx, reach, input: { station, place, people, absent, ...values } }) {
    const home = await homeOfCourse(tx, reach, { station: station ?? null, place: place ?? null })
    if (values.toOn > tx.today) throw refuseField('toOn', '课程还没有结束：请先「新开课程」，办完再点名')
    if (people.length === 0) throw refuseField('people', '请至少选择一位到课人员')
    await refuseOutOfReach(tx, reach, [...people, ...absent])
    const course = await writeCourse(tx, home, values)
    await enter(tx, course, people, 'present', [])
    await enter(tx, course, absent, 'absent', [])
    return update(tx, Course, course, { state: 'held' })
  },
})

export const editCourse = action({
  label: '修改课程',
  grant: 'training.manage',
  on: Course,
  input: { id: id(), version: version(), ...typed },
  output: Course,
  guard: ({ state }) => (state === 'open' ? undefined : `课程${courseFlow.states[state]}，不能再修改`),
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseWrongDays(values)
    const place = found.station ? (await find(tx, Station, found.station))!.place : found.county
    return update(tx, Course, found, { ...values, kindName: await kindNameAt(tx, place, values.kind) })
  },
})

export const cancelCourse = action({
  label: '取消课程',
  grant: 'training.manage',
  on: Course,
  move: 'cancel',
  input: { id: id(), version: version(), cancelReason: text('取消原因', { max: 200 }) },
  output: Course,
  async run({ tx, found, next, input }) {
    return update(tx, Course, found, { state: next as 'cancelled', cancelReason: input.cancelReason })
  },
})

async function openCourse(tx: Tx, courseId: string): Promise<CourseRow> {
  const course = (await find(tx, Course, courseId))!
  if (course.state !== 'open') throw new Failure('conflict', `课程${courseFlow.states[course.state]}，不能再报名`)
  return course
}

const onList = shape('参训', { onList: integer('名单人数') })

/** Puts people of one's own stations on the list of a course, also of one that an office offers. */
export const signUp = action({
  label: '报名',
  grant: 'training.manage',
  input: { course: farRef('课程', 'course'), people: list('人员', personRef, { max: 1000 }) },
  output: onList,
  async run({ tx, reach, input }) {
    const course = await openCourse(tx, input.course)
    await refuseOutOfReach(tx, reach, input.people)
    const known = await listOf(tx, course)
    const fresh = input.people.filter(
      (one) => !known.some(({ person, state }) => person === one && state !== 'withdrawn'),
    )
    if (course.seats !== null) refuseFull(course, await takenSeats(tx, course), fresh.length)
    await enter(tx, course, fresh, 'signedUp', known)
    return { onList: (await listOf(tx, course)).length }
  },
})

/** A worker signs up for a course by themselves. */
export const join = action({
  label: '我要参加',
  grant: 'training.join',
  input: { course: farRef('课程', 'course') },
  output: onList,
  async run({ tx, actor, input }) {
    if (!actor.person) throw new Failure('forbidden', '您的账号没有对应的人员档案，请站长为您报名')
    const course = await openCourse(tx, input.course)
    const known = await listOf(tx, course)
    if (known.some(({ person, state }) => person === actor.person && state === 'signedUp'))
      throw new Failure('conflict', '您已经报名')
    if (course.seats !== null) refuseFull(course, await takenSeats(tx, course), 1)
    await enter(tx, course, [actor.person], 'signedUp', known)
    return { onList: (await listOf(tx, course)).length }
  },
})

/** Calls the roll of a course: who was there, who was not; people who came without signing up are put on the list. */
export const callRoll = action({
  label: '点名',
  grant: 'training.manage',
  on: Course,
  move: 'hold',
  input: {
    id: id(),
    version: version(),
    people: list('到课人员', personRef, { max: 1000 }),
    absent: list('缺席人员', personRef, { max: 1000 }),
  },
  output: Course,
  async run({ tx, reach, found, next, input: { people, absent } }) {
    if (found.fromOn > tx.today) throw new Failure('conflict', `课程 ${found.fromOn} 开始，到那天再点名`)
    if (people.length === 0) throw refuseField('people', '请至少选择一位到课人员；没有办成的，请取消课程')
    const both = people.find((one) => absent.includes(one))
    if (both) throw refuseField('absent', '同一人不能又到课又缺席，请核对')
    const known = await listOf(tx, found)
    await refuseOutOfReach(tx, reach, [...people, ...absent])
    await enter(tx, found, people, 'present', known)
    await enter(tx, found, absent, 'absent', known)
    return update(tx, Course, found, { state: next as 'held' })
  },
})

/** Puts right how it went for one person, also after the roll was called. */
export const correctAttendance = action({
  label: '更正考勤',
  grant: 'training.manage',
  on: Attendance,
  input: { id: id(), version: version(), state: choice('情况', attendanceStates) },
  output: Attendance,
  async run({ tx, found, input }) {
    return setState(tx, found, input.state)
  },
})

const shownCourse = shape('课程', {
  course: Course.row,
  organiser: text('主办单位'),
  onList: integer('名单'),
  present: integer('到课'),
  mine: optional(choice('我的情况', attendanceStates)),
})

const besideCourse = (person: string | null) => ({
  columns: {
    organiser: sql<
      string | null
    >`coalesce(own_station.name, (select t.name || '民政部门' from place_tenure t where t.place = course.county and t.to_on is null limit 1))`,
    onList: sql<
      string | null
    >`(select count(*)::int from attendance a where a.course = course.id and a.course_county = course.county and a.state <> 'withdrawn')`,
    present: sql<
      string | null
    >`(select count(*)::int from attendance a where a.course = course.id and a.course_county = course.county and a.state = 'present')`,
    mine: person
      ? sql<
          string | null
        >`(select a.state from attendance a where a.course = course.id and a.course_county = course.county and a.person = ${splitId(person).uuid}::uuid limit 1)`
      : sql<string | null>`null::text`,
  },
  from: sql`left join station own_station on own_station.county = course.county and own_station.id = course.station`,
})

type Beside = { organiser: string | null; onList: string | null; present: string | null; mine: string | null }

function describe({ beside, ...course }: RowOf<typeof Course> & { beside: Beside }) {
  return {
    course,
    organiser: beside.organiser ?? '',
    onList: Number(beside.onList),
    present: Number(beside.present),
    mine: beside.mine as keyof typeof attendanceStates | null,
  }
}

/** Courses of the stations in reach and of the offices above them, by year, newest first. */
export const listCourses = query({
  label: '培训课程',
  grant: 'training.read',
  input: {
    year: optional(integer('年度', { min: 2015, max: 2100 })),
    state: optional(choice('状态', courseFlow.states)),
    station: optional(ref('社工站', 'station')),
  },
  output: list('课程', shownCourse),
  async run({ tx, actor, reach, input }) {
    const year = input.year ?? Number(tx.today.slice(0, 4))
    const stations = [...reach.stations, ...reach.own].map((one) => splitId(one).uuid)
    // an office's course is seen by all below it: the wall lets no other office's through
    const seen = sql`(course.station is null or course.county = any(${[...reach.whole]}::text[]) or course.station = any(${stations}::uuid[]))`
    const at = input.station
      ? sql`course.county = ${splitId(input.station).county} and course.station = ${splitId(input.station).uuid}::uuid`
      : sql`true`
    const rows = await select(
      tx,
      Course,
      sql`where ${seen} and ${at} and course.from_on between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
        and (${input.state ?? null}::text is null or course.state = ${input.state ?? ''}) order by course.from_on desc, course.id limit 300`,
      besideCourse(actor.person),
    )
    return rows.map(describe)
  },
})

/** One course with its list, as far as one may see the people on it. */
export const getCourse = query({
  label: '课程',
  grant: 'training.read',
  input: { id: id() },
  output: shape('课程', {
    course: Course.row,
    organiser: text('主办单位'),
    mine: optional(choice('我的情况', attendanceStates)),
    maySignUp: flag('可报名'),
    mayJoin: flag('可自己报名'),
    list: list('名单', shape('参训', { attendance: Attendance.row, stationName: text('社工站') })),
  }),
  async run({ tx, actor, input }) {
    const course = await find(tx, Course, input.id, besideCourse(actor.person))
    if (!course) throw new Failure('notFound', '找不到这门课程，或您无权查看')
    const rows = await select(
      tx,
      Attendance,
      sql`where attendance.course_county = ${course.county} and attendance.course = ${splitId(course.id).uuid}::uuid order by shown_station.name, attendance.person_name`,
      {
        columns: { stationName: sql<string | null>`shown_station.name` },
        from: sql`left join station shown_station on shown_station.county = attendance.county and shown_station.id = attendance.station`,
      },
    )
    const { course: row, organiser: name, mine } = describe(course)
    const open = row.state === 'open'
    return {
      course: row,
      organiser: name,
      mine,
      maySignUp: open && actor.grants.has('training.manage'),
      mayJoin: open && actor.grants.has('training.join') && actor.person !== null && mine !== 'signedUp',
      list: rows.map(({ beside, ...attendance }) => ({ attendance, stationName: beside.stationName ?? '' })),
    }
  },
})

/** Whom one may put on a list: people in post today at the stations one manages the training of, by station. */
export const peopleToTrain = query({
  label: '可参训人员',
  grant: 'training.manage',
  input: { station: optional(ref('社工站', 'station')) },
  output: list(
    '人员',
    shape('人员', {
      person: id(),
      name: text('姓名'),
      station: id(),
      stationName: text('社工站'),
      postName: text('岗位'),
    }),
  ),
  async run({ tx, actor, reach, input }) {
    const at = input.station
      ? sql`and p.county = ${splitId(input.station).county} and p.station = ${splitId(input.station).uuid}::uuid`
      : sql``
    return tx.rows(sql`
      select p.county || '-' || p.id as person, p.name, p.county || '-' || p.station as station, s.name as station_name, min(a.post_name) as post_name
      from person p join station s on s.county = p.county and s.id = p.station
        join appointment a on a.county = p.county and a.person = p.id and a.from_on <= ${tx.today}::date and (a.to_on is null or a.to_on >= ${tx.today}::date)
      where ${reachSql(reach, actor, Person, 'p')} ${at}
      group by p.county, p.id, p.name, p.station, s.name order by s.name, p.name limit 3000`)
  },
})

/** The kinds of training of the document that applies at a station or an office. */
export const kindsAt = query({
  label: '培训类别',
  grant: 'training.read',
  input: organiser,
  output: list('类别', shape('类别', { key: text('键'), name: text('名称', { max: 120 }) })),
  async run({ tx, input }) {
    const place = input.station ? (await find(tx, Station, input.station))?.place : input.place
    return place ? trainingKinds(await policyAt(tx, place, tx.today)) : []
  },
})
