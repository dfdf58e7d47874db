import { defineEntity } from '../../core/entity.ts'
import { choice, date, optional, ref, secret, text, texts } from '../../core/field.ts'

export const duplicateReasons = {
  idNumber: '身份证号相同',
  nameBorn: '姓名与出生日期相同',
  phone: '电话相同',
  address: '姓名与住址相同',
} as const

export const duplicateStates = { open: '待核对', same: '同一人', different: '不是同一人' } as const

/** Two files that may be of one person; decided once, so that the question does not come again (lessons.md L12). */
export const Duplicate = defineEntity(
  'duplicate',
  '疑似重复',
  { privacy: 'personal' },
  {
    first: ref('档案一', 'client'),
    second: ref('档案二', 'client'),
    why: texts('依据', { max: 4 }),
    state: choice('结论', duplicateStates),
    foundOn: date('发现日期'),
    decidedOn: optional(date('核对日期')),
    memo: optional(text('说明', { max: 200 })),
  },
)

/** One file taken into another. What the kept one held before is sealed here, so that it can be given back. */
export const ClientMerge = defineEntity(
  'client_merge',
  '合并',
  { privacy: 'personal' },
  {
    kept: ref('保留的档案', 'client'),
    merged: ref('并入的档案', 'client'),
    onDay: date('合并日期'),
    reason: text('理由', { max: 200 }),
    took: texts('取自并入档案的内容', { max: 30 }),
    before: secret('合并前', { max: 20_000 }),
    undoneOn: optional(date('撤销日期')),
    undoneReason: optional(text('撤销理由', { max: 200 })),
  },
)

/** A row that a merge moved from one client to the other, and where it stood. */
export const ClientMoved = defineEntity(
  'client_moved',
  '合并时移动的记录',
  { privacy: 'open' },
  {
    merge: ref('合并', 'client_merge'),
    entity: text('记录', { max: 60 }),
    field: text('字段', { max: 60 }),
    record: text('编号', { max: 60 }),
    formerStation: optional(text('原站点', { max: 60 })),
  },
)
