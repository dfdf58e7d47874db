import { definePaper } from '../papers/index.server.ts'
import type { Block } from '../papers/index.ts'
import { readsPolicy } from '../policy/index.ts'
import { holdPlace, placeNamed } from './area.server.ts'
import { standings } from './milestone.ts'
import { matrixOf } from './plan.server.ts'
import { timetableIn } from './timetable.server.ts'

/** `<place>_<year>_<day>`; what is left out is today's. */
function asked(id: string, today: string): { place: string; year: number | null; day: string } {
  const [place = '', year = '', day = ''] = id.split('_')
  return {
    place,
    year: /^\d{4}$/.test(year) ? Number(year) : null,
    day: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : today,
  }
}

/** The tasks of a year with what is open: the same table that can be read back in (攀民政〔2021〕31号 附件1). */
export const taskPaper = definePaper({
  name: 'network-tasks',
  label: '建设任务表',
  grant: 'network.read',
  async build({ tx, reach, input }) {
    const { place, year: wanted, day } = asked(input.id, tx.today)
    await holdPlace(tx, reach, place, day)
    const [{ name }, { year, plans }] = await Promise.all([
      placeNamed(tx, place, day),
      matrixOf(tx, place, wanted, day),
    ])
    const blocks = plans.flatMap(({ plannerName, document, rows, totals, notes }): Block[] => [
      { kind: 'heading', text: `${document ?? `${plannerName}计划`}` },
      {
        kind: 'table',
        columns: [
          { label: '地区', width: 0.2 },
          ...['总站', '站', '室', '小计'].map((label) => ({ label, width: 0.1, align: 'right' as const })),
          ...['总站已建', '站已建', '室已建', '已建合计'].map((label) => ({
            label,
            width: 0.1,
            align: 'right' as const,
          })),
        ],
        rows: [...rows, { ...totals, name: '合计' }].map((row) => [
          row.name,
          row.hub,
          row.station,
          row.room,
          row.task,
          row.hubOpen,
          row.stationOpen,
          row.roomOpen,
          row.open,
        ]),
      },
      ...notes.map(
        (note): Block => ({ kind: 'paragraph', text: `提示：${note.text}${note.clause ? `（${note.clause}）` : ''}` }),
      ),
    ])
    return {
      title: `${name}${year}年社工站建设任务表`,
      subtitle: `已建数截至 ${day}`,
      fileName: `${name}${year}年社工站建设任务表`,
      blocks: blocks.length > 0 ? blocks : [{ kind: 'paragraph', text: '这一年没有建设任务。' }],
      footnote: '已建数由站点台账按启用、停用日期自动统计。',
    }
  },
})

/** Nodes that are due and not done, the longest overdue first. */
export const overduePaper = definePaper({
  name: 'network-overdue',
  label: '逾期节点清单',
  grant: 'network.read',
  async build({ tx, reach, input }) {
    const { place, day } = asked(input.id, tx.today)
    await holdPlace(tx, reach, place, day)
    const [{ name }, nodes] = await Promise.all([placeNamed(tx, place, day), timetableIn(tx, place, day)])
    const late = nodes.filter(({ standing }) => standing === 'overdue' || standing === 'returned')
    return {
      title: `${name}逾期节点清单`,
      subtitle: `截至 ${day}，共 ${late.length} 项`,
      fileName: `${name}逾期节点清单`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { label: '责任单位', width: 0.24 },
            { label: '节点', width: 0.34 },
            { label: '时限', width: 0.14, align: 'center' },
            { label: '情况', width: 0.12, align: 'center' },
            { label: '依据', width: 0.16 },
          ],
          rows: late.map((one) => [one.name, one.label, one.dueOn, standings[one.standing], one.clause ?? '本地安排']),
        },
      ],
      footnote: '时限出自各地文件或本地安排，完成情况由责任单位登记。',
    }
  },
})

readsPolicy('milestone', 'printed')
readsPolicy('buildTask', 'printed')
