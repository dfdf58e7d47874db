import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, date, decimal, integer, optional, ref, text, texts } from '../../core/field.ts'
import { licences, tones } from './scale.ts'

export const informants = { self: '本人', family: '家属', carer: '照料人', observed: '社工观察' } as const

/** A scale filled in for a client on a day: the answers, and the score the system worked out of them. */
export const Assessment = defineEntity(
  'assessment',
  '量表评估',
  { privacy: 'sensitive', owner: 'worker' },
  {
    client: ref('服务对象', 'client'),
    scale: text('量表', { max: 40 }),
    scaleVersion: text('量表版本', { max: 20 }),
    scaleTitle: text('量表名称', { max: 60 }),
    onDay: date('评估日期', { past: true }),
    informant: choice('由谁回答', informants),
    answers: texts('答案', { min: 1, max: 60 }),
    missing: integer('缺答', { unit: '题' }),
    score: decimal('得分', { unit: '分', min: -1000 }),
    most: decimal('满分', { unit: '分', min: -1000 }),
    band: text('级别', { max: 30 }),
    tone: choice('提示', tones),
    alerts: texts('须立即处理'),
    remark: optional(text('观察与说明', { max: 500, multiline: true })),
    worker: ref('评估人', 'person'),
    state: choice('状态', { valid: '有效', withdrawn: '已作废' }),
    withdrawnReason: optional(text('作废原因', { max: 200 })),
  },
)

/** A scale was filled in. */
export const assessmentScored = defineFact('assessment.scored', '量表评估')

/** A scale that a county loaded, in one of its versions; the one loaded last is used, the former ones stay readable. */
export const LoadedScale = defineEntity(
  'scale',
  '上传的量表',
  {
    privacy: 'open',
    tenant: false,
    unique: { scale_once: ['content', '本区县已有同一量表的这个版本，请改版本号后再上传'] },
  },
  {
    key: text('代码', { max: 40 }),
    scaleVersion: text('版本', { max: 20 }),
    title: text('名称', { max: 60 }),
    licence: choice('使用许可', licences),
    licenceNote: text('许可说明', { max: 300 }),
    content: text('内容', { max: 60_000, multiline: true }),
    state: choice('状态', { used: '使用中', replaced: '已被替换', retired: '已停用' }),
    loadedOn: date('上传日期'),
  },
)
