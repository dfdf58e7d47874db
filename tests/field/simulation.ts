import { openDice } from '../../demo/dice.ts'
import { checkCommands, checkFeed, checkFiles, type Fates, type Findings } from './checkers.ts'
import { type Desk, openDesk } from './desk.ts'
import type { Ledger } from './ledger.ts'
import { calm, type Packet, rough } from './network.ts'
import type { Office } from './office.ts'
import { type Network, seedNetwork } from './people.ts'
import { contact, type Fault, mend, openPhone, type Phone, workDay } from './phone.ts'

export interface Plan {
  seed: number
  devices: number
  days: number
  /** What the phones do wrong, to see that it is caught. */
  fault?: Fault
}

export interface Outcome {
  typed: number
  fates: Fates
  findings: Findings
  /** Cards compared, and lines of the files' histories read. */
  cards: number
  lines: number
  /** What the desks did meanwhile. */
  desk: ReadonlyMap<string, number>
  seconds: number
}

/** How many phones talk at the same time. */
const abreast = 24

async function each<T>(over: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...over]
  await Promise.all(
    Array.from({ length: abreast }, async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
    }),
  )
}

/** Sends a worker of each phone through so many days, brings all of them home, and holds the server against what they typed. */
export async function simulate(
  office: Office,
  { seed, devices, days, fault }: Plan,
  say: (line: string) => void = () => {},
): Promise<Outcome> {
  const began = Date.now()
  const word = `field ${seed}`
  const dice = openDice(word)
  const ledger: Ledger = new Map()
  const late: Packet[] = []
  const delayed = new Set<string>()
  const arrive = (packet: Packet) => {
    if (packet.command) delayed.add(packet.command)
    return packet.arrive()
  }
  const network = await seedNetwork(office, devices, word)
  const phones = network.places.flatMap((place) =>
    place.workers.map((member) => openPhone(office, member, place, word, late, calm, fault)),
  )
  const desk = openDesk(office, network, phones, ledger, word)
  await each(phones, (phone) => contact(office, phone))
  for (const phone of phones) phone.line.weather = rough

  for (let day = 1; day <= days; day++) {
    office.clock.nextMorning()
    await desk.giveBack(office.clock.today())
    for (const phone of phones)
      phone.away = phone.away > 0 ? phone.away - 1 : dice.chance(0.08) ? dice.between(1, days) : 0
    const near = phones.filter(({ away }) => away === 0)
    await each(near, (phone) => mend(office, phone, ledger))
    await each(phones, (phone) => workDay(office, phone, ledger))
    const arriving = late.splice(0, Math.ceil(late.length * 0.8))
    const turns = network.places.flatMap((place) => Array.from({ length: dice.between(4, 9) }, () => place))
    await Promise.all([
      each(shuffled(twice(near), dice.next), (phone) => contact(office, phone)),
      each(shuffled(turns, dice.next), (place) => desk.turn(place)),
      each(arriving, arrive),
    ])
    say(
      `第 ${day} 天：已填 ${ledger.size} 条，未同步 ${waiting(phones)} 条，${Math.round((Date.now() - began) / 1000)} 秒`,
    )
  }
  office.clock.nextMorning()
  await each(late, arrive)
  await bringHome(office, phones, ledger, desk)
  return {
    ...(await check({ office, network, phones, ledger, delayed, desk })),
    seconds: Math.round((Date.now() - began) / 1000),
  }
}

const waiting = (phones: readonly Phone[]) => phones.reduce((sum, { memory }) => sum + memory.held().length, 0)

function shuffled<T>(these: readonly T[], next: () => number): T[] {
  return these
    .map((one) => [next(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)
}

/** Most come by a place with a network more than once a day. */
const twice = (phones: readonly Phone[]) => [...phones, ...phones.filter((phone) => phone.dice.chance(0.7))]

/** The network is good again everywhere: every phone talks until none has anything left to say. */
async function bringHome(office: Office, phones: readonly Phone[], ledger: Ledger, desk: Desk): Promise<void> {
  for (const phone of phones) phone.line.weather = calm
  // some have their role again by now; the others stay without one
  await desk.giveBack(office.clock.today())
  const talk = async (these: readonly Phone[]): Promise<Phone[]> => {
    const again: Phone[] = []
    await each(these, async (phone) => {
      await mend(office, phone, ledger)
      if (!(await contact(office, phone)) || phone.memory.held().some(({ state }) => state === 'waiting'))
        again.push(phone)
    })
    return again
  }
  let busy = await talk(phones)
  // whoever has no role any more never comes to an end: some rounds are enough for all that can be said
  for (let round = 0; round < 5 && busy.length > 0; round++) busy = await talk(busy)
  await each(phones, (phone) => contact(office, phone))
}

interface Run {
  office: Office
  network: Network
  phones: readonly Phone[]
  ledger: Ledger
  delayed: ReadonlySet<string>
  desk: Desk
}

async function check({ office, network, phones, ledger, delayed, desk }: Run): Promise<Omit<Outcome, 'seconds'>> {
  const findings: Findings = { lost: [], doubled: [], overwritten: [], feed: [] }
  const fates = await checkCommands(office, phones, ledger, delayed, findings)
  const lines = await checkFiles(office, network, ledger, findings)
  const inside = phones.filter(({ member, device }) => device && !desk.out.has(member.account))
  const cards = await checkFeed(office, inside, findings)
  return { typed: ledger.size, fates, findings, cards, lines, desk: desk.done }
}
