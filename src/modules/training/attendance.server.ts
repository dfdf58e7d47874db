import { sql } from 'kysely'
import { reachesStation } from '../../core/access.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { insertAll, select, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { lookBeyond } from '../../core/widen.ts'
import { Person } from '../people/index.ts'
import { countiesWithin } from '../places/index.server.ts'
import { Attendance, type attendanceStates, type Course, trainingAttended } from './course.ts'

export type CourseRow = RowOf<typeof Course>
type AttendanceRow = RowOf<typeof Attendance>

/** Everybody on a course's list whom the transaction's scope holds, by name. */
export function listOf(tx: Tx, course: Pick<CourseRow, 'id' | 'county'>): Promise<AttendanceRow[]> {
  return select(
    tx,
    Attendance,
    sql`where course_county = ${course.county} and course = ${splitId(course.id).uuid}::uuid order by person_name, id`,
  )
}

/**
 * How many stand on a course's list, also of stations out of reach: only the number leaves. Those who sign up at the same
 * moment wait for each other.
 */
export async function takenSeats(tx: Tx, course: CourseRow): Promise<number> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${course.id}, 0))`)
  const whole = await countiesWithin(tx, course.county, tx.today)
  return lookBeyond(tx, { whole, stations: [], own: [] }, 'seats', async () => {
    const [taken] = await tx.rows<{ n: number }>(sql`select count(*)::int as n from attendance
      where course_county = ${course.county} and course = ${splitId(course.id).uuid}::uuid and state <> 'withdrawn'`)
    return taken!.n
  })
}

/** Puts people on a course's list, or sets how it went for those who are on it; facts follow who was present. */
export async function enter(
  tx: Tx,
  course: CourseRow,
  people: readonly string[],
  state: keyof typeof attendanceStates,
  known: readonly AttendanceRow[],
): Promise<void> {
  if (people.length === 0) return
  const missing = people.filter((person) => !known.some((one) => one.person === person))
  const added = await insertAll(
    tx,
    Attendance,
    (await peopleOf(tx, missing)).map((person) => ({
      at: { id: newId(person.county), station: person.station },
      values: {
        course: course.id,
        courseTitle: course.title,
        kindName: course.kindName,
        onDay: course.toOn,
        person: person.id,
        personName: person.name,
        state,
        hours: course.hours,
        continuing: course.continuing,
      },
    })),
  )
  for (const row of added) count(tx, row)
  for (const row of known.filter(({ person }) => people.includes(person))) await setState(tx, row, state)
}

/** Changes how it went for one person; what was counted before is taken back first. */
export async function setState(
  tx: Tx,
  row: AttendanceRow,
  state: keyof typeof attendanceStates,
): Promise<AttendanceRow> {
  if (row.state === state) return row
  if (row.state === 'present') await reverse(tx, { entity: 'attendance', id: row.id })
  const changed = await update(tx, Attendance, row, { state })
  count(tx, changed)
  return changed
}

function count(tx: Tx, row: AttendanceRow): void {
  if (row.state !== 'present' || !row.station) return
  record(tx, {
    kind: trainingAttended.name,
    county: row.county,
    station: row.station,
    on: row.onDay,
    source: { entity: 'attendance', id: row.id },
    variant: row.kindName,
    worker: row.person,
    people: 1,
    minutes: Math.round(row.hours * 60),
  })
}

async function peopleOf(tx: Tx, ids: readonly string[]): Promise<RowOf<typeof Person>[]> {
  if (ids.length === 0) return []
  const counties = [...new Set(ids.map((one) => splitId(one).county))]
  const uuids = ids.map((one) => splitId(one).uuid)
  return select(tx, Person, sql`where county = any(${counties}::text[]) and id = any(${uuids}::uuid[])`)
}

/** People may be put on a list by whoever manages the training of the station that keeps their file. */
export async function refuseOutOfReach(
  tx: Tx,
  reach: Parameters<typeof reachesStation>[0],
  people: readonly string[],
): Promise<void> {
  const found = await peopleOf(tx, people)
  const outside = found.find(({ county, station }) => !reachesStation(reach, county, station))
  if (found.length < new Set(people).size || outside)
    throw refuseField('people', `${outside ? `「${outside.name}」` : '名单中有人'}不在您管理的范围内，请从名单中去掉`)
}

export function refuseFull(course: CourseRow, taken: number, more: number): void {
  if (course.seats !== null && taken + more > course.seats)
    throw new Failure(
      'conflict',
      `名额 ${course.seats} 人，已报名 ${taken} 人，还能报 ${Math.max(0, course.seats - taken)} 人`,
      {
        people: `还能报 ${Math.max(0, course.seats - taken)} 人，请减少人数`,
      },
    )
}
