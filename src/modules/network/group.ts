import { defineEntity } from '../../core/entity.ts'
import { choice, date, files, flag, link, optional, ref, text } from '../../core/field.ts'
import { lineKinds, readsPolicy } from '../policy/index.ts'

export const groupKinds = lineKinds.seat.fields.group.choices as Record<string, string>

/** A working group of an area: held by posts, not by persons (官渡区方案 三, 城关区采购需求 四（一）). */
export const WorkingGroup = defineEntity(
  'working_group',
  '工作机制',
  { privacy: 'open' },
  {
    place: link('地区', 'place'),
    kind: choice('类别', groupKinds),
    name: text('名称', { max: 80 }),
    foundedOn: date('成立日期', { past: true }),
    dissolvedOn: optional(date('撤销日期')),
  },
)

/** A seat of a group and the post that holds it. */
export const GroupSeat = defineEntity(
  'group_seat',
  '席位',
  { privacy: 'open' },
  {
    workingGroup: ref('工作机制', 'working_group'),
    line: optional(text('条目', { max: 80 })),
    seat: text('席位', { max: 40 }),
    post: text('由谁担任', { max: 80, help: '写岗位，不写姓名' }),
    removed: flag('已取消'),
  },
)

/** Who held a post's seat from one day to another; a successor takes it without a notice (官渡区方案 三). */
export const SeatHolder = defineEntity(
  'seat_holder',
  '席位任职',
  { privacy: 'open' },
  {
    seat: ref('席位', 'group_seat'),
    name: text('姓名', { max: 30 }),
    fromOn: date('自', { past: true }),
    toOn: optional(date('至')),
  },
)

export const GroupMeeting = defineEntity(
  'group_meeting',
  '会议',
  { privacy: 'open' },
  {
    workingGroup: ref('工作机制', 'working_group'),
    onDay: date('日期', { past: true }),
    subject: text('议题', { max: 120 }),
    attended: text('出席', { max: 300, help: '写席位或单位' }),
    minutes: text('纪要', { max: 2000, multiline: true }),
    files: files('附件'),
  },
)

/** A matter that a group took up, until it is done. */
export const GroupMatter = defineEntity(
  'group_matter',
  '议定事项',
  { privacy: 'open' },
  {
    workingGroup: ref('工作机制', 'working_group'),
    meeting: optional(ref('会议', 'group_meeting')),
    matter: text('事项', { max: 200 }),
    responsible: text('责任席位', { max: 80 }),
    dueOn: date('完成时限'),
    doneOn: optional(date('办结日期', { past: true })),
    outcome: optional(text('办理结果', { max: 300, multiline: true })),
  },
)

readsPolicy('seat', 'checked')
