import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { type Dice, openDice } from '../../demo/dice.ts'
import { joinId, splitId, uuidv7 } from '../../src/core/identifiers.ts'
import { setPassword } from '../../src/modules/accounts/index.server.ts'
import { post } from './network.ts'
import type { Office } from './office.ts'

/** Somebody who can log in. */
export interface Member {
  account: string
  /** The role's own id, for ending it. */
  role: string
  county: string
  station: string | null
  person: string | null
  login: string
  password: string | null
}

/** A station of the simulation, with who leads it, who goes out from it and whom it serves. */
export interface Place {
  station: string
  county: string
  items: string[]
  head: Member
  workers: Member[]
  clients: string[]
}

/** The stations of one run and their county's office. */
export interface Network {
  places: Place[]
  clerks: Map<string, Member>
  administrators: Map<string, Member>
}

/** Counties with a policy of their own: the five documents' areas. */
const counties = ['530111', '510402', '620102', '120116', '530102']
const clientsPerWorker = 8
/** Of a worker's clients so many are somebody's own; the others nobody answers for, and every phone of the station carries them. */
const ownShare = 0.6

/** What a client of the simulation begins with. */
export const firstValues = (n: number) => ({
  name: `示例居民${n}`,
  sex: n % 2 ? 'male' : 'female',
  bornOn: '1950-03-05',
  noIdReason: '测试',
  ethnicGroup: '汉族',
  occupation: '务农',
  memo: '无',
})

type Row = Record<string, unknown>

/** Rows by one statement a thousand. */
async function insertRows(pool: pg.Pool, table: string, rows: readonly Row[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(', ')
  for (let from = 0; from < rows.length; from += 1000)
    await pool.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [JSON.stringify(rows.slice(from, from + 1000))],
    )
}

let serial = 0

/** Writes stations, people, accounts and clients straight into the tables: how they got there is not what is tried here. */
export async function seedNetwork(office: Office, devices: number, seed: string): Promise<Network> {
  const { owner, surroundings } = office.runtime
  const dice = openDice(`${seed} people`)
  const { rows: townships } = await owner.pool.query<{ id: string; county: string }>(
    `select id, county from place where kind in ('township', 'zone') and county = any($1) order by id`,
    [counties],
  )
  const rows: Record<string, Row[]> = {}
  const add = (table: string, row: Row) => {
    rows[table] ??= []
    rows[table].push({ version: 1, created_at: surroundings.now(), ...row })
  }
  const addMember = (
    role: string,
    county: string,
    at: { place?: string; station?: string },
    person?: string,
  ): Member => {
    serial += 1
    const station = at.station ?? null
    const member = {
      account: uuidv7(),
      role: uuidv7(),
      county,
      station: station && joinId(county, station),
      person: person ? joinId(county, person) : null,
      login: `field${serial}`,
      password: null,
    }
    const where = station ? { station_county: county, station } : {}
    add('account', {
      id: member.account,
      county,
      login: member.login,
      name: `示例${serial}`,
      state: 'active',
      ...where,
      ...(person && { person_county: county, person }),
      must_change_password: false,
      two_factor: false,
      demo: false,
    })
    add('account_role', {
      id: member.role,
      county,
      account: member.account,
      role,
      from_on: '2020-01-01',
      ...(at.place ? { place: at.place } : where),
    })
    return member
  }
  const addWorker = (county: string, station: string): Member => {
    const person = uuidv7()
    const base = { county, station }
    add('person', {
      ...base,
      id: person,
      name: `示例社工${serial}`,
      sex: 'female',
      born_on: '1992-05-01',
      no_id_reason: '测试',
      education: 'college',
      social_work_major: false,
      local_household: true,
      local_minority: false,
    })
    return addMember('residentWorker', county, { station }, person)
  }

  const network: Network = { places: [], clerks: new Map(), administrators: new Map() }
  const stations = Math.max(3, Math.ceil(devices / 10))
  const used = [...new Set(Array.from({ length: stations }, (_, i) => counties[i % counties.length]!))]
  for (const county of used) {
    network.clerks.set(county, addMember('county', county, { place: county }))
    network.administrators.set(county, addMember('administrator', county, { place: county }))
  }
  for (let i = 0; i < stations; i++) {
    const county = counties[i % counties.length]!
    const station = uuidv7()
    const town = dice.pick(townships.filter((one) => one.county === county)).id
    serial += 1
    add('station', {
      id: station,
      county,
      station,
      name: `走访演练站${serial}`,
      level: 'station',
      place: town,
      opened_on: '2020-01-01',
    })
    add('station_mode', { id: uuidv7(), county, station, mode: 'selfRun', from_on: '2020-01-01' })
    const workers = Array.from({ length: Math.floor(devices / stations) + (i < devices % stations ? 1 : 0) }, () =>
      addWorker(county, station),
    )
    const clients = addClients(add, dice, { county, station, town, workers })
    network.places.push({
      station: joinId(county, station),
      county,
      items: [],
      head: addMember('stationHead', county, { station }),
      workers,
      clients,
    })
  }
  const order = ['station', 'station_mode', 'person', 'account', 'account_role', 'client']
  for (const table of [...order, ...Object.keys(rows).filter((one) => !order.includes(one))])
    await insertRows(owner.pool, table, rows[table] ?? [])
  await owner.pool.query('analyze')
  // a few log in as people do; hashing a password for each of a thousand every morning would try nothing more
  for (const place of network.places.slice(0, 3))
    for (const worker of place.workers.slice(0, 1)) {
      worker.password = `${worker.login}-Yz-7${worker.login}`
      await setPassword(surroundings, worker.account, worker.password, false)
    }
  for (const place of network.places) {
    const session = await openSession(office, place.head)
    const reply = await post(office.address, 'services/catalogueOf', { input: { station: place.station } }, session)
    if (reply.kind !== 'done') throw new Error(`no catalogue at ${place.station}: ${JSON.stringify(reply)}`)
    place.items = (reply.answer as { items: { key: string }[] }).items.slice(0, 6).map(({ key }) => key)
  }
  return network
}

function addClients(
  add: (table: string, row: Row) => void,
  dice: Dice,
  at: { county: string; station: string; town: string; workers: readonly Member[] },
): string[] {
  const { county, station, town, workers } = at
  return Array.from({ length: Math.max(6, workers.length * clientsPerWorker) }, () => {
    serial += 1
    const id = uuidv7()
    const base = { county, station }
    const { bornOn, noIdReason, ethnicGroup, ...values } = firstValues(serial)
    add('client', {
      ...base,
      id,
      ...values,
      born_on: bornOn,
      no_id_reason: noIdReason,
      ethnic_group: ethnicGroup,
      place: town,
      state: 'active',
    })
    add('client_station', { ...base, id: uuidv7(), client: id, served_by: station, from_on: '2025-01-01' })
    if (workers.length > 0 && dice.chance(ownShare)) {
      const worker = splitId(dice.pick(workers).person!).uuid
      add('client_worker', { ...base, id: uuidv7(), client: id, worker, from_on: '2025-01-01' })
    }
    add('client_category', {
      ...base,
      id: uuidv7(),
      client: id,
      category: dice.pick(['dibao', 'tekun']),
      from_on: '2025-01-01',
      source: 'discovered',
      proof: [],
    })
    return joinId(county, id)
  })
}

const idleMinutes = 480

/** A session as after logging in; with a password of their own, people truly log in. */
export async function openSession({ address, runtime }: Office, member: Member): Promise<string> {
  if (member.password) {
    const response = await fetch(`${address}/api/accounts/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: { login: member.login, password: member.password } }),
    })
    const token = /yz_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
    if (!token) throw new Error(`${member.login} cannot log in: ${await response.text()}`)
    return decodeURIComponent(token)
  }
  const token = randomBytes(32).toString('base64url')
  const at = runtime.surroundings.now()
  await runtime.owner.pool.query(
    `insert into session (token_hash, id, account, created_at, seen_at, idle_minutes, ip, agent) values ($1, $2, $3, $4, $4, $5, '', 'field')`,
    [createHash('sha256').update(token).digest(), uuidv7(), member.account, at, idleMinutes],
  )
  return token
}
