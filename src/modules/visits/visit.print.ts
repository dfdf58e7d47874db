import { sql } from 'kysely'
import { splitId } from '../../core/identifiers.ts'
import { find, findReachable, select } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { Client } from '../clients/index.ts'
import { definePaper } from '../papers/index.server.ts'
import { Person } from '../people/index.ts'
import { Station } from '../stations/index.ts'
import { Visit, VisitAnswer, VisitTask, visitOutcomes, visitWays } from './visit.ts'
import { itemLabel, type Standing, standings } from './visitForm.ts'

/** One visit as the form that agencies keep: who, when, how, what was seen, what follows, signatures. */
export const visitPaper = definePaper({
  name: 'visit',
  label: '走访记录表',
  grant: 'visit.read',
  of: 'visit',
  async build({ tx, reach, input }) {
    const visit = await findReachable(tx, Visit, reach, input.id)
    const of = sql`county = ${visit.county} and visit = ${splitId(visit.id).uuid}::uuid`
    const [station, worker, client, answers, tasks] = await Promise.all([
      find(tx, Station, visit.station!),
      find(tx, Person, visit.worker),
      find(tx, Client, visit.client),
      select(tx, VisitAnswer, sql`where ${of} order by id`),
      select(tx, VisitTask, sql`where ${of} order by due_on`),
    ])
    return {
      title: '走访记录表',
      subtitle: station?.name ?? '',
      fileName: `走访记录表 ${visit.clientName} ${visit.onDay}`,
      blocks: [
        {
          kind: 'form',
          rows: [
            [
              { label: '服务对象', value: visit.clientName },
              { label: '出生日期', value: client?.bornOn ?? null },
            ],
            [
              { label: '走访日期', value: writtenDay(visit.onDay) },
              { label: '走访方式', value: visitWays[visit.way] },
            ],
            [
              { label: '走访结果', value: visitOutcomes[visit.outcome] },
              { label: '用时', value: `${visit.minutes} 分钟` },
            ],
          ],
        },
        {
          kind: 'table',
          columns: [
            { label: '项目', width: 0.6 },
            { label: '情况', width: 0.4, align: 'center' },
          ],
          rows: answers.map(({ item, answer }) => [itemLabel(item), standings[answer as Standing] ?? answer]),
        },
        { kind: 'heading', text: '发现的情况' },
        { kind: 'paragraph', text: visit.findings ?? (visit.unchanged ? '与上次走访相比情况无变化。' : '（未填）') },
        { kind: 'heading', text: '跟进事项' },
        {
          kind: 'paragraph',
          text:
            tasks.length === 0
              ? '无。'
              : tasks
                  .map(({ what, dueOn, doneOn }) => `${what}（${doneOn ? `已于 ${doneOn} 完成` : `应于 ${dueOn} 前`}）`)
                  .join('；'),
        },
        {
          kind: 'signature',
          lines: [`走访人：${worker?.name ?? ''}`, '服务对象或家人签字：　　　　　　', writtenDay(visit.onDay)],
        },
      ],
    }
  },
})
