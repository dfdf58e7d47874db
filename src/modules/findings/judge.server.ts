import type { Connection } from '../../core/db.ts'
import { type Measure, measures } from '../../core/measures.ts'
import { type Figure, figures, readingOf, type Total, total } from '../measures/index.server.ts'
import type { Period } from '../measures/index.ts'
import type { Judged, Question } from './evaluate.server.ts'
import {
  answersStations,
  type Demand,
  type Group,
  gapOf,
  gapWords,
  type Result,
  requiredWords,
  withoutMeasure,
} from './finding.ts'
import { endOfFiveYears, fallsDueOn, spanOf } from './span.ts'

/** A rule, a subject and a day: met or not, by how much, on what evidence, and what would mend it. */
export interface Finding {
  station: string | null
  stationName: string | null
  place: string
  /** What the place is called, for findings on a network. */
  placeName: string | null
  /** Code of the document that asks, and what it is called. */
  policy: string
  document: string
  rule: string
  label: string
  group: Group
  result: Result
  value: number | null
  unit: string
  required: string
  gap: string | null
  /** True while the deadline, or the period it is counted in, has not ended. */
  pending: boolean
  /** The day it falls due, if it has one. */
  dueOn: string | null
  /** Falling short is a hint, not a fault. */
  advisory: boolean
  /** Of what can't be measured: why. */
  why: string | null
  fix: string | null
  clause: string
  requirement: string | null
  measure: string
  parameters: Readonly<Record<string, unknown>>
  period: string
}

const nothingToJudge = '没有适用的对象，不需核查'

/**
 * Judges questions on a day, set by set: what is asked of several groups of stations in the same words is one statement,
 * never one a station.
 */
export async function judge(connection: Connection, questions: readonly Question[], day: string): Promise<Finding[]> {
  const asks = new Map<
    string,
    { measure: Measure; with: Record<string, unknown>; period: Period; stations: string[] }
  >()
  const keyOf = ({ demand, parameters }: Question) =>
    JSON.stringify([demand.measure, spanOf(demand, day).key, demand.period, { ...parameters, ...demand.with }])
  for (const question of questions) {
    const measure = measures().get(question.demand.measure)
    if (!measure || !answersStations(measure)) continue
    const key = keyOf(question)
    const ask = asks.get(key) ?? {
      measure,
      with: { ...question.parameters, ...question.demand.with },
      period: spanOf(question.demand, day),
      stations: [],
    }
    ask.stations.push(...question.stations.map(({ id }) => id))
    asks.set(key, ask)
  }
  const answers = new Map(
    await Promise.all(
      [...asks].map(async ([key, { measure, stations, period, with: parameters }]) => {
        const found = await figures(connection, measure, { subject: { stations }, period, with: parameters })
        return [key, { measure, byStation: byStation(found) }] as const
      }),
    ),
  )
  return questions.flatMap((question) => {
    const answer = answers.get(keyOf(question))
    return question.stations.map((station) => {
      const none = { numerator: 0, denominator: answer?.measure.adds === 'ratio' ? 0 : null }
      const reading = answer ? total(answer.byStation.get(station.id) ?? [none]) : null
      return conclude(question.demand, reading, day, dueOf(question, station, day), {
        policy: question.policy.head.code,
        document: question.policy.head.document,
        station: station.id,
        stationName: station.name,
        place: station.place,
        placeName: null,
      })
    })
  })
}

function byStation(found: readonly Figure[]): Map<string, Figure[]> {
  const figuresOf = new Map<string, Figure[]>()
  for (const figure of found) figuresOf.set(figure.station, [...(figuresOf.get(figure.station) ?? []), figure])
  return figuresOf
}

/** The day by which a station must meet a demand: its own deadline, or the end of the period it is counted in. */
function dueOf({ demand, policy }: Question, station: Judged, day: string): string | null {
  if (demand.period === 'fiveYears') {
    const end = endOfFiveYears(policy, station.openedOn)
    return end >= day ? end : null
  }
  return fallsDueOn(demand, day)
}

/** What follows from a reading: the result, the gap, and why nothing follows. */
export function conclude(
  demand: Demand,
  reading: Total | null,
  day: string,
  dueOn: string | null,
  subject: Pick<Finding, 'policy' | 'document' | 'station' | 'stationName' | 'place' | 'placeName'>,
): Finding {
  const value = reading && readingOf(reading)
  const gap = value === null ? 0 : gapOf(demand, value)
  const result: Result = value === null ? 'notMeasurable' : gap === 0 ? 'met' : 'notMet'
  return {
    ...subject,
    rule: demand.rule,
    label: demand.label,
    group: demand.group,
    result,
    value,
    unit: demand.unit,
    required: requiredWords(demand),
    gap: result === 'notMet' ? gapWords(gap, demand.unit, reading!) : null,
    pending: result === 'notMet' && dueOn !== null && dueOn >= day,
    dueOn,
    advisory: demand.advisory,
    why: value !== null ? null : reading ? nothingToJudge : (demand.lacks ?? withoutMeasure),
    fix: result === 'notMet' ? demand.fix : null,
    clause: demand.clause,
    requirement: demand.requirement,
    measure: demand.measure,
    parameters: demand.with,
    period: spanOf(demand, day).key,
  }
}
