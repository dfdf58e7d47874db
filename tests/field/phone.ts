import { type Dice, openDice } from '../../demo/dice.ts'
import { type Item, settled } from '../../src/app/field/queue.ts'
import { type Server, standing, syncRound } from '../../src/app/field/sync.ts'
import { splitId, uuidv7 } from '../../src/core/identifiers.ts'
import { addDays } from '../../src/core/time.ts'
import { sealBox } from '../../src/modules/devices/index.ts'
import { type Ledger, see } from './ledger.ts'
import { dark, type Memory, openMemory } from './memory.ts'
import { type Line, openLine, type Packet, post, type Weather } from './network.ts'
import type { Office } from './office.ts'
import { type Member, openSession, type Place } from './people.ts'

/** A way in which a phone may be wrong: what each checker must catch. */
export type Fault = 'lost' | 'doubled' | 'overwritten' | 'feed'

/** A file as its form shows it, when the phone last had it open. */
interface Snapshot {
  version: number
  values: Record<string, unknown>
}

/** One worker with a phone. */
export interface Phone {
  member: Member
  place: Place
  dice: Dice
  memory: Memory
  line: Line
  server: Server
  /** Its device on the server, and the secret it proves itself by. */
  device: { id: string; token: string; handoverKey: string } | undefined
  session: string | null
  /** By how much its clock is wrong, in milliseconds. */
  skew: number
  snapshots: Map<string, Snapshot>
  /** Days it stays without a network. */
  away: number
  /** One round at a time, as Web Locks see to on a real one. */
  talking: boolean
}

const dayMs = 86_400_000

/** Puts a phone into a worker's hand. */
export function openPhone(
  office: Office,
  member: Member,
  place: Place,
  seed: string,
  late: Packet[],
  weather: Weather,
  fault: Fault | undefined,
): Phone {
  const dice = openDice(`${seed} ${member.login}`)
  const line = openLine(office.address, dice, () => phone.session, late, weather)
  const phone: Phone = {
    member,
    place,
    dice,
    memory: openMemory(dice, () => line.weather.dying),
    line,
    server: faulty(line.server, fault),
    device: undefined,
    session: null,
    skew: dice.chance(0.3) ? dice.between(-2 * dayMs, 2 * dayMs) : 0,
    snapshots: new Map(),
    away: 0,
    talking: false,
  }
  return phone
}

/** A phone that does one thing wrong. */
function faulty(server: Server, fault: Fault | undefined): Server {
  switch (fault) {
    case undefined:
      return server
    case 'lost':
      // takes what was sent for what has arrived
      return {
        ...server,
        async call(path, body) {
          const reply = await server.call(path, body)
          return reply.kind === 'silent' && body.opId ? { kind: 'done', answer: null } : reply
        },
      }
    case 'doubled':
      // a new command each time it is sent
      return {
        ...server,
        call: (path, body) => server.call(path, body.opId ? { ...body, opId: uuidv7() } : body),
      }
    case 'overwritten':
      // the last to write wins: always on top of the newest version
      return {
        ...server,
        async call(path, body) {
          if (path !== 'clients/editClient') return server.call(path, body)
          const input = body.input as { id: string }
          const now = await server.call('clients/getClient', { input: { id: input.id } })
          if (now.kind !== 'done') return now
          const { version } = (now.answer as { client: { version: number } }).client
          return server.call(path, { opId: body.opId!, input: { ...input, version } })
        },
      }
    case 'feed':
      // its place in the line runs ahead of what it has been told
      return {
        ...server,
        async call(path, body) {
          const reply = await server.call(path, body)
          if (path !== 'devices/deviceFeed' || reply.kind !== 'done') return reply
          const feed = reply.answer as { changed: string[] }
          return { kind: 'done', answer: { ...feed, changed: feed.changed.slice(1) } }
        },
      }
  }
}

const formKeys = ['name', 'sex', 'bornOn', 'noIdReason', 'ethnicGroup', 'occupation', 'memo', 'place'] as const
const editable = ['ethnicGroup', 'occupation', 'memo'] as const

function newItem(office: Office, phone: Phone, call: string, input: Record<string, unknown>, record?: string): Item {
  const at = office.runtime.surroundings.now().getTime() + phone.skew
  const command = uuidv7(at)
  return {
    command,
    call,
    station: phone.place.station,
    label: call,
    about: '',
    record: record ?? command,
    input,
    attachments: [],
    typedAt: new Date(at).toISOString(),
    state: 'waiting',
    unanswered: false,
    tries: 0,
  }
}

/** Writes a new command into the queue, and into the ledger beside it. The form keeps what was typed until it is written. */
async function keep(phone: Phone, ledger: Ledger, item: Item, base: Record<string, unknown> = {}): Promise<void> {
  const typed = {
    command: item.command,
    account: phone.member.account,
    call: item.call,
    county: phone.member.county,
    record: item.base ? item.record : null,
    contents: [item.input],
    photo: item.attachments.length > 0,
    seen: new Map(),
    knows: Number(item.input.version ?? 0),
    yielded: new Set<string>(),
  }
  see(typed, base)
  try {
    await phone.memory.putItem(item)
    ledger.set(item.command, typed)
  } catch (error) {
    if (error !== dark) throw error
    // whoever picks the dark phone up again sees whether it was kept
    if (phone.memory.held().some(({ command }) => command === item.command)) ledger.set(item.command, typed)
  }
}

/** A day's work in the field, without a word to the server. */
export async function workDay(office: Office, phone: Phone, ledger: Ledger): Promise<void> {
  const { dice, place, memory } = phone
  // a phone is of use once it has been taken into use
  if (!phone.device) return
  const { station, items } = place
  const today = office.clock.today()
  // a few write a day that has not come yet, and are told so
  const onDay = () => addDays(today, dice.chance(0.03) ? dice.between(1, 2) : -dice.between(0, 2))
  const carried = [...memory.cardsOf(station).keys()]
  for (let i = dice.between(1, 3); i > 0 && carried.length > 0; i--) {
    const item = newItem(office, phone, 'visits/recordVisit', {})
    item.input = {
      station,
      client: dice.pick(carried),
      onDay: onDay(),
      way: dice.pick(['home', 'door', 'phone']),
      outcome: dice.pick(['met', 'met', 'family', 'absent']),
      minutes: dice.between(5, 90),
      unchanged: false,
      findings: `走访 ${item.command}`,
      items: [dice.pick(items)],
      files: [],
      answers: [],
    }
    if (dice.chance(0.02))
      item.attachments = [{ field: 'files', blob: item.command, name: '照片.png', readBy: 'visit.read' }]
    await keep(phone, ledger, item)
  }
  for (let i = dice.between(0, 1); i > 0; i--) {
    const item = newItem(office, phone, 'services/recordService', {})
    item.input = {
      station,
      onDay: onDay(),
      form: dice.pick(['consultation', 'publicity', 'linkage']),
      items: [dice.pick(items)],
      people: dice.between(1, 20),
      minutes: dice.between(10, 120),
      summary: `服务 ${item.command}`,
      files: [],
    }
    await keep(phone, ledger, item)
  }
  const opened = [...phone.snapshots.keys()]
  for (let i = dice.between(0, 2); i > 0 && opened.length > 0; i--) await edit(office, phone, ledger, dice.pick(opened))
}

/** Changes a file as its form on the phone shows it: what was on it when last opened, and one's own changes on top. */
async function edit(office: Office, phone: Phone, ledger: Ledger, client: string): Promise<void> {
  const { dice, memory, snapshots } = phone
  const { version, values } = snapshots.get(client)!
  const shown = { ...values }
  for (const earlier of memory.held().filter(({ record }) => record === client))
    for (const key of formKeys) shown[key] = earlier.input[key] ?? shown[key]
  const item = newItem(office, phone, 'clients/editClient', {}, client)
  const word = item.command.slice(-12)
  const input: Record<string, unknown> = { id: client, version, ...shown }
  for (const key of editable) if (dice.chance(0.5)) input[key] = `${word.slice(0, 8)}${key[0]}`
  if (dice.chance(0.25)) input.phone = `199${String(Number.parseInt(word.slice(0, 8), 16) % 1e8).padStart(8, '0')}`
  await keep(phone, ledger, { ...item, input, base: shown }, shown)
}

/** Goes through 需要处理: chooses between two values, mends a day, or leaves it for another time. */
export async function mend(office: Office, phone: Phone, ledger: Ledger): Promise<void> {
  const { dice, memory } = phone
  for (const item of memory.held().filter(({ state }) => state === 'refused')) {
    const typed = ledger.get(item.command)!
    if (dice.chance(0.4)) continue
    let mended: Item
    if (item.clash) {
      const choice = Object.fromEntries(
        Object.keys(item.clash.fields).map((key) => [key, dice.pick(['mine', 'theirs'] as const)]),
      )
      for (const [key, { theirs }] of Object.entries(item.clash.fields)) {
        see(typed, { [key]: theirs })
        if (choice[key] === 'theirs') typed.yielded.add(key)
        else typed.yielded.delete(key)
      }
      typed.knows = Math.max(typed.knows, item.clash.version)
      mended = settled(item, choice)
    } else if (item.fields?.onDay) {
      const { why: _why, fields: _fields, ...rest } = item
      mended = { ...rest, state: 'waiting', input: { ...item.input, onDay: office.clock.today() } }
    } else continue
    await memory.putItem(mended).catch((error: unknown) => {
      if (error !== dark) throw error
    })
    typed.contents.push(mended.input)
  }
}

/** One contact with the server: report, hand over if stopped, send, fetch. Answers whether it went through to its end. */
export async function contact(office: Office, phone: Phone): Promise<boolean> {
  if (phone.talking) return false
  phone.talking = true
  try {
    if (!phone.session) phone.session = await openSession(office, phone.member)
    phone.device ??= await enrol(office, phone)
    const { device, memory, server } = phone
    const report = await server.call('devices/reportDevice', {
      input: {
        device: device.id,
        token: device.token,
        appVersion: '1',
        ...standing(memory.held()),
        persistent: true,
      },
    })
    if (report.kind !== 'done') return false
    if ((report.answer as { state: string }).state === 'revoked') return await giveUp(phone)
    let round = await syncRound(memory, server, [phone.place.station])
    if (round.stopped === 'unauthenticated') {
      phone.session = await openSession(office, phone.member)
      round = await syncRound(memory, server, [phone.place.station])
    }
    if (round.stopped) return false
    await openFiles(phone)
    return true
  } catch (error) {
    if (error !== dark) throw error
    return false
  } finally {
    phone.talking = false
  }
}

/** A stopped phone: all that waits goes sealed to the head, by the device's token alone; only then is it wiped. */
async function giveUp(phone: Phone): Promise<boolean> {
  const { device, memory, server } = phone
  const items = memory.held()
  for (let from = 0; from < items.length; from += 100) {
    const boxes = await Promise.all(
      items
        .slice(from, from + 100)
        .map(({ call, command, input, typedAt }) =>
          sealBox(
            device!.handoverKey,
            JSON.stringify({ call, command, content: JSON.stringify(input), typedAt, why: '设备已停用' }),
          ),
        ),
    )
    const reply = await server.call('devices/handOverSealed', {
      input: { device: device!.id, token: device!.token, boxes },
    })
    if (reply.kind !== 'done') return false
  }
  memory.forgetAll()
  phone.snapshots.clear()
  // the worker is given another one
  phone.device = undefined
  return false
}

/** Looks at a few files while there is a network, so that they can be corrected without one. */
async function openFiles(phone: Phone): Promise<void> {
  const { dice, memory, server, snapshots, place } = phone
  const carried = [...memory.cardsOf(place.station).keys()]
  for (const id of snapshots.keys()) if (!carried.includes(id)) snapshots.delete(id)
  const waiting = new Set(memory.held().map(({ record }) => record))
  for (let i = 0; i < 2 && carried.length > 0; i++) {
    const id = dice.pick(carried)
    if (waiting.has(id)) continue
    const reply = await server.call('clients/getClient', { input: { id } })
    if (reply.kind !== 'done') continue
    const { client } = reply.answer as { client: Record<string, unknown> & { version: number } }
    snapshots.set(id, {
      version: client.version,
      values: Object.fromEntries(formKeys.map((key) => [key, client[key] ?? null])),
    })
    if (snapshots.size > 6) snapshots.delete(snapshots.keys().next().value!)
  }
}

/** Takes the phone into use, in the office, where the network is good. */
async function enrol(office: Office, phone: Phone): Promise<NonNullable<Phone['device']>> {
  const token = Buffer.from(uuidv7()).toString('base64url')
  const { county } = phone.member
  const device = uuidv7()
  const input = { device, token, label: '演练手机', appVersion: '1' }
  const reply = await post(office.address, 'devices/enrolDevice', { opId: uuidv7(), input }, phone.session)
  if (reply.kind === 'refused' && reply.code === 'unauthenticated') phone.session = null
  // whoever has lost the role cannot take a phone into use
  if (reply.kind !== 'done') throw dark
  const { id, handoverKey } = reply.answer as { id: string; handoverKey: string }
  if (splitId(id).county !== county) throw new Error('a device stands in its worker’s county')
  return { id, token, handoverKey }
}
