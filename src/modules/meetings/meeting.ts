import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, clock, date, files, flag, integer, link, optional, ref, text } from '../../core/field.ts'
import { defineWorkflow, stateOf } from '../../core/workflow.ts'

/** What a meeting is; the first four are words of the packs, which say where one is asked for. */
export const meetingKinds = {
  joint: '联席会议',
  monthly: '工作例会',
  dispatch: '调度会',
  yearEnd: '年底现场会',
  caseTalk: '个案研讨',
  training: '学习交流',
  residents: '居民议事',
  other: '其他',
} as const
export type MeetingKind = keyof typeof meetingKinds

export const meetingFlow = defineWorkflow({
  states: { planned: '已安排', held: '已召开', cancelled: '已取消' },
  initial: 'planned',
  moves: {
    hold: { from: ['planned', 'held'], to: 'held', label: '写纪要' },
    cancel: { from: ['planned'], to: 'cancelled', label: '取消会议', needs: ['why'] },
  },
})

export const planFields = {
  kind: choice('类别', meetingKinds),
  line: optional(text('文件要求', { max: 80 })),
  subject: text('会议名称', { max: 80 }),
  onDay: date('日期'),
  startsAt: clock('开始时间'),
  venue: text('地点', { max: 80 }),
  chair: text('主持', { max: 40 }),
  recorder: optional(text('记录', { max: 40 })),
}

/** A meeting of a station, or of an office for its area: agenda, who was there, minutes, what was decided. */
export const Meeting = defineEntity(
  'meeting',
  '会议',
  { privacy: 'open', flow: { flow: meetingFlow, field: 'state' }, counted: true, search: ['subject'] },
  {
    place: link('地区', 'place'),
    ...planFields,
    state: stateOf('状态', meetingFlow),
    minutes: optional(text('会议内容', { max: 4000, multiline: true })),
    duration: optional(integer('时长', { unit: '分钟', min: 5, max: 1440 })),
    files: files('照片与附件', { max: 12, readBy: 'meeting.read' }),
    why: optional(text('取消原因', { max: 200 })),
  },
)

/** A point of the agenda, and what came of it. */
export const MeetingTopic = defineEntity(
  'meeting_topic',
  '议题',
  { privacy: 'open' },
  {
    meeting: ref('会议', 'meeting'),
    ordinal: integer('次序', { min: 1, max: 40 }),
    topic: text('议题', { max: 120 }),
    presenter: optional(text('汇报', { max: 40 })),
    conclusion: optional(text('结论', { max: 500, multiline: true })),
  },
)

export const presences = { present: '出席', leave: '请假', absent: '缺席' } as const

/** Who was asked to come, by name or unit, and whether they did. */
export const MeetingAttendee = defineEntity(
  'meeting_attendee',
  '参会',
  { privacy: 'open' },
  {
    meeting: ref('会议', 'meeting'),
    ordinal: integer('次序', { min: 1, max: 200 }),
    unit: optional(text('单位', { max: 60 })),
    name: optional(text('姓名', { max: 40 })),
    presence: optional(choice('到会', presences)),
  },
)

/** What was decided: who does it by when, and in the end what came of it. */
export const MeetingDecision = defineEntity(
  'meeting_decision',
  '议定事项',
  { privacy: 'open' },
  {
    meeting: ref('会议', 'meeting'),
    what: text('事项', { max: 300, multiline: true }),
    who: text('由谁办理', { max: 60 }),
    dueOn: date('完成时限'),
    doneOn: optional(date('办结日期', { past: true })),
    outcome: optional(text('办理结果', { max: 300, multiline: true })),
    dropped: flag('不再办理'),
  },
)

/** A meeting of a station was held: who was there; its variant is the kind. */
export const meetingHeld = defineFact('meeting.held', '会议')
