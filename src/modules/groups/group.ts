import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import {
  choice,
  clock,
  date,
  fen,
  files,
  instant,
  integer,
  link,
  optional,
  ref,
  secret,
  text,
  texts,
} from '../../core/field.ts'
import { stateOf, stepOf } from '../../core/workflow.ts'
import { phoneProblem } from '../people/index.ts'
import { groupFlow } from './groupFlow.ts'

export const groupKinds = {
  growth: '成长',
  education: '教育',
  support: '互助支持',
  therapy: '治疗',
  recreation: '康娱',
  community: '社区参与',
} as const

const long = (label: string, max: number, help?: string) => text(label, { max, multiline: true, ...(help && { help }) })

/** What a plan says (G-01). */
export const planFields = {
  name: text('小组名称', { max: 60 }),
  kind: choice('类型', groupKinds),
  audience: text('服务对象', { max: 120, help: '面向谁，如「社区独居老人」' }),
  seats: integer('名额', { unit: '人', min: 1, max: 200 }),
  fromOn: date('开始日期'),
  toOn: date('结束日期'),
  venue: text('地点', { max: 80 }),
  items: texts('服务事项', { min: 1, max: 12, help: '从本地服务目录中选择，每一节自动按此计入' }),
  aim: long('总目的', 500),
  recruitment: long('招募方式', 300),
  risks: long('可能的困难与应对', 500),
  evaluationWay: long('评估方法', 300, '用什么看出有没有达到目标'),
  partner: optional(text('协办单位', { max: 80 })),
  theory: optional(long('理论支持', 300)),
  volunteerPlan: optional(long('志愿者招募', 300)),
  division: optional(long('人手分工', 300)),
  supervisor: optional(text('督导', { max: 40 })),
}

/** A group of people who meet several times towards an aim, from its plan to its report. */
export const ServiceGroup = defineEntity(
  'service_group',
  '小组',
  {
    privacy: 'open',
    flow: { flow: groupFlow, field: 'state' },
    owner: 'worker',
    counted: true,
    search: ['name'],
    unique: { service_group_number: ['name', '小组编号刚刚被占用，请再保存一次'] },
  },
  {
    number: text('编号', { max: 20 }),
    ...planFields,
    worker: ref('负责社工', 'person'),
    state: stateOf('状态', groupFlow),
    stateSince: date('进入本状态'),
    endedOn: optional(date('结束审核日期')),
    submittedBy: optional(link('提交人', 'account')),
    returnReason: optional(text('退回原因', { max: 500, multiline: true })),
  },
)

/** Who took which step with a group, why, and by which content: what was signed is named by its fingerprint. */
export const GroupStep = defineEntity(
  'group_step',
  '办理记录',
  { privacy: 'open' },
  {
    serviceGroup: ref('小组', 'service_group'),
    move: stepOf('步骤', groupFlow, { plan: '拟订计划' }),
    toState: stateOf('到', groupFlow),
    opinion: optional(text('意见与理由', { max: 500, multiline: true })),
    byName: text('办理人', { max: 40 }),
    fingerprint: optional(text('所签内容的指纹', { max: 64 })),
    onDay: date('日期'),
    at: instant('时间'),
  },
)

export const goalRatings = { reached: '达到', partly: '部分达到', missed: '没有达到' } as const

/** A goal that can be measured, and in the end what became of it. */
export const GroupGoal = defineEntity(
  'group_goal',
  '小组目标',
  { privacy: 'open' },
  {
    serviceGroup: ref('小组', 'service_group'),
    content: text('目标', { max: 200 }),
    measure: text('怎样衡量', { max: 120 }),
    target: text('要达到的程度', { max: 120 }),
    rating: optional(choice('评定', goalRatings)),
    result: optional(text('结果说明', { max: 300, multiline: true })),
    ratedOn: optional(date('评定日期')),
  },
)

export const sessionStates = { planned: '未开展', held: '已开展', cancelled: '已取消' } as const

/** One session: as planned, and once held as it went. */
export const GroupSession = defineEntity(
  'group_session',
  '小组节次',
  { privacy: 'open' },
  {
    serviceGroup: ref('小组', 'service_group'),
    ordinal: integer('节次', { min: 1, max: 60 }),
    topic: text('主题', { max: 80 }),
    content: long('内容安排', 500),
    plannedOn: date('计划日期'),
    startsAt: optional(clock('开始时间')),
    plannedMinutes: integer('计划时长', { unit: '分钟', min: 10, max: 480 }),
    materials: optional(text('物资', { max: 200 })),
    state: choice('状态', sessionStates),
    heldOn: optional(date('开展日期', { past: true })),
    minutes: optional(integer('时长', { unit: '分钟', min: 10, max: 480 })),
    others: optional(integer('名单外的参加者', { unit: '人', max: 200, help: '没有登记在组员名单上、当天来的人' })),
    process: optional(text('过程', { privacy: 'sensitive', max: 2000, multiline: true })),
    observed: optional(text('组员表现', { privacy: 'sensitive', max: 1000, multiline: true })),
    reflection: optional(text('社工的处理与反思', { privacy: 'sensitive', max: 1000, multiline: true })),
    nextPlan: optional(text('下节调整', { max: 300, multiline: true })),
    files: files('照片与附件', { max: 12, readBy: 'group.write' }),
    guidance: optional(text('督导意见', { max: 500, multiline: true })),
    guidedBy: optional(text('督导', { max: 40 })),
    why: optional(text('取消或撤销的原因', { max: 200 })),
  },
)

/** Somebody on the list of a group: a client of the station, or somebody who has no file yet and is counted all the same. */
export const Enrolment = defineEntity(
  'enrolment',
  '组员',
  {
    privacy: 'personal',
    unique: { enrolment_client_once: ['client', '这位服务对象已经在本组名单上'] },
  },
  {
    serviceGroup: ref('小组', 'service_group'),
    client: optional(ref('服务对象', 'client')),
    name: text('姓名', { max: 40 }),
    phone: optional(secret('联系电话', { max: 20, check: phoneProblem })),
    fromOn: date('报名日期'),
    toOn: optional(date('退出日期')),
    leaveReason: optional(text('退出原因', { max: 100 })),
  },
)

export const presences = { present: '到', leave: '请假', absent: '缺席' } as const

/** Whether a member was there at a session (G-04). */
export const GroupAttendance = defineEntity(
  'group_attendance',
  '小组点名',
  { privacy: 'personal' },
  {
    session: ref('节次', 'group_session'),
    enrolment: ref('组员', 'enrolment'),
    presence: choice('到场', presences),
  },
)

const score = (label: string) => integer(label, { min: 1, max: 5, help: '1 很不同意 … 5 很同意' })

/** The statements a participant gives a mark to (G-05); there is no default mark. */
export const opinionScores = {
  aims: score('小组达到了它的目标'),
  timing: score('时间安排合适'),
  form: score('形式合适'),
  venue: score('场地合适'),
  content: score('内容对我有用'),
  staff: score('工作人员尽责'),
  attitude: score('工作人员态度好'),
  engagement: score('我投入地参加了'),
  overall: score('总体满意'),
} as const

/** What a participant said of the group, with a name or without. */
export const GroupOpinion = defineEntity(
  'group_opinion',
  '参与者意见',
  { privacy: 'personal', unique: { group_opinion_once: ['enrolment', '这位组员已经填过意见'] } },
  {
    serviceGroup: ref('小组', 'service_group'),
    enrolment: optional(ref('组员', 'enrolment')),
    onDay: date('填写日期', { past: true }),
    ...opinionScores,
    words: optional(text('其他意见', { max: 500, multiline: true })),
  },
)

export const reviewKinds = { mid: '中期评估', end: '结束报告' } as const

/** How a group stands half-way, and at its end (G-02), part by part, with the supervisor's word. */
export const GroupReview = defineEntity(
  'group_review',
  '小组评估',
  { privacy: 'open' },
  {
    serviceGroup: ref('小组', 'service_group'),
    kind: choice('类别', reviewKinds),
    onDay: date('日期', { past: true }),
    preparation: long('筹备', 500),
    aims: long('目标达致', 800),
    content: long('内容与形式', 500),
    members: text('服务对象表现', { privacy: 'sensitive', max: 800, multiline: true }),
    workers: long('工作员表现', 500),
    division: optional(long('分工配合', 300)),
    money: optional(long('经费使用', 300)),
    onward: long('跟进', 500, '哪些组员要继续跟进，怎样跟进'),
    noOpinion: optional(text('没有参与者意见的原因', { max: 200 })),
    guidance: optional(text('督导意见', { max: 500, multiline: true })),
    guidedBy: optional(text('督导', { max: 40 })),
  },
)

export const costKinds = {
  materials: '物资',
  transport: '交通',
  publicity: '宣传',
  volunteers: '志愿者补贴',
  venue: '场地',
  other: '其他',
} as const

/** A line of the budget. */
export const GroupBudget = defineEntity(
  'group_budget',
  '小组预算',
  { privacy: 'open' },
  {
    serviceGroup: ref('小组', 'service_group'),
    kind: choice('类别', costKinds),
    what: text('用途与算法', { max: 120, help: '如「手工材料 15 人 × 8 元 × 6 节」' }),
    fen: fen('金额'),
  },
)

/** Money spent on a group. */
export const GroupExpense = defineEntity(
  'group_expense',
  '小组支出',
  { privacy: 'open' },
  {
    serviceGroup: ref('小组', 'service_group'),
    kind: choice('类别', costKinds),
    what: text('用途', { max: 120 }),
    onDay: date('日期', { past: true }),
    fen: fen('金额'),
    files: files('票据', { max: 6, readBy: 'group.write' }),
    voided: optional(text('作废原因', { max: 100 })),
  },
)

/** A session was held: heads and minutes; its variant is the kind of group. */
export const groupSessionHeld = defineFact('group.session', '小组节次')
/** A group came to its end with the supervisor's signature. */
export const groupEnded = defineFact('group.ended', '小组结束')
