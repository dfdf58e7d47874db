import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keep } from '../src/app/keeper.ts'
import { registry } from '../src/app/modules.ts'
import { openRuntime, type Runtime } from '../src/app/runtime.ts'
import type { Actor } from '../src/core/access.ts'
import type { AnyCall } from '../src/core/action.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { businessDay } from '../src/core/time.ts'
import { loadActor, openAccount, setPassword } from '../src/modules/accounts/index.server.ts'
import { type Grant, grants, type RoleName } from '../src/modules/accounts/index.ts'
import { commandLineAccount } from '../src/modules/audit/index.ts'
import { openServer } from './postgres.ts'
import { aPerson, aStation, type World } from './world.ts'

const names = new Map<AnyCall, string>([...registry].map(([name, call]) => [call, name]))

/** A data folder as on an office's machine, served by this process, and what stands on it. */
export interface Installation {
  data: string
  /** Another empty place for files of the test; it goes with the installation. */
  beside: string
  runtime: Runtime
  /** Calls an action or query as this person, through the door. */
  as: World['as']
  /** Opens an account that can log in with its own name turned round as its password; answers its id. */
  open(login: string, role: RoleName, over: { place?: string; station?: string }, person?: string): Promise<string>
  actor(account: string): Promise<Actor>
  close(): Promise<void>
}

/** Opens an installation of a test's own, with places and nobody in it. */
export async function openInstallation(): Promise<Installation> {
  const [data, beside] = await Promise.all([openFolder('office'), openFolder('beside')])
  const server = await openServer(data, { throwaway: true })
  const giveUp = keep(data)
  const opening = openRuntime({ data, suite: 'aes' }, () => {}, { keeper: true })
  // a server that nobody gets hold of would run on for ever
  const runtime = await opening.catch(async (error: unknown) => {
    await server.stop()
    throw error
  })
  const { surroundings } = runtime
  const as: World['as'] = async (actor, call, input, opId = uuidv7()) => {
    const caller = { actor, ip: '127.0.0.1', agent: 'test', session: null }
    const { answer } = await runtime.door.call(names.get(call)!, caller, { opId, input })
    return answer as never
  }
  return {
    data,
    beside,
    runtime,
    as,
    async open(login, role, over, person) {
      const founder = await whoeverInstalls(runtime)
      const { id } = await as(founder, openAccount, { login, name: login, role, ...over, ...(person && { person }) })
      await setPassword(surroundings, id, passwordOf(login), false)
      return id
    },
    async actor(account) {
      return (await loadActor(surroundings.db, account, null, businessDay(surroundings.now())))!
    },
    async close() {
      await runtime.close()
      giveUp()
      for (const folder of [data, beside]) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The password of an account that a test has opened. */
export const passwordOf = (login: string) => [...`${login}-7-${login}`].reverse().join('')

/** Holds everything over every county, as whoever sits at the machine does. */
async function whoeverInstalls({ owner }: Runtime): Promise<Actor> {
  const { rows } = await owner.pool.query<{ county: string }>('select distinct county from place')
  const everywhere = { whole: rows.map(({ county }) => county), stations: [], own: [] }
  return {
    account: commandLineAccount,
    person: null,
    name: '命令行',
    county: '100000',
    grants: new Map((Object.keys(grants) as Grant[]).map((grant) => [grant, everywhere])),
    session: null,
  }
}

/** A fresh folder that the account of the database server may enter, whoever runs the tests. */
async function openFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `yizhan-${name}-`))
  await chmod(folder, 0o755)
  return folder
}

/** A street station of 官渡区 with its people, its county's office and a worker who can log in. */
export interface Street {
  /** Its name, as on the plaque. */
  name: string
  station: string
  clerk: Actor
  people: string[]
}

/** Opens 太和街道's station with a head, two deputies and three workers, and the accounts `guandu` and `shegong`. */
export async function openStreet(office: Installation): Promise<Street> {
  const name = '昆明市官渡区太和街道社会工作服务站'
  const clerk = await office.actor(await office.open('guandu', 'county', { place: '530111' }))
  const { id: station } = await aStation(office, clerk, { name, place: '530111002' })
  const people: string[] = []
  for (const post of ['head', 'deputyHead', 'deputyHead', 'clerk', 'socialWorker', 'socialWorker'] as const)
    people.push((await aPerson(office, clerk, station, { post, phone: `1990000${1000 + people.length}` })).id)
  await office.open('shegong', 'residentWorker', { station }, people.at(-1))
  return { name, station, clerk, people }
}
