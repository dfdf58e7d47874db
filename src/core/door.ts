import { createHash } from 'node:crypto'
import { type Actor, nowhere, type Reach, reachesAsPlaceOfWork, reachesNothing, reachOf, unite } from './access.ts'
import {
  type Action,
  type AnyCall,
  type Caller,
  type Entered,
  type Entrance,
  type Output,
  outputField,
  type Query,
  type Registry,
} from './action.ts'
import { writeAudit } from './audit.ts'
import { type Checker, checkerOf } from './checker.ts'
import { type Statement, transact } from './db.ts'
import { type AnyEntity, entities, type TenantRow } from './entity.ts'
import { markStale, writeFacts } from './facts.ts'
import { Failure } from './failure.ts'
import type { Field, Fields } from './field.ts'
import { readableFile, StoredFile } from './files.ts'
import { splitId, uuidShape } from './identifiers.ts'
import { mergeEdit } from './merge.ts'
import { flowOf, type Movers, moversOf, present, refusalOf } from './present.ts'
import { explainConstraint, find, findReachable } from './records.ts'
import { businessDay } from './time.ts'
import { openTx, type Surroundings, type Tx, writeCounts } from './tx.ts'
import { step } from './workflow.ts'

/** What the caller sends with an action. */
export interface Command {
  /** With an action: a client-made UUIDv7; the same command twice works once. */
  opId?: string
  input: unknown
  /** With an edit from a phone's queue: the values it was typed against, by field. */
  base?: unknown
}

/** The one way in (house.md room 2): screens, phone, import, CLI and tests all come through here. */
export interface Door {
  readonly registry: Registry
  /** Answers a query, or performs an action exactly once. Throws `Failure` for anything a person can mend. */
  call(name: string, caller: Caller, command: Command): Promise<Entered<Output>>
  /** For what does not come as JSON, such as an upload: one audited transaction in this person's whole scope. */
  perform<T>(actor: Actor, name: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** For what does not go out as JSON, such as a paper: one reading transaction, with the reach of this grant. */
  read<T>(actor: Actor, grant: string, work: (tx: Tx, reach: Reach) => Promise<T>): Promise<T>
}

/** Rows that belong to no area hang on the platform. */
const platform = '100000'

/** Opens the door over the calls of all modules. */
export function openDoor(surroundings: Surroundings, registry: Registry): Door {
  const checkers = new Map<string, Checker>()
  const movers = moversOf(registry)
  return {
    registry,
    async call(name, caller, { opId, input, base }) {
      const call = registry.get(name)
      if (!call) throw new Failure('notFound', '没有这个功能，请刷新页面后重试')
      const reach = authorise(call, caller.actor)
      const who = caller.actor ?? nobody
      const checker = checkers.get(name) ?? checkerOf(call.input as Fields)
      checkers.set(name, checker)
      const valid = (today: string) => checker(input ?? {}, today)
      const scope = scopeOf(who)
      const tools = { surroundings, scope, reach, who, name, movers, valid }
      switch (call.kind) {
        case 'entrance':
          return enter(call, caller, tools)
        case 'query':
          return { answer: await ask(call, tools) }
        case 'action':
          return { answer: await act(call, opId ?? '', base, tools).catch(explained) }
      }
    },
    perform(actor, name, work) {
      return transact(surroundings.db, scopeOf(actor), 'write', async (connection) => {
        const tx = openTx(connection, surroundings, actor)
        const answer = await work(tx)
        await settle(tx, surroundings, name)
        return answer
      })
    },
    async read(actor, grant, work) {
      const reach = reachOf(actor, grant)
      if (reachesNothing(reach)) throw new Failure('forbidden', '您没有查看的权限，如有需要请联系管理员')
      return transact(surroundings.db, scopeOf(actor), 'read', (connection) =>
        work(openTx(connection, surroundings, actor), reach),
      )
    },
  }
}

async function enter(
  call: Entrance,
  caller: Caller,
  { surroundings, who, movers, valid }: Tools,
): Promise<Entered<Output>> {
  const input = valid(businessDay(surroundings.now()))
  const run = call.run as (context: unknown) => Promise<Entered<Output>>
  const { answer, ...rest } = await run({ surroundings, caller, input })
  return { ...rest, answer: present(outputField(call.output), answer, who, movers) as never }
}

interface Tools {
  surroundings: Surroundings
  scope: Reach
  reach: Reach
  who: Actor
  name: string
  movers: Movers
  valid: (today: string) => Record<string, unknown>
}

const nobody: Actor = {
  account: '00000000-0000-0000-0000-000000000000',
  person: null,
  name: '',
  county: platform,
  grants: new Map(),
  session: null,
}

const scopes = new WeakMap<Actor, Reach>()

/** Everything a person reaches by any grant: what the second wall lets through. */
function scopeOf(actor: Actor): Reach {
  const known = scopes.get(actor) ?? unite(actor.grants.values())
  scopes.set(actor, known)
  return known
}

function authorise(call: AnyCall, actor: Actor | null): Reach {
  if (call.grant === 'anyone') return nowhere
  if (!actor) throw new Failure('unauthenticated', '请先登录')
  if (call.grant === 'signedIn') return scopeOf(actor)
  const reach = reachOf(actor, call.grant)
  if (reachesNothing(reach)) throw new Failure('forbidden', `您没有「${call.label}」的权限，如有需要请联系管理员`)
  return reach
}

async function ask(call: Query, { surroundings, scope, reach, who, movers, valid }: Tools): Promise<unknown> {
  return transact(surroundings.db, scope, 'read', async (connection) => {
    const tx = openTx(connection, surroundings, who)
    const input = valid(tx.today)
    const answer = await (call.run as (context: unknown) => Promise<unknown>)({ tx, actor: who, reach, input })
    return present(outputField(call.output), answer, who, movers)
  })
}

function explained(error: unknown): never {
  throw explainConstraint(error)
}

async function act(
  call: Action,
  opId: string,
  base: unknown,
  { surroundings, scope, reach, who, name, movers, valid }: Tools,
): Promise<unknown> {
  if (!uuidShape.test(opId ?? '')) throw new Failure('invalid', '缺少命令编号，请刷新页面后重试')
  const output = outputField(call.output)
  return transact(surroundings.db, scope, 'write', async (connection) => {
    const tx = openTx(connection, surroundings, who)
    const input = valid(tx.today)
    const county = homeOf(input)
    const requestHash = createHash('sha256')
      .update(JSON.stringify([name, input]))
      .digest()
    const logging = connection.arrays(opLogInsert([county, opId, who.account, requestHash, tx.now]))
    // what the action needs is read while the command is being noted; a command already known throws it away
    const preparing = prepare(tx, call, input, reach, base)
    preparing.catch(() => {})
    if ((await logging).length === 0) return replay(tx, call, { county, opId, requestHash, reach, movers })

    const { input: merged, ...prepared } = await preparing
    const answer = await (call.run as (context: unknown) => Promise<unknown>)({
      tx,
      actor: who,
      reach,
      input: merged,
      ...prepared,
    })
    await settle(tx, surroundings, name)
    tx.send(opLogAnswer(county, opId, output, answer))
    return present(output, answer, who, movers)
  })
}

/** What follows every write: stale marks, counters, audit lines, facts, in the order that locks are taken (trust.md). */
async function settle(tx: Tx, surroundings: Surroundings, name: string): Promise<void> {
  markStale(tx, tx.facts, tx.now)
  writeCounts(tx)
  // the audit line waits for the counters' locks, so the facts' moment below is one after every lock is held
  if (tx.changes.length > 0) await writeAudit(tx, surroundings.sealer.suite, tx.actor, name, tx.now, tx.changes)
  writeFacts(tx, tx.facts, surroundings.now().toISOString())
}

function opLogInsert(values: unknown[]): Statement {
  return {
    name: 'op_log_insert',
    text: 'insert into op_log (county, op_id, account, request_hash, at) values ($1, $2, $3, $4, $5) on conflict (county, op_id) do nothing returning 1',
    values,
  }
}

/** Only the record's id and version are kept, never its body; a small answer without a record must be open to all. */
function opLogAnswer(county: string, opId: string, output: Field, answer: unknown): Statement {
  const { id, version } = output.entity ? (answer as TenantRow) : { id: null, version: null }
  return {
    name: 'op_log_answer',
    text: 'update op_log set record = $3, answer = $4 where county = $1 and op_id = $2',
    values: [county, opId, id, JSON.stringify(id ? { version } : (answer ?? null))],
  }
}

/** The command's target names its county; the actor's own area never does (trust.md, exactly once). */
function homeOf(input: Record<string, unknown>): string {
  for (const key of ['id', 'station']) {
    const value = input[key]
    if (typeof value === 'string' && /^[0-9A-Za-z]{1,12}-[0-9a-f]{8}-/.test(value)) return splitId(value).county
  }
  return platform
}

interface Known {
  account: string
  requestHash: Buffer
  record: string | null
  answer: unknown
  aside: boolean
}

async function replay(
  tx: Tx,
  call: Action,
  {
    county,
    opId,
    requestHash,
    reach,
    movers,
  }: { county: string; opId: string; requestHash: Buffer; reach: Reach; movers: Movers },
): Promise<unknown> {
  const [known] = await tx.rows<Known>({
    text: 'select account, request_hash, record, answer, answer is null as aside from op_log where county = $1 and op_id = $2',
    values: [county, opId],
  })
  if (known?.account !== tx.actor.account)
    throw new Failure('conflict', '这个命令编号已被另一次操作使用，请刷新页面后重试')
  // a command that is performed always leaves an answer
  if (known.aside) throw new Failure('setAside', '这一条已转交站长处理，不再由您办理')
  if (!known.requestHash.equals(requestHash))
    throw new Failure('used', '这一条先前已经送到，并按当时填写的内容办理了；后来改的内容没有写入，请核对后再更正')
  const output = outputField(call.output)
  const entity = output.entity as AnyEntity | undefined
  if (!entity || !known.record) return present(output, known.answer, tx.actor, movers)
  const row = await findReachable(tx, entity, reach, known.record)
  // what follows in a queue stands on this command's own result, not on what others have made of it since
  const answer = { ...row, ...(known.answer as { version: number } | null) }
  return present(output, answer, tx.actor, movers)
}

/** Finds what the action is about and refuses early: reach, version, state, guard, foreign ids. */
async function prepare(
  tx: Tx,
  call: Action,
  input: Record<string, unknown>,
  reach: Reach,
  base: unknown,
): Promise<{ input: Record<string, unknown>; found?: unknown; next?: string }> {
  refuseForeignCounty(call.input as Fields, input)
  await resolveRefs(tx, call.input as Fields, input)
  const station = input.station
  if (typeof station === 'string' && call.input.station?.kind === 'ref' && !call.on) {
    if (!reachesAsPlaceOfWork(reach, station)) throw new Failure('notFound', '找不到该社工站，或您无权在该站办理')
  }
  if (!call.on) return { input }
  const found = await findReachable(tx, call.on, reach, input.id as string)
  const behind = typeof input.version === 'number' && input.version !== found.version
  const mergeable = call.offline && !call.move && base !== null && typeof base === 'object'
  if (behind && !mergeable) {
    throw new Failure('conflict', `这条${call.on.label}刚刚在别处被改过，请核对最新内容后再办理；您填写的内容仍保留`)
  }
  const refusal = refusalOf(call, found, tx.actor)
  if (refusal) throw new Failure('conflict', refusal)
  // by the values, not by the version: an earlier command of the same queue may have brought others' changes along
  if (mergeable)
    return { found, input: await onto(tx, call, input, base as Record<string, unknown>, found as unknown as TenantRow) }
  if (!call.move) return { found, input }
  const { flow, field } = flowOf(call.on)
  return {
    found,
    input,
    next: step(flow, (found as unknown as Record<string, string>)[field]!, call.move, { ...found, ...input }),
  }
}

/** An edit from a queue, on top of the record as it is now. What the writer has replaced since is no news to them. */
async function onto(
  tx: Tx,
  call: Action,
  input: Record<string, unknown>,
  base: Record<string, unknown>,
  found: TenantRow,
): Promise<Record<string, unknown>> {
  const { county, id } = found
  const keys = await tx.rows<{ key: string }>({
    text: 'select distinct jsonb_object_keys(changes) as key from audit where county = $1 and record = $2 and version > $3 and account <> $4',
    values: [county, id, input.version, tx.actor.account],
  })
  const replaced = new Set(keys.map(({ key }) => key))
  return mergeEdit(call.input as Fields, input, base, { ...found }, replaced)
}

/**
 * Foreign keys look past row-level security, so every id in the input is looked up in the actor's scope first:
 * not there and not allowed are the same refusal, at the field.
 */
async function resolveRefs(tx: Tx, fields: Fields, input: Record<string, unknown>, prefix = ''): Promise<void> {
  const asked: Promise<void>[] = []
  for (const [key, field] of Object.entries(fields)) {
    const value = input[key]
    if (value === undefined || value === null) continue
    if (field.kind === 'shape')
      asked.push(resolveRefs(tx, field.parts!, value as Record<string, unknown>, `${prefix}${key}.`))
    if (field.kind === 'list')
      for (const [i, one] of (value as unknown[]).entries())
        asked.push(resolveRefs(tx, { [i]: field.parts!.of! }, { [i]: one }, `${prefix}${key}.`))
    const ids = field.kind === 'files' ? (value as string[]) : [value as string]
    const target = field.kind === 'files' ? 'file' : field.target
    if (!target || !['ref', 'farRef', 'link', 'files'].includes(field.kind)) continue
    for (const one of ids) asked.push(mustExist(tx, field, target, one, `${prefix}${key}`))
  }
  await Promise.all(asked)
}

/** A `ref` stays within its record's county; only a `farRef` may point into another. */
function refuseForeignCounty(fields: Fields, input: Record<string, unknown>): void {
  const home = homeOf(input)
  if (home === platform) return
  for (const [key, { kind, label }] of Object.entries(fields)) {
    const value = input[key]
    if (kind === 'ref' && typeof value === 'string' && splitId(value).county !== home) {
      throw new Failure('notFound', `所选的「${label}」不在同一区县，请重新选择`, {
        [key]: `「${label}」请在本区县中选择`,
      })
    }
  }
}

/**
 * A file uploaded for another kind of record would be read by other people than this one's; and one that somebody else
 * uploaded would be read by whoever puts its id on a record of their own.
 */
async function usableFile(tx: Tx, field: Field, id: string): Promise<boolean> {
  const file = await find(tx, StoredFile, id)
  if (!file || file.readBy !== field.readBy) return false
  return file.createdBy === tx.actor.account || Boolean(await readableFile(tx, reachOf(tx.actor, file.readBy), id))
}

async function mustExist(tx: Tx, field: Field, target: string, id: string, path: string): Promise<void> {
  const found = field.kind === 'files' ? await usableFile(tx, field, id) : await find(tx, entities().get(target)!, id)
  if (found) return
  const { label } = field
  throw new Failure('notFound', `找不到所选的「${label}」，或您无权使用，请重新选择`, {
    [path]: `找不到所选的「${label}」，请重新选择`,
  })
}
