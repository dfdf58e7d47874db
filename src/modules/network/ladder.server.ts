import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import type { Connection } from '../../core/db.ts'
import { choice, date, flag, integer, link, list, optional, ref, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { measures } from '../../core/measures.ts'
import { findReachable } from '../../core/records.ts'
import { figures } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { cite, levelName, type levels, linesOf, measureParameters, type Policy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { holdPlace } from './area.server.ts'

const held = { yes: '有', no: '没有', unknown: '暂不能核查' } as const
type Held = keyof typeof held

const element = shape('要素', {
  key: text('条目', { max: 80 }),
  label: text('要素', { max: 60 }),
  step: integer('层次'),
  held: choice('情况', held),
  clause: text('条款', { max: 120 }),
})

const rung = shape('建设层次', {
  station: text('编号', { max: 60 }),
  name: text('站名', { max: 120 }),
  levelName: text('层级', { max: 60 }),
  county: text('区县', { max: 60 }),
  /** How many steps are reached whole; 0 is below the first. */
  reached: integer('已达层次'),
  steps: integer('层次数'),
  /** What is missing for the next step. */
  missing: texts('下一层还缺', { max: 20 }),
  elements: list('要素', element),
})

interface Judged {
  id: string
  name: string
  level: keyof typeof levels
  place: string
  countyName: string
}

/**
 * How far each station has come on its document's ladder: worked out of the measures that the lines name, never typed
 * (攀民政〔2021〕31号 二（一）). Where the document has no ladder, nothing is said.
 */
export async function laddersOf(connection: Connection, stations: readonly Judged[], day: string) {
  const codes = await packCodesOf(
    connection,
    stations.map(({ place }) => place),
    day,
  )
  const groups = new Map<string, { policy: Policy; level: string; members: Judged[] }>()
  for (const station of stations) {
    const code = codes.get(station.place) ?? 'cn'
    const key = `${code}|${station.level}`
    const group = groups.get(key) ?? { policy: policyByCode(code, day), level: station.level, members: [] }
    group.members.push(station)
    groups.set(key, group)
  }
  const found = await Promise.all([...groups.values()].map((group) => climb(connection, group, day)))
  return found.flat()
}

async function climb(
  connection: Connection,
  { policy, level, members }: { policy: Policy; level: string; members: readonly Judged[] },
  day: string,
) {
  const lines = linesOf(policy, 'maturity')
  if (lines.length === 0) return []
  const asked = {
    subject: { stations: members.map(({ id }) => id) },
    period: periodOf(day)!,
    with: measureParameters(policy, level),
  }
  const values = await Promise.all(
    lines.map(async (line) => {
      const measure = line.measure ? measures().get(line.measure) : undefined
      if (!measure) return undefined
      return new Map((await figures(connection, measure, asked)).map((one) => [one.station, one.numerator]))
    }),
  )
  const steps = [...new Set(lines.map(({ step }) => step))].sort((a, b) => a - b)
  return members.map(({ id, name, level: of, countyName }) => {
    const elements = lines.map((line, i) => ({
      key: line.key,
      label: line.value,
      step: line.step,
      held: heldOf(values[i], id),
      clause: cite(policy, line),
    }))
    const whole = (step: number) => elements.every((one) => one.step !== step || one.held === 'yes')
    const missed = steps.findIndex((step) => !whole(step))
    const reached = missed === -1 ? steps.length : missed
    const missing = elements
      .filter((one) => one.step === steps[reached] && one.held !== 'yes')
      .map(({ label }) => label)
    return {
      station: id,
      name,
      levelName: levelName(policy, of),
      county: countyName,
      reached,
      steps: steps.length,
      missing,
      elements,
    }
  })
}

function heldOf(values: ReadonlyMap<string, number> | undefined, station: string): Held {
  if (!values) return 'unknown'
  return (values.get(station) ?? 0) >= 1 ? 'yes' : 'no'
}

const countyName = (day: string) =>
  sql`coalesce((select c.name from place_on(${day}::date) c where c.id = s.county), s.county)`

/** The ladder of every open station in a place, the lowest first, and how many stand on each step by county. */
export const laddersIn = query({
  label: '建设层次',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')) },
  output: shape('建设层次', { rungs: list('建设层次', rung) }),
  clause: '攀民政〔2021〕31号 二（一）',
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const stations = await tx.rows<Judged>(sql`
      select s.county || '-' || s.id as id, s.name, s.level, s.place, ${countyName(day)} as county_name from station s
      where s.place in (select id from place_within(${input.place}, ${day}::date))
        and s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date) order by s.county, s.name`)
    const rungs = await laddersOf(tx, stations, day)
    return { rungs: rungs.sort((a, b) => a.reached - b.reached || b.missing.length - a.missing.length) }
  },
})

/** One station's ladder; nothing where its document has none. */
export const ladderOfStation = query({
  label: '站点建设层次',
  grant: 'station.read',
  input: { station: ref('社工站', 'station'), on: optional(date('截至')) },
  output: shape('建设层次', { open: flag('已启用'), rung: optional(rung) }),
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    const station = await findReachable(tx, Station, reach, input.station)
    const open = station.openedOn !== null && station.openedOn <= day
    const { id, name, level, place } = station
    const [found] = await laddersOf(tx, [{ id, name, level, place, countyName: splitId(id).county }], day)
    return { open, rung: found ?? null }
  },
})
