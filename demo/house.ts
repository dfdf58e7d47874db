import { openDice } from './dice.ts'

/** How well a station has set itself up: nothing to find, everything there, a few things open, or much still to do. */
export type Furnishing = 'model' | 'whole' | 'almost' | 'begun'

/** Stations that fall short in nothing, to be looked at beside the others. */
const models = ['530111004']

/** The same station is furnished the same way every time; rooms and hubs are small. */
export function furnishingOf(place: string): Furnishing {
  if (models.includes(place)) return 'model'
  return openDice(`house ${place}`).weigh(
    ['whole', 'almost', 'begun'] as const,
    (one) => ({ whole: 4, almost: 4, begun: 2 })[one],
  )
}

/** Share of the optional and required lines that are there. */
export const shares: Record<Furnishing, { required: number; optional: number; documents: number }> = {
  model: { required: 1, optional: 0.8, documents: 1 },
  whole: { required: 1, optional: 0.6, documents: 1 },
  almost: { required: 0.85, optional: 0.3, documents: 0.7 },
  begun: { required: 0.55, optional: 0.1, documents: 0.3 },
}

/** Where rooms are, for names of spaces. */
export const corners = ['一楼', '一楼东侧', '二楼', '二楼西侧', '三楼'] as const

/** Tasks of a year's plan, with the post that answers for each and the month it is due. */
export const planTasks = [
  ['重点人群走访建档，每户一册', '专业岗位', 3],
  ['召开第一次联席会议', '站长', 4],
  ['开展社区需求调查，写出报告', '专业岗位', 6],
  ['暑期儿童安全小组六节', '专业岗位', 8],
  ['更新特殊困难老年人需求档案', '事务性岗位', 9],
  ['重阳节邻里互助活动', '专业岗位', 10],
  ['制度和档案自查一次', '事务性岗位', 11],
  ['年度总结，报告公开', '站长', 12],
] as const

/** Documents as stations bind them: several rules in one cover, and what stands alone. */
export const covers = [
  { title: '社工站管理制度汇编', groups: ['management', 'record', 'standard'] },
  { title: '社工站工作指引', groups: ['guide'] },
  { title: '机构设置和服务流程', groups: ['organisation', 'workflow'] },
  { title: '服务承诺书', groups: ['promise'] },
] as const

export const template = {
  title: '财务管理制度（范本）',
  finance: /财务管理制度/,
  note: '结合本站实际修改第三条的审批权限后采用',
} as const
