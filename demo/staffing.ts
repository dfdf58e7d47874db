import type { expertTasks } from '../src/modules/experts/index.ts'
import type { supervisionKinds } from '../src/modules/supervision/index.ts'

/** A course as offices hold it. */
export interface CoursePlan {
  title: string
  /** Days before today on which it ended; a negative number is one to sign up for. */
  daysAgo: number
  days: number
  hours: number
  way: 'offline' | 'online'
  /** Whether it counts as continuing education. */
  continuing: boolean
  teacher: string
  venue: string
  /** Share of the people invited who were there. */
  present: number
}

export const courses: readonly CoursePlan[] = [
  {
    title: '个案预估与服务计划实务',
    daysAgo: 236,
    days: 2,
    hours: 12,
    way: 'offline',
    continuing: true,
    teacher: '督导团队',
    venue: '区社会工作服务总站培训室',
    present: 0.92,
  },
  {
    title: '困境儿童识别与强制报告',
    daysAgo: 161,
    days: 1,
    hours: 6,
    way: 'offline',
    continuing: true,
    teacher: '未成年人保护工作站',
    venue: '民政服务大厅三楼会议室',
    present: 0.95,
  },
  {
    title: '小组工作线上研修',
    daysAgo: 98,
    days: 12,
    hours: 12,
    way: 'online',
    continuing: true,
    teacher: '高校社会工作系',
    venue: '示例学习平台',
    present: 0.86,
  },
  {
    title: '社工站台账与月报填报',
    daysAgo: 40,
    days: 1,
    hours: 3,
    way: 'offline',
    continuing: false,
    teacher: '社会救助科',
    venue: '民政服务大厅三楼会议室',
    present: 0.97,
  },
  {
    title: '社会救助政策更新解读',
    daysAgo: -16,
    days: 1,
    hours: 4,
    way: 'offline',
    continuing: true,
    teacher: '社会救助科',
    venue: '民政服务大厅三楼会议室',
    present: 0.4,
  },
]

export interface ExpertPlan {
  title: string
  workplace: string
  expertise: readonly string[]
  tasks: readonly (keyof typeof expertTasks)[]
  /** Declared at a station, with these words. */
  conflict?: string
}

export const experts: readonly ExpertPlan[] = [
  {
    title: '高级社会工作师',
    workplace: '示例大学社会工作系',
    expertise: ['儿童与家庭', '个案'],
    tasks: ['supervision', 'training', 'guidance'],
  },
  {
    title: '副教授，社会工作师',
    workplace: '示例学院社会学系',
    expertise: ['老年服务', '小组工作'],
    tasks: ['supervision', 'training', 'evaluation', 'research'],
  },
  {
    title: '社会工作师',
    workplace: '示例社会工作协会',
    expertise: ['项目设计', '机构管理'],
    tasks: ['evaluation', 'guidance'],
    conflict: '配偶在该站任职',
  },
  {
    title: '高级社会工作师',
    workplace: '示例社会工作协会',
    expertise: ['社区社会组织培育'],
    tasks: ['supervision', 'guidance'],
  },
]

export const sessionTopics: readonly {
  kind: keyof typeof supervisionKinds
  summary: string
  project: string | null
}[] = [
  {
    kind: 'group',
    summary: '讨论特困老人居家安全个案，调整服务目标，约定下次带预估表',
    project: '居家安全改造陪伴项目',
  },
  { kind: 'onSite', summary: '现场观察小组第三节，带领节奏偏快，建议留足分享时间', project: '老年记忆健康小组' },
  { kind: 'individual', summary: '梳理困境儿童个案的家庭系统图，厘清与学校的分工', project: null },
  { kind: 'peer', summary: '同辈互看个案记录，统一过程记录写法', project: null },
  { kind: 'group', summary: '讨论救助家庭探访中的情绪支持与转介时机', project: '救助家庭支持项目' },
  { kind: 'onSite', summary: '随访两户独居老人，示范风险排查提问', project: '独居老人巡访' },
]

export const schools = ['示例大学', '示例民族学院', '示例师范学院'] as const
