import { type RawBuilder, sql } from 'kysely'
import { type Actor, reachesNothing, reachOf, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { date, id, integer, list, optional, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Client } from './client.ts'
import { aliasesOf } from './file.server.ts'
import { Household } from './household.ts'
import { type TimelineLine, type TimelineOf, timelineSources } from './timeline.ts'

const line = shape('一条', {
  onDay: date('日期'),
  source: text('种类'),
  label: text('种类'),
  kind: text('类型'),
  title: text('内容', { max: 200 }),
  note: optional(text('说明', { max: 300 })),
  workerName: optional(text('办理人')),
  stationName: optional(text('社工站')),
  /** The record it comes from, and its page. */
  record: id(),
  path: optional(text('页面')),
})

interface Read extends TimelineLine {
  source: string
  workerName: string | null
  stationName: string | null
}

interface Wanted {
  sources?: readonly string[] | null
  after?: string | null
  limit: number
}

/** Lines of every source this actor may read, newest first, by keyset: each source is asked for its own first lines only. */
export async function linesOfClients(tx: Tx, actor: Actor, of: TimelineOf, { sources, after, limit }: Wanted) {
  const past = after ? cursorOf(after) : undefined
  const beyond = past ? sql`where (l.on_day, l.record) < (${past[0]}::date, ${past[1]}::uuid)` : sql``
  const parts: RawBuilder<unknown>[] = []
  for (const source of timelineSources().values()) {
    const reach = reachOf(actor, source.grant)
    if (reachesNothing(reach) || (sources && !sources.includes(source.name))) continue
    const lines = source.lines(of, reachSql(reach, actor, source.entity))
    parts.push(sql`(select ${source.name}::text as source, l.* from (${lines}) as l(on_day, record, station, worker, kind, title, note)
      ${beyond} order by l.on_day desc, l.record desc limit ${limit + 1})`)
  }
  if (parts.length === 0) return { lines: [], next: null }
  const rows = await tx.rows<Read>(sql`
    select l.*, p.name as worker_name, s.name as station_name
    from (select * from (${sql.join(parts, sql` union all `)}) as every_source order by on_day desc, record desc limit ${limit + 1}) as l
      left join person p on p.county = ${of.county} and p.id = l.worker
      left join station s on s.county = ${of.county} and s.id = l.station
    order by l.on_day desc, l.record desc`)
  const shown = rows.slice(0, limit)
  const end = shown.at(-1)
  return {
    lines: shown.map((one) => {
      const source = timelineSources().get(one.source)!
      return {
        ...one,
        label: source.label,
        record: `${of.county}-${one.record}`,
        path: source.path ? `${source.path}/${of.county}-${one.record}` : null,
      }
    }),
    next: rows.length > limit && end ? JSON.stringify([end.onDay, end.record]) : null,
  }
}

function cursorOf(after: string): [string, string] {
  try {
    const cursor: unknown = JSON.parse(after)
    if (Array.isArray(cursor) && cursor.length === 2) return [String(cursor[0]), String(cursor[1])]
  } catch {
    // what is not a cursor of ours is refused below
  }
  throw new Failure('invalid', '翻页位置不对，请回到第一页')
}

const paging = {
  source: optional(text('种类', { max: 40 })),
  after: optional(text('下一页', { max: 200 })),
  limit: optional(integer('条数', { min: 1, max: 200 })),
}
const answer = shape('时间线', {
  lines: list('时间线', line),
  next: optional(text('下一页')),
  sources: list('种类', shape('种类', { name: text('代码'), label: text('种类') })),
})

const words = (actor: Actor) =>
  [...timelineSources().values()]
    .filter(({ grant }) => !reachesNothing(reachOf(actor, grant)))
    .map(({ name, label }) => ({ name, label }))

/** Everything that happened with a client, newest first, as far as the reader may see each kind. */
export const timelineOf = query({
  label: '服务对象时间线',
  grant: 'client.read',
  input: { id: id(), ...paging },
  output: answer,
  async run({ tx, actor, reach, input }) {
    const client = await findReachable(tx, Client, reach, input.id)
    const of = { county: client.county, clients: await aliasesOf(tx, client) }
    const found = await linesOfClients(tx, actor, of, {
      sources: input.source ? [input.source] : null,
      after: input.after ?? null,
      limit: input.limit ?? 30,
    })
    return { ...found, sources: words(actor) }
  },
})

/** The same for everyone of a household who has a file. */
export const householdTimeline = query({
  label: '家庭时间线',
  grant: 'client.read',
  input: { id: id(), ...paging },
  output: answer,
  async run({ tx, actor, reach, input }) {
    const household = await findReachable(tx, Household, reach, input.id)
    const { uuid } = splitId(household.id)
    const members = await tx.rows<{ id: string }>(
      sql`select id from client where county = ${household.county} and household = ${uuid}::uuid and ${reachSql(reach, actor, Client)}`,
    )
    const of = { county: household.county, clients: members.map((one) => one.id) }
    const found = await linesOfClients(tx, actor, of, {
      sources: input.source ? [input.source] : null,
      after: input.after ?? null,
      limit: input.limit ?? 30,
    })
    return { ...found, sources: words(actor) }
  },
})
