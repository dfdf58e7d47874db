import { type RawBuilder, sql } from 'kysely'
import { type Behind, countOfPlace, factMeasure, measure, type Scope } from '../../core/measures.ts'
import { meetingHeld, meetingKinds } from './meeting.ts'

export const meetingsByKind = factMeasure({
  name: 'meetings.byKind',
  label: '各类会议',
  unit: '次',
  definition: '期内社工站召开并写了纪要的会议次数，按类别分列；取消的不计。',
  fact: meetingHeld,
  count: 'records',
  split: 'variant',
  dimension: { label: '会议类别', words: meetingKinds },
})

const held = (scope: Scope, where: RawBuilder<unknown>) => sql`
  select m.county, m.station, m.id, m.on_day, m.subject from meeting m
  where ${where} and m.state = 'held' and m.line = ${String(scope.with.line ?? '')}
    and m.on_day between ${scope.from}::date and ${scope.to}::date`

/** PZ-3.2: how often an office held the meeting that a line asks of it. */
export const officeMeetings = measure({
  name: 'meetings.ofArea',
  label: '本级召开的会议',
  unit: '次',
  grain: 'place',
  definition: '期内本级民政部门召开、对应该项要求并写了纪要的会议次数。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => countOfPlace(scope.place ?? '', held(scope, sql`m.place = ${scope.place ?? ''}`)),
  list: (scope) => sql<Behind>`
    select 'meeting' as entity, h.county || '-' || h.id as id, null::text as station, h.on_day as "on", h.subject as label,
      null::float8 as value, null::boolean as hit
    from (${held(scope, sql`m.place = ${scope.place ?? ''}`)}) as h order by h.on_day`,
})
