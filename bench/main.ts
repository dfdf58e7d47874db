import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import pg from 'pg'
import { startEmbedded } from '../src/app/database/embedded.ts'
import { openRuntime, root, settings } from '../src/app/runtime.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { clientsBench } from './clients.ts'
import { compileBench } from './compile.ts'
import { phoneBench, seedWorker } from './phone.ts'
import { rosterBench } from './roster.ts'
import { type Login, seedFacts, seedLogins, seedNetwork, seedRecords } from './seed.ts'

/** Rounds of five seconds against each server; the first is not counted. */
const rounds = Number(process.env.BENCH_ROUNDS ?? 6)
const folder = process.env.BENCH_DATA ?? join(root, 'data', 'bench')
const say = (line: string) => process.stdout.write(`${line}\n`)
const seconds = (from: number) => `${((Date.now() - from) / 1000).toFixed(1)} s`

interface Target {
  name: string
  port: number
  process: ChildProcess
}

async function launch(
  name: string,
  port: number,
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<Target> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env, PORT: String(port), HOST: '127.0.0.1', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    let heard = ''
    child.stdout!.on('data', (text: Buffer) => {
      heard += text.toString()
      if (/ready|已启动/.test(heard)) resolve()
    })
    child.on('exit', () => reject(new Error(`${name} ended:\n${heard}`)))
  })
  return { name, port, process: child }
}

/** The product as it is started, on the data that was generated. */
const launchOurs = () =>
  launch('一站', 18_902, join(root, 'dist/server/main.js'), ['start', '--empty'], { YIZHAN_DATA: folder })

async function stop(targets: readonly Target[]): Promise<void> {
  const ended = targets.map(({ process: child }) => new Promise((resolve) => child.once('exit', resolve)))
  for (const { process: child } of targets) child.kill('SIGTERM')
  await Promise.all(ended)
}

/** CPU milliseconds and resident megabytes of a process. */
function usage(pid: number): { cpu: number; memory: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return { cpu: (Number(stat[11]) + Number(stat[12])) * 10, memory: Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024 }
}

interface Load {
  path: string
  body: (login: Login) => string
  headers: (login: Login) => Record<string, string>
}

interface Measured {
  rate: number
  cpu: number
  p99: number
}

async function round(target: Target, load: Load, logins: readonly Login[], duration: number): Promise<Measured> {
  const before = usage(target.process.pid!)
  let turn = 0
  const result = await autocannon({
    url: `http://127.0.0.1:${target.port}`,
    connections: 16,
    duration,
    requests: [
      {
        method: 'POST',
        path: load.path,
        setupRequest: (request) => {
          const login = logins[turn++ % logins.length]!
          return {
            ...request,
            body: load.body(login),
            headers: { 'content-type': 'application/json', ...load.headers(login) },
          }
        },
      },
    ],
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${target.name} ${load.path}: ${result.non2xx} refused, ${result.errors} broken`)
  const after = usage(target.process.pid!)
  return {
    rate: result['2xx'] / result.duration,
    cpu: (after.cpu - before.cpu) / result['2xx'],
    p99: result.latency.p99,
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Interleaved rounds against both, so that a drifting machine drifts for both; medians and their ratio are printed. */
async function compare(
  name: string,
  goal: string,
  ours: [Target, Load],
  limit: [Target, Load],
  logins: readonly Login[],
): Promise<void> {
  const [mine, theirs]: [Measured[], Measured[]] = [[], []]
  for (let i = 0; i < rounds; i++) {
    const one = await round(...ours, logins, 5)
    const other = await round(...limit, logins, 5)
    if (i > 0) {
      mine.push(one)
      theirs.push(other)
    }
  }
  const of = (measured: Measured[], key: keyof Measured) => median(measured.map((one) => one[key]))
  const ratio = median(mine.map((one, i) => one.rate / theirs[i]!.rate))
  say(
    `| ${name} | ${Math.round(of(mine, 'rate'))}/s | ${Math.round(of(theirs, 'rate'))}/s | **${Math.round(ratio * 100)}%** | ${goal} | ${of(mine, 'cpu').toFixed(2)} / ${of(theirs, 'cpu').toFixed(2)} | ${of(mine, 'p99')} / ${of(theirs, 'p99')} |`,
  )
}

async function main(): Promise<void> {
  const began = Date.now()
  // a run that was cut off has left its server behind, which would take the new one's socket with it when it ends
  if (existsSync(join(folder, 'pg'))) await (await startEmbedded({ folder })).stop()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const given = { ...settings({}), data: folder }
  const runtime = await openRuntime(given)
  // the superuser: what is generated here need not pass the wall row by row
  const owner = new pg.Client((await startEmbedded({ folder })).as('postgres'))
  await owner.connect()
  if (process.env.BENCH_PART === 'roster' || process.env.BENCH_PART === 'clients') {
    if (process.env.BENCH_PART === 'roster') await rosterBench(runtime, owner, say)
    await clientsBench(runtime, owner, say)
    await owner.end()
    return void (await runtime.close())
  }
  if (process.env.BENCH_PART === 'phone') {
    const worker = await seedWorker(runtime, owner)
    await owner.end()
    await runtime.close()
    say(`生成用时 ${seconds(began)}`)
    const ours = await launchOurs()
    try {
      await phoneBench(`http://127.0.0.1:${ours.port}`, worker, say)
    } finally {
      await stop([ours])
    }
    return
  }
  say('正在生成：2,000 个站、1,000,000 条服务记录')
  await seedNetwork(owner)
  await seedRecords(owner)
  // the twelve million facts take their time; the requests can be measured without them
  if (process.env.BENCH_PART !== 'requests')
    await compileBench(runtime, owner, say, async (year) => seedFacts(owner, year))
  const logins = await seedLogins(owner, 200)
  await owner.query('vacuum analyze')
  const { rows: ids } = await owner.query<{ county: string; station: string; id: string }>(
    `select distinct on (station) county, station, id from service_record where station = any($1::uuid[])`,
    [logins.map(({ station }) => station.slice(station.indexOf('-') + 1))],
  )
  await owner.end()
  await runtime.close()
  say(`生成用时 ${seconds(began)}\n`)

  const database = await startEmbedded({ folder })
  const recordOf = new Map(ids.map(({ county, station, id }) => [`${county}-${station}`, id]))
  const uuid = (id: string) => id.slice(id.indexOf('-') + 1)
  const tokens = Object.fromEntries(
    logins.map(({ token, county, station, person }) => [
      token,
      { county, station: uuid(station), person: uuid(person) },
    ]),
  )
  const here = dirname(fileURLToPath(import.meta.url))
  const bare = { BENCH: JSON.stringify([database.as('yz_owner'), database.as('yz_app'), tokens]) }
  const limit = await launch('limit', 18_901, join(here, 'limit.js'), [], bare)
  const floor = await launch('floor', 18_903, join(here, 'floor.js'), [], bare)
  const ours = await launchOurs()
  try {
    await wait(1000)
    const idle = { ours: usage(ours.process.pid!).memory, limit: usage(limit.process.pid!).memory }
    const cookie = ({ token }: Login) => ({ cookie: `yz_session=${token}` })
    const bearer = ({ token }: Login) => ({ authorization: `Bearer ${token}` })
    const typed = {
      onDay: '2026-01-15',
      form: 'visit',
      items: ['catalogue.relief.publicity'],
      people: 3,
      minutes: 45,
      summary: '入户看望，了解近况，协助联系社区，情况平稳。',
    }
    const read = (login: Login) => JSON.stringify({ id: recordOf.get(login.station) })
    const create = () => JSON.stringify(typed)
    // an item must be in the station's own catalogue
    const itemsOf = new Map<string, string[]>()
    for (const login of logins)
      if (!itemsOf.has(login.county)) itemsOf.set(login.county, await catalogueOf(ours, login))
    say(
      '| 负载 | 一站 | 极限服务器 | 比值 | 目标 | CPU 毫秒/次（一站/极限） | p99 毫秒 |\n| --- | --- | --- | --- | --- | --- | --- |',
    )
    await compare(
      'W1 本站列表 25 条＋总数',
      '≥ 70%',
      [ours, { path: '/api/services/listServices', body: () => '{"input":{}}', headers: cookie }],
      [limit, { path: '/list', body: () => '{}', headers: bearer }],
      logins,
    )
    await compare(
      'W2 读一条',
      '≥ 50%',
      [
        ours,
        {
          path: '/api/services/getService',
          body: (login) => JSON.stringify({ input: { id: `${login.county}-${recordOf.get(login.station)}` } }),
          headers: cookie,
        },
      ],
      [limit, { path: '/read', body: read, headers: bearer }],
      logins,
    )
    await compare(
      'W3 登记一条',
      '≥ 50%',
      [
        ours,
        {
          path: '/api/services/recordService',
          body: (login) =>
            JSON.stringify({
              opId: uuidv7(),
              input: { ...typed, items: itemsOf.get(login.county), station: login.station, files: [] },
            }),
          headers: cookie,
        },
      ],
      [limit, { path: '/create', body: create, headers: bearer }],
      logins,
    )
    const floors = [
      ['W2 的底：有围墙，没有门', '/read', '/read', read],
      ['W3 的底：只写同样的行，没有门、围墙与核对', '/create', '/create', create],
      ['W3 的极限底：同样的行各写一次，一个数据包', '/once', '/create', create],
    ] as const
    for (const [name, path, beside, body] of floors)
      await compare(
        name,
        '–',
        [floor, { path, body, headers: bearer }],
        [limit, { path: beside, body, headers: bearer }],
        logins,
      )
    const loaded = { ours: usage(ours.process.pid!).memory, limit: usage(limit.process.pid!).memory }
    say(
      `\n内存（空闲 / 负载后）：一站 ${idle.ours.toFixed(0)} / ${loaded.ours.toFixed(0)} MB，极限服务器 ${idle.limit.toFixed(0)} / ${loaded.limit.toFixed(0)} MB`,
    )
  } finally {
    await stop([ours, limit, floor])
    await database.stop()
  }
  say(`总用时 ${seconds(began)}`)
}

async function catalogueOf(target: Target, login: Login): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${target.port}/api/services/catalogueOf`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: `yz_session=${login.token}` },
    body: JSON.stringify({ input: { station: login.station } }),
  })
  const { items } = (await response.json()) as { items: { key: string }[] }
  return items.slice(0, 1).map(({ key }) => key)
}

await main()
