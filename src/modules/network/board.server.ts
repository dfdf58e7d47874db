import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import { date, flag, integer, link, list, optional, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { cite, linesOf, type Policy } from '../policy/index.ts'
import { holdPlace, placesWithin } from './area.server.ts'
import { policiesByPlace } from './expected.server.ts'
import { projectNotes } from './projectRules.ts'

interface OpenStation {
  id: string
  name: string
  county: string
  place: string
  placeName: string
  level: string
  operator: string | null
  outside: boolean
}

/** Stations open in a place on a day, and how each is run. */
async function openStations(tx: Tx, place: string, day: string): Promise<OpenStation[]> {
  return tx.rows<OpenStation>(sql`
    select s.county || '-' || s.id as id, s.name, s.county, s.place, s.level, coalesce(p.name, s.place) as place_name,
      o.name as operator, coalesce(not o.local, false) as outside
    from station s left join place_on(${day}::date) p on p.id = s.place
      left join station_mode m on m.county = s.county and m.station = s.id and m.from_on <= ${day}::date and (m.to_on is null or m.to_on >= ${day}::date)
      left join organisation o on o.id = m.operator
    where s.place in (select id from place_within(${place}, ${day}::date)) and s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date)
    order by s.county, s.name`)
}

interface Said {
  station: string
  fromOn: string
  words: string | null
  more: string | null
}

/** Rows of these stations that hold on a day, of one table. */
async function saidOf(
  tx: Tx,
  stations: readonly OpenStation[],
  day: string,
  table: keyof typeof tables,
): Promise<Said[]> {
  const { words, more } = tables[table]
  const counties = [...new Set(stations.map(({ county }) => county))]
  return tx.rows<Said>(sql`
    select t.county || '-' || t.station as station, t.from_on, ${sql.raw(words)} as words, ${sql.raw(more)} as more from ${sql.table(table)} t
    where t.county = any(${counties}::text[]) and t.station = any(${stations.map(({ id }) => splitId(id).uuid)}::uuid[])
      and t.from_on <= ${day}::date and (t.to_on is null or t.to_on >= ${day}::date) order by t.from_on`)
}
const tables = {
  demonstration: { words: 't.document', more: 'null' },
  station_tier: { words: 't.tier', more: 'null' },
  station_specialty: { words: 't.specialty', more: 'null' },
  lot: { words: 't.lot', more: 't.to_on::text' },
  party_branch: { words: 't.founded_on::text', more: "case when t.qualifies then 'yes' end" },
} as const

async function policiesOf(tx: Tx, stations: readonly OpenStation[], day: string): Promise<Map<string, Policy>> {
  const codes = await packCodesOf(
    tx,
    stations.map(({ place }) => place),
    day,
  )
  return new Map(stations.map(({ id, place }) => [id, policyByCode(codes.get(place) ?? 'cn', day)]))
}

const station = {
  id: text('编号', { max: 60 }),
  name: text('站名', { max: 120 }),
  placeName: text('所在', { max: 120 }),
}
const pick = ({ id, name, placeName }: OpenStation) => ({ id, name, placeName })

const range = shape('数量要求', {
  name: text('地区'),
  label: text('要求', { max: 300 }),
  count: integer('现有'),
  met: flag('符合'),
  clause: text('条款', { max: 120 }),
})

/** What documents ask of the number of model stations, in their area or in each of its counties (KM-6.3, GD-6.3). */
async function demonstrationRanges(
  tx: Tx,
  place: string,
  day: string,
  stations: readonly OpenStation[],
  demonstrating: ReadonlySet<string>,
) {
  const counties = await placesWithin(tx, place, ['county'], day)
  const policies = policiesByPlace(day)
  const above = await tx.rows<{ id: string }>(sql`select id from place_above(${place}, ${day}::date)`)
  const answers = []
  for (const county of counties) {
    const chain = [county.id, ...above.map(({ id }) => id)]
    const policy = chain.flatMap((one) => policies.get(one) ?? [])[0]
    const line = policy && linesOf(policy, 'range').find(({ of }) => of === 'demonstration')
    if (!policy || !line) continue
    const count = stations.filter((one) => one.county === county.id && demonstrating.has(one.id)).length
    const { atLeast, atMost, label } = line
    const met = (atLeast === null || count >= atLeast) && (atMost === null || count <= atMost)
    answers.push({
      name: county.name,
      label: `${label} ${atLeast ?? 0}—${atMost ?? '不限'} 个`,
      count,
      met,
      clause: cite(policy, line),
    })
  }
  return answers
}

/** Model stations, standards, specialties, yearly projects, lots, party branches and hand-overs of a place on a day. */
export const boardOf = query({
  label: '示范与特色',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')) },
  output: shape('示范与特色', {
    ranges: list('数量要求', range),
    demonstrations: list(
      '示范站',
      shape('示范站', { ...station, fromOn: date('自'), document: optional(text('命名文件', { max: 120 })) }),
    ),
    tiers: list('建设标准', shape('分档', { label: text('适用标准', { max: 300 }), stations: integer('站点数') })),
    specialties: list(
      '特色方向',
      shape('方向', { label: text('方向', { max: 80 }), names: text('站点', { max: 4000 }) }),
    ),
    projects: list('年度项目', shape('站点', { ...station, met: flag('符合'), says: text('核对', { max: 600 }) })),
    lots: list(
      '采购包',
      shape('采购包', {
        label: text('采购包', { max: 200 }),
        station: optional(text('社工站', { max: 60 })),
        stationName: optional(text('站名', { max: 120 })),
        fromOn: optional(date('自')),
        toOn: optional(date('至')),
        clause: text('条款', { max: 120 }),
      }),
    ),
    party: shape('党支部', {
      qualifying: integer('符合条件'),
      founded: integer('已成立'),
      missing: list('尚未成立', shape('社工站', station)),
    }),
    handovers: list(
      '外来机构承接',
      shape('社工站', { ...station, operator: text('承接主体', { max: 120 }), dueOn: optional(date('计划移交')) }),
    ),
  }),
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const stations = await openStations(tx, input.place, day)
    const byId = new Map(stations.map((one) => [one.id, one]))
    const say = (table: keyof typeof tables) => saidOf(tx, stations, day, table)
    const [policies, demonstrations, tiers, specialties, lots, branches, projects, plans] = await Promise.all([
      policiesOf(tx, stations, day),
      say('demonstration'),
      say('station_tier'),
      say('station_specialty'),
      say('lot'),
      say('party_branch'),
      projectsOf(tx, stations, Number(day.slice(0, 4))),
      handoversOf(tx, stations, day),
    ])
    const known = [...new Set(policies.values())]
    const ranges = await demonstrationRanges(
      tx,
      input.place,
      day,
      stations,
      new Set(demonstrations.map((one) => one.station)),
    )
    const qualifying = branches.filter(({ more }) => more === 'yes')
    const lacking = qualifying.filter(({ words }) => words === null || words > day)
    return {
      ranges,
      demonstrations: demonstrations.map((one) => ({
        ...pick(byId.get(one.station)!),
        fromOn: one.fromOn,
        document: one.words,
      })),
      tiers: tiersOf(known, stations, policies, tiers),
      specialties: known.flatMap((policy) =>
        linesOf(policy, 'specialty').flatMap((line) => {
          const names = specialties
            .filter(({ words }) => words === line.key)
            .flatMap((one) => (policies.get(one.station) === policy ? [byId.get(one.station)!.name] : []))
          return names.length > 0 ? [{ label: line.value, names: names.join('、').slice(0, 4000) }] : []
        }),
      ),
      projects: stations
        .filter(({ level }) => level === 'station')
        .flatMap((one) => {
          const notes = projectNotes(policies.get(one.id)!, Number(day.slice(0, 4)), projects.get(one.id) ?? [])
          return notes.length === 0
            ? []
            : [{ ...pick(one), met: notes.every(({ met }) => met), says: notes.map((note) => note.text).join('；') }]
        })
        .sort((a, b) => Number(a.met) - Number(b.met)),
      lots: known.flatMap((policy) =>
        linesOf(policy, 'lot').map((line) => {
          const bound = lots.find(({ words }) => words === line.key)
          return {
            label: `第 ${line.number} 包 ${line.value}（${line.years} 年）`,
            station: bound?.station ?? null,
            stationName: bound ? (byId.get(bound.station)?.name ?? null) : null,
            fromOn: bound?.fromOn ?? null,
            toOn: bound?.more ?? null,
            clause: cite(policy, line),
          }
        }),
      ),
      party: {
        qualifying: qualifying.length,
        founded: qualifying.length - lacking.length,
        missing: lacking.map((one) => pick(byId.get(one.station)!)),
      },
      handovers: stations
        .filter(({ outside }) => outside)
        .map((one) => ({ ...pick(one), operator: one.operator ?? '', dueOn: plans.get(one.id) ?? null })),
    }
  },
})

function tiersOf(
  known: readonly Policy[],
  stations: readonly OpenStation[],
  policies: ReadonlyMap<string, Policy>,
  tiers: readonly Said[],
) {
  return known.flatMap((policy) => {
    const lines = linesOf(policy, 'tier')
    if (lines.length === 0) return []
    const mine = stations.filter(({ id, level }) => policies.get(id) === policy && level !== 'hub')
    const tierOf = new Map(tiers.map((one) => [one.station, one.words]))
    const count = (key: string | undefined) => mine.filter(({ id }) => (tierOf.get(id) ?? undefined) === key).length
    return [
      ...lines.map((line) => ({ label: `${line.appliesTo}：${line.value}`, stations: count(line.key) })),
      { label: '尚未确定建设标准', stations: count(undefined) },
    ]
  })
}

interface ProjectOf {
  station: string
  year: number
  kind: 'brand' | 'own'
  localCharacter: boolean
  dropped: boolean
}

async function projectsOf(tx: Tx, stations: readonly OpenStation[], year: number): Promise<Map<string, ProjectOf[]>> {
  const rows = await tx.rows<ProjectOf>(sql`
    select county || '-' || station as station, year, kind, local_character, dropped from station_project
    where county = any(${[...new Set(stations.map(({ county }) => county))]}::text[]) and year = ${year}
      and station = any(${stations.map(({ id }) => splitId(id).uuid)}::uuid[])`)
  const of = new Map<string, ProjectOf[]>()
  for (const row of rows) of.set(row.station, [...(of.get(row.station) ?? []), row])
  return of
}

async function handoversOf(tx: Tx, stations: readonly OpenStation[], day: string): Promise<Map<string, string>> {
  const outside = stations.filter((one) => one.outside)
  const rows = await tx.rows<{ station: string; dueOn: string }>(sql`
    select county || '-' || station as station, max(due_on) as due_on from handover_plan
    where county = any(${[...new Set(outside.map(({ county }) => county))]}::text[]) and station = any(${outside.map(({ id }) => splitId(id).uuid)}::uuid[])
      and agreed_on <= ${day}::date and done_on is null group by 1`)
  return new Map(rows.map(({ station: of, dueOn }) => [of, dueOn]))
}
