import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { type InputOf, id, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { partAt } from '../../core/parts.ts'
import { find, insert, insertAll, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf } from '../policy/index.ts'
import { openStation, refuseForeignItems } from '../services/index.server.ts'
import { serviceGiven } from '../services/index.ts'
import { runningNumber } from '../stations/index.server.ts'
import { Station } from '../stations/index.ts'
import { Activity, ActivityReach, activityAt, activityHeld, planFields, summaryFields } from './activity.ts'
import { activityFlow } from './activityFlow.ts'

export type ActivityRow = RowOf<typeof Activity>

const planned = { ...planFields, worker: optional(ref('负责社工', 'person')) }
type Planned = InputOf<typeof planFields>

async function refusePlan(tx: Tx, station: RowOf<typeof Station>, values: Planned): Promise<void> {
  if (values.toOn && values.toOn < values.onDay) throw refuseField('toOn', '结束日期不能早于活动日期')
  if ((values.toOn ?? values.onDay) === values.onDay && values.endsAt <= values.startsAt)
    throw refuseField('endsAt', '结束时间应晚于开始时间；跨天的请填结束日期')
  await refuseForeignItems(tx, station, values.onDay, values.items)
  if (values.duty) {
    const known = linesOf(await policyAt(tx, station.place, values.onDay), 'seasonalDuty')
    if (!known.some(({ key }) => key === values.duty))
      throw refuseField('duty', '本地文件中没有这项季节性工作，请重新选择')
  }
}

/** Plans an activity; from here on it has a code that signs people in while it lasts. */
export const planActivity = action({
  label: '安排活动',
  grant: 'activity.write',
  clause: '昆民通〔2021〕8号 五',
  input: { station: ref('社工站', 'station'), ...planned },
  output: Activity,
  async run({ tx, actor, input: { station: at, worker, ...values } }) {
    const station = await openStation(tx, at, values.onDay)
    await refusePlan(tx, station, values)
    const by = worker ?? actor.person
    if (!by) throw refuseField('worker', '请选择负责社工')
    const number = await runningNumber(tx, Activity, at, `H${values.onDay.slice(0, 4)}`)
    return insert(
      tx,
      Activity,
      { id: newId(station.county), station: at },
      {
        ...values,
        number,
        worker: by,
        state: 'planned',
        code: randomBytes(16).toString('base64url'),
        photos: [],
      },
    )
  },
})

export const editActivity = action({
  label: '修改安排',
  grant: 'activity.write',
  on: Activity,
  input: { id: id(), version: version(), ...planned },
  output: Activity,
  guard: ({ state }) => (state === 'planned' ? undefined : '活动已经举办或取消，不能修改安排'),
  async run({ tx, found, input: { id: _id, version: _version, worker, ...values } }) {
    const station = await openStation(tx, found.station!, values.onDay)
    await refusePlan(tx, station, values)
    return update(tx, Activity, found, { ...values, worker: worker ?? found.worker })
  },
})

const reach = list(
  '覆盖人群',
  shape('人群', { category: ActivityReach.fields.category, people: ActivityReach.fields.people }),
  {
    max: 40,
  },
)
const summing = { id: id(), version: version(), ...summaryFields, reach }

/** Sums an activity up: from here on it is a service of the month. The heads are at least those who signed in. */
export const finishActivity = action({
  label: activityFlow.moves.finish.label,
  grant: 'activity.write',
  on: Activity,
  move: 'finish',
  input: summing,
  output: Activity,
  run: ({ tx, found, input }) => sumUp(tx, found, input),
})

/** Corrects a summary: what was counted is reversed and counted anew. */
export const correctSummary = action({
  label: '更正总结',
  grant: 'activity.write',
  on: Activity,
  input: summing,
  output: Activity,
  guard: ({ state }) => (state === 'held' ? undefined : '活动还没有总结'),
  async run({ tx, found, input }) {
    await reverse(tx, { entity: 'activity', id: found.id })
    return sumUp(tx, found, input)
  },
})

async function sumUp(
  tx: Tx,
  found: ActivityRow,
  { id: _id, version: _version, reach: reached, ...values }: InputOf<typeof summing>,
): Promise<ActivityRow> {
  if (found.onDay > tx.today) throw refuseField('people', `活动在 ${found.onDay} 举办，举办之后再总结`)
  await openStation(tx, found.station!, found.onDay)
  const { county, uuid } = splitId(found.id)
  const came = await tx.first<{ count: number }>(sql`
    select count(*)::int as count from activity_sign_in where county = ${county} and activity = ${uuid}::uuid and role = 'participant'`)
  if (values.people < came!.count) throw refuseField('people', `已有 ${came!.count} 人签到，参加人数不能少于签到人数`)
  await noteReach(tx, found, values.people, reached)
  const row = await update(tx, Activity, found, { ...values, state: 'held', why: null })
  const fact = {
    county,
    station: row.station!,
    on: row.onDay,
    source: { entity: 'activity', id: row.id },
    place: row.place,
    worker: row.worker,
    people: values.people,
    minutes: values.minutes,
  }
  record(tx, { ...fact, kind: activityHeld.name, variant: row.kind })
  record(tx, { ...fact, kind: activityAt.name, variant: row.venueKind })
  record(tx, { ...fact, kind: serviceGiven.name, variant: 'activity', items: row.items })
  return row
}

async function noteReach(
  tx: Tx,
  found: ActivityRow,
  people: number,
  reached: readonly { category: string; people: number }[],
): Promise<void> {
  const station = (await find(tx, Station, found.station!))!
  const lines = linesOf(await policyAt(tx, station.place, found.onDay), 'clientCategory')
  const known = new Map(lines.map(({ category, value }) => [category as string, String(value)]))
  if (new Set(reached.map(({ category }) => category)).size < reached.length)
    throw refuseField('reach', '同一类人群只填一行，请合并')
  for (const one of reached) {
    if (!known.has(one.category)) throw refuseField('reach', `「${one.category}」不在本地的服务对象类别中，请重新选择`)
    if (one.people > people)
      throw refuseField('reach', `「${known.get(one.category)}」${one.people} 人，多于参加人数 ${people} 人，请核对`)
  }
  const { county, uuid } = splitId(found.id)
  tx.send(sql`delete from activity_reach where county = ${county} and activity = ${uuid}::uuid`)
  await insertAll(
    tx,
    ActivityReach,
    reached.map((one) => ({ at: partAt(found), values: { ...one, activity: found.id } })),
  )
}

const opinion = optional(text('原因', { max: 500, multiline: true }))
const because = { id: id(), version: version(), opinion }

export const reopenActivity = action({
  label: activityFlow.moves.reopen.label,
  grant: 'activity.write',
  on: Activity,
  move: 'reopen',
  input: because,
  output: Activity,
  async run({ tx, found, input }) {
    await reverse(tx, { entity: 'activity', id: found.id })
    return update(tx, Activity, found, { state: 'planned', why: input.opinion ?? null })
  },
})

export const cancelActivity = action({
  label: activityFlow.moves.cancel.label,
  grant: 'activity.write',
  on: Activity,
  move: 'cancel',
  input: because,
  output: Activity,
  run: ({ tx, found, input }) => update(tx, Activity, found, { state: 'cancelled', why: input.opinion ?? null }),
})

export const restoreActivity = action({
  label: activityFlow.moves.restore.label,
  grant: 'activity.write',
  on: Activity,
  move: 'restore',
  input: because,
  output: Activity,
  run: ({ tx, found, input }) => update(tx, Activity, found, { state: 'planned', why: input.opinion ?? null }),
})
