import { momentOf } from '../../../demo/days.ts'
import { logins } from '../../../demo/logins.ts'
import { type PlaceNamed, stationAddress, stationName, stationPhone } from '../../../demo/names.ts'
import { counties, type StationPlan } from '../../../demo/network.ts'
import { type OperatorKey, type OperatorPlan, operators } from '../../../demo/operators.ts'
import { type PersonPlan, type Register, seatPerson } from '../../../demo/people.ts'
import { type Seat, teams } from '../../../demo/teams.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { addDays } from '../../core/time.ts'
import { addOrganisation } from '../../modules/organisations/index.server.ts'
import { completeCreditCode } from '../../modules/organisations/index.ts'
import { addCertificate, addPerson, endAppointment, getPerson } from '../../modules/people/index.server.ts'
import { addStation, changeMode } from '../../modules/stations/index.server.ts'
import type { AccountPlan } from './accounts.ts'
import type { Happening, Lane, Stage } from './stage.ts'

/** A station as it was entered, with who works there. */
export interface BuiltStation {
  plan: StationPlan
  id: string
  /** Account that submits its reports. */
  head: string
  /** Accounts that record services, and from when to when. */
  workers: { account: string; fromOn: string; toOn?: string }[]
  /** What happened there after it was entered, besides services and reports. */
  later: Happening[]
  accounts: AccountPlan[]
}

interface Building {
  stage: Stage
  register: Register
  places: ReadonlyMap<string, PlaceNamed>
  /** The day everything is entered. */
  liveOn: string
  today: string
  /** Account of a county's office. */
  office: (county: string) => string
}

/** Enters organisations and stations with their people, as each county's office would have on the day it began. */
export async function buildNetwork(building: Building): Promise<BuiltStation[]> {
  const organisations = await registerOperators(building)
  const built: BuiltStation[] = []
  const seated = counties.flatMap(({ county, stations }) =>
    stations.map((plan) => ({ county, plan, people: seatAll(building, plan) })),
  )
  const hubs = new Map<string, string>()
  const enter = async ({ county, plan, people }: (typeof seated)[number], lane: Lane) => {
    const entering = { ...building, lane, office: building.office(county), organisations }
    const id = await enterStation(entering, plan, hubs.get(county))
    if (plan.level === 'hub') hubs.set(county, id)
    built.push(await enterPeople(entering, plan, id, people))
  }
  const level = (hub: boolean) => seated.filter(({ plan }) => (plan.level === 'hub') === hub)
  await building.stage.each(level(true), enter)
  await building.stage.each(level(false), enter)
  const operatorAccounts = logins.flatMap(({ login, role, operator }) => {
    if (!operator) return []
    const { name, county } = operators[operator]
    return [{ id: uuidv7(), login, role, name, county, organisation: organisations.get(operator)! }]
  })
  built[0]!.accounts.push(...operatorAccounts)
  return built
}

async function registerOperators({ stage, office, liveOn }: Building): Promise<Map<OperatorKey, string>> {
  const ids = new Map<OperatorKey, string>()
  const numbered = Object.entries(operators as Record<string, OperatorPlan>).map(([key, plan], i) => ({ key, plan, i }))
  await stage.each(numbered, async ({ key, plan, i }, lane) => {
    const creditCode = completeCreditCode(`5299999900000${String(7000 + i)}`)
    const { id } = await lane.as(momentOf(liveOn, 9), office(plan.county), addOrganisation, { ...plan, creditCode })
    ids.set(key as OperatorKey, id)
  })
  return ids
}

interface Seated {
  seat: Seat
  person: PersonPlan
}

function seatAll({ register, today }: Building, plan: StationPlan): Seated[] {
  return teams[plan.team].map((seat: Seat, i) => ({
    seat,
    person: seatPerson(register, `${plan.place} ${i}`, seat, plan.opened, today),
  }))
}

interface Entering extends Omit<Building, 'office'> {
  lane: Lane
  office: string
  organisations: ReadonlyMap<OperatorKey, string>
}

const numberOf = (place: string) => (Number(place.slice(-6)) % 88) + 6

async function enterStation(
  { lane, office, organisations, places, liveOn }: Entering,
  plan: StationPlan,
  hub: string | undefined,
): Promise<string> {
  const [[modeFrom, by], ...changes] = plan.run as [StationPlan['run'][number], ...StationPlan['run'][number][]]
  const runBy = (who: 'selfRun' | OperatorKey) =>
    who === 'selfRun'
      ? ({ mode: 'selfRun' } as const)
      : ({ mode: 'purchased', operator: organisations.get(who)! } as const)
  const station = await lane.as(momentOf(liveOn, 9, 30), office, addStation, {
    name: stationName(plan, places),
    level: plan.level,
    place: plan.place,
    ...(hub && { parent: hub }),
    openedOn: plan.opened,
    ...(plan.origin && { origin: plan.origin }),
    address: stationAddress(plan, places, numberOf(plan.place)),
    contactPost: plan.level === 'room' ? '社区社工' : '站务值班岗',
    contactPhone: stationPhone(plan, numberOf(plan.place)),
    ...runBy(by),
    modeFrom,
  })
  for (const [fromOn, who] of changes)
    await lane.as(momentOf(liveOn, 9, 40), office, changeMode, { id: station.id, ...runBy(who), fromOn })
  return station.id
}

async function enterPeople(
  entering: Entering,
  plan: StationPlan,
  station: string,
  people: readonly Seated[],
): Promise<BuiltStation> {
  const built: BuiltStation = { plan, id: station, head: '', workers: [], later: [], accounts: [] }
  for (const one of people) {
    const { joinedDaysAgo } = one.seat
    if (joinedDaysAgo) {
      const at = momentOf(one.person.fromOn, 14, 10)
      built.later.push({ at, run: (lane) => enterPerson({ ...entering, lane }, station, one, at) })
      continue
    }
    const id = await enterPerson(entering, station, one, momentOf(entering.liveOn, 10))
    built.later.push(...laterOf(entering, id, one))
    const account = accountOf(plan, station, id, one, built)
    if (!account) continue
    built.accounts.push(account)
    if (account.role === 'stationHead') built.head = account.id
    const { fromOn, toOn } = one.person
    if (one.seat.records) built.workers.push({ account: account.id, fromOn, ...(toOn && { toOn }) })
  }
  return built
}

async function enterPerson(
  { lane, office }: Entering,
  station: string,
  { seat, person }: Seated,
  at: number,
): Promise<string> {
  const { fromOn, toOn: _later, certificate, ...values } = person
  const { post, origin, fullTime, education, major = false } = seat
  const { id } = await lane.as(at, office, addPerson, {
    station,
    ...values,
    education,
    socialWorkMajor: major,
    post,
    origin,
    fullTime,
    fromOn,
  })
  if (certificate && seat.licence && !seat.justLicensed)
    await lane.as(at, office, addCertificate, { id, certificate: seat.licence, ...certificate })
  return id
}

/** Who left, and who won a licence since. */
function laterOf({ office }: Entering, id: string, { seat, person }: Seated): Happening[] {
  const { licence, justLicensed } = seat
  const { certificate, toOn } = person
  const happenings: Happening[] = []
  if (toOn)
    happenings.push({
      at: momentOf(toOn, 17, 20),
      async run(lane) {
        const at = momentOf(toOn, 17, 20)
        const { appointments } = await lane.as(at, office, getPerson, { id })
        const { appointment } = appointments[0]!
        await lane.as(at, office, endAppointment, { id: appointment.id, version: appointment.version, toOn })
      },
    })
  if (certificate && licence && justLicensed) {
    const at = momentOf(addDays(certificate.issuedOn, 6), 11, 5)
    happenings.push({
      at,
      run: (lane) => lane.as(at, office, addCertificate, { id, certificate: licence, ...certificate }),
    })
  }
  return happenings
}

/** An account for whoever heads a station or records there; in a room and at a hub one of its workers heads it. */
function accountOf(
  plan: StationPlan,
  station: string,
  person: string,
  { seat, person: { name } }: Seated,
  built: BuiltStation,
): AccountPlan | undefined {
  const heads = seat.post === 'head' || (plan.level === 'room' && built.head === '') || headless(plan, built)
  if (!heads && !seat.records) return undefined
  const printed = logins.find(
    (one) =>
      one.station === plan.place &&
      (heads ? one.seat === 'head' : one.seat === 'worker') &&
      !built.accounts.some(({ login }) => login === one.login),
  )
  return {
    id: uuidv7(),
    login: printed?.login ?? `zhan.${plan.place}${heads ? '' : `.${built.accounts.length}`}`,
    name,
    county: station.slice(0, station.indexOf('-')),
    role: heads ? 'stationHead' : 'residentWorker',
    station,
    person,
  }
}

/** 城关区 and 滨海新区 name no head: the first worker answers for the station. */
function headless({ team }: StationPlan, { head }: BuiltStation): boolean {
  return head === '' && !teams[team].some((seat: Seat) => seat.post === 'head')
}
