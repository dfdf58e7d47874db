import { reachOf } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { date, link, shape, text } from '../../core/field.ts'
import { defineJob, enqueue } from '../../core/jobs.ts'
import { openTx } from '../../core/tx.ts'
import { safeCell } from '../papers/index.server.ts'
import { placePaths } from '../places/index.server.ts'
import { findingsIn } from './finding.server.ts'
import { type Group, groups, results } from './finding.ts'
import type { Finding } from './judge.server.ts'
import { tallied } from './matrix.server.ts'

const heads = ['类别', '要求', '结论', '实际', '单位', '标准', '差距', '时限', '怎样达到', '依据'] as const

/** How a finding stands, in the words of the page. */
export function standing({ result, pending, advisory }: Pick<Finding, 'result' | 'pending' | 'advisory'>): string {
  if (result !== 'notMet') return results[result]
  return advisory ? '未达到（提示）' : pending ? '将到期' : results.notMet
}

const cells = (finding: Finding) =>
  [
    groups[finding.group],
    finding.label,
    standing(finding),
    finding.value,
    finding.unit,
    finding.required,
    finding.gap ?? finding.why ?? '',
    finding.dueOn ?? '',
    finding.fix ?? '',
    finding.clause,
  ].map(safeCell)

/** Findings of a place as a workbook: the matrix, the network, every finding of every station. */
const exportJob = defineJob({
  name: 'findings.export',
  label: '导出核查结论',
  async run({ surroundings, actor, parameters, progress, path }) {
    const { default: exceljs } = await import('exceljs')
    const reach = reachOf(actor, 'finding.read')
    const { place, on } = parameters as { place: string; on: string }
    const { found, name } = await transact(surroundings.db, reach, 'read', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const [all, names] = await Promise.all([
        findingsIn(tx, { actor, reach, place }, on),
        placePaths(tx, [place], on, 'province'),
      ])
      return { found: all, name: names.get(place) ?? place }
    })
    const workbook = new exceljs.stream.xlsx.WorkbookWriter({
      filename: path,
      useStyles: false,
      useSharedStrings: false,
    })
    const byStation = new Map<string, Finding[]>()
    for (const one of found.stations) byStation.set(one.station!, [...(byStation.get(one.station!) ?? []), one])
    const shown = (Object.keys(groups) as Group[]).filter((group) => found.stations.some((one) => one.group === group))
    const matrix = workbook.addWorksheet('汇总')
    matrix.addRow([safeCell(`${name} 核查结论（截至 ${on}）`)]).commit()
    matrix
      .addRow([
        '社工站',
        '未达到',
        '将到期',
        '提示',
        '达到',
        '暂不能核查',
        ...shown.map((group) => `${groups[group]}未达到`),
      ])
      .commit()
    for (const mine of byStation.values()) {
      const { unmet, soon, hints, met, open } = tallied(mine)
      const unmetOf = (group: Group) => tallied(mine.filter((one) => one.group === group)).unmet
      matrix.addRow([safeCell(mine[0]!.stationName), unmet, soon, hints, met, open, ...shown.map(unmetOf)]).commit()
    }
    matrix.commit()
    const network = workbook.addWorksheet('建设情况')
    network.addRow(['地区', ...heads]).commit()
    for (const one of found.network) network.addRow([safeCell(one.placeName), ...cells(one)]).commit()
    network.commit()
    const details = workbook.addWorksheet('各站明细')
    details.addRow(['社工站', ...heads]).commit()
    for (const one of found.stations) details.addRow([safeCell(one.stationName), ...cells(one)]).commit()
    details.commit()
    await workbook.commit()
    await progress(found.stations.length, found.stations.length)
    return {
      name: `核查结论-${on}.xlsx`,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    }
  },
})

/** Exports what the matrix shows, and every finding behind it, in the background. */
export const exportFindings = action({
  label: '导出核查结论',
  grant: 'finding.read',
  input: { place: link('辖区', 'place'), on: date('截至') },
  output: shape('导出', { job: text('任务编号') }),
  async run({ tx, input }) {
    return { job: enqueue(tx, exportJob, `导出核查结论（${input.on}）`, input) }
  },
})
