import { type RawBuilder, sql } from 'kysely'
import { countiesIn } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { areaChain } from '../../core/audit.ts'
import { entities } from '../../core/entity.ts'
import type { Fields } from '../../core/field.ts'
import { date, instant, list, optional, shape, text } from '../../core/field.ts'
import { uuidShape } from '../../core/identifiers.ts'
import { sayChain, sayRecord, wantChain } from './line.server.ts'
import { namesOf, type Wanted, want } from './names.server.ts'
import { cursorOf, instantForm, later, merged, onDays, within } from './newest.server.ts'

interface LookRow {
  county: string
  id: string
  station: string | null
  at: string
  account: string
  entity: string
  record: string
  field: string
  reason: string
}

/** Who looked at hidden values, within reach, newest first. */
export const listLooks = query({
  label: '查阅记录',
  grant: 'audit.read',
  input: {
    account: optional(text('账号', { max: 40, pattern: '^[0-9a-f-]{36}$' })),
    from: optional(date('自')),
    to: optional(date('至')),
    after: optional(text('下一页', { max: 100 })),
  },
  output: shape('查阅记录', {
    looks: list(
      '查阅',
      shape('查阅', {
        key: text('编号'),
        at: instant('时间'),
        byName: text('查阅人'),
        entity: text('记录'),
        entityLabel: text('记录种类'),
        record: text('记录编号'),
        recordName: optional(text('名称')),
        field: text('查看了'),
        reason: text('原因'),
        chain: text('所在'),
      }),
    ),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input }) {
    const past = input.after ? cursorOf(input.after, [instantForm, uuidShape]) : undefined
    const filters = [
      ...(input.account ? [sql`account = ${input.account}::uuid`] : []),
      ...onDays(input),
      ...(past ? [sql`(at, id) < (${past[0]}::timestamptz, ${past[1]}::uuid)`] : []),
    ]
    const { rows, next } = await merged<LookRow>(
      countiesIn(reach).map(
        (county) => (limit) => tx.rows(newestIn([sql`county = ${county}`, within(reach, county), ...filters], limit)),
      ),
      (a, b) => later(a.at, b.at) || later(a.id, b.id),
    )
    const wanted: Wanted = new Map()
    const chainOf = ({ county, station }: LookRow) => ({ county, station: station ?? areaChain })
    const recordOf = ({ county, record }: LookRow) => (uuidShape.test(record) ? `${county}-${record}` : record)
    for (const row of rows) {
      want(wanted, 'account', row.account)
      want(wanted, row.entity, recordOf(row))
      wantChain(wanted, chainOf(row))
    }
    const names = await namesOf(tx, wanted)
    return {
      looks: rows.map((row) => ({
        key: `${row.county}|${row.id}`,
        at: row.at,
        byName: names.get(`account|${row.account}`) ?? '已删除的账号',
        entity: row.entity,
        entityLabel: sayRecord(row.entity),
        record: recordOf(row),
        recordName: names.get(`${row.entity}|${recordOf(row)}`) ?? null,
        field: (entities().get(row.entity)?.fields as Fields | undefined)?.[row.field]?.label ?? row.field,
        reason: row.reason,
        chain: sayChain(row.county, chainOf(row).station, names),
      })),
      next: next && JSON.stringify([next.at, next.id]),
    }
  },
})

function newestIn(where: RawBuilder<unknown>[], limit: number): RawBuilder<LookRow> {
  return sql`select county, id, station, at, account, entity, record, field, reason from access_log
    where ${sql.join(where, sql` and `)} order by at desc, id desc limit ${limit}`
}
