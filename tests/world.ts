import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { startEmbedded } from '../src/app/database/embedded.ts'
import { modules, registry } from '../src/app/modules.ts'
import type { Actor } from '../src/core/access.ts'
import type { AnswerOfCall, AnyCall, InputOfCall } from '../src/core/action.ts'
import { type Database, openDatabase } from '../src/core/db.ts'
import { type Door, openDoor } from '../src/core/door.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { openSealer } from '../src/core/seal.ts'
import { businessDay } from '../src/core/time.ts'
import type { Surroundings } from '../src/core/tx.ts'
import { loadActor } from '../src/modules/accounts/index.server.ts'
import type { RoleName } from '../src/modules/accounts/index.ts'
import { completeCreditCode } from '../src/modules/organisations/index.ts'
import { identityCheck } from '../src/modules/people/index.ts'

/** 2026-11-24, ten in the morning in Shanghai: the day on which every test happens unless it says otherwise. */
export const today = '2026-11-24'

/** A database of its own, the door of the product, and a clock that only the test moves. */
export interface World {
  surroundings: Surroundings
  door: Door
  db: Database
  owner: pg.Client
  /** The same role as a pool, for what the product itself does as the tables' owner. */
  ownerDb: Database
  /** Moves the clock to a day. */
  setDay(day: string): void
  /** An account holding these roles, and who it is once it has logged in. */
  account(roles: RoleHeld | RoleHeld[], person?: string | null): Promise<string>
  actor(account: string): Promise<Actor>
  /** Calls an action or query as this person, through the door. */
  as<C extends AnyCall>(actor: Actor | null, call: C, input: InputOfCall<C>, opId?: string): Promise<AnswerOfCall<C>>
  close(): Promise<void>
}

/** Whatever calls can be made of: a world, or an installation as on an office's machine. */
type Asked = Pick<World, 'as'>

export interface RoleHeld {
  role: RoleName
  place?: string
  station?: string
  organisation?: string
}

const names = new Map<AnyCall, string>([...registry].map(([name, call]) => [call, name]))

/** Opens a world over a fresh copy of the migrated database, on the server all tests share or on one of a test's own. */
export async function openWorld(folder: string = inject('postgres')): Promise<World> {
  const server = await startEmbedded({ folder })
  const database = `test_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client(server.as('postgres', 'postgres'))
  // a server of a test's own may be killed under us
  admin.on('error', () => {})
  await admin.connect()
  await admin.query(`create database ${database} template yizhan owner yz_owner strategy wal_log`)
  const owner = new pg.Client(server.as('yz_owner', database))
  owner.on('error', () => {})
  await owner.connect()
  const db = openDatabase(server.as('yz_app', database), 8)
  const ownerDb = openDatabase(server.as('yz_owner', database), 2)
  let clock = Date.parse(`${today}T02:00:00Z`)
  // the clock ticks with every look, so that no two moments are the same
  const now = () => new Date((clock += 1))
  const surroundings: Surroundings = { db, sealer: openSealer(db, Buffer.alloc(32, 7)), now }
  const door = openDoor(surroundings, registry)

  const world: World = {
    surroundings,
    door,
    db,
    owner,
    ownerDb,
    setDay: (day) => {
      clock = Date.parse(`${day}T02:00:00Z`)
    },
    async account(held, person = null) {
      const account = uuidv7()
      const roles = Array.isArray(held) ? held : [held]
      const county = await homeOf(owner, roles[0]!)
      const [personCounty, personId] = person ? split(person) : [null, null]
      await owner.query(
        `insert into account (id, county, version, created_at, login, name, state, person_county, person, must_change_password, two_factor, demo)
         values ($1, $2, 1, $3, $4, $5, 'active', $6, $7, false, false, false)`,
        [account, county, now(), `user${account.slice(-12)}`, roles[0]!.role, personCounty, personId],
      )
      for (const { role, place, station, organisation } of roles) {
        const [stationCounty, stationId] = station ? split(station) : [null, null]
        await owner.query(
          `insert into account_role (id, county, version, created_at, account, role, place, station_county, station, organisation, from_on)
           values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, '2020-01-01')`,
          [uuidv7(), county, now(), account, role, place ?? null, stationCounty, stationId, organisation ?? null],
        )
      }
      return account
    },
    async actor(account) {
      const actor = await loadActor(db, account, null, businessDay(now()))
      if (!actor) throw new Error('this account may not act')
      return actor
    },
    async as(actor, call, input, opId = uuidv7()) {
      const caller = { actor, ip: '127.0.0.1', agent: 'test', session: null }
      const { answer } = await door.call(names.get(call)!, caller, { opId, input })
      return answer as never
    },
    async close() {
      await Promise.all([db.close(), ownerDb.close()])
      await owner.end()
      await admin.query(`drop database ${database} with (force)`)
      await admin.end()
    },
  }
  return world
}

const split = (id: string): [string, string] => [id.slice(0, id.indexOf('-')), id.slice(id.indexOf('-') + 1)]

async function homeOf(owner: pg.Client, { place, station, organisation }: RoleHeld): Promise<string> {
  if (station) return split(station)[0]
  const { rows } = await owner.query<{ county: string }>(
    place ? 'select county from place where id = $1' : 'select county from organisation where id = $1',
    [place ?? organisation],
  )
  return rows[0]!.county
}

const { stations, people, organisations, services, clients } = modules

/** A made-up identity number: right in its check character, from an area code that does not exist. */
export function madeUpIdentity(bornOn: string, serial: number): string {
  const body = `999999${bornOn.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  return body + identityCheck(body)
}

let serial = 0

/** An organisation of a district, valid in every field. */
export async function anOrganisation(
  world: World,
  clerk: Actor,
  over: Partial<InputOfCall<typeof organisations.addOrganisation>> = {},
) {
  serial += 1
  return world.as(clerk, organisations.addOrganisation, {
    county: clerk.county,
    name: `示例社会工作服务中心${serial}`,
    creditCode: completeCreditCode(`5299999900000${String(serial).padStart(4, '0')}`),
    coversSocialWork: true,
    local: true,
    ...over,
  })
}

/** A station open since 2021-06-01 and run by the government itself, unless told otherwise. */
export async function aStation(
  world: Asked,
  clerk: Actor,
  over: Partial<InputOfCall<typeof stations.addStation>> & { place: string },
) {
  serial += 1
  return world.as(clerk, stations.addStation, {
    name: `示例社工站${serial}`,
    level: 'station',
    openedOn: '2021-06-01',
    mode: 'selfRun',
    modeFrom: '2021-06-01',
    ...over,
  })
}

/** A resident worker of thirty with a college education, unless told otherwise. */
export async function aPerson(
  world: Asked,
  manager: Actor,
  station: string,
  over: Partial<InputOfCall<typeof people.addPerson>> = {},
) {
  serial += 1
  const bornOn = over.bornOn ?? '1994-03-05'
  return world.as(manager, people.addPerson, {
    station,
    name: `示例社工${serial}`,
    sex: serial % 2 === 1 ? 'male' : 'female',
    bornOn,
    idNumber: madeUpIdentity(bornOn, serial),
    education: 'college',
    socialWorkMajor: false,
    localHousehold: true,
    localMinority: false,
    post: 'socialWorker',
    origin: 'dispatched',
    fullTime: true,
    fromOn: '2022-01-01',
    ...over,
  })
}

/** A service of today with one item of the station's catalogue, unless told otherwise. */
export async function aService(
  world: World,
  worker: Actor,
  station: string,
  over: Partial<InputOfCall<typeof services.recordService>> = {},
  opId?: string,
) {
  const items = over.items ?? [(await world.as(worker, services.catalogueOf, { station })).items[0]!.key]
  return world.as(
    worker,
    services.recordService,
    {
      station,
      onDay: today,
      form: 'visit',
      people: 1,
      minutes: 30,
      summary: '入户看望，情况平稳',
      files: [],
      ...over,
      items,
    },
    opId,
  )
}

/** A client of a station: a woman of seventy-two with an identity number, kept by law, unless told otherwise. */
export async function aClient(
  world: World,
  actor: Actor,
  station: string,
  over: Partial<InputOfCall<typeof clients.addClient>> = {},
) {
  serial += 1
  const bornOn = over.bornOn ?? '1954-02-03'
  const { rows } = await world.owner.query<{ place: string }>(
    'select place from station where county = $1 and id = $2',
    split(station),
  )
  const withoutNumber = over.idNumber === null
  // the serial of an identity number says the sex by its last digit: even for women
  const number = madeUpIdentity(bornOn, ((serial * 2) % 998) + (over.sex === 'male' ? 1 : 0))
  return world.as(actor, clients.addClient, {
    station,
    name: `示例居民${serial}`,
    sex: 'female',
    ...(withoutNumber ? { bornOn } : { idNumber: number }),
    place: rows[0]!.place,
    basis: 'law',
    law: '社会救助暂行办法',
    ...over,
  })
}
