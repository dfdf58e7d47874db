import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, date, files, integer, link, optional, ref, text, texts } from '../../core/field.ts'

/** What a service was done as; the same words in every jurisdiction. */
export const serviceForms = {
  case: '个案',
  group: '小组',
  activity: '社区活动',
  visit: '走访',
  consultation: '咨询',
  publicity: '政策宣传',
  linkage: '资源链接',
  training: '培训',
  other: '其他',
} as const

export const recordStates = { valid: '有效', reversed: '已冲销' } as const

/** What a worker did, recorded once: the grain of every ledger and report. */
export const ServiceRecord = defineEntity(
  'service_record',
  '服务记录',
  { privacy: 'open', owner: 'worker', counted: true },
  {
    onDay: date('服务日期', { past: true }),
    form: choice('服务形式', serviceForms),
    items: texts('服务事项', { min: 1, max: 12, help: '从本地服务目录中选择' }),
    people: integer('服务人次', { unit: '人次', max: 100_000 }),
    minutes: integer('服务时长', { unit: '分钟', max: 1440 }),
    place: optional(link('服务地点', 'place')),
    summary: text('服务内容', { max: 500, multiline: true }),
    files: files('照片与附件'),
    worker: ref('服务人员', 'person'),
    state: choice('状态', recordStates),
    reversedReason: optional(text('冲销原因', { max: 200 })),
  },
)

/** A service was given: heads, minutes and catalogue items of one record. */
export const serviceGiven = defineFact('service.given', '开展服务')

/** Who a service was given to, where it is known; the name stands as it was on that day. */
export const ServiceClient = defineEntity(
  'service_client',
  '服务对象与服务',
  { privacy: 'personal' },
  {
    service: ref('服务记录', 'service_record'),
    client: ref('服务对象', 'client'),
    clientName: text('姓名', { max: 40 }),
  },
)
