import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import { choice, instant, integer, list, optional, shape, text } from '../../core/field.ts'
import { jobStates } from './job.ts'

const job = shape('后台任务', {
  id: text('编号'),
  label: text('任务', { max: 200 }),
  state: choice('状态', jobStates),
  done: integer('已完成'),
  total: integer('总数'),
  fileName: optional(text('文件')),
  problem: optional(text('问题', { max: 300 })),
  createdAt: instant('发起时间'),
})

/** What I asked for in the last week, newest first. */
export const myJobs = query({
  label: '我的后台任务',
  grant: 'signedIn',
  input: {},
  output: list('后台任务', job),
  async run({ tx, actor }) {
    return tx.rows(sql`select id, label, state, done, total, file_name, problem, created_at from job_run
      where account = ${actor.account}::uuid order by created_at desc limit 50`)
  },
})
