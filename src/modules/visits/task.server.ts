import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { date, flag, id, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { select, update } from '../../core/records.ts'
import { VisitTask } from './visit.ts'

/** Ends a follow-up with what came of it. */
export const finishTask = action({
  label: '完成跟进',
  grant: 'visit.record',
  offline: true,
  on: VisitTask,
  input: {
    id: id(),
    version: version(),
    doneOn: date('完成日期', { past: true }),
    result: text('结果', { max: 300, multiline: true }),
  },
  output: VisitTask,
  guard: ({ doneOn }) => (doneOn ? '这件事已经完成' : undefined),
  async run({ tx, found, input }) {
    return update(tx, VisitTask, found, { doneOn: input.doneOn, result: input.result })
  },
})

/** What is still to be done, soonest first. */
export const listTasks = query({
  label: '跟进事项',
  grant: 'visit.read',
  input: {
    station: optional(ref('社工站', 'station')),
    client: optional(ref('服务对象', 'client')),
    finished: optional(flag('已完成的')),
  },
  output: list(
    '跟进事项',
    shape('跟进事项', {
      task: VisitTask.row,
      clientName: text('姓名'),
      workerName: text('由谁跟进'),
      visitOn: date('走访日期'),
    }),
  ),
  async run({ tx, actor, reach, input: { station, client, finished } }) {
    const rows = await select(
      tx,
      VisitTask,
      sql`where ${reachSql(reach, actor, VisitTask)} and ${finished ? sql`visit_task.done_on is not null` : sql`visit_task.done_on is null`}
        ${station ? sql`and visit_task.county = ${splitId(station).county} and visit_task.station = ${splitId(station).uuid}::uuid` : sql``}
        ${client ? sql`and visit_task.county = ${splitId(client).county} and visit_task.client = ${splitId(client).uuid}::uuid` : sql``}
        order by visit_task.due_on, visit_task.id limit 200`,
      {
        columns: {
          clientName: sql<string>`shown_visit.client_name`,
          workerName: sql<string>`shown_worker.name`,
          visitOn: sql<string>`shown_visit.on_day`,
        },
        from: sql`
          join visit shown_visit on shown_visit.county = visit_task.county and shown_visit.id = visit_task.visit
          join person shown_worker on shown_worker.county = visit_task.county and shown_worker.id = visit_task.worker`,
      },
    )
    return rows.map((task) => ({
      task,
      clientName: task.beside.clientName ?? '',
      workerName: task.beside.workerName ?? '',
      visitOn: task.beside.visitOn!,
    }))
  },
})
