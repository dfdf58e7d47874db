import { openDice } from '../../demo/dice.ts'
import { pull } from '../../src/app/field/sync.ts'
import { type Ledger, type Typed, told } from './ledger.ts'
import { openMemory } from './memory.ts'
import { calm, openLine } from './network.ts'
import type { Office } from './office.ts'
import type { Network } from './people.ts'
import type { Phone } from './phone.ts'

/** What was found wrong, each with a sentence. */
export interface Findings {
  lost: string[]
  doubled: string[]
  overwritten: string[]
  feed: string[]
}

/** What became of what was typed. */
export interface Fates {
  performed: number
  handedOver: number
  refused: number
  /** Performed by what was long on its way, when a later sending had been refused already: it waits with its reason. */
  overtaken: number
}

interface Known {
  record: string | null
  version: number | null
}

/** What the server keeps of these commands. */
async function commandsOf(office: Office, commands: readonly string[]) {
  const { pool } = office.runtime.owner
  const [log, handed] = await Promise.all([
    pool.query<{ opId: string; record: string | null; version: number | null }>(
      `select op_id as "opId", record, (answer ->> 'version')::int as version from op_log where op_id = any($1)`,
      [commands],
    ),
    pool.query<{ county: string; id: string; command: string; content: Buffer }>(
      'select county, id, command, content from handover where command = any($1)',
      [commands],
    ),
  ])
  const { sealer } = office.runtime.surroundings
  await sealer.prepare(handed.rows.map(({ county }) => county))
  return {
    log: new Map<string, Known>(log.rows.map((one) => [one.opId, one])),
    handed: new Map(
      handed.rows.map(({ county, id, command, content }) => [
        command,
        JSON.parse(sealer.unseal(county, `handover|${county}|${id}|content`, content)) as Record<string, unknown>,
      ]),
    ),
  }
}

interface Written {
  account: string
  command: string
  onDay: string
  minutes: number
  photos: number
}

/** Records of these accounts, with the command that stands in their text. */
async function writtenBy(office: Office, accounts: readonly string[]): Promise<Written[]> {
  const { rows } = await office.runtime.owner.pool.query<Written>(
    `select created_by as account, right(findings, 36) as command, on_day as "onDay", minutes, cardinality(files) as photos from visit where created_by = any($1)
     union all select created_by, right(summary, 36), on_day, minutes, cardinality(files) from service_record where created_by = any($1)`,
    [accounts],
  )
  return rows
}

/** Every command is in one place and in one only: performed once, or handed over whole, or waiting with its reason. */
export async function checkCommands(
  office: Office,
  phones: readonly Phone[],
  ledger: Ledger,
  delayed: ReadonlySet<string>,
  findings: Findings,
): Promise<Fates> {
  const typed = [...ledger.values()]
  const { log, handed } = await commandsOf(office, [...ledger.keys()])
  // what has been handed over stands there; only its photos still wait for their writer
  const waiting = phones.flatMap(({ memory }) => memory.held().filter(({ handed }) => !handed))
  const held = new Map(waiting.map((item) => [item.command, item] as const))
  const accounts = phones.map(({ member }) => member.account)
  const records = new Map<string, Written[]>()
  for (const one of await writtenBy(office, accounts)) {
    if (!ledger.has(one.command)) findings.doubled.push(`a record of ${one.account} that nobody typed`)
    records.set(one.command, [...(records.get(one.command) ?? []), one])
  }
  const fates: Fates = { performed: 0, handedOver: 0, refused: 0, overtaken: 0 }
  for (const one of typed) {
    const { command, call } = one
    const says = `${call} ${command}`
    const item = held.get(command)
    const there = records.get(command) ?? []
    const appended = call !== 'clients/editClient'
    const performed = log.get(command)?.record != null
    const times = appended ? Math.max(there.length, performed ? 1 : 0) : performed ? 1 : 0
    const kept = handed.get(command)
    if (kept && !one.contents.some((input) => alike(input, kept)))
      findings.lost.push(`${says} was handed over with another content`)
    if (times > 1) findings.doubled.push(`${says} stands there ${times} times`)
    if (times > 0 && kept) findings.doubled.push(`${says} was performed and handed over`)
    if (times > 0 && appended && there.length === 0) findings.lost.push(`${says} was answered and is not there`)
    if (
      there[0] &&
      !one.contents.some(({ onDay, minutes }) => onDay === there[0]!.onDay && minutes === there[0]!.minutes)
    )
      findings.lost.push(`${says} was written with another content`)
    if (there[0] && there[0].photos !== (one.photo ? 1 : 0)) findings.lost.push(`${says} was written without its photo`)
    if (item && item.state === 'waiting') findings.lost.push(`${says} waits for ever`)
    if (item && item.state === 'refused' && !item.why) findings.lost.push(`${says} is refused without a reason`)
    if (times > 0 && item && one.contents.length < 2 && !delayed.has(command))
      findings.doubled.push(`${says} was performed and still waits`)
    if (times === 0 && !kept && !item) findings.lost.push(`${says} is nowhere`)
    if (times > 0) fates.performed += 1
    else if (kept) fates.handedOver += 1
    else if (item) fates.refused += 1
    if (times > 0 && item) fates.overtaken += 1
  }
  for (const phone of phones) checkCounts(phone, typed, log, records, findings)
  return fates
}

/** Whether two contents are the same but for photos, which are named once they have been sent. */
const alike = (
  { files: _files, ...typed }: Record<string, unknown>,
  { files: _kept, ...kept }: Record<string, unknown>,
) => told(typed) === told(kept)

/** By phone: as many visits and services on the server as were typed and performed. */
function checkCounts(
  { member }: Phone,
  typed: readonly Typed[],
  log: ReadonlyMap<string, Known>,
  records: ReadonlyMap<string, Written[]>,
  findings: Findings,
): void {
  const mine = typed.filter((one) => one.account === member.account && one.call !== 'clients/editClient')
  const expected = mine.filter(({ command }) => log.get(command)?.record).length
  const counted = mine.reduce((sum, { command }) => sum + (records.get(command)?.length ?? 0), 0)
  if (counted > expected) findings.doubled.push(`${member.login} has ${counted} records for ${expected} commands`)
  if (counted < expected) findings.lost.push(`${member.login} has ${counted} records for ${expected} commands`)
}

interface Line {
  record: string
  version: number
  account: string
  action: string
  changes: Record<string, [unknown, unknown]>
}

const hiddenFields = new Set(['phone', 'idNumber', 'address'])
const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/**
 * The history of every field of every client's file, line by line: each value follows the one before it, and whoever
 * replaced a value had it before their eyes, as what they typed against or as the other's side of a choice.
 */
export async function checkFiles(
  office: Office,
  network: Network,
  ledger: Ledger,
  findings: Findings,
): Promise<number> {
  const { pool } = office.runtime.owner
  // a client handed to another county has a new file there
  const edited = [...ledger.values()].flatMap(({ record }) => record ?? [])
  const ids = [...new Set([...network.places.flatMap(({ clients }) => clients), ...edited])]
  const { rows } = await pool.query<Line>(
    `select record, version, account, action, changes from audit where entity = 'client' and record = any($1) order by record, version`,
    [ids],
  )
  const { log } = await commandsOf(
    office,
    [...ledger.values()].filter(({ record }) => record).map(({ command }) => command),
  )
  const commandAt = new Map(
    [...log]
      .filter(([, { record }]) => record)
      .map(([command, { record, version }]) => [`${record} ${version}`, command]),
  )
  const fields = ['name', 'sex', 'bornOn', 'noIdReason', 'ethnicGroup', 'occupation', 'memo', 'place']
  const { rows: now } = await pool.query<{ id: string; values: Record<string, unknown> }>(
    `select county || '-' || id as id, to_jsonb(client) as values from client where county || '-' || id = any($1)`,
    [ids],
  )
  const linesOf = new Map<string, Line[]>()
  for (const line of rows) linesOf.set(line.record, [...(linesOf.get(line.record) ?? []), line])
  const reached = new Set<string>()
  for (const { id, values } of now) {
    const lines = linesOf.get(id) ?? []
    const standing = new Map<string, unknown>()
    const hiddenBy = new Map<string, Line>()
    for (const line of lines) {
      const command = commandAt.get(`${id} ${line.version}`)
      const typed = command ? ledger.get(command) : undefined
      const says = `${id} version ${line.version}`
      if (line.action === 'clients/editClient') {
        if (typed?.account === line.account) {
          reached.add(typed.command)
          checkEdit(typed, line, hiddenBy, says, findings)
        } else findings.overwritten.push(`${says} was written by a command that nobody typed`)
      }
      for (const [field, [from, to]] of Object.entries(line.changes)) {
        if (hiddenFields.has(field)) hiddenBy.set(field, line)
        else {
          if (standing.has(field) && told(standing.get(field)) !== told(from))
            findings.overwritten.push(`${says}: ${field} was changed without a line`)
          standing.set(field, to)
        }
      }
    }
    for (const field of fields)
      if (standing.has(field) && told(standing.get(field)) !== told(values[columnOf(field)]))
        findings.overwritten.push(`${id}: ${field} stands otherwise than its last line says`)
  }
  for (const [command, { record }] of log)
    if (record && !reached.has(command)) findings.overwritten.push(`the edit ${command} has left no line`)
  return rows.length
}

/** One edit: what it changed was meant and known, and what was meant is there, or was given up by choice. */
function checkEdit(
  typed: Typed,
  line: Line,
  hiddenBy: ReadonlyMap<string, Line>,
  says: string,
  findings: Findings,
): void {
  const wanted = (field: string, to: unknown) => typed.contents.some((input) => told(input[field]) === told(to))
  for (const [field, [from, to]] of Object.entries(line.changes)) {
    if (hiddenFields.has(field)) {
      const before = hiddenBy.get(field)
      if (before && before.account !== typed.account && before.version > typed.knows)
        findings.overwritten.push(`${says}: ${field} of version ${before.version} was replaced unseen`)
    } else if (!typed.seen.get(field)?.has(told(from)) || !wanted(field, to))
      findings.overwritten.push(`${says}: ${field} ${told(from)} was replaced by ${told(to)} unseen`)
  }
}

/** What every phone carries is what a new one would be given. Answers how many cards were compared. */
export async function checkFeed(office: Office, phones: readonly Phone[], findings: Findings): Promise<number> {
  let compared = 0
  for (const phone of phones) {
    const dice = openDice('fresh')
    const fresh = openMemory(dice, () => 0)
    const { server } = openLine(office.address, dice, () => phone.session, [], calm)
    const { stopped } = await pull(fresh, server, phone.place.station)
    if (stopped) {
      findings.feed.push(`${phone.member.login} cannot fetch anew: ${stopped}`)
      continue
    }
    const [mine, theirs] = [phone.memory, fresh].map((memory) => memory.cardsOf(phone.place.station))
    compared += theirs!.size
    for (const id of new Set([...mine!.keys(), ...theirs!.keys()])) {
      const [had, wanted] = [mine!.get(id), theirs!.get(id)]
      if (!wanted) findings.feed.push(`${phone.member.login} carries ${id}, who is not theirs any more`)
      else if (!had) findings.feed.push(`${phone.member.login} does not carry ${id}`)
      else if (told(had) !== told(wanted))
        findings.feed.push(`${phone.member.login} carries ${id} as it was: ${differing(had, wanted)}`)
    }
  }
  return compared
}

const differing = (had: object, wanted: object): string =>
  Object.entries(wanted)
    .filter(([key, value]) => told((had as Record<string, unknown>)[key]) !== told(value))
    .map(([key, value]) => `${key} ${told((had as Record<string, unknown>)[key])} → ${told(value)}`)
    .join(', ')
