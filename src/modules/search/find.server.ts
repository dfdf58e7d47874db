import { type RawBuilder, sql } from 'kysely'
import { type Actor, countiesIn, type Reach, reachesNothing, reachOf, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { AnyEntity } from '../../core/entity.ts'
import { choice, list, optional, shape, text } from '../../core/field.ts'
import { wordedKeys } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { Client } from '../clients/index.ts'
import { Person } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { Report, reportFlow } from '../reporting/index.ts'
import { Station } from '../stations/index.ts'
import { findGroups } from './group.ts'

const shownHits = 8
/** As many are looked at before the best are chosen: a common initial finds thousands. */
const lookedAt = 60

interface Hit {
  id: string
  name: string
  note: string | null
}

/**
 * Ids of records in reach whose words hold what was typed, by the b-tree over tokens: under row-level security no other
 * index is used (dependencies.md, "Search under row-level security").
 */
export function byTokens(entity: AnyEntity, reach: Reach, actor: Actor, typed: string): RawBuilder<{ id: string }> {
  return sql`select distinct county, id from (
    ${wordedKeys(entity, reach, typed)} and ${reachSql(reach, actor, entity, 'search_token')} limit ${lookedAt}) as found`
}

/** The names that begin with what was typed come first. */
function best(hits: readonly Hit[], typed: string): Hit[] {
  const rank = ({ name }: Hit) => (name.startsWith(typed) ? 0 : name.includes(typed) ? 1 : 2)
  return [...hits].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh-CN')).slice(0, shownHits)
}

async function people(tx: Tx, actor: Actor, reach: Reach, typed: string): Promise<Hit[]> {
  const wanted = /^\d{17}[\dXx]$/.test(typed)
    ? sql`p.county = any(${countiesIn(reach)}::text[]) and p.id_number_index = ${tx.sealer.index('person.idNumber', typed)}`
    : sql`(p.county, p.id) in (${byTokens(Person, reach, actor, typed)})`
  return tx.rows<Hit>(sql`
    select p.county || '-' || p.id as id, p.name, s.name as note
    from person p left join station s on s.county = p.county and s.id = p.station
    where ${wanted} and ${reachSql(reach, actor, Person, 'p')}`)
}

/** Clients whose files one may open: by name, pinyin, the whole identity number or phone. */
async function clients(tx: Tx, actor: Actor, reach: Reach, typed: string): Promise<Hit[]> {
  const held = sql`c.county = any(${countiesIn(reach)}::text[])`
  const wanted = /^\d{17}[\dXx]$/.test(typed)
    ? sql`${held} and c.id_number_index = ${tx.sealer.index('client.idNumber', typed)}`
    : /^1\d{10}$/.test(typed)
      ? sql`${held} and c.phone_index = ${tx.sealer.index('client.phone', typed)}`
      : sql`(c.county, c.id) in (${byTokens(Client, reach, actor, typed)})`
  return tx.rows<Hit>(sql`
    select c.county || '-' || c.id as id, c.name, s.name as note
    from client c left join station s on s.county = c.county and s.id = c.station
    where ${wanted} and c.state <> 'merged' and ${reachSql(reach, actor, Client, 'c')}`)
}

async function stations(tx: Tx, actor: Actor, reach: Reach, typed: string): Promise<Hit[]> {
  const rows = await tx.rows<{ id: string; name: string; place: string }>(sql`
    select s.county || '-' || s.id as id, s.name, s.place from station s
    where (s.county, s.id) in (${byTokens(Station, reach, actor, typed)}) and ${reachSql(reach, actor, Station, 's')}`)
  const paths = await placePaths(
    tx,
    rows.map(({ place }) => place),
    tx.today,
  )
  return rows.map(({ place, ...row }) => ({ ...row, note: paths.get(place) ?? null }))
}

/** The newest reports of the stations that are called so. */
async function reports(tx: Tx, actor: Actor, reach: Reach, typed: string): Promise<Hit[]> {
  const rows = await tx.rows<{ id: string; name: string; state: keyof typeof reportFlow.states }>(sql`
    select r.county || '-' || r.id as id, r.title as name, r.state from report r
    where (r.county, r.station) in (${byTokens(Station, reach, actor, typed)}) and ${reachSql(reach, actor, Report, 'r')}
    order by r.period desc, r.title limit ${shownHits}`)
  return rows.map(({ state, ...row }) => ({ ...row, note: reportFlow.states[state] }))
}

/** Places of today in the counties one works in. */
async function places(tx: Tx, _actor: Actor, reach: Reach, typed: string): Promise<Hit[]> {
  const rows = await tx.rows<{ id: string; name: string }>(sql`
    select p.id, t.name from place p join place_tenure t on t.place = p.id
    where p.county = any(${countiesIn(reach)}::text[]) and t.from_on <= ${tx.today}::date
      and (t.to_on is null or t.to_on >= ${tx.today}::date) and position(${typed} in t.name) > 0
    order by starts_with(t.name, ${typed}) desc, length(t.name), p.id limit ${shownHits}`)
  const paths = await placePaths(
    tx,
    rows.map(({ id }) => id),
    tx.today,
  )
  return rows.map((row) => ({ ...row, note: paths.get(row.id) ?? null }))
}

/** What is searched in which group, and the grant that lets one read it. */
const sources = {
  people: { grant: 'person.read', find: people },
  clients: { grant: 'client.read', find: clients },
  stations: { grant: 'station.read', find: stations },
  reports: { grant: 'report.read', find: reports },
  places: { grant: 'station.read', find: places },
} as const satisfies Record<keyof typeof findGroups, unknown>

/** One Chinese character says something, one letter or digit finds everything. */
const saysEnough = (typed: string) => /\p{Script=Han}|../u.test(typed)

/**
 * Finds what can be opened by what was typed: people by name, pinyin initials or the whole identity number, stations by
 * name or initials, reports by their station, places by name. Each only as far as one may read it, at most 8 of a kind.
 */
export const findAnything = query({
  label: '全局搜索',
  grant: 'signedIn',
  input: { text: text('搜索内容', { max: 40 }) },
  output: list(
    '搜索结果',
    shape('一类结果', {
      group: choice('种类', findGroups),
      hits: list('结果', shape('结果', { id: text('编号'), name: text('名称'), note: optional(text('说明')) })),
    }),
  ),
  async run({ tx, actor, input }) {
    const typed = input.text.trim()
    if (!saysEnough(typed)) return []
    const found = await Promise.all(
      (Object.keys(sources) as (keyof typeof sources)[]).map(async (group) => {
        const { grant, find } = sources[group]
        const reach = reachOf(actor, grant)
        const hits = reachesNothing(reach) ? [] : await find(tx, actor, reach, typed)
        return { group, hits: group === 'reports' || group === 'places' ? hits : best(hits, typed) }
      }),
    )
    return found.filter(({ hits }) => hits.length > 0)
  },
})
