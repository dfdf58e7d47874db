import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import {
  choice,
  clock,
  date,
  fen,
  files,
  flag,
  instant,
  integer,
  link,
  optional,
  ref,
  secret,
  text,
  texts,
} from '../../core/field.ts'
import { stateOf } from '../../core/workflow.ts'
import { phoneProblem } from '../people/index.ts'
import { activityFlow } from './activityFlow.ts'

export const activityKinds = {
  festival: '节日活动',
  publicity: '政策与倡导宣传',
  lecture: '讲座培训',
  health: '义诊与健康',
  recreation: '文体活动',
  mutualHelp: '邻里互助',
  childSafety: '儿童安全教育',
  law: '法治宣传教育',
  family: '亲子与家庭',
  smartDevice: '智能设备培训',
  rehabilitation: '社区康复活动',
  volunteering: '志愿服务',
  event: '大型活动与赛事保障',
  emergency: '应急动员',
  other: '其他',
} as const

/** Kinds for which workers and volunteers are called out in shifts (昆民通〔2021〕8号 五（七）). */
export const mobilising: readonly (keyof typeof activityKinds)[] = ['event', 'emergency']

export const venueKinds = {
  station: '社工站',
  childrenHome: '儿童之家',
  partyCentre: '党群服务中心',
  community: '社区用房',
  school: '学校',
  outdoors: '广场与户外',
  institution: '养老或救助机构',
  other: '其他',
} as const

const long = (label: string, max: number, help?: string) => text(label, { max, multiline: true, ...(help && { help }) })

/** What is planned of an activity. */
export const planFields = {
  name: text('活动名称', { max: 60 }),
  kind: choice('类型', activityKinds),
  onDay: date('日期'),
  startsAt: clock('开始时间'),
  endsAt: clock('结束时间'),
  toOn: optional(date('结束日期', { help: '跨天的活动或应急值守才填' })),
  venueKind: choice('场地类型', venueKinds),
  venue: text('地点', { max: 80 }),
  audience: text('面向谁', { max: 120 }),
  target: integer('预计人数', { unit: '人', min: 1, max: 100_000 }),
  items: texts('服务事项', { min: 1, max: 12, help: '从本地服务目录中选择，举办后自动按此计入' }),
  aim: long('目的', 500),
  programme: long('流程安排', 1000),
  asksContact: flag('签到时可留姓名和电话', { help: '选「否」的，扫码的人只点一下，不留个人信息' }),
  duty: optional(text('对应的季节性工作', { max: 80, clause: '官渡区方案 附件3 第11–14项' })),
  place: optional(link('社区（村）', 'place')),
  partner: optional(text('协办单位', { max: 80, help: '如妇联、学校、社区卫生服务中心' })),
  division: optional(long('人手分工', 300)),
  risks: optional(long('安全与应急预案', 300)),
  budget: optional(fen('预算')),
}

/** What came of it. */
export const summaryFields = {
  people: integer('参加人数', { unit: '人', min: 1, max: 100_000 }),
  minutes: integer('时长', { unit: '分钟', min: 10, max: 1440 }),
  summary: long('活动情况', 1000),
  outcome: long('成效', 500),
  problems: optional(long('问题与改进', 500)),
  spent: optional(fen('支出')),
  photos: files('活动照片', { max: 20, readBy: 'activity.read' }),
}

/** An activity for whoever comes, from its plan to what came of it. */
export const Activity = defineEntity(
  'activity',
  '社区活动',
  {
    privacy: 'open',
    flow: { flow: activityFlow, field: 'state' },
    owner: 'worker',
    counted: true,
    search: ['name'],
    unique: { activity_number: ['name', '活动编号刚刚被占用，请再保存一次'] },
  },
  {
    number: text('编号', { max: 20 }),
    ...planFields,
    worker: ref('负责社工', 'person'),
    state: stateOf('状态', activityFlow),
    /** Guessed by nobody; it leads only to the sign-in of this one activity. */
    code: secret('签到码', { max: 40, searchable: true }),
    people: optional(summaryFields.people),
    minutes: optional(summaryFields.minutes),
    summary: optional(summaryFields.summary),
    outcome: optional(summaryFields.outcome),
    problems: summaryFields.problems,
    spent: summaryFields.spent,
    photos: summaryFields.photos,
    why: optional(text('取消或撤销的原因', { max: 500 })),
  },
)

export const signInRoles = { participant: '参加者', volunteer: '志愿者', worker: '工作人员' } as const
export const signInWays = { code: '扫码', desk: '现场登记' } as const

/** A turn of duty at an event or in an emergency: who is needed when (昆民通〔2021〕8号 五（七）). */
export const ActivityShift = defineEntity(
  'activity_shift',
  '班次',
  { privacy: 'open' },
  {
    activity: ref('社区活动', 'activity'),
    name: text('班次', { max: 40, help: '如「早班 · 入口引导」' }),
    onDay: date('日期'),
    startsAt: clock('开始时间'),
    endsAt: clock('结束时间'),
    needed: integer('需要人数', { unit: '人', min: 1, max: 500 }),
  },
)

export const callAnswers = { waiting: '待回复', coming: '能到', unable: '不能到' } as const

/** Somebody called out for an event or in an emergency, and what they answered. */
export const ActivityCall = defineEntity(
  'activity_call',
  '动员',
  { privacy: 'personal' },
  {
    activity: ref('社区活动', 'activity'),
    role: choice('身份', { volunteer: '志愿者', worker: '工作人员' }),
    person: optional(ref('本站人员', 'person')),
    name: text('姓名', { max: 40 }),
    phone: optional(secret('联系电话', { max: 20, check: phoneProblem })),
    shift: optional(ref('班次', 'activity_shift')),
    answer: choice('答复', callAnswers),
  },
)

/** Somebody came: by the code with a name or without, or entered at the desk. One row a person. */
export const ActivitySignIn = defineEntity(
  'activity_sign_in',
  '活动签到',
  {
    privacy: 'personal',
    unique: {
      activity_sign_in_client_once: ['client', '这位服务对象已经签到'],
      activity_sign_in_phone_once: ['phone', '这个电话已经签到'],
    },
  },
  {
    activity: ref('社区活动', 'activity'),
    way: choice('方式', signInWays),
    role: choice('身份', signInRoles),
    /** Of the phone that scanned: the same one again is the same sign-in. */
    token: text('设备', { max: 40 }),
    client: optional(ref('服务对象', 'client')),
    name: optional(text('姓名', { max: 40 })),
    phone: optional(secret('联系电话', { max: 20, searchable: true, check: phoneProblem })),
    shift: optional(ref('班次', 'activity_shift')),
    at: instant('时间'),
  },
)

/** How many of a category of clients an activity reached. */
export const ActivityReach = defineEntity(
  'activity_reach',
  '覆盖人群',
  { privacy: 'open' },
  {
    activity: ref('社区活动', 'activity'),
    category: text('类别', { max: 40, pattern: '^[a-z][A-Za-z]+$' }),
    people: integer('人数', { unit: '人', min: 1, max: 100_000 }),
  },
)

/** What somebody said of an activity: a mark without a default, and words. */
export const ActivityFeedback = defineEntity(
  'activity_feedback',
  '活动反馈',
  { privacy: 'open' },
  {
    activity: ref('社区活动', 'activity'),
    way: choice('方式', signInWays),
    token: text('设备', { max: 40 }),
    score: integer('评分', { min: 1, max: 5, help: '1 很不满意 … 5 很满意' }),
    words: optional(text('意见与建议', { max: 300, multiline: true })),
    at: instant('时间'),
  },
)

/** Minutes before the beginning from which the code signs people in. */
export const earlyMinutes = 30

/** Why the code does not sign anybody in at this moment (`YYYY-MM-DD HH:MM` in Shanghai); nothing if it does. */
export function whyNoSignIn(
  of: { state: string; onDay: string; toOn: string | null; startsAt: string; endsAt: string },
  at: string,
): string | undefined {
  if (of.state === 'cancelled') return '这次活动已经取消'
  if (of.state === 'held') return '这次活动已经结束，谢谢您的关心'
  if (at < `${of.onDay} ${earlier(of.startsAt)}`)
    return `还没有到签到时间：${of.onDay} ${earlier(of.startsAt)} 开始签到`
  if (at > `${of.toOn ?? of.onDay} ${of.endsAt}`) return '签到时间已过，谢谢您的关心'
  return undefined
}

/** The clock so many minutes before; never on the day before. */
function earlier(startsAt: string): string {
  const [hour, minute] = startsAt.split(':').map(Number) as [number, number]
  const at = Math.max(0, hour * 60 + minute - earlyMinutes)
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
}

/** An activity was held: heads and minutes; its variant is the kind. */
export const activityHeld = defineFact('activity.held', '社区活动')
/** The same by the kind of venue. */
export const activityAt = defineFact('activity.venue', '社区活动场地')
