import { momentOf } from '../../../demo/days.ts'
import { openDice } from '../../../demo/dice.ts'
import type { PlaceNamed } from '../../../demo/names.ts'
import type { Standing } from '../../../demo/network.ts'
import { remarksFor, returnReasons, reversalReasons } from '../../../demo/reports.ts'
import { type CatalogueItem, type ServicePlan, servicesOf } from '../../../demo/services.ts'
import type { AnswerOfCall } from '../../core/action.ts'
import {
  acceptReport,
  compileAreaReport,
  compileStationReport,
  returnReport,
  submitReport,
} from '../../modules/reporting/index.server.ts'
import { catalogueOf, editService, recordService, reverseService } from '../../modules/services/index.server.ts'
import type { BuiltStation } from './network.ts'
import type { Happening, Lane } from './stage.ts'

type Recorded = AnswerOfCall<typeof recordService>

/** A month's report at a station, and how far it has come. */
export interface MonthPlan {
  /** `2026-10`, and the first day of the month after it. */
  month: string
  next: string
  standing: (place: string) => Standing
}

interface Working {
  today: string
  now: number
  size: number
  villages: (plan: BuiltStation['plan']) => readonly PlaceNamed[]
  months: readonly MonthPlan[]
  /** Account of the county's office. */
  office: string
  /** Hears of every record written. */
  counted: () => void
}

/** Everything that happened at a station in the days shown, in its order. */
export async function workOf(built: BuiltStation, lane: Lane, working: Working): Promise<Happening[]> {
  const catalogue = await catalogueAt(built, lane, working)
  const villages = working.villages(built.plan)
  const plans = servicesOf(built.plan, { ...working, catalogue, villages, workers: built.workers })
  const recorded = new Map<ServicePlan, Recorded>()
  const services = plans.flatMap((plan) => serviceHappenings(built, plan, recorded, working))
  const reports = working.months.flatMap((month) => reportHappenings(built, plans, recorded, month, working))
  return [...built.later, ...services, ...reports].sort((a, b) => a.at - b.at)
}

async function catalogueAt({ id, head }: BuiltStation, lane: Lane, { now }: Working): Promise<CatalogueItem[]> {
  return (await lane.as(now - 120 * 86_400_000, head, catalogueOf, { station: id })).items
}

function serviceHappenings(
  { id: station, plan: { place }, workers }: BuiltStation,
  plan: ServicePlan,
  recorded: Map<ServicePlan, Recorded>,
  { counted, now }: Working,
): Happening[] {
  const { enteredAt: at, worker, ...values } = plan
  const { account } = workers[worker]!
  const record: Happening = {
    at,
    async run(lane) {
      recorded.set(plan, await lane.as(at, account, recordService, { station, ...values, files: [] }))
      counted()
    },
  }
  const dice = openDice(`later ${place} ${plan.onDay} ${plan.summary}`)
  const corrected = Math.min(at + dice.between(3, 30) * 3_600_000, now - 60_000)
  switch (fateOf(plan, place)) {
    case 'kept':
      return [record]
    case 'corrected':
      return [record, correction(plan, recorded, corrected, account)]
    case 'reversed':
      return [record, reversal(plan, recorded, corrected, account, dice.pick(reversalReasons))]
  }
}

/** What became of a record: nearly all stay as they were written. */
function fateOf({ onDay, summary }: ServicePlan, place: string): 'kept' | 'corrected' | 'reversed' {
  const drawn = openDice(`fate ${place} ${onDay} ${summary}`).next()
  return drawn < 0.008 ? 'corrected' : drawn < 0.013 ? 'reversed' : 'kept'
}

function correction(plan: ServicePlan, recorded: Map<ServicePlan, Recorded>, at: number, account: string): Happening {
  const { enteredAt: _at, worker: _worker, ...values } = plan
  return {
    at,
    async run(lane) {
      const { id, version } = recorded.get(plan)!
      recorded.set(
        plan,
        await lane.as(at, account, editService, {
          ...values,
          id,
          version,
          files: [],
          people: plan.people + 2,
          summary: `${plan.summary}（补记：另有 2 人参加）`,
        }),
      )
    },
  }
}

function reversal(
  plan: ServicePlan,
  recorded: Map<ServicePlan, Recorded>,
  at: number,
  account: string,
  reversedReason: string,
): Happening {
  return {
    at,
    run: (lane) => {
      const { id, version } = recorded.get(plan)!
      return lane.as(at, account, reverseService, { id, version, reversedReason })
    },
  }
}

/** Compiled, handed up, decided and perhaps corrected: each step on its day, but never later than now. */
function reportHappenings(
  { id: station, head, workers, plan: { place } }: BuiltStation,
  services: readonly ServicePlan[],
  recorded: Map<ServicePlan, Recorded>,
  { month, next, standing: standingOf }: MonthPlan,
  { office, now }: Working,
): Happening[] {
  const standing = standingOf(place)
  if (standing === 'none') return []
  const dice = openDice(`report ${place} ${month}`)
  const day = standing === 'acceptedLate' ? 7 : dice.between(2, 4)
  const on = (days: number, hour: number, minutesAgo: number) =>
    Math.min(momentOf(`${next.slice(0, 8)}0${days}`, hour, dice.between(0, 50)), now - minutesAgo * 60_000)
  const at = { compiled: on(day - 1, 10, 50), submitted: on(day, 15, 40), decided: on(day + 1, 16, 30) }
  let report: { id: string; version: number } | undefined
  const compile: Happening = {
    at: at.compiled,
    async run(lane) {
      report = await lane.as(at.compiled, head, compileStationReport, { station, period: month })
    },
  }
  const submit: Happening = {
    at: at.submitted,
    async run(lane) {
      const { id, version } = report!
      const words = remarksFor(`${place} ${month}`, 'station')
      report = await lane.as(at.submitted, head, submitReport, { id, version, ...words })
    },
  }
  const answer: Happening = {
    at: at.decided,
    run: (lane) => decide(lane, at.decided, office, report!, standing, 'station'),
  }
  switch (standing) {
    case 'draft':
      return [compile]
    case 'submitted':
      return [compile, submit]
    case 'corrected': {
      const [first, second] = services.filter(
        (one) => one.onDay.startsWith(month) && one.people > 1 && fateOf(one, place) === 'kept',
      )
      const accountOf = (plan: ServicePlan) => workers[plan.worker]!.account
      return [
        compile,
        submit,
        answer,
        ...(first ? [correction(first, recorded, on(day + 2, 10, 20), accountOf(first))] : []),
        ...(second ? [reversal(second, recorded, on(day + 2, 11, 12), accountOf(second), reversalReasons[0])] : []),
      ]
    }
    default:
      return [compile, submit, answer]
  }
}

async function decide(
  lane: Lane,
  at: number,
  office: string,
  { id, version }: { id: string; version: number },
  standing: Standing,
  level: 'station' | 'county',
): Promise<void> {
  if (standing === 'returned')
    await lane.as(at, office, returnReport, { id, version, returnReason: returnReasons[level] })
  else await lane.as(at, office, acceptReport, { id, version })
}

/** A county's own report of a month, by its office, and what the city did with it. */
export async function reportCounty(
  lane: Lane,
  at: number,
  county: { place: string; office: string; city: string | undefined; month: string; standing: Standing },
): Promise<void> {
  const { place, office, city, month, standing } = county
  if (standing === 'none') return
  const { id, version } = await lane.as(at, office, compileAreaReport, { place, period: month })
  const words = remarksFor(`${place} ${month}`, 'county')
  const report = await lane.as(at + 5 * 60_000, office, submitReport, { id, version, ...words })
  if (city && standing !== 'submitted') await decide(lane, at + 86_400_000, city, report, standing, 'county')
}
