import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type pg from 'pg'
import { serverOf } from '../src/app/field/server.ts'
import { type Card, type Cards, type Followed, pull, type Server } from '../src/app/field/sync.ts'
import { makeLock, type Vault } from '../src/app/field/vault.ts'
import type { Runtime } from '../src/app/runtime.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { addDays, businessDay } from '../src/core/time.ts'
import { planEveryVisit } from '../src/modules/visits/index.server.ts'

const people = 10_000
const visitsEach = 4
const county = '530111'

/** A worker with a session, as the phone has it after logging in. */
export interface Worker {
  account: string
  token: string
  station: string
}

/** One station and one worker who answers for 10,000 clients, each with a worker's row, categories, visits and what was seen at them. */
export async function seedWorker(runtime: Runtime, owner: pg.Client): Promise<Worker> {
  const { sealer } = runtime.surroundings
  await sealer.prepare([county])
  const today = businessDay(new Date())
  const [station, person, account] = [uuidv7(), uuidv7(), uuidv7()]
  await owner.query(
    `insert into station (id, county, station, version, created_at, name, level, place, opened_on)
       select $1, $2, $1, 1, now(), '走访测速社工站', 'station', t.place, '2020-01-01'
       from place_tenure t join place p on p.id = t.place where t.parent = $2 and p.kind = 'township' order by t.place limit 1`,
    [station, county],
  )
  await owner.query(
    `insert into person (id, county, station, version, created_at, name, sex, born_on, no_id_reason, education, social_work_major, local_household, local_minority)
       values ($1, $2, $3, 1, now(), '走访测速', 'female', '1992-05-01', '测试', 'college', false, true, false)`,
    [person, county, station],
  )
  await owner.query(
    `insert into appointment (id, county, station, version, created_at, person, person_name, post, post_name, origin, full_time, from_on)
       values (gen_random_uuid(), $1, $2, 1, now(), $3, '走访测速', 'socialWorker', '专业岗位', 'dispatched', true, '2022-01-01')`,
    [county, station, person],
  )
  await seedClients(owner, station, person, today, (id, key, text) =>
    sealer.seal(county, `client|${county}|${id}|${key}`, text),
  )
  await planEveryVisit(runtime.owner, today)
  const token = randomBytes(32).toString('base64url')
  await owner.query(
    `insert into account (id, county, version, created_at, login, name, state, station_county, station, person_county, person, must_change_password, two_factor, demo)
       values ($1, $2, 1, now(), 'phone', '走访测速', 'active', $2, $3, $2, $4, false, false, false)`,
    [account, county, station, person],
  )
  await owner.query(
    `insert into account_role (id, county, version, created_at, account, role, station_county, station, from_on)
       values (gen_random_uuid(), $1, 1, now(), $2, 'residentWorker', $1, $3, '2020-01-01')`,
    [county, account, station],
  )
  await owner.query(
    `insert into session (id, token_hash, account, created_at, seen_at, idle_minutes, ip, agent)
       values (gen_random_uuid(), $1, $2, now(), now(), 100000, '', '')`,
    [createHash('sha256').update(token).digest(), account],
  )
  await owner.query('vacuum analyze')
  return { account, token, station: `${county}-${station}` }
}

const nameOf = (i: number) =>
  `${'赵钱孙李周吴郑王冯陈'[i % 10]}${'春夏秋冬东南西北中上'[Math.floor(i / 10) % 10]}${'一二三四五六七八九十'[Math.floor(i / 100) % 10]}`

async function seedClients(
  owner: pg.Client,
  station: string,
  person: string,
  today: string,
  seal: (id: string, key: string, text: string) => Buffer,
): Promise<void> {
  const ids = Array.from({ length: people }, () => uuidv7())
  const of = <T>(make: (id: string, i: number) => T) => ids.map(make)
  await owner.query(
    `insert into client (id, county, station, version, created_at, name, sex, born_on, no_id_reason, phone, place, address, occupation, memo, state)
       select n.id, $1, $2, 1, now(), n.name, 'female', n.born, '测试', n.phone, s.place, n.address, '务农', '白天多在地里，傍晚在家；家中养狗，先打电话', 'active'
       from unnest($3::uuid[], $4::text[], $5::date[], $6::bytea[], $7::bytea[]) as n(id, name, born, phone, address)
         join station s on s.county = $1 and s.id = $2`,
    [
      county,
      station,
      ids,
      of((_id, i) => nameOf(i)),
      of((_id, i) => addDays('1940-01-01', (i * 7) % 29_000)),
      of((id, i) => seal(id, 'phone', `1990000${String(i % 10_000).padStart(4, '0')}`)),
      of((id, i) => seal(id, 'address', `示例村${1 + (i % 30)}组${1 + Math.floor(i / 30)}号`)),
    ],
  )
  await owner.query(
    `insert into client_worker (id, county, station, version, created_at, client, worker, from_on)
       select gen_random_uuid(), county, station, 1, now(), id, $2, '2025-01-01' from client where county = $1 and station = $3`,
    [county, person, station],
  )
  await owner.query(
    `insert into client_category (id, county, station, version, created_at, client, category, from_on, source, proof)
       select gen_random_uuid(), county, station, 1, now(), c.id, k.category, '2025-01-01', '测试', '{}'
       from (select *, row_number() over (order by id) as n from client where county = $1 and station = $2) c
         cross join lateral unnest(case c.n % 4 when 0 then array['leftBehindChild', 'childInDifficulty'] when 1 then array['livingAlone']
           when 2 then array['dibao'] else array['emptyNest', 'dibao'] end) as k(category)`,
    [county, station],
  )
  await owner.query(
    `insert into client_risk (id, county, station, version, created_at, client, level, reasons, from_on, review_on)
       select gen_random_uuid(), county, station, 1, now(), id, (array['low', 'medium', 'high'])[1 + (abs(hashtext(id::text)) % 3)], '测试', '2026-01-01', '2026-12-31'
       from client where county = $1 and station = $2`,
    [county, station],
  )
  await owner.query(
    `insert into visit (id, county, station, version, created_at, client, client_name, on_day, way, outcome, minutes, unchanged, findings, items, files, worker, state)
       select gen_random_uuid(), c.county, c.station, 1, now(), c.id, c.name, $4::date - v * 80, 'home', 'met', 30, false, '入户看望，了解近况，情况平稳',
         array['catalogue.relief.publicity', 'catalogue.elder.patrol'], '{}', $3, 'valid'
       from client c cross join generate_series(1, ${visitsEach}) v where c.county = $1 and c.station = $2`,
    [county, station, person, today],
  )
  await owner.query(
    `insert into visit_answer (id, county, station, version, created_at, visit, item, answer)
       select gen_random_uuid(), v.county, v.station, 1, now(), v.id, i.item, 'fine'
       from visit v cross join unnest(array['living', 'health', 'mood', 'housing', 'selfCare', 'carer', 'fall', 'allowance']) as i(item)
       where v.county = $1 and v.station = $2`,
    [county, station],
  )
}

interface Counted {
  requests: number
  /** On the way, and unpacked. */
  bytes: number
  content: number
}

/** One request as a browser sends it, and its answer as it came over the way, packed or not. */
function sent(address: string, headers: Record<string, string>, body: string) {
  return new Promise<{ status: number; packed: boolean; bytes: Buffer }>((resolve, reject) => {
    const going = request(address, { method: 'POST', headers: { ...headers, 'accept-encoding': 'gzip' } }, (coming) => {
      const parts: Buffer[] = []
      coming.on('data', (part: Buffer) => parts.push(part))
      coming.on('error', reject)
      coming.on('end', () =>
        resolve({
          status: coming.statusCode!,
          packed: coming.headers['content-encoding'] === 'gzip',
          bytes: Buffer.concat(parts),
        }),
      )
    })
    going.on('error', reject)
    going.end(body)
  })
}

/** The phone's own way to the server, from outside a browser: with an address, a session, and what came counted. */
function reached(address: string, worker: Worker, counted: Counted): Server {
  globalThis.fetch = async (path, init) => {
    const headers = { ...(init?.headers as Record<string, string>), cookie: `yz_session=${worker.token}` }
    const { status, packed, bytes } = await sent(`${address}${path as string}`, headers, init!.body as string)
    const content = packed ? await promisify(gunzip)(bytes) : bytes
    counted.requests += 1
    counted.bytes += bytes.length
    counted.content += content.length
    return new Response(new Uint8Array(content), { status })
  }
  return serverOf(worker.account)
}

/** What a phone keeps, in memory: sealed under its vault as on a phone, or as it comes. */
function openStore(vault: Vault | undefined): Cards & { cards(): Promise<number> } {
  const cards = new Map<string, { stamp: string; sealed: Uint8Array | Card }>()
  let at: Followed | undefined
  return {
    followed: async () => at,
    stamps: async () => new Map([...cards].map(([id, { stamp }]) => [id, stamp])),
    async take(followed, came, gone) {
      const rows = await Promise.all(
        came.map(async (card) => ({
          id: card.id,
          stamp: card.stamp,
          sealed: vault ? await vault.seal(JSON.stringify(card)) : card,
        })),
      )
      for (const { id, ...row } of rows) cards.set(id, row)
      for (const id of gone) cards.delete(id)
      at = followed
    },
    async cards() {
      const read = await Promise.all(
        [...cards.values()].map(async ({ sealed }) =>
          sealed instanceof Uint8Array ? (JSON.parse(await vault!.open(sealed)) as Card) : sealed,
        ),
      )
      return read.length
    },
  }
}

/**
 * A phone's first sync with 10,000 clients of its worker's own, by HTTP, as the phone asks for them; then one with nothing new.
 * Seconds and bytes (issue 5: at most 10 s); the phone's part runs in this process.
 */
export async function phoneBench(address: string, worker: Worker, say: (line: string) => void): Promise<void> {
  const { vault } = await makeLock('258036')
  say(
    `| 首次同步 ${people.toLocaleString('en-US')} 张卡片（目标 10 s） | 用时 | 请求 | 收到 | 展开 | 打开时解封 |\n| --- | --- | --- | --- | --- | --- |`,
  )
  const runs: [string, Vault | undefined][] = [
    ['第一次，不加密', undefined],
    ['不加密', undefined],
    ['手机上加密保存', vault],
    ['手机上加密保存', vault],
    ['手机上加密保存', vault],
  ]
  const counted = { requests: 0, bytes: 0, content: 0 }
  const server = reached(address, worker, counted)
  for (const [what, sealing] of runs) {
    Object.assign(counted, { requests: 0, bytes: 0, content: 0 })
    const store = openStore(sealing)
    const timed = async (work: () => Promise<unknown>) => {
      const from = performance.now()
      await work()
      return `${((performance.now() - from) / 1000).toFixed(2)} s`
    }
    const fetched = await timed(async () => {
      const { cards, stopped } = await pull(store, server, worker.station)
      if (stopped || cards !== people) throw new Error(`${cards} cards came, ${stopped ?? 'no reason'}`)
    })
    const { requests, bytes, content } = counted
    const opened = await timed(() => store.cards())
    say(
      `| ${what} | ${fetched} | ${requests} | ${(bytes / 1e6).toFixed(2)} MB | ${(content / 1e6).toFixed(2)} MB | ${sealing ? opened : '–'} |`,
    )
    counted.bytes = 0
    const again = await timed(() => pull(store, server, worker.station))
    say(`| ${what}，再次同步（无变化） | ${again} | 1 | ${(counted.bytes / 1e3).toFixed(1)} kB | – | – |`)
  }
}
