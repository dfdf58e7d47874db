import { partsOf } from '../../core/parts.ts'
import { find, findReachable } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { definePaper } from '../papers/index.server.ts'
import { type Block, box, yuan } from '../papers/index.ts'
import { Person } from '../people/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf, readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { meanOf } from './activities.server.ts'
import { Activity, ActivityFeedback, ActivityReach, ActivitySignIn, activityKinds, venueKinds } from './activity.ts'
import { activityFlow } from './activityFlow.ts'

const money = (fen: number | null) => (fen === null ? '' : `${yuan(fen)} 元`)

/** An activity as agencies keep it: plan, what came of it, whom it reached, what people said. */
definePaper({
  name: 'activity',
  label: '社区活动计划与总结',
  grant: 'activity.read',
  async build({ tx, reach, input }) {
    const found = await findReachable(tx, Activity, reach, input.id)
    const [station, worker, signIns, reached, feedback] = await Promise.all([
      find(tx, Station, found.station!),
      find(tx, Person, found.worker),
      partsOf(tx, ActivitySignIn, 'activity', found, 'at'),
      partsOf(tx, ActivityReach, 'activity', found, 'created_at'),
      partsOf(tx, ActivityFeedback, 'activity', found, 'at'),
    ])
    const lines = linesOf(await policyAt(tx, station!.place, found.onDay), 'clientCategory')
    const words = new Map(lines.map((one) => [one.category as string, String(one.value)]))
    const said = feedback.flatMap((one) => (one.words ? [one.words] : []))
    const days = found.toOn ? `${found.onDay} 至 ${found.toOn}` : found.onDay
    const blocks: Block[] = [
      {
        kind: 'form',
        rows: [
          [box('编号', found.number), box('名称', found.name)],
          [box('类型', activityKinds[found.kind]), box('社工', worker?.name)],
          [box('日期', days), box('时间', `${found.startsAt}–${found.endsAt}`)],
          [box('场地', venueKinds[found.venueKind]), box('地点', found.venue)],
          [box('面向', found.audience), box('预计人数', `${found.target} 人`)],
          [box('协办', found.partner), box('预算', money(found.budget))],
          [box('目的', found.aim)],
          [box('流程安排', found.programme)],
          [box('人手分工', found.division)],
          [box('安全预案', found.risks)],
        ],
      },
    ]
    if (found.state === 'held')
      blocks.push(
        {
          kind: 'form',
          caption: '总结',
          rows: [
            [box('参加人数', `${found.people} 人`), box('签到', `${signIns.length} 人`)],
            [box('时长', `${found.minutes} 分钟`), box('支出', money(found.spent))],
            [box('活动情况', found.summary)],
            [box('成效', found.outcome)],
            [box('问题与改进', found.problems)],
          ],
        },
        {
          kind: 'table',
          caption: '覆盖人群',
          columns: [
            { label: '类别', width: 0.7 },
            { label: '人数', width: 0.3, align: 'right' },
          ],
          rows: reached.map(({ category, people }) => [words.get(category) ?? category, people]),
        },
      )
    if (feedback.length > 0)
      blocks.push(
        { kind: 'heading', text: '参加者反馈' },
        { kind: 'paragraph', text: `收到 ${feedback.length} 份，平均 ${meanOf(feedback)} 分（满分 5 分）。` },
        ...(said.length > 0
          ? [{ kind: 'paragraph' as const, text: said.map((one, i) => `${i + 1}. ${one}`).join('\n') }]
          : []),
      )
    blocks.push({ kind: 'signature', lines: [`社工：${worker?.name ?? ''}`, writtenDay(found.onDay)] })
    return {
      title: found.state === 'held' ? '社区活动总结' : '社区活动计划书',
      subtitle: station?.name ?? '',
      fileName: `${found.number} ${found.name}`,
      blocks,
      footnote: `${found.number} · ${activityFlow.states[found.state]} · 打印于 ${tx.today}`,
    }
  },
})

readsPolicy('clientCategory', 'printed')
