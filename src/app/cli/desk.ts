import { type Actor, reachesNothing } from '../../core/access.ts'
import type { AnswerOfCall, AnyCall, InputOfCall } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import type { Grant } from '../../modules/accounts/index.ts'
import { commandLineAccount } from '../../modules/audit/index.ts'
import { listOrganisations } from '../../modules/organisations/index.server.ts'
import { everyCounty, namePlaces, searchPlaces } from '../../modules/places/index.server.ts'
import { getStation, listStations } from '../../modules/stations/index.server.ts'
import { registry } from '../modules.ts'
import { openRuntime, type Runtime, settings } from '../runtime.ts'

const names = new Map<AnyCall, string>([...registry].map(([name, call]) => [call, name]))

/** The door as a command uses it. */
export interface Desk {
  runtime: Runtime
  actor: Actor
  /** Calls an action, a query or an entrance through the door. */
  ask<C extends AnyCall>(call: C, input: InputOfCall<C>): Promise<AnswerOfCall<C>>
}

/**
 * Decision: whoever may run commands on this machine holds the database and its keys, so no grant could keep anything
 * from them; what can be had is order and a trace. Commands therefore pass the same door as everybody, with only the
 * grants that the command needs, over the whole installation, and every line they write names 命令行 as who did it.
 * It is no account: it has no password, cannot log in, and stands in no list. Roles that are kept apart (三权分立) meet
 * here alone, in the hands of whoever could reset them in the database anyway.
 */
export async function atDesk<T>(grants: readonly Grant[], work: (desk: Desk) => Promise<T>): Promise<T> {
  const runtime = await openRuntime(settings())
  try {
    const everywhere = { whole: await everyCounty(runtime.surroundings.db), stations: [], own: [] }
    if (reachesNothing(everywhere)) throw new Failure('conflict', '还没有载入行政区划，请先用 npm start 启动一次')
    const actor: Actor = {
      account: commandLineAccount,
      person: null,
      name: '命令行',
      county: '100000',
      grants: new Map(grants.map((grant) => [grant, everywhere])),
      session: null,
    }
    const caller = { actor, ip: '127.0.0.1', agent: '命令行', session: null }
    return await work({
      runtime,
      actor,
      async ask(call, input) {
        const { answer } = await runtime.door.call(names.get(call)!, caller, { opId: uuidv7(), input })
        return answer as never
      },
    })
  } finally {
    await runtime.close()
  }
}

const shown = 5

/** The one thing a person meant, or a refusal that lists what it could be. */
function theOne<T>(found: readonly T[], typed: string, kind: string, say: (one: T) => string): T {
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw new Failure('notFound', `找不到${kind}「${typed}」，请核对`)
  const some = found.slice(0, shown).map((one) => `  ${say(one)}`)
  const more = found.length > shown ? [`  … 共 ${found.length} 个`] : []
  throw new Failure('invalid', [`「${typed}」对应多个${kind}，请写明编号：`, ...some, ...more].join('\n'))
}

/** A place by its code, or by its name where only one bears it. */
export async function placeMeant({ ask }: Desk, typed: string): Promise<{ id: string; name: string; path: string }> {
  const byCode = await ask(namePlaces, { ids: [typed] })
  if (byCode[0]) return byCode[0]
  const found = await ask(searchPlaces, { text: typed, limit: 100 })
  const exact = found.filter(({ name }) => name === typed)
  return theOne(exact.length > 0 ? exact : found, typed, '区划', ({ id, path }) => `${id} ${path}`)
}

/** A station by its id, or by its name where only one bears it. */
export async function stationMeant({ ask }: Desk, typed: string): Promise<{ id: string; name: string }> {
  if (/^[0-9A-Za-z]{1,12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(typed)) {
    const { station } = await ask(getStation, { id: typed })
    return station
  }
  const { rows } = await ask(listStations, { name: typed, limit: 200 })
  const stations = rows.map(({ station, placePath }) => ({ ...station, placePath }))
  const exact = stations.filter(({ name }) => name === typed)
  return theOne(
    exact.length > 0 ? exact : stations,
    typed,
    '社工站',
    ({ id, name, placePath }) => `${id} ${name}（${placePath}）`,
  )
}

/** An organisation by its credit code or its name. */
export async function organisationMeant({ ask }: Desk, typed: string): Promise<{ id: string; name: string }> {
  const found = await ask(listOrganisations, { name: typed })
  const exact = found.filter(({ name, creditCode, id }) => [name, creditCode, id].includes(typed))
  return theOne(exact.length > 0 ? exact : found, typed, '机构', ({ creditCode, name }) => `${creditCode} ${name}`)
}
