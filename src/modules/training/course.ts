import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, date, decimal, farRef, files, flag, integer, optional, ref, text } from '../../core/field.ts'
import { defineWorkflow, stateOf } from '../../core/workflow.ts'

export const courseWays = { offline: '线下', online: '线上' } as const

export const courseFlow = defineWorkflow({
  states: { open: '报名中', held: '已举办', cancelled: '已取消' },
  initial: 'open',
  moves: {
    hold: { from: ['open'], to: 'held', label: '点名' },
    cancel: { from: ['open'], to: 'cancelled', label: '取消', needs: ['cancelReason'] },
  },
})

/** A course that an office or a station offers (BH-3.2, KM-7.3). */
export const Course = defineEntity(
  'course',
  '培训课程',
  { privacy: 'open', flow: { flow: courseFlow, field: 'state' } },
  {
    title: text('课程名称', { max: 80 }),
    way: choice('方式', courseWays),
    kind: text('培训类别', { max: 80 }),
    kindName: text('类别名称', { max: 120 }),
    fromOn: date('开始日期'),
    toOn: date('结束日期'),
    hours: decimal('学时', { unit: '学时', min: 0.5, max: 200 }),
    continuing: flag('计入继续教育', { help: '计入每人每年继续教育学时' }),
    teacher: optional(text('授课人', { max: 60 })),
    expert: optional(farRef('授课专家', 'expert')),
    venue: optional(text('地点或平台', { max: 100 })),
    seats: optional(integer('名额', { unit: '人', min: 1, max: 5000 })),
    summary: optional(text('内容', { max: 500, multiline: true })),
    materials: optional(text('资料存放处', { max: 200, help: '网盘或平台的地址' })),
    files: files('资料', { max: 10, readBy: 'training.read' }),
    state: stateOf('状态', courseFlow),
    cancelReason: optional(text('取消原因', { max: 200 })),
  },
)

export const attendanceStates = { signedUp: '已报名', present: '到课', absent: '缺席', withdrawn: '退出' } as const

/** One person on a course's list. Title, kind and hours are written on it as on the certificate it gives right to. */
export const Attendance = defineEntity(
  'attendance',
  '参训',
  {
    privacy: 'personal',
    owner: 'person',
    unique: { attendance_once: ['people', '其中有人已在名单中，请刷新后核对'] },
  },
  {
    course: farRef('课程', 'course'),
    courseTitle: text('课程名称', { max: 80 }),
    kindName: text('类别名称', { max: 120 }),
    onDay: date('完成日期'),
    person: ref('人员', 'person'),
    personName: text('姓名', { max: 40 }),
    state: choice('情况', attendanceStates),
    hours: decimal('学时', { unit: '学时', max: 200 }),
    continuing: flag('计入继续教育'),
  },
)

/** Somebody was present at a course: minutes are 60 a 学时 in the store, only to add up. */
export const trainingAttended = defineFact('training.attended', '参加培训')
