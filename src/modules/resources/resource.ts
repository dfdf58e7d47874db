import { defineEntity } from '../../core/entity.ts'
import { choice, date, integer, link, optional, ref, text } from '../../core/field.ts'

export const resourceKinds = {
  charity: '慈善资源',
  volunteer: '志愿服务资源',
  medical: '医疗康复',
  care: '养老托育照料',
  education: '教育培训',
  employment: '就业',
  legal: '法律援助',
  funeral: '殡葬服务机构',
  other: '其他',
} as const

/** Something a community can give to those in need (滨海新区清单 一3；攀民政〔2021〕31号 导引 3.2.4.2). */
export const Resource = defineEntity(
  'resource',
  '社区资源',
  { privacy: 'open', counted: true, search: ['name'] },
  {
    name: text('资源名称', { max: 60 }),
    kind: choice('类别', resourceKinds),
    provider: text('提供单位或个人', { max: 60 }),
    contact: optional(text('联系方式', { max: 80, help: '单位对外公布的联系人和电话' })),
    offers: text('能提供什么', { max: 500, multiline: true }),
    place: link('所在社区（村）', 'place', { help: '选到社区（村）' }),
    registeredOn: date('入库日期', { past: true }),
    reviewBy: optional(date('应在此日前核实')),
    state: choice('状态', { inUse: '在用', ended: '停用' }),
    endedOn: optional(date('停用日期')),
    endedWhy: optional(text('停用原因', { max: 200 })),
  },
)

/** The resource was looked at again: it is still there, and gives what is written. */
export const ResourceReview = defineEntity(
  'resource_review',
  '资源核实',
  { privacy: 'open' },
  {
    resource: ref('社区资源', 'resource'),
    onDay: date('核实日期', { past: true }),
    note: optional(text('核实情况', { max: 300, multiline: true })),
    worker: optional(ref('核实人', 'person')),
    byName: text('核实人', { max: 40 }),
  },
)

export const matchOutcomes = { pending: '对接中', met: '已落实', failed: '未能落实' } as const

/** A need that was brought to a resource, and what came of it; those with funeral services are the station's funeral archive. */
export const ResourceMatch = defineEntity(
  'resource_match',
  '供需对接',
  { privacy: 'personal', owner: 'worker', counted: true },
  {
    resource: ref('社区资源', 'resource'),
    resourceName: text('资源名称', { max: 60 }),
    kind: choice('类别', resourceKinds),
    client: optional(ref('服务对象', 'client', { help: '已建档的选档案，未建档的在下面写姓名' })),
    forWhom: text('为谁', { max: 60 }),
    need: text('需要什么', { privacy: 'sensitive', max: 300, multiline: true }),
    onDay: date('对接日期', { past: true }),
    minutes: optional(integer('用时', { unit: '分钟', max: 600 })),
    worker: ref('经办人', 'person'),
    outcome: choice('结果', matchOutcomes),
    result: optional(text('结果说明', { privacy: 'sensitive', max: 300, multiline: true })),
    closedOn: optional(date('办结日期', { past: true })),
  },
)

const { client, need, onDay, minutes, outcome, result } = ResourceMatch.fields

/** What is asked when a need is brought to a resource. */
export const matchFields = {
  client,
  forWhom: optional(text('为谁', { max: 60, help: '未建档的写姓名或家庭；选了档案的不用写' })),
  need,
  onDay,
  outcome,
  result,
  minutes,
}

/** What is asked when one still being seen to has come to an end. */
export const closingFields = {
  outcome: choice('结果', { met: matchOutcomes.met, failed: matchOutcomes.failed }),
  result: text('结果说明', { max: 300, multiline: true }),
  closedOn: date('办结日期', { past: true }),
}

/** What is asked when a resource is there no more. */
export const endingFields = {
  endedOn: date('停用日期', { past: true }),
  endedWhy: text('停用原因', { max: 200 }),
}

export const resourceViews = { inUse: '在用', due: '应核实', ended: '停用' } as const
