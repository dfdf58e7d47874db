import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { homeFor } from './home.server.ts'
import { PlanTask, WorkPlan } from './plan.ts'

const { place: _place, ...planned } = WorkPlan.fields
const {
  plan: _plan,
  progress: _progress,
  doneOn: _done,
  droppedOn: _dropped,
  addedOn: _added,
  ...taskInput
} = PlanTask.fields

async function refuseForeignLine(tx: Tx, place: string, key: string | null | undefined): Promise<void> {
  if (!key) return
  const known = linesOf(await policyAt(tx, place, tx.today), 'plan').some((line) => line.key === key)
  if (!known) throw refuseField('line', '这项要求不在本地适用的文件里，请重新选择')
}

/** Registers a plan of a station, or of the office's own area, for a span of days (PZ-G4.3, BH-2.3, GD-A3.16). */
export const addPlan = action({
  label: '登记计划',
  grant: 'document.keep',
  input: { station: optional(ref('社工站', 'station')), place: optional(link('本级辖区', 'place')), ...planned },
  output: WorkPlan,
  async run({ tx, reach, input: { station, place, ...values } }) {
    const home = await homeFor(tx, reach, { station: station ?? null, place: place ?? null })
    if (values.toOn < values.fromOn) throw refuseField('toOn', `不能早于起始日期 ${values.fromOn}`)
    const at = home.place ?? (await findReachable(tx, Station, reach, home.station!)).place
    await refuseForeignLine(tx, at, values.line)
    return insert(tx, WorkPlan, { id: newId(home.county), station: home.station }, { ...values, place: home.place })
  },
})

export const editPlan = action({
  label: '修改计划',
  grant: 'document.keep',
  on: WorkPlan,
  input: { id: id(), version: version(), ...planned },
  output: WorkPlan,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    if (values.toOn < values.fromOn) throw refuseField('toOn', `不能早于起始日期 ${values.fromOn}`)
    const place =
      found.place ??
      (await tx.first<{ place: string }>(
        sql`select place from station where county = ${found.county} and id = ${splitId(found.station!).uuid}::uuid`,
      ))!.place
    await refuseForeignLine(tx, place, values.line)
    return update(tx, WorkPlan, found, values)
  },
})

/** Adds a task to a plan, from today on. */
export const addTask = action({
  label: '添加任务',
  grant: 'document.keep',
  on: WorkPlan,
  input: { id: id(), ...taskInput },
  output: PlanTask,
  async run({ tx, found, input: { id: _id, ...values } }) {
    refuseDue(found, values.dueOn)
    return insert(
      tx,
      PlanTask,
      { id: newId(found.county), station: found.station },
      { ...values, plan: found.id, addedOn: tx.today, progress: 0, doneOn: null, droppedOn: null },
    )
  },
})

function refuseDue({ fromOn, toOn }: { fromOn: string; toOn: string }, dueOn: string): void {
  if (dueOn < fromOn || dueOn > toOn) throw refuseField('dueOn', `请填写计划起止 ${fromOn} 至 ${toOn} 之间的日期`)
}

const whileOpen = ({ doneOn, droppedOn }: { doneOn: string | null; droppedOn: string | null }) =>
  droppedOn ? '这项任务已经取消' : doneOn ? '这项任务已经完成' : undefined

/** Corrects a task that is still to be done. */
export const editTask = action({
  label: '修改任务',
  grant: 'document.keep',
  on: PlanTask,
  input: { id: id(), version: version(), ...taskInput },
  output: PlanTask,
  guard: whileOpen,
  async run({ tx, reach, found, input: { id: _id, version: _version, ...values } }) {
    refuseDue(await findReachable(tx, WorkPlan, reach, found.plan), values.dueOn)
    return update(tx, PlanTask, found, values)
  },
})

/** How far a task is; done is a hundred per cent, on a day. */
export const reportTask = action({
  label: '填报进度',
  grant: 'document.keep',
  on: PlanTask,
  input: {
    id: id(),
    version: version(),
    progress: PlanTask.fields.progress,
    doneOn: optional(date('完成日期', { past: true, help: '完成的才填' })),
    note: PlanTask.fields.note,
  },
  output: PlanTask,
  guard: ({ droppedOn }) => (droppedOn ? '这项任务已经取消' : undefined),
  async run({ tx, found, input: { progress, doneOn, note } }) {
    if (doneOn && progress < 100) throw refuseField('progress', '填了完成日期的，进度应为 100%；没有完成的不填完成日期')
    if (progress === 100 && !doneOn) throw refuseField('doneOn', '进度 100% 的请填写完成日期')
    return update(tx, PlanTask, found, { progress, doneOn: doneOn ?? null, ...(note !== undefined && { note }) })
  },
})

/** Takes a task off the plan, with the reason; it no longer counts from that day on. */
export const dropTask = action({
  label: '取消任务',
  grant: 'document.keep',
  on: PlanTask,
  input: {
    id: id(),
    version: version(),
    droppedOn: date('取消日期', { past: true }),
    note: text('原因', { max: 200 }),
  },
  output: PlanTask,
  guard: whileOpen,
  async run({ tx, found, input: { droppedOn, note } }) {
    if (droppedOn < found.addedOn) throw refuseField('droppedOn', `不能早于列入日期 ${found.addedOn}`)
    return update(tx, PlanTask, found, { droppedOn, note })
  },
})

/** A plan with its tasks, nearest due first. */
export const getPlan = query({
  label: '工作计划',
  grant: 'station.read',
  input: { id: id() },
  output: shape('工作计划', {
    plan: WorkPlan.row,
    homeName: text('所属'),
    lineLabel: optional(text('对应要求', { max: 200 })),
    clause: optional(text('条款')),
    tasks: list('任务', PlanTask.row),
    done: integer('已完成'),
    counted: integer('任务数'),
  }),
  async run({ tx, reach, input }) {
    const plan = await findReachable(tx, WorkPlan, reach, input.id)
    const { county, uuid } = splitId(plan.id)
    const [tasks, home] = await Promise.all([
      select(tx, PlanTask, sql`where county = ${county} and plan = ${uuid}::uuid order by due_on, title`),
      tx.first<{ name: string; place: string }>(
        plan.station
          ? sql`select name, place from station where county = ${county} and id = ${splitId(plan.station).uuid}::uuid`
          : sql`select name, id as place from place_on(${tx.today}::date) where id = ${plan.place}`,
      ),
    ])
    const policy = home && (await policyAt(tx, home.place, plan.fromOn))
    const line = policy && linesOf(policy, 'plan').find(({ key }) => key === plan.line)
    const standing = tasks.filter(({ droppedOn }) => droppedOn === null)
    return {
      plan,
      homeName: home?.name ?? '',
      lineLabel: line?.label ?? null,
      clause: line && policy ? cite(policy, line) : null,
      tasks,
      done: standing.filter(({ doneOn }) => doneOn !== null).length,
      counted: standing.length,
    }
  },
})
