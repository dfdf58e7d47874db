import { momentOf } from '../../../demo/days.ts'
import type { PlaceNamed } from '../../../demo/names.ts'
import {
  type CountyPlan,
  counties,
  mergedPlaces,
  mergerNote,
  type Standing,
  type StationPlan,
} from '../../../demo/network.ts'
import { openRegister } from '../../../demo/people.ts'
import { daysShown } from '../../../demo/services.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { addDays, businessDay } from '../../core/time.ts'
import { rollUp } from '../../modules/measures/index.server.ts'
import { periodBefore, periodOf } from '../../modules/measures/index.ts'
import { listPeople, revealPerson } from '../../modules/people/index.server.ts'
import { planEveryVisit } from '../../modules/visits/index.server.ts'
import { type AccountPlan, officeAccounts, openAccounts } from './accounts.ts'
import { handleAssistance } from './assistance.ts'
import { openCases } from './cases.ts'
import { enterClients } from './clients.ts'
import { gather } from './gatherings.ts'
import { growNetwork } from './growth.ts'
import { furnish } from './house.ts'
import { type BuiltStation, buildNetwork } from './network.ts'
import { protect } from './protection.ts'
import { collectResources } from './resources.ts'
import { staffNetwork } from './staffing.ts'
import { type Ground, type Happening, openStage, type Stage } from './stage.ts'
import { type MonthPlan, reportCounty, workOf } from './work.ts'

interface Loading {
  ground: Ground
  stage: Stage
  progress: (line: string) => void
  /** Share of the records, for tests; 1 is everything. */
  size: number
  now: number
  today: string
  places: ReadonlyMap<string, PlaceNamed>
  /** Accounts of offices by login. */
  offices: ReadonlyMap<string, AccountPlan>
}

/** Loads people, stations, records and reports into an installation without accounts. Answers the accounts it opened, still without passwords. */
export async function loadEverything(
  ground: Ground,
  progress: (line: string) => void,
  size: number,
): Promise<AccountPlan[]> {
  const now = ground.surroundings.now().getTime()
  const today = businessDay(new Date(now))
  // the offices began with the system a few days before the first record shown
  const liveOn = addDays(today, -daysShown - 4)
  const stage = openStage(ground, today)
  try {
    const register = openRegister()
    const places = await placesNamed(ground, today)
    const homes = await homesOf(ground)
    const accounts = officeAccounts(register, (place) => homes.get(place)!)
    await openAccounts(ground, accounts, liveOn)
    const offices = new Map(accounts.map((account) => [account.login, account]))
    const loading = { ground, stage, progress, size, now, today, places, offices }
    await markMerged(ground)

    progress('演示数据：机构、站点与人员')
    const built = await buildNetwork({ stage, register, places, liveOn, today, office: officeOf(loading) })
    const staff = built.flatMap((station) => station.accounts)
    await openAccounts(ground, staff, liveOn)

    await happen(loading, built)
    progress('演示数据：场地、制度与计划')
    await furnish({ stage, built, now, today, office: officeOf(loading) })
    await growNetwork({ stage, built, now, today, office: officeOf(loading), login: (name) => offices.get(name)!.id })
    progress('演示数据：人事档案、培训与督导')
    await staffNetwork({ stage, built, now, today, office: officeOf(loading) })
    progress('演示数据：服务对象')
    const files = await enterClients({
      stage,
      built,
      register,
      now,
      today,
      villages: villagesAround(places),
      office: officeOf(loading),
    })
    progress('演示数据：个案')
    await openCases({ stage, built, files, now, today })
    progress('演示数据：小组、活动与会议')
    await gather({ stage, built, files, now, today })
    progress('演示数据：救助申请、名册与巡查')
    await handleAssistance({ stage, built, files, now, today })
    await collectResources({ stage, built, files, now, villages: villagesAround(places) })
    await protect({ stage, built, files, now })
    await lookAtPeople(loading, built)
    await planEveryVisit(ground.owner, today)
    progress('演示数据：汇总')
    while ((await rollUp(ground.owner)) > 0);
    await ground.owner.pool.query('analyze')
    return [...accounts, ...staff]
  } finally {
    await stage.close()
  }
}

async function placesNamed({ owner }: Ground, today: string): Promise<Map<string, PlaceNamed>> {
  const { rows } = await owner.pool.query<PlaceNamed>(
    'select id, kind, name, parent from place_on($1::date) where county = any($2)',
    [today, counties.map(({ county }) => county)],
  )
  return new Map(rows.map((place) => [place.id, place]))
}

async function homesOf({ owner }: Ground): Promise<Map<string, string>> {
  const { rows } = await owner.pool.query<{ id: string; county: string }>('select id, county from place')
  return new Map(rows.map(({ id, county }) => [id, county]))
}

async function markMerged({ owner }: Ground): Promise<void> {
  await owner.pool.query(
    `insert into place_merger (id, county, version, created_at, place, from_on, note)
     select m.id, p.county, 1, $1, p.id, '2020-06-01', $2
     from unnest($3::uuid[], $4::text[]) as m(id, place) join place p on p.id = m.place
     on conflict (place) do nothing`,
    [new Date(), mergerNote, mergedPlaces.map(() => uuidv7()), mergedPlaces],
  )
}

/** The account of a county's office. */
const officeOf = ({ offices }: Pick<Loading, 'offices'>) => {
  const byCounty = new Map(
    [...offices.values()].filter(({ role }) => role === 'county').map(({ place, id }) => [place!, id]),
  )
  return (county: string) => byCounty.get(county)!
}

/** Villages a station goes to: its own for a room, the township's for a station. */
function villagesAround(places: ReadonlyMap<string, PlaceNamed>) {
  return ({ place, level }: StationPlan): PlaceNamed[] => {
    const own = places.get(place)!
    if (level !== 'station') return [own]
    const below = [...places.values()].filter(({ parent, kind }) => parent === place && kind === 'village')
    return below.length > 0 ? below : [own]
  }
}

/** Lets the days go by: stations work and report, then the counties report, then the days since. */
async function happen(loading: Loading, built: readonly BuiltStation[]): Promise<void> {
  const { stage, today, now, progress, size, places } = loading
  const lastMonth = periodBefore(today.slice(0, 7))
  const monthBefore = periodBefore(lastMonth)
  const reported = momentOf(`${lastMonth}-10`, 10)
  const countyOf = (plan: StationPlan) => counties.find(({ stations }) => stations.includes(plan))!
  const total =
    counties.reduce((sum, { stations }) => sum + stations.reduce((all, { pace }) => all + pace, 0), 0) * size
  const tally = tallied(progress, total)
  const ahead = new Map<BuiltStation, Happening[]>()
  await stage.each(built, async (station, lane) => {
    const county = countyOf(station.plan)
    const happenings = await workOf(station, lane, {
      today,
      now,
      size,
      villages: villagesAround(places),
      months: [monthOf(monthBefore, county.monthBefore), monthOf(lastMonth, county.lastMonth)],
      office: officeOf(loading)(county.county),
      counted: tally,
    })
    for (const happening of happenings.filter(({ at }) => at < reported)) await happening.run(lane)
    ahead.set(
      station,
      happenings.filter(({ at }) => at >= reported),
    )
  })
  await reportCounties(loading, reported, monthBefore, ({ countyReport }) => countyReport)
  await stage.each(built, async (station, lane) => {
    for (const happening of ahead.get(station)!) await happening.run(lane)
  })
  const lately = Math.min(momentOf(`${today.slice(0, 7)}-08`, 10), now - 8 * 60_000)
  await reportCounties(loading, lately, lastMonth, ({ countyLastMonth = 'none' }) => countyLastMonth)
}

async function reportCounties(
  loading: Loading,
  at: number,
  month: string,
  standingOf: (county: CountyPlan) => Standing,
): Promise<void> {
  const cities: Record<string, string> = { '5301': 'kunming', '5104': 'panzhihua' }
  const city = (county: string) => loading.offices.get(cities[county.slice(0, 4)] ?? '')?.id
  await loading.stage.each(counties, (plan, lane) =>
    reportCounty(lane, at, {
      place: plan.county,
      office: officeOf(loading)(plan.county),
      city: city(plan.county),
      month,
      standing: standingOf(plan),
    }),
  )
}

function monthOf(month: string, standings: CountyPlan['lastMonth']): MonthPlan {
  return { month, next: addDays(periodOf(month)!.to, 1), standing: (place) => standings[place] ?? 'accepted' }
}

/** Says how many records are written, every thousand. */
function tallied(progress: (line: string) => void, total: number): () => void {
  let written = 0
  return () => {
    written += 1
    if (written % 1000 === 0)
      progress(`演示数据：服务记录 ${written.toLocaleString('en')}，共约 ${Math.round(total / 100) * 100}`)
  }
}

/** A few looks at hidden values, for whoever reads the access log. */
async function lookAtPeople(loading: Loading, built: readonly BuiltStation[]): Promise<void> {
  const { stage, now } = loading
  const looked = built.filter(({ plan }) => ['530111002', '530111004', '120116006'].includes(plan.place))
  const reasons = ['核对社会保险参保', '证书登记续期核对', '紧急联系'] as const
  await stage.each(looked, async ({ id: station, plan }, lane) => {
    const office = officeOf(loading)(counties.find(({ stations }) => stations.includes(plan))!.county)
    const at = now - 2 * 86_400_000
    const { rows } = await lane.as(at, office, listPeople, { station })
    for (const [i, { person }] of rows.slice(0, 3).entries()) {
      const field = i === 2 ? 'phone' : 'idNumber'
      await lane.as(at, office, revealPerson, { id: person.id, field, reason: reasons[i]! })
    }
  })
}
