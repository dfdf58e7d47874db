import { defineEntity } from '../../core/entity.ts'
import { choice, choices, date, farRef, link, optional, ref, secret, text, texts } from '../../core/field.ts'
import { phoneProblem } from '../people/index.ts'

export const expertKinds = { external: '外聘', internal: '本地社工' } as const
export const expertTasks = {
  training: '培训',
  guidance: '指导',
  supervision: '督导',
  evaluation: '评估',
  research: '实务研究',
} as const

/** Someone of the pool of experts and supervisors that an office keeps for the stations of its area (KM-4.7, BH-3.4). */
export const Expert = defineEntity(
  'expert',
  '专家',
  { privacy: 'personal', search: ['name'] },
  {
    name: text('姓名', { max: 40 }),
    kind: choice('来源', expertKinds),
    person: optional(ref('对应人员', 'person', { help: '本地社工从人员中选择' })),
    organisation: optional(link('所在机构', 'organisation', { help: '已登记的机构；用来核对利害关系' })),
    workplace: optional(text('工作单位', { max: 60, help: '没有登记为机构的，写全称' })),
    title: text('职称与资质', { max: 80 }),
    body: optional(text('所属队伍', { max: 80, clause: '昆民通〔2021〕8号 四（七）' })),
    expertise: texts('专长', { min: 1, max: 10, help: '如 老年服务、儿童保护，逐个填写' }),
    tasks: choices('承担', expertTasks),
    phone: optional(secret('联系电话', { max: 20, check: phoneProblem })),
    fromOn: date('入库日期'),
    toOn: optional(date('出库日期')),
  },
)

/** A conflict of interest that an expert has declared, with a station or an organisation, from–to. */
export const ExpertConflict = defineEntity(
  'expert_conflict',
  '利害关系',
  { privacy: 'personal' },
  {
    expert: ref('专家', 'expert'),
    about: optional(farRef('社工站', 'station')),
    organisation: optional(link('机构', 'organisation')),
    reason: text('关系', { max: 200, help: '如 曾任职、亲属任职、承接项目' }),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)

/** Who guides, trains or judges a station, from–to: one expert or organisation may have many stations (PZ-2.1c). */
export const Assignment = defineEntity(
  'assignment',
  '指派',
  { privacy: 'open' },
  {
    task: choice('任务', expertTasks),
    expert: optional(farRef('专家', 'expert')),
    /** The expert's or the organisation's, written on it as on the paper it stands for. */
    expertName: text('承担者', { max: 80 }),
    organisation: optional(link('机构', 'organisation')),
    duty: optional(text('内容', { max: 200 })),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)
