import type { AnswerOfCall } from '../../core/action.ts'
import { findingsOfPlace } from '../../modules/findings/index.server.ts'
import { results } from '../../modules/findings/index.ts'
import { inColumns } from '../columns.ts'
import { atDesk, placeMeant } from './desk.ts'
import type { Outcome } from './outcome.ts'

type Finding = AnswerOfCall<typeof findingsOfPlace>['stations'][number]

/** One finding as programs read it; `station` is null for what a whole network must have. */
function findingJson(finding: Finding) {
  const { station, stationName, rule, label, result, value, required, gap, clause } = finding
  return { station, rule, result, value, required, clause, stationName, label, gap }
}

const marks = { met: '✓', notMet: '✗', notMeasurable: '－' } as const
/** What asks for work comes first. */
const order = ['notMet', 'met', 'notMeasurable'] as const
const withUnit = (value: number, unit: string) => (unit === '%' ? `${value}%` : `${value} ${unit}`)

/** What the stations of a place, and its network, meet of their policy on a day. */
export function findings(place: string, on: string | undefined): Promise<Outcome> {
  return atDesk(['finding.read'], async (desk) => {
    const { id, path } = await placeMeant(desk, place)
    const { stations, network } = await desk.ask(findingsOfPlace, { place: id, ...(on && { on }) })
    const all = [...stations, ...network]
    const counts = Object.entries(results).map(
      ([key, label]) => `${label} ${all.filter(({ result }) => result === key).length}`,
    )
    const bySubject = new Map<string, typeof all>()
    for (const one of order.flatMap((wanted) => all.filter(({ result }) => result === wanted))) {
      const subject = one.stationName ?? '辖区建设情况'
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), one])
    }
    const text = [`${path}：${counts.join('，')}`]
    for (const [name, of] of bySubject)
      text.push(
        '',
        name,
        inColumns(
          of.map(({ result, label, value, unit, required, gap, clause }) => [
            ` ${marks[result]}`,
            label,
            value === null ? '' : withUnit(value, unit),
            required,
            gap ?? '',
            clause,
          ]),
        ),
      )
    return { json: all.map(findingJson), text: text.join('\n') }
  })
}
