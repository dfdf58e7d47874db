import { type CasePlanWords, casesShown } from '../../../demo/cases.ts'
import { addDays, businessDay } from '../../core/time.ts'
import { assessClient, scalesAt } from '../../modules/assessments/index.server.ts'
import {
  approveClosure,
  approvePlan,
  finishAssessment,
  getCase,
  logContact,
  markCrisis,
  offerReferral,
  openCase,
  planNext,
  rateGoal,
  recordMeeting,
  registerCase,
  returnPlan,
  setGoal,
  startEvaluation,
  stationsToRefer,
  submitClosure,
  submitPlan,
  takeFeedback,
  writeAssessment,
  writePlan,
  writeReview,
} from '../../modules/casework/index.server.ts'
import { catalogueOf } from '../../modules/services/index.server.ts'
import { type EnteredClient, workingStations } from './clients.ts'
import type { BuiltStation } from './network.ts'
import type { Lane, Stage } from './stage.ts'

interface Opening {
  stage: Stage
  built: readonly BuiltStation[]
  files: ReadonlyMap<string, readonly EnteredClient[]>
  now: number
  today: string
}

const day = 86_400_000

/** How far a demo case has come. */
type Until = 'intake' | 'planReview' | 'returned' | 'intervention' | 'closureReview' | 'closed'

/** Where cases are shown, and how far each has come, in the order of the station's clients. */
const shown: readonly Until[] = ['intervention', 'planReview', 'closed', 'intake', 'closureReview', 'returned']

/** Opens cases at the street stations, as their workers and heads would have in the last weeks. */
export async function openCases({ stage, built, files, now, today }: Opening): Promise<void> {
  const working = workingStations(built, files, 3)
  const cases = working.flatMap((station) => {
    const workers = station.workers.filter(({ account }) => account !== station.head)
    const many = station.plan.place === '530111002' ? shown.length : 3
    return files
      .get(station.id)!
      .slice(0, many)
      .map((file, i): One => {
        const worker = workers[i % 3 === 1 && workers.length > 1 ? 1 : 0]!.account
        return {
          station,
          client: file.id,
          worker,
          until: shown[i]!,
          plan: wordsFor(file, today),
          now,
          today,
          crisis: i === 5,
        }
      })
  })
  // each case has a lane, and so a clock, of its own
  await stage.each(cases, (one, lane) => oneCase(lane, one))
}

/** What fits the client: a child, somebody old, or somebody in need. */
function wordsFor({ plan }: EnteredClient, today: string): CasePlanWords {
  const age = Number(today.slice(0, 4)) - Number(plan.bornOn.slice(0, 4))
  const domain = age < 18 ? 'child' : age >= 70 && !plan.categories.includes('dibao') ? 'elder' : 'relief'
  return casesShown.find((one) => one.domain === domain)!
}

interface One {
  station: BuiltStation
  client: string
  worker: string
  until: Until
  plan: CasePlanWords
  now: number
  today: string
  crisis: boolean
}

async function oneCase(lane: Lane, one: One): Promise<void> {
  const { station, client, worker, until, plan, now } = one
  const taken = now - 40 * day
  const on = (at: number) => businessDay(new Date(at))
  const found = await lane.as(taken, worker, registerCase, {
    station: station.id,
    client,
    domain: plan.domain,
    source: plan.domain === 'relief' ? 'office' : 'found',
    intakeOn: on(taken),
    request: plan.request,
    problem: plan.problem,
    background: plan.background,
  })
  if (until === 'intake') return
  const { id } = found
  let { version } = await lane.as(taken + day, worker, openCase, { id, version: found.version })
  const assessed = taken + 3 * day
  await assess(lane, one, assessed, false)
  await lane.as(assessed, worker, writeAssessment, { id, onDay: on(assessed), ...plan.assessment })
  version = (await lane.as(assessed + day, worker, finishAssessment, { id, version })).version
  const fromOn = on(assessed + 2 * day)
  await lane.as(assessed + 2 * day, worker, writePlan, {
    id,
    aim: plan.aim,
    services: plan.services,
    difficulties: plan.difficulties,
    willing: plan.domain === 'child' ? 'guardian' : 'willing',
    fromOn,
    toOn: addDays(fromOn, 90),
    agreedOn: fromOn,
  })
  for (const { result: _result, ...goal } of plan.goals)
    await lane.as(assessed + 2 * day, worker, setGoal, { id, ...goal, dueOn: addDays(fromOn, 80) })
  const handedIn = until === 'planReview' || until === 'returned' ? now - 2 * day : assessed + 3 * day
  version = (await lane.as(handedIn, worker, submitPlan, { id, version })).version
  if (until === 'planReview') return
  if (until === 'returned') {
    if (one.crisis)
      await lane.as(handedIn, worker, markCrisis, {
        id,
        ...plan.crisis,
        reportedTo: '村（居）委会',
        fromOn: on(handedIn),
      })
    const { version: seen } = (await lane.as(handedIn, worker, getCase, { id })).record
    await lane.as(now - day, station.head, returnPlan, {
      id,
      version: seen,
      opinion: plan.returned,
    })
    return
  }
  version = (
    await lane.as(handedIn + day, station.head, approvePlan, { id, version, opinion: '同意，注意每次家访后与家属沟通' })
  ).version
  await meet(lane, one, id)
  await assess(lane, one, now - 3 * day, true)
  if (until === 'intervention') return
  version = (await lane.as(now - 3 * day, worker, getCase, { id })).record.version
  await close(lane, one, { id, version })
}

/** The scales that fit the case, when it begins and again lately, so that a trend is seen. */
async function assess(lane: Lane, { client, worker, plan }: One, at: number, later: boolean): Promise<void> {
  const scales = await lane.as(at, worker, scalesAt, { client })
  const wanted = { elder: ['elderMood', 'housingSafety'], relief: ['familyEconomy'], child: ['guardianshipRisk'] }
  for (const key of wanted[plan.domain as keyof typeof wanted] ?? []) {
    const scale = scales.find((one) => one.key === key)
    if (!scale) continue
    const answers = scale.items.map((item, j) => {
      const points = item.options.map((option) => option.points)
      const [least, most] = [Math.min(...points), Math.max(...points)]
      // worse at first in every third question, better later; what would raise an alarm stays calm
      const bad = item.alertFrom === null && j % 3 !== 2 && (later ? j % 5 === 0 : j % 2 === 0)
      return `${item.key}=${bad !== (item.reversed ?? false) ? most : least}`
    })
    await lane.as(at, worker, assessClient, {
      client,
      scale: key,
      onDay: businessDay(new Date(at)),
      informant: plan.domain === 'child' ? 'carer' : 'self',
      answers,
    })
  }
}

/** Meetings of this month, a talk with somebody around the client, and what comes next. */
async function meet(lane: Lane, { station, worker, plan, now, today, until }: One, id: string): Promise<void> {
  const { items } = await lane.as(now - 20 * day, worker, catalogueOf, { station: station.id })
  const first = `${today.slice(0, 8)}01`
  for (const [i, meeting] of plan.meetings.entries()) {
    const wanted = addDays(today, -9 + i * 5)
    const onDay = wanted < first ? first : wanted
    await lane.as(now - (8 - i * 5) * day, worker, recordMeeting, {
      id,
      onDay,
      minutes: 50 + i * 20,
      way: 'home',
      place: '服务对象家中',
      people: 1,
      items: [items[i % items.length]!.key],
      ...meeting,
      files: [],
    })
  }
  await lane.as(now - 3 * day, worker, logContact, {
    id,
    onDay: addDays(today, -3),
    way: 'phone',
    person: plan.domain === 'child' ? '班主任' : '女儿',
    relation: plan.domain === 'child' ? '老师' : '子女',
    aim: '了解近况，商量配合',
    content: '说明近期进展和下一步，对方表示愿意配合。',
  })
  if (until !== 'intervention') return
  await lane.as(now - 2 * day, worker, planNext, {
    id,
    nextAim: plan.meetings.at(-1)!.nextPlan,
    nextOn: addDays(today, plan.domain === 'elder' ? 2 : -1),
  })
  if (station.plan.place !== '530111002') return
  const [other] = await lane.as(now - day, worker, stationsToRefer, { station: station.id })
  if (other)
    await lane.as(now - day, worker, offerReferral, {
      id,
      toKind: 'station',
      to: other.id,
      reason: '服务对象将搬到女儿家附近，离贵站更近',
      done: '家访与陪同，已装扶手，回到活动室',
      standing: '情绪平稳，药按时吃',
      wanted: '每两周看望一次，带到当地的老年活动室',
      consentBy: 'self',
      consentOn: addDays(today, -1),
      proof: [],
    })
}

async function close(lane: Lane, one: One, found: { id: string; version: number }): Promise<void> {
  const { station, worker, plan, now, today, until } = one
  const { id } = found
  let { version } = await lane.as(now - 3 * day, worker, startEvaluation, found)
  const { goals, plans } = await lane.as(now - 3 * day, worker, getCase, { id })
  for (const goal of goals)
    await lane.as(now - 3 * day, worker, rateGoal, {
      id,
      paper: goal.id,
      progress: 100,
      rating: 'reached',
      result: plan.goals.find(({ content }) => content === goal.content)?.result ?? '已达到',
    })
  await lane.as(now - 3 * day, worker, writeReview, {
    id,
    kind: 'closing',
    fromOn: plans[0]!.fromOn,
    toOn: addDays(today, -3),
    needs: plan.problem,
    summary: plan.services,
    standing: plan.closing,
    onward: '按规定回访',
    closing: 'aimsMet',
    clientTold: true,
    comeBack: '来站、打站里电话或告诉网格员',
    files: [],
  })
  await lane.as(now - 3 * day, worker, takeFeedback, {
    id,
    onDay: addDays(today, -3),
    satisfied: 5,
    helped: 5,
    improved: 4,
    engaged: 4,
    aimsMet: 4,
    opinion: '谢谢社工，希望常来。',
    givenBy: plan.domain === 'child' ? 'guardian' : 'self',
    way: 'paper',
    files: [],
  })
  version = (await lane.as(now - 2 * day, worker, submitClosure, { id, version })).version
  if (until === 'closed')
    await lane.as(now - day, station.head, approveClosure, { id, version, opinion: '目标达到，同意结案' })
}
