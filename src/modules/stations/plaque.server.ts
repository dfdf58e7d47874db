import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import type { Connection } from '../../core/db.ts'
import { choice, link, optional, shape, text } from '../../core/field.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, levelName, levels, linesOf } from '../policy/index.ts'
import { Station } from './station.ts'

type Level = keyof typeof levels

const kindOfName = { city: ['city'], county: ['county'], township: ['township', 'zone'] } as const

/** What the city, the county and the township (or development zone) above a place are called on a day. */
export async function placeNamesOf(
  connection: Connection,
  place: string,
  day: string,
): Promise<Record<keyof typeof kindOfName, string | null>> {
  const above = await connection.rows<{ kind: string; name: string }>(sql`
    select p.kind, t.name from place_above(${place}, ${day}::date) a
      join place p on p.id = a.id
      join place_tenure t on t.place = a.id and t.from_on <= ${day}::date and (t.to_on is null or t.to_on >= ${day}::date)
    order by a.depth`)
  const nearest = (kinds: readonly string[]) => above.find(({ kind }) => kinds.includes(kind))?.name ?? null
  return {
    city: nearest(kindOfName.city),
    county: nearest(kindOfName.county),
    township: nearest(kindOfName.township),
  }
}

/** The pattern with the names of the place's city, county and township put in, as they are called on that day. */
async function fill(connection: Connection, pattern: string, place: string, day: string): Promise<string> {
  const names = await placeNamesOf(connection, place, day)
  return pattern.replace(/\{(city|county|township)\}/g, (_, wanted: keyof typeof kindOfName) => names[wanted] ?? '')
}

/** What the plaque outside a station of this level and place says, and by which clause; nothing where no rule speaks of it. */
export async function plaqueOf(
  connection: Connection,
  { place, level }: { place: string; level: string },
  day: string,
): Promise<{ name: string; clause: string } | null> {
  const policy = await policyAt(connection, place, day)
  const line = linesOf(policy, 'plaque').find(
    (one) => one.place === 'outside' && (one.level === level || (one.level === null && level === 'station')),
  )
  if (!line) return null
  return { name: await fill(connection, line.value, place, day), clause: cite(policy, line) }
}

/** Where a level belongs by the policy of the place, said as a hint when the chosen place is of another kind. */
async function placeHint(connection: Connection, place: string, level: Level, day: string): Promise<string | null> {
  const policy = await policyAt(connection, place, day)
  const lines = linesOf(policy, 'level').filter((one) => one.level === level)
  const [line] = lines
  const found = await connection.first<{ kind: string }>(sql`select kind from place where id = ${place}`)
  if (!line || !found || lines.some(({ placeKind }) => (placeKind as readonly string[]).includes(found.kind)))
    return null
  return `${cite(policy, line)}：${line.label}。所选区划不是这一级，请核对`
}

/** The name a new station's plaque would bear: a suggestion, never a refusal (KM-4.6, GD-4.6, PZ-G1.3, CG-3.6, BH-1.2). */
export const suggestName = query({
  label: '按标牌格式拟站名',
  grant: 'station.manage',
  input: { place: link('所在区划', 'place'), level: choice('层级', levels) },
  output: shape('站名建议', {
    name: optional(Station.fields.name),
    clause: optional(text('条款')),
    placeHint: optional(text('区划提示')),
    levelName: text('本地怎样称呼这一层级'),
  }),
  async run({ tx, input: { place, level } }) {
    const [policy, plaque, hint] = await Promise.all([
      policyAt(tx, place, tx.today),
      plaqueOf(tx, { place, level }, tx.today),
      placeHint(tx, place, level, tx.today),
    ])
    return {
      name: plaque?.name ?? null,
      clause: plaque?.clause ?? null,
      placeHint: hint,
      levelName: levelName(policy, level),
    }
  },
})
