import { modules } from '../../src/app/modules.ts'
import type { Actor, Reach } from '../../src/core/access.ts'
import { type AnyEntity, entities } from '../../src/core/entity.ts'
import type { Field, Fields } from '../../src/core/field.ts'
import { newId, uuidv7 } from '../../src/core/identifiers.ts'
import { insert } from '../../src/core/records.ts'
import { Turn } from '../../src/core/turn.ts'
import type { RoleName } from '../../src/modules/accounts/index.ts'
import { completeCreditCode } from '../../src/modules/organisations/index.ts'
import { aPerson, openWorld, type World } from '../world.ts'
import type { Role, Thing, Where, Who } from './model.ts'

/** Twelve stations in six districts of four provinces, by the place they stand in. */
const grounds = [
  { place: '530111002', level: 'station' },
  { place: '530111004', level: 'station' },
  { place: '530111002001', level: 'room' },
  { place: '530102001', level: 'station' },
  { place: '530102002', level: 'station' },
  { place: '510402002', level: 'station' },
  { place: '510402005', level: 'station' },
  { place: '510403001', level: 'station' },
  { place: '620102001', level: 'station' },
  { place: '620102002', level: 'station' },
  { place: '120116006', level: 'station' },
  { place: '120116007', level: 'station' },
] as const

export interface Player {
  who: Who
  actor: Actor
}

/** Everything a call may be asked about at one station, by the name of the record. */
export interface Corner {
  where: Where
  county: string
  place: string
  organisation: string
  things: ReadonlyMap<string, Thing[]>
}

export interface OracleWorld {
  world: World
  players: Player[]
  corners: Corner[]
  /** Every record there is, by its id. */
  things: ReadonlyMap<string, Thing>
  /** Names of the clients, by their ids. */
  names: ReadonlyMap<string, string>
  /** Holds every grant everywhere; whatever a list shows to anybody, it shows here. */
  everything: Actor
  /** Records that could not be made up, by name: they are nobody's to walk. */
  unmade: ReadonlyMap<string, string>
}

/** Values that must be of this world for a row to be allowed, or to be readable at all. */
const values: Record<string, Record<string, unknown | ((corner: Corner, i: number, head: string) => unknown)>> = {
  client: { state: 'active' },
  household_member: { relation: 'head' },
  assessment: { scale: 'elderMood' },
  visit: { state: 'valid' },
  service_record: { state: 'valid' },
  report: { period: (_: Corner, i: number) => ['2026-09', '2026-10'][i], level: 'station' },
  case_file: { stage: 'intervention' },
  station_mode: {
    mode: 'selfRun',
    operator: undefined,
    fromOn: (_: Corner, i: number) => `2020-0${1 + i}-01`,
    toOn: (_: Corner, i: number) => `2020-0${1 + i}-20`,
  },
  duplicate: {
    first: (corner: Corner) => clientsOf(corner)[0],
    second: (corner: Corner) => clientsOf(corner)[1],
    state: 'open',
  },
  client_merge: {
    undoneOn: '2026-11-20',
    kept: (corner: Corner) => clientsOf(corner)[0],
    merged: (corner: Corner) => clientsOf(corner)[1],
  },
  client_transfer: { other: (corner: Corner) => newId(corner.county), side: 'out', state: 'withdrawn' },
  case_referral: { side: 'in', caseFile: undefined, becomes: undefined, state: 'offered' },
  case_station_code: { code: (corner: Corner) => corner.place },
  rule_document: { place: undefined, inForceFrom: '2026-01-01' },
  work_plan: { place: undefined, fromOn: '2026-01-01', toOn: '2026-12-31' },
  milestone: { state: 'open' },
  guidance: {
    guide: 'person',
    hub: undefined,
    organisation: undefined,
    person: (corner: Corner, i: number) => corner.things.get('person')![i]!.id,
  },
  service_group: {
    state: 'planReview',
    submittedBy: (_: Corner, i: number, head: string) => (i === 0 ? head : undefined),
  },
  group_session: { state: 'planned' },
  activity: { state: 'planned', code: (corner: Corner, i: number) => activityCode(corner.place, i) },
  meeting: { state: 'planned' },
  meeting_attendee: { unit: '示例单位' },
  assistance_application: {
    state: 'toReview',
    kind: 'dibao',
    firstReviewBy: (_: Corner, i: number, head: string) => (i === 0 ? head : undefined),
  },
  patrol: { state: 'valid' },
  resource: { state: 'inUse' },
  resource_match: { outcome: 'pending' },
  device: { state: 'active' },
  handover: { state: 'open', command: () => uuidv7(), content: '{}' },
  badge: { code: (corner: Corner, i: number) => `示例${corner.place}${i}` },
}

/** The code by which an activity signs in, without the county before it. */
export const activityCode = (place: string, i: number) => `${place.padEnd(21, '_')}${i}`

const clientsOf = (corner: Corner) =>
  corner.things
    .get('client')!
    .map(({ id }) => id)
    .sort()

/** Kinds that belong to an area and not to a station. */
const ofAreas = new Set(['document_template'])

/** Kinds whose first record waits for another hand than the station's head, who took the step before. */
const reviewed = new Set(['service_group', 'assistance_application'])

/** Kinds of which a station has one. */
const single = new Set(['case_station_code', 'duplicate'])

const everywhere: Reach = { whole: [...new Set(grounds.map(({ place }) => place.slice(0, 6)))], stations: [], own: [] }

export async function openOracleWorld(grants: readonly string[]): Promise<OracleWorld> {
  const world = await openWorld()
  const { rows: known } = await world.owner.query<{ id: string }>('select id from place where id = any($1)', [
    grounds.map(({ place }) => place),
  ])
  const standing = new Set(known.map(({ id }) => id))
  const used = grounds.map((ground) => {
    if (!standing.has(ground.place)) throw new Error(`there is no place ${ground.place}`)
    return ground
  })
  const players: Player[] = []
  const join = async (
    name: string,
    held: object & { role: Role },
    more: Partial<Who> = {},
    person: string | null = null,
  ) => {
    const account = await world.account(held as never, person)
    const actor = await world.actor(account)
    players.push({ who: { name, role: held.role, account, person, ...more }, actor })
    return actor
  }
  const area = (role: RoleName & Role, place: string, digits: string) =>
    join(`${role} ${digits}`, { role, place } as never, { area: digits })

  const clerks = new Map<string, Actor>()
  for (const county of everywhere.whole) clerks.set(county, await area('county', county, county))
  const corners: (Corner & { made: Map<string, Thing[]> })[] = []
  const everything: Actor = {
    account: uuidv7(),
    person: null,
    name: '全部',
    county: '530111',
    grants: new Map(grants.map((grant) => [grant, everywhere])),
    session: null,
  }
  const organisations = new Map<string, string>()
  for (const [i, { place, level }] of used.entries()) {
    const county = place.slice(0, 6)
    const clerk = clerks.get(county)!
    if (!organisations.has(county)) {
      const made = await world.as(clerk, modules.organisations.addOrganisation, {
        county,
        name: `示例中心${county}`,
        creditCode: completeCreditCode(`5299999900000${String(9000 + organisations.size)}`),
        coversSocialWork: true,
        local: true,
      })
      organisations.set(county, made.id)
    }
    const organisation = organisations.get(county)!
    const operated = i % 2 === 0
    const station = await world.as(clerk, modules.stations.addStation, {
      name: `示例站${place}`,
      level,
      place,
      openedOn: '2021-06-01',
      ...(operated
        ? { mode: 'purchased' as const, operator: organisation, modeFrom: '2021-06-01' }
        : { mode: 'selfRun' as const, modeFrom: '2021-06-01' }),
    } as never)
    const where = { id: (station as { id: string }).id, place }
    const made = new Map<string, Thing[]>()
    corners.push({ where, county, place, organisation, things: made, made })
    for (const role of ['stationHead', 'residentWorker', 'residentWorker'] as const) {
      const person = await aPerson(world, clerk, where.id)
      await join(`${role} ${place}`, { role, station: where.id } as never, { stations: [where.id] }, person.id)
    }
  }
  await area('province', '530000', '53')
  await area('province', '510000', '51')
  await area('city', '530100', '5301')
  await area('city', '510400', '5104')
  await area('township', '530111002', '530111002')
  await area('township', '510402002', '510402002')
  await area('village', '530111002001', '530111002001')
  await area('auditor', '530100', '5301')
  await area('auditor', '510402', '510402')
  await area('administrator', '530100', '5301')
  await area('securityOfficer', '530100', '5301')
  for (const county of ['530111', '510402'])
    await join(`operator ${county}`, { role: 'operator', organisation: organisations.get(county)! } as never, {
      stations: corners.filter((one, i) => one.county === county && i % 2 === 0).map(({ where }) => where.id),
    })
  const unmade = new Map<string, string>()
  for (const corner of corners) await furnish(world, corner, players, everything, unmade)
  await photographHandovers(world)
  const things = new Map<string, Thing>()
  for (const corner of corners) for (const list of corner.made.values()) for (const one of list) things.set(one.id, one)
  const { rows: named } = await world.owner.query<{ id: string; name: string }>(
    `select county || '-' || id as id, name from client`,
  )
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return { world, players, corners, things, names, everything, unmade }
}

/** To everything handed over belongs a photo, of the same id everywhere. */
async function photographHandovers({ owner, surroundings: { sealer } }: World): Promise<void> {
  const { rows } = await owner.query<{ county: string; station: string; id: string }>(
    'select county, station, id from handover',
  )
  await sealer.prepare(rows.map(({ county }) => county))
  const photo = '00000000-0000-7000-8000-000000000000'
  const key = Buffer.alloc(32, 1).toString('base64')
  for (const { county, station, id } of rows)
    await owner.query(
      `insert into handover_photo (county, station, handover, photo, name, field, read_by, lock, content)
       values ($1, $2, $3, $4, '照片.jpg', 'files', 'visit.read', $5, $6)`,
      [county, station, id, photo, sealer.seal(county, `handover_photo|${county}|${id}|${photo}|lock`, key), key],
    )
}

/** Two of everything at a station: one of each of its two workers. */
async function furnish(
  world: World,
  corner: Corner & { made: Map<string, Thing[]> },
  players: readonly Player[],
  everything: Actor,
  unmade: Map<string, string>,
): Promise<void> {
  const workers = players.filter(({ who }) => who.role === 'residentWorker' && who.stations?.[0] === corner.where.id)
  const seat = (entity: string, id: string, { who }: Player, station: Where | null = corner.where) =>
    corner.made.set(entity, [
      ...(corner.made.get(entity) ?? []),
      {
        entity,
        id,
        county: corner.county,
        station,
        writer: who.account,
        worker: who.person,
        byWorker: Boolean(entities().get(entity)!.options.owner),
        ...(reviewed.has(entity) && who === workers[0]!.who && { firstHand: headed.who.account }),
      },
    ])
  const headed = players.find(({ who }) => who.role === 'stationHead' && who.stations?.[0] === corner.where.id)!
  seat('station', corner.where.id, workers[0]!)
  for (const worker of workers) {
    seat('person', worker.who.person!, worker)
    seat('account', worker.who.account, worker, null)
  }
  seat('person', headed.who.person!, headed)
  const { rows: roles } = await world.owner.query<{ id: string }>('select id from account_role where account = $1', [
    workers[0]!.who.account,
  ])
  seat('account_role', roles[0]!.id, workers[0]!, null)
  seat('organisation', corner.organisation, workers[0]!, null)
  seat('place', corner.place, workers[0]!, null)
  const rest = [...entities().values()].filter(({ name, options }) => options.tenant && !corner.made.has(name))
  for (let round = 0; round < 8 && rest.length > 0; round++) {
    for (const entity of [...rest]) {
      const needs = Object.values(entity.fields as Fields).filter(
        ({ kind, optional, target }) =>
          ['ref', 'farRef'].includes(kind) && !optional && target !== entity.name && target !== 'station',
      )
      if (needs.some(({ target }) => !corner.made.has(target!))) continue
      rest.splice(rest.indexOf(entity), 1)
      for (const [i, worker] of workers.entries()) {
        if (i > 0 && single.has(entity.name)) continue
        const where = ofAreas.has(entity.name) ? null : corner.where
        const id = newId(corner.county)
        const writer: Actor = { ...everything, account: worker.who.account, person: worker.who.person }
        try {
          await world.door.perform(writer, 'oracle/seed', (tx) =>
            insert(
              tx,
              entity,
              { id, station: where?.id ?? null },
              rowOf(entity, corner, worker, i, headed.who.account) as never,
            ),
          )
          seat(entity.name, id, worker, where)
        } catch (error) {
          unmade.set(entity.name, (error as Error).message)
        }
      }
    }
  }
  for (const { name } of rest) unmade.set(name, 'what it points to could not be made')
}

let serial = 0

/** A name of three letters that no other record has: who looks for it finds one record or none. */
function nameOf(number: number): string {
  const letters = '天地玄黄宇宙洪荒日月盈昃辰宿列张'
  return [number >> 8, number >> 4, number].map((part) => letters[part & 15]).join('')
}

function rowOf(entity: AnyEntity, corner: Corner, { who }: Player, i: number, head: string): Record<string, unknown> {
  serial += 1
  const row: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(entity.fields as Fields)) {
    const own = values[entity.name] ?? {}
    const known = own[key]
    const value =
      key in own
        ? typeof known === 'function'
          ? known(corner, i, head)
          : known
        : madeUp(key, field, entity, corner, who, i)
    if (value !== undefined) row[key] = value
  }
  return row
}

function madeUp(key: string, field: Field, entity: AnyEntity, corner: Corner, who: Who, i: number): unknown {
  switch (field.kind) {
    case 'ref':
    case 'farRef': {
      if (field.target === 'person') return who.person
      if (field.target === entity.name) return undefined
      const there = corner.things.get(field.target!)
      return there?.[i]?.id ?? there?.[0]?.id
    }
    case 'link':
      if (field.target === 'place') return corner.place
      if (field.target === 'organisation') return corner.organisation
      return field.target === 'account' ? who.account : undefined
    case 'files':
      return []
    default: {
      if (field.optional) return undefined
      if (field.kind === 'text' && ['name', 'clientName', 'title', 'number', 'login'].includes(key))
        return nameOf(serial)
      return field.sample(i)
    }
  }
}

/** A COMMIT that takes everything back, and says it did not. */
function undo(asked: Turn['asked'][number]): void {
  if (asked.statement.text !== 'commit') return
  const { resolve } = asked
  asked.statement = { text: 'rollback' }
  asked.resolve = (reply) => resolve({ ...reply, command: 'COMMIT' })
}

/** Rolls back whatever is written through it: a question may be asked as an action without anything happening. */
export function undoing(world: World): World['surroundings'] {
  const pool = new Proxy(world.db.pool, {
    get(target, key) {
      if (key === 'query')
        return async (...sent: [string, unknown[]]) => {
          const client = await target.connect()
          try {
            await client.query('begin')
            return await client.query(...sent)
          } finally {
            await client.query('rollback')
            client.release()
          }
        }
      if (key !== 'connect') return Reflect.get(target, key)
      return async () => {
        const client = await target.connect()
        return new Proxy(client, {
          get(inner, name) {
            if (name === 'release') return (error?: Error) => inner.release(error)
            if (name !== 'query') return Reflect.get(inner, name)
            return (sent: unknown) => {
              if (sent instanceof Turn) for (const one of sent.asked) undo(one)
              return inner.query(sent as string)
            }
          },
        })
      }
    },
  })
  return { ...world.surroundings, db: { ...world.db, pool } }
}
