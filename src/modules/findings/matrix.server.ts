import { query } from '../../core/action.ts'
import { choice, date, flag, integer, link, list, optional, shape, text } from '../../core/field.ts'
import { findingShape, findingsIn } from './finding.server.ts'
import { type Group, groups } from './finding.ts'
import type { Finding } from './judge.server.ts'

const tally = {
  unmet: integer('未达到'),
  soon: integer('将到期'),
  hints: integer('提示'),
  met: integer('达到'),
  open: integer('暂不能核查'),
}

export interface Tally {
  unmet: number
  soon: number
  hints: number
  met: number
  open: number
}

/** How findings stand, counted: short of a duty, short with days left, short of a mere hint, met, or not to be measured. */
export function tallied(findings: readonly Finding[]): Tally {
  const counts = { unmet: 0, soon: 0, hints: 0, met: 0, open: 0 }
  for (const { result, pending, advisory } of findings) {
    if (result === 'met') counts.met += 1
    else if (result === 'notMeasurable') counts.open += 1
    else if (advisory) counts.hints += 1
    else if (pending) counts.soon += 1
    else counts.unmet += 1
  }
  return counts
}

function by<K extends string>(findings: readonly Finding[], keyOf: (finding: Finding) => K): Map<K, Finding[]> {
  const found = new Map<K, Finding[]>()
  for (const finding of findings) found.set(keyOf(finding), [...(found.get(keyOf(finding)) ?? []), finding])
  return found
}

/**
 * A jurisdiction at a glance: every station against every group of rules, in counts, worst first; the findings behind a
 * cell are those of the station.
 */
export const findingMatrix = query({
  label: '核查矩阵',
  grant: 'finding.read',
  input: { place: link('辖区', 'place'), on: optional(date('日期')) },
  output: shape('核查矩阵', {
    on: date('截至'),
    groups: list('类别', choice('类别', groups)),
    stations: list(
      '各站',
      shape('社工站', {
        station: text('社工站编号'),
        name: text('社工站'),
        ...tally,
        cells: list('各类', shape('一类', { group: choice('类别', groups), ...tally })),
        gaps: list('主要差距', shape('差距', { label: text('要求', { max: 300 }), gap: optional(text('差距')) })),
        more: integer('另有'),
      }),
      { max: 20_000 },
    ),
    network: list('建设情况', findingShape),
    seesWhole: flag('有辖区整体'),
  }),
  async run({ tx, actor, reach, input }) {
    const on = input.on ?? tx.today
    const { stations, network } = await findingsIn(tx, { actor, reach, place: input.place }, on)
    const shown = new Set(stations.map(({ group }) => group))
    const rows = [...by(stations, ({ station }) => station!)].map(([station, mine]) => {
      const gaps = mine.filter(({ result, pending, advisory }) => result === 'notMet' && !pending && !advisory)
      return {
        station,
        name: mine[0]!.stationName!,
        ...tallied(mine),
        cells: [...by(mine, ({ group }) => group)].map(([group, those]) => ({ group, ...tallied(those) })),
        gaps: gaps.slice(0, 3).map(({ label, gap }) => ({ label, gap })),
        more: Math.max(0, gaps.length - 3),
      }
    })
    return {
      on,
      groups: (Object.keys(groups) as Group[]).filter((group) => shown.has(group)),
      stations: rows.sort((a, b) => b.unmet - a.unmet || b.soon - a.soon || (a.name < b.name ? -1 : 1)),
      network,
      seesWhole: network.length > 0,
    }
  },
})
