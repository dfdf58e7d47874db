import type { Reach } from '../../core/access.ts'
import { partsOf } from '../../core/parts.ts'
import { find, findReachable } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { definePaper } from '../papers/index.server.ts'
import type { Block } from '../papers/index.ts'
import { placePaths } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { Meeting, MeetingAttendee, MeetingDecision, MeetingTopic, meetingKinds } from './meeting.ts'

async function contentOf(tx: Tx, reach: Reach, id: string) {
  const found = await findReachable(tx, Meeting, reach, id)
  const [station, paths, topics, attendees, decisions] = await Promise.all([
    found.station ? find(tx, Station, found.station) : undefined,
    placePaths(tx, [found.place], tx.today),
    partsOf(tx, MeetingTopic, 'meeting', found, 'ordinal'),
    partsOf(tx, MeetingAttendee, 'meeting', found, 'ordinal'),
    partsOf(tx, MeetingDecision, 'meeting', found, 'due_on'),
  ])
  return { found, holder: station?.name ?? paths.get(found.place) ?? '', topics, attendees, decisions }
}

type Content = Awaited<ReturnType<typeof contentOf>>

const nameOf = ({ unit, name }: { unit: string | null; name: string | null }) => [unit, name].filter(Boolean).join(' ')

const headOf = ({ found, holder }: Content): Block => ({
  kind: 'form',
  rows: [
    [
      { label: '会议', value: found.subject },
      { label: '类别', value: meetingKinds[found.kind] },
    ],
    [
      { label: '日期', value: `${writtenDay(found.onDay)} ${found.startsAt}` },
      { label: '地点', value: found.venue },
    ],
    [
      { label: '主持', value: found.chair },
      { label: '记录', value: found.recorder ?? '' },
    ],
    [{ label: '召集单位', value: holder }],
  ],
})

/** The minutes as offices keep them: who was there, what was discussed, what was decided, by whom and when. */
definePaper({
  name: 'minutes',
  label: '会议纪要',
  grant: 'meeting.read',
  async build({ tx, reach, input }) {
    const content = await contentOf(tx, reach, input.id)
    const { found, holder, topics, attendees, decisions } = content
    const who = (presence: string) =>
      attendees
        .filter((one) => one.presence === presence)
        .map(nameOf)
        .join('、')
    const blocks: Block[] = [
      headOf(content),
      { kind: 'paragraph', text: `出席：${who('present') || '（未登记）'}` },
      ...(who('leave') ? [{ kind: 'paragraph' as const, text: `请假：${who('leave')}` }] : []),
      ...(who('absent') ? [{ kind: 'paragraph' as const, text: `缺席：${who('absent')}` }] : []),
      { kind: 'heading', text: '一、议题' },
      ...(topics.length === 0 ? [{ kind: 'paragraph' as const, text: '没有列出议题。' }] : []),
      ...topics.map(
        ({ ordinal, topic, presenter, conclusion }): Block => ({
          kind: 'paragraph',
          text: `（${ordinal}）${topic}${presenter ? `（${presenter}汇报）` : ''}。${conclusion ?? ''}`,
        }),
      ),
      { kind: 'heading', text: '二、会议内容' },
      { kind: 'paragraph', text: found.minutes ?? '（会后补写）' },
      { kind: 'heading', text: '三、议定事项' },
      decisions.length === 0
        ? { kind: 'paragraph', text: '没有议定事项。' }
        : {
            kind: 'table',
            columns: [
              { label: '事项', width: 0.48 },
              { label: '由谁办理', width: 0.2 },
              { label: '时限', width: 0.17, align: 'center' },
              { label: '结果', width: 0.15, align: 'center' },
            ],
            rows: decisions.map((one) => [
              one.what,
              one.who,
              one.dueOn,
              one.doneOn ? `${one.doneOn} 办结` : one.dropped ? '不再办理' : '',
            ]),
          },
      { kind: 'signature', lines: [holder, writtenDay(found.onDay)] },
    ]
    return { title: '会议纪要', subtitle: found.subject, fileName: `会议纪要 ${found.subject} ${found.onDay}`, blocks }
  },
})

/** A sheet to sign by hand, with the names of those who are asked and room for more. */
definePaper({
  name: 'meetingSheet',
  label: '会议签到表',
  grant: 'meeting.read',
  async build({ tx, reach, input }) {
    const content = await contentOf(tx, reach, input.id)
    const { found, holder, attendees } = content
    const spare = Array.from({ length: Math.max(3, 12 - attendees.length) }, () => ['', '', '', ''])
    return {
      title: '会议签到表',
      subtitle: holder,
      fileName: `会议签到表 ${found.subject} ${found.onDay}`,
      blocks: [
        headOf(content),
        {
          kind: 'table',
          columns: [
            { label: '单位', width: 0.35 },
            { label: '姓名', width: 0.2 },
            { label: '签名', width: 0.25 },
            { label: '联系电话', width: 0.2 },
          ],
          rows: [...attendees.map(({ unit, name }) => [unit ?? '', name ?? '', '', '']), ...spare],
        },
      ],
    }
  },
})
