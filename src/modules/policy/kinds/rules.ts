import { choice, choices, flag, integer, optional, text, texts } from '../../../core/field.ts'
import type { LineKind } from './lineKind.ts'
import { advisory, levels, number, operationModes, periods } from './words.ts'

/** Rules that name a measure, and how a document is read where it leaves a choice. */
export const rulesKinds = {
  rule: {
    label: '核查规则',
    fields: {
      each: choice('对象', { station: '每站', jurisdiction: '本辖区', county: '每个县（区）' }),
      level: optional(choices('层级', levels)),
      mode: optional(choice('运营方式', operationModes)),
      mark: optional(choice('适用', { socialWorkPilot: '省级试点', notPilot: '非试点' })),
      measure: text('度量', {
        pattern: '^[a-z][A-Za-z]*\\.[a-zA-Z]+$',
        help: '写成 模块.名称，如 people.licensedCount',
      }),
      with: optional(texts('参数', { help: '写成 名=值' })),
      atLeast: optional(number('不少于')),
      atMost: optional(number('不超过')),
      exactly: optional(number('正好')),
      exists: optional(flag('应当有')),
      period: choice('周期', { ...periods, now: '任何时候' }),
      advisory: advisory(),
      fix: optional(text('怎样达到', { max: 200 })),
    },
  },
  parameter: {
    label: '口径取舍',
    fields: {
      reads: text('读作', { max: 200 }),
      age: optional(integer('年龄', { unit: '周岁', min: 1, max: 120 })),
    },
  },
} as const satisfies Record<string, LineKind>
