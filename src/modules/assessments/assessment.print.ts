import { find, findReachable } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { Client } from '../clients/index.ts'
import { definePaper } from '../papers/index.server.ts'
import type { Block } from '../papers/index.ts'
import { Person } from '../people/index.ts'
import { Station } from '../stations/index.ts'
import { Assessment, informants } from './assessment.ts'
import { scaleOf } from './scale.server.ts'
import { readAnswers, type Scale } from './scale.ts'

/** The questions of a scale with the answers that were chosen. */
export function answersTable(scale: Scale, written: readonly string[]): Block {
  const answers = readAnswers(written)
  return {
    kind: 'table',
    columns: [
      { label: '序号', width: 0.1, align: 'center' },
      { label: '题目', width: 0.5 },
      { label: '回答', width: 0.28 },
      { label: '分值', width: 0.12, align: 'right' },
    ],
    rows: scale.items.map((item, i) => {
      const points = answers[item.key]
      const chosen = item.options.find((option) => option.points === points)
      return [i + 1, item.label, chosen?.label ?? '未答', points ?? null]
    }),
  }
}

/** A filled-in scale as it is put into the file. */
export const assessmentPaper = definePaper({
  name: 'assessment',
  label: '量表评估表',
  grant: 'assessment.read',
  of: 'assessment',
  async build({ tx, reach, input }) {
    const row = await findReachable(tx, Assessment, reach, input.id)
    const [client, worker, station, scale] = await Promise.all([
      findReachable(tx, Client, reach, row.client),
      find(tx, Person, row.worker),
      find(tx, Station, row.station!),
      scaleOf(tx, row.county, row.scale, row.scaleVersion),
    ])
    return {
      title: row.scaleTitle,
      subtitle: `${client.name} · ${row.onDay}`,
      fileName: `${client.name}${row.scaleTitle}${row.onDay}`,
      blocks: [
        {
          kind: 'form',
          rows: [
            [
              { label: '姓名', value: client.name },
              { label: '评估日期', value: row.onDay },
            ],
            [
              { label: '由谁回答', value: informants[row.informant] },
              { label: '得分', value: `${row.score} / ${row.most}` },
            ],
            [{ label: '级别', value: row.band }],
            ...(row.alerts.length > 0 ? [[{ label: '须立即处理', value: row.alerts.join('；') }]] : []),
            ...(row.remark ? [[{ label: '观察与说明', value: row.remark }]] : []),
          ],
        },
        ...(scale ? [answersTable(scale, row.answers)] : []),
        { kind: 'signature', lines: [station?.name ?? '', `评估人：${worker?.name ?? ''}`, writtenDay(row.onDay)] },
      ],
      footnote: scale ? `${scale.source}。${scale.licenceNote}。` : `量表版本 ${row.scaleVersion}`,
    }
  },
})
