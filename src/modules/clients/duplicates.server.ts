import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachesRecord, reachOf, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { choice, flag, id, integer, list, optional, shape, text, texts, version } from '../../core/field.ts'
import { joinId, splitId, uuidv7 } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Client } from './client.ts'
import { describeClients, listedClient } from './clients.server.ts'
import { Duplicate, type duplicateReasons, duplicateStates } from './duplicate.ts'
import { hideHints } from './file.server.ts'

/** A phone that stands in more files than this is an office's or a village cadre's: it says nothing about a person. */
const sharedPhone = 5
/** So many pairs are written at a time; the next search goes on with the rest. */
const mostPairs = 5000

interface Pair {
  county: string
  first: string
  second: string
  station: string | null
  why: (keyof typeof duplicateReasons)[]
}

/** A key that so many files share is a placeholder somebody typed, such as one name and the first of January. */
const sharedKey = 20

/**
 * Pairs of files in reach that may be of one person and stand in no pair yet: by identity number, by name and birth, by
 * phone outside one household, by name and address. One statement over the set: files are grouped by each key and only
 * the groups are paired, so that it stays as fast as one sort, however many files there are.
 */
export async function pairsAlike(tx: Tx, reach: Reach): Promise<Pair[]> {
  const grouped = (
    why: keyof typeof duplicateReasons,
    keys: RawBuilder<unknown>,
    known: RawBuilder<unknown>,
    most: number,
  ) => sql`
    select county, ${why}::text as why, array_agg(id order by id) as ids, array_agg(station order by id) as stations,
      array_agg(household order by id) as households
    from files where ${known} is not null group by county, ${keys} having count(*) between 2 and ${most}`
  return tx.rows<Pair>(sql`
    with files as materialized (
      select county, id, station, name, born_on, household, id_number_index, phone_index, address_index from client
      where state in ('active', 'closed') and ${reachSql(reach, tx.actor, Client)}
    ), alike as (
      select g.county, g.why, a.id as first, b.id as second, a.station as one, b.station as other
      from (
        ${grouped('idNumber', sql`id_number_index`, sql`id_number_index`, sharedKey)}
        union all ${grouped('nameBorn', sql`name, born_on`, sql`born_on`, sharedKey)}
        union all ${grouped('phone', sql`phone_index`, sql`phone_index`, sharedPhone)}
        union all ${grouped('address', sql`name, address_index`, sql`address_index`, sharedKey)}
      ) g
        cross join lateral unnest(g.ids, g.stations, g.households) with ordinality as a(id, station, household, place_in)
        cross join lateral unnest(g.ids, g.stations, g.households) with ordinality as b(id, station, household, place_in)
      where a.place_in < b.place_in and (g.why <> 'phone' or a.household is null or b.household is null or a.household <> b.household)
    )
    select county, first, second, case when min(one::text) = min(other::text) then min(one::text) end as station, array_agg(distinct why) as why
    from alike p where not exists (select from duplicate d where d.county = p.county and d.first = p.first and d.second = p.second)
    group by county, first, second order by county, first, second limit ${mostPairs}`)
}

/** Writes found pairs; a pair over two stations is the county's to decide. Answers how many are new. */
export async function notePairs(tx: Tx, pairs: readonly Pair[]): Promise<number> {
  // a pair over two stations can be written only where the whole county is in reach
  const mine = pairs.filter(
    ({ county, station }) => station !== null || reachOf(tx.actor, 'client.merge').whole.includes(county),
  )
  if (mine.length === 0) return 0
  const written = await tx.rows(sql`
    insert into duplicate (id, county, station, version, created_at, created_by, first, second, why, state, found_on)
    select p.id, p.county, p.station, 1, ${tx.now}::timestamptz, ${tx.actor.account}::uuid, p.first, p.second, string_to_array(p.why, ','), 'open', ${tx.today}::date
    from unnest(${mine.map(() => uuidv7())}::uuid[], ${mine.map(({ county }) => county)}::text[], ${mine.map(({ station }) => station)}::uuid[],
      ${mine.map(({ first }) => first)}::uuid[], ${mine.map(({ second }) => second)}::uuid[], ${mine.map(({ why }) => why.join(','))}::text[])
      as p(id, county, station, first, second, why)
    on conflict (county, first, second) do nothing returning 1`)
  return written.length
}

/** Looks for files that may be of one person, everywhere the actor may merge. */
export const findDuplicates = action({
  label: '查找重复档案',
  grant: 'client.merge',
  input: {},
  output: shape('查找结果', { found: integer('新发现', { unit: '对' }) }),
  async run({ tx, reach }) {
    return { found: await notePairs(tx, await pairsAlike(tx, reach)) }
  },
})

const pairShape = shape('疑似重复', {
  duplicate: Duplicate.row,
  first: listedClient,
  second: listedClient,
})

async function describePairs(tx: Tx, rows: readonly RowOf<typeof Duplicate>[]) {
  const uuids = rows.flatMap(({ first, second }) => [splitId(first).uuid, splitId(second).uuid])
  const counties = [...new Set(rows.map(({ county }) => county))]
  const files = await select(
    tx,
    Client,
    sql`where client.county = any(${counties}::text[]) and client.id = any(${uuids}::uuid[])`,
  )
  const fileOf = new Map((await describeClients(tx, files)).map((one) => [one.id, one]))
  return rows.flatMap((duplicate) => {
    const [first, second] = [fileOf.get(duplicate.first), fileOf.get(duplicate.second)]
    return first && second ? [{ duplicate, first, second }] : []
  })
}

export const listDuplicates = query({
  label: '疑似重复档案',
  grant: 'client.merge',
  input: { state: optional(choice('结论', duplicateStates)), after: optional(text('下一页', { max: 200 })) },
  output: shape('疑似重复档案', {
    rows: list('疑似重复', pairShape),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input }) {
    const found = await page(tx, Duplicate, reach, {
      where: [sql<boolean>`duplicate.state = ${input.state ?? 'open'}`],
      order: ['found_on', 'desc'],
      after: input.after ?? null,
    })
    return { ...found, rows: await describePairs(tx, found.rows) }
  },
})

const records = list(
  '记录',
  shape('记录', { label: text('种类'), first: integer('档案一'), second: integer('档案二') }),
)

/** Two files side by side: every field, which hidden values are the same, and how much stands in each. */
export const compareClients = query({
  label: '比对档案',
  grant: 'client.merge',
  input: { first: id('档案一'), second: id('档案二') },
  output: shape('比对', {
    first: Client.row,
    second: Client.row,
    firstShown: listedClient,
    secondShown: listedClient,
    /** Hidden fields that hold the same value in both. */
    same: texts('相同的保密内容'),
    records,
    duplicate: optional(Duplicate.row),
    mayReveal: flag('可查看原文'),
  }),
  async run({ tx, actor, reach, input }) {
    if (splitId(input.first).county !== splitId(input.second).county)
      throw new Failure('invalid', '只能比对同一区县的档案')
    const [first, second] = await Promise.all([
      findReachable(tx, Client, reach, input.first),
      findReachable(tx, Client, reach, input.second),
    ])
    const { county } = first
    const uuids = [splitId(first.id).uuid, splitId(second.id).uuid]
    const [low, high] = [...uuids].sort()
    const [described, hidden, pair, counts] = await Promise.all([
      describeClients(tx, [first, second]),
      tx.first<{ idNumber: boolean; phone: boolean; address: boolean }>(sql`
        select a.id_number_index = b.id_number_index as id_number, a.phone_index = b.phone_index as phone, a.address_index = b.address_index as address
        from client a join client b on b.county = a.county and b.id = ${uuids[1]}::uuid where a.county = ${county} and a.id = ${uuids[0]}::uuid`),
      select(
        tx,
        Duplicate,
        sql`where duplicate.county = ${county} and duplicate.first = ${low}::uuid and duplicate.second = ${high}::uuid`,
      ),
      Promise.all(
        (
          [
            ['服务记录', 'service_client'],
            ['类别', 'client_category'],
            ['需求', 'need'],
            ['需求评估', 'needs_assessment'],
            ['监护人', 'guardian'],
            ['同意', 'consent'],
            ['社会关系', 'client_contact'],
          ] as const
        ).map(async ([label, table]) => {
          const [row] = await tx.rows<{ first: number; second: number }>(sql`
            select count(*) filter (where client = ${uuids[0]}::uuid)::int as first, count(*) filter (where client = ${uuids[1]}::uuid)::int as second
            from ${sql.table(table)} where county = ${county} and client = any(${uuids}::uuid[])`)
          return { label, ...row! }
        }),
      ),
    ])
    const shownOf = new Map(described.map((one) => [one.id, one]))
    const mayReveal = [first, second].every((one) => reachesRecord(reachOf(actor, 'client.reveal'), actor, Client, one))
    return {
      first: hideHints(first, mayReveal),
      second: hideHints(second, mayReveal),
      firstShown: shownOf.get(first.id)!,
      secondShown: shownOf.get(second.id)!,
      same: (['idNumber', 'phone', 'address'] as const).filter((key) => hidden?.[key]),
      records: counts,
      duplicate: pair[0] ?? null,
      mayReveal,
    }
  },
})

/** Decides that two files are of different people; the question does not come again. */
export const keepApart = action({
  label: '不是同一人',
  grant: 'client.merge',
  on: Duplicate,
  input: { id: id(), version: version(), memo: optional(text('说明', { max: 200 })) },
  output: Duplicate,
  guard: ({ state }) => (state === 'open' ? undefined : '这一对已经核对过'),
  async run({ tx, found, input }) {
    return update(tx, Duplicate, found, { state: 'different', decidedOn: tx.today, memo: input.memo ?? null })
  },
})

/** Sets what was decided of a pair, making the pair if there is none yet. */
export async function decidePair(
  tx: Tx,
  one: RowOf<typeof Client>,
  other: RowOf<typeof Client>,
  state: keyof typeof duplicateStates,
): Promise<void> {
  const [first, second] = [splitId(one.id).uuid, splitId(other.id).uuid].sort() as [string, string]
  const station = one.station === other.station ? one.station : null
  const [known] = await select(
    tx,
    Duplicate,
    sql`where duplicate.county = ${one.county} and duplicate.first = ${first}::uuid and duplicate.second = ${second}::uuid`,
  )
  if (known) {
    await update(tx, Duplicate, known, { state, decidedOn: state === 'open' ? null : tx.today })
    return
  }
  await insert(
    tx,
    Duplicate,
    { id: joinId(one.county, uuidv7()), station },
    {
      first: joinId(one.county, first),
      second: joinId(one.county, second),
      why: [],
      state,
      foundOn: tx.today,
      decidedOn: state === 'open' ? null : tx.today,
      memo: '人工选定',
    },
  )
}
