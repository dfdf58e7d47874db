import { type ClientPlan, clientsOf } from '../../../demo/clients.ts'
import { openDice } from '../../../demo/dice.ts'
import type { PlaceNamed } from '../../../demo/names.ts'
import type { Register } from '../../../demo/people.ts'
import { addDays, businessDay } from '../../core/time.ts'
import {
  addClient,
  addContact,
  addHousehold,
  addMember,
  addNeed,
  assessNeeds,
  assessRisk,
  categoriesOf,
  findDuplicates,
  recordCare,
} from '../../modules/clients/index.server.ts'
import { catalogueOf } from '../../modules/services/index.server.ts'
import { recordVisit } from '../../modules/visits/index.server.ts'
import type { BuiltStation } from './network.ts'
import type { Lane, Stage } from './stage.ts'

interface Entering {
  stage: Stage
  built: readonly BuiltStation[]
  register: Register
  now: number
  today: string
  villages: (plan: BuiltStation['plan']) => readonly PlaceNamed[]
  /** Account of a county's office. */
  office: (county: string) => string
}

const minute = 60_000
const day = 86_400_000

/** A client entered, and the household that was opened for them. */
export interface EnteredClient {
  id: string
  station: string
  plan: ClientPlan
}

/** The street stations where somebody besides the head works, with clients enough to show something of. */
export const workingStations = (
  built: readonly BuiltStation[],
  files: ReadonlyMap<string, readonly EnteredClient[]>,
  least: number,
): BuiltStation[] =>
  built.filter(
    ({ plan, workers, head, id }) =>
      plan.level === 'station' &&
      workers.some(({ account }) => account !== head) &&
      (files.get(id)?.length ?? 0) >= least,
  )

/**
 * Opens the files of each station's clients as its worker would have, some weeks ago, with needs, risk and a visit or two
 * of this month. Answers them by station, for what happens to them later.
 */
export async function enterClients({
  stage,
  built,
  register,
  now,
  today,
  villages,
  office,
}: Entering): Promise<Map<string, EnteredClient[]>> {
  const entered = new Map<string, EnteredClient[]>()
  const working = built.filter(({ plan, workers }) => plan.level !== 'hub' && workers.length > 0)
  // names and numbers are given out before the lanes run, so that they fall the same way every time
  const plans = new Map(
    working.map((station) => [station, clientsOf(register, openDice(`clients ${station.plan.place}`), today)]),
  )
  await stage.each(working, async (station, lane) => {
    entered.set(station.id, await enterStation(lane, station, plans.get(station)!, { now, today, villages }))
  })
  const [served, other] = ['530111004', '530111002'].map((place) => working.find(({ plan }) => plan.place === place))
  if (served && other) await enterTwice(stage, other, plans.get(served)![0]!, { now, office })
  return entered
}

async function enterStation(
  lane: Lane,
  { id: station, plan, workers }: BuiltStation,
  plans: readonly ClientPlan[],
  { now, today, villages }: Pick<Entering, 'now' | 'today' | 'villages'>,
): Promise<EnteredClient[]> {
  const at = now - 50 * day
  const places = villages(plan)
  const known = new Set(
    (await lane.as(at, workers[0]!.account, categoriesOf, { station })).map(({ category }) => category),
  )
  const item = (await lane.as(at, workers[0]!.account, catalogueOf, { station })).items[0]!.key
  // where the place's number says so, the child was only rung up: a call is no visit at home, and the first worker still owes one
  const rungUp = Number(plan.place.slice(-1)) % 4 === 2
  const ofWorker = (i: number) => workers[i === 2 && rungUp ? 0 : i % workers.length]!
  const entered: EnteredClient[] = []
  let household: string | undefined
  for (const [i, one] of plans.entries()) {
    const { account } = ofWorker(i)
    const place = places[i % places.length]!.id
    const categories = one.categories.filter((category) => known.has(category)).slice(0, 2)
    const { name, sex, bornOn, idNumber, phone, occupation } = one
    const young = one.guardian && one.guardian.relation !== 'child'
    const client = await lane.as(at, account, addClient, {
      station,
      name,
      sex,
      bornOn,
      ...(idNumber && { idNumber }),
      ...(phone && { phone }),
      place,
      address: `示例路 ${12 + i * 3} 号 ${1 + (i % 4)} 单元 ${301 + i} 室`,
      occupation,
      categories: categories.map((category) => ({ category, fromOn: addDays(today, -400), source: 'roster' as const })),
      basis: young ? 'consent' : 'law',
      ...(young ? { way: 'written' as const, givenBy: 'guardian' as const } : { law: '社会救助暂行办法' }),
      ...(one.guardian && { guardianName: one.guardian.name, guardianRelation: one.guardian.relation }),
    })
    entered.push({ id: client.id, station, plan: one })
    const on = businessDay(new Date(at))
    await lane.as(at, account, addNeed, { id: client.id, kind: one.need[0], content: one.need[1], foundOn: on })
    if (i !== 4)
      await lane.as(at, account, assessRisk, {
        id: client.id,
        level: one.risk,
        reasons: one.why,
        fromOn: on,
        reviewOn: addDays(today, one.risk === 'high' ? 40 : 130),
      })
    if (one.assessedDaysAgo)
      await lane.as(at, account, assessNeeds, {
        id: client.id,
        onDay: addDays(today, -Math.max(one.assessedDaysAgo, 50)),
        covers: ['needs', 'mentalHealth'],
        mood: one.need[0] === 'mental' ? 'attention' : 'calm',
        summary: one.why,
      })
    if (i === 0) {
      await lane.as(at, account, recordCare, {
        id: client.id,
        selfCare: 'partial',
        carer: '本人，周末女儿探望',
        health: '高血压，每日服药；膝关节疼痛',
        fromOn: on,
      })
      await lane.as(at, account, addContact, {
        id: client.id,
        kind: 'organisation',
        name: '社区卫生服务中心',
        relation: '家庭医生',
        strength: 'strong',
        urgent: false,
      })
    }
    if (i === 2) {
      const opened = await lane.as(at, account, addHousehold, {
        station,
        headName: one.guardian!.name,
        place,
        housing: 'own',
        income: 'work',
        client: client.id,
        relation: 'grandchild',
      })
      household = opened.id
      await lane.as(at, account, addMember, {
        id: household,
        name: one.guardian!.name,
        relation: 'head',
        occupation: '务农',
      })
    }
    if (one.withLast && household)
      await lane.as(at, account, addMember, { id: household, client: client.id, relation: 'spouse' })
  }
  await visitThem(lane, station, workers, entered, { now, today, item, rungUp })
  return entered
}

/** A visit this month to most of them, in the order of their days. */
async function visitThem(
  lane: Lane,
  station: string,
  workers: BuiltStation['workers'],
  entered: readonly EnteredClient[],
  { now, today, item, rungUp }: { now: number; today: string; item: string; rungUp: boolean },
): Promise<void> {
  const visits = entered
    .map(({ id, plan }, i) => ({ id, plan, i, at: Math.min(now - (1 + (i % 3)) * day, now - 5 * minute) }))
    .filter(({ i, at }) => i !== 3 && businessDay(new Date(at)).slice(0, 7) === today.slice(0, 7))
    .sort((a, b) => a.at - b.at)
  for (const { id, plan, i, at } of visits)
    await lane.as(at, workers[i % workers.length]!.account, recordVisit, {
      station,
      client: id,
      onDay: businessDay(new Date(at)),
      way: i === 4 || (i === 2 && rungUp) ? 'phone' : 'home',
      outcome: 'met',
      minutes: 30 + i * 5,
      unchanged: false,
      findings: plan.visit,
      items: [item],
      files: [],
      answers: [
        { item: 'living', answer: 'fine' },
        { item: 'health', answer: plan.risk === 'high' ? 'watch' : 'fine' },
      ],
      ...(i === 0 && { tasks: [{ what: '陪同到社区卫生服务中心复查', dueOn: addDays(today, 5) }] }),
    })
}

/** One person with a file at two stations, as it happens where papers are at hand only the second time: for 重复档案. */
async function enterTwice(
  stage: Stage,
  station: BuiltStation,
  one: ClientPlan,
  { now, office }: Pick<Entering, 'now' | 'office'>,
): Promise<void> {
  await stage.each([station], async ({ id, plan, workers }, lane) => {
    const at = now - 12 * day
    const { name, sex, bornOn } = one
    await lane.as(at, workers[0]!.account, addClient, {
      station: id,
      name,
      sex,
      bornOn,
      noIdReason: '当时未带身份证',
      place: plan.place,
      basis: 'law',
      law: '社会救助暂行办法',
    })
    await lane.as(at + minute, office('530111'), findDuplicates, {})
  })
}
