import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { worded } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { CaseFile } from './caseFile.ts'
import { caseFlow, workingStages } from './caseFlow.ts'
import { caseViews } from './caseViews.ts'

const listed = shape('个案', {
  record: CaseFile.row,
  workerName: text('负责社工'),
  stationName: text('社工站'),
  overdue: flag('下一步已过期'),
})

const beside = {
  columns: {
    workerName: sql<string | null>`shown_worker.name`,
    stationName: sql<string | null>`shown_station.name`,
  },
  from: sql`
    left join person shown_worker on shown_worker.county = case_file.county and shown_worker.id = case_file.worker
    left join station shown_station on shown_station.county = case_file.county and shown_station.id = case_file.station`,
}

type Shown = RowOf<typeof CaseFile> & { beside: Record<'workerName' | 'stationName', string | null> }

const working = sql<boolean>`case_file.stage = any(${[...workingStages]}::text[])`
const overdueSql = (tx: Tx) => sql<boolean>`(case_file.next_on < ${tx.today}::date and ${working})`

function describe(tx: Tx, row: Shown) {
  const { nextOn, stage } = row
  return {
    record: row,
    workerName: row.beside.workerName ?? '',
    stationName: row.beside.stationName ?? '',
    overdue: nextOn !== null && nextOn < tx.today && workingStages.includes(stage),
  }
}

function viewSql(tx: Tx, view: keyof typeof caseViews): RawBuilder<boolean>[] {
  switch (view) {
    case 'working':
      return [working]
    case 'overdue':
      return [overdueSql(tx)]
    case 'crisis':
      return [sql<boolean>`case_file.crisis and ${working}`]
    case 'review':
      return [sql<boolean>`case_file.stage in ('planReview', 'closureReview')`]
    case 'all':
      return []
  }
}

const matches = (reach: Reach, typed: string) =>
  sql<boolean>`(${worded(CaseFile, reach, typed)} or position(${typed.trim().toUpperCase()} in upper(case_file.number)) > 0)`

/** Cases within reach, the latest intake first; without a view those being worked on. */
export const listCases = query({
  label: '个案列表',
  grant: 'case.read',
  input: {
    view: optional(choice('范围', caseViews)),
    stage: optional(choice('阶段', caseFlow.states)),
    worker: optional(ref('负责社工', 'person')),
    client: optional(ref('服务对象', 'client')),
    search: optional(text('姓名、拼音或编号', { max: 60 })),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('个案列表', {
    rows: list('个案', listed),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { view, stage, worker, client, search, after, limit } }) {
    const where = [
      // a stage asked for by name is shown whatever the view
      ...(stage ? [sql<boolean>`case_file.stage = ${stage}`] : viewSql(tx, view ?? (client ? 'all' : 'working'))),
      ...(worker ? [sql<boolean>`case_file.worker = ${splitId(worker).uuid}::uuid`] : []),
      ...(client
        ? [
            sql<boolean>`case_file.county = ${splitId(client).county} and case_file.client = ${splitId(client).uuid}::uuid`,
          ]
        : []),
      ...(search?.trim() ? [matches(reach, search)] : []),
    ]
    const found = await page(tx, CaseFile, reach, {
      where,
      order: ['intake_on', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside,
    })
    return { ...found, rows: found.rows.map((row) => describe(tx, row)) }
  },
})

const due = shape('待回访', {
  caseFile: id(),
  number: text('个案编号'),
  clientName: text('姓名'),
  dueOn: date('应回访日期'),
})

/** The worker's home: their running cases by what is to be done first, and whom of the closed ones to ask after. */
export const myCases = query({
  label: '我的个案',
  grant: 'case.read',
  input: {},
  output: shape('我的个案', { rows: list('个案', listed), total: integer('总数'), followUps: list('待回访', due) }),
  async run({ tx, actor, reach }) {
    if (!actor.person) return { rows: [], total: 0, followUps: [] }
    const { county, uuid } = splitId(actor.person)
    const mine = sql<boolean>`case_file.county = ${county} and case_file.worker = ${uuid}::uuid and ${working}`
    const [found, followUps] = await Promise.all([
      page(tx, CaseFile, reach, { where: [mine], order: ['intake_on', 'asc'], limit: 50, beside }),
      tx.rows<{ caseFile: string; number: string; clientName: string; dueOn: string }>(sql`
        select case_file.county || '-' || case_file.id as case_file, case_file.number, case_file.client_name, u.due_on
        from case_follow_up u join case_file on case_file.county = u.county and case_file.id = u.case_file
        where u.county = ${county} and u.done_on is null and case_file.stage = 'closed' and case_file.worker = ${uuid}::uuid
          and u.due_on <= ${tx.today}::date + 14 and ${reachSql(reach, actor, CaseFile)} order by u.due_on limit 20`),
    ])
    const rank = ({ record: { crisis, nextOn } }: { record: RowOf<typeof CaseFile> }) =>
      `${crisis ? 0 : 1}${nextOn ?? '9999-12-31'}`
    const rows = found.rows.map((row) => describe(tx, row)).sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    return { rows, total: found.total, followUps }
  },
})

/** Plans and closures that wait for a second person, the oldest first. */
export const casesToReview = query({
  label: '待审核的个案',
  grant: 'case.review',
  input: {},
  output: shape('待审核的个案', { rows: list('个案', listed), crisis: integer('危机个案') }),
  async run({ tx, actor, reach }) {
    const [found, crisis] = await Promise.all([
      page(tx, CaseFile, reach, {
        where: [sql<boolean>`case_file.stage in ('planReview', 'closureReview')`],
        order: ['stage_since', 'asc'],
        limit: 50,
        beside,
      }),
      tx.first<{ count: number }>(
        sql`select count(*)::int as count from case_file where crisis and ${working} and ${reachSql(reach, actor, CaseFile)}`,
      ),
    ])
    return { rows: found.rows.map((row) => describe(tx, row)), crisis: crisis!.count }
  },
})
