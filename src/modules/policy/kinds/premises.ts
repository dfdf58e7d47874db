import { choice, choices, flag, optional, text } from '../../../core/field.ts'
import type { LineKind } from './lineKind.ts'
import { levels, needs, number, parties, periods } from './words.ts'

/** What a pack says of premises, signs and the rules of the house. */
export const premisesKinds = {
  facility: {
    label: '场地与设施',
    value: number('数量'),
    fields: {
      levels: optional(choices('层级', levels)),
      item: text('名称'),
      need: choice('要求', needs),
      group: choice('类别', {
        site: '选址',
        room: '功能区',
        furniture: '办公家具',
        device: '办公设备',
        sign: '标识',
        access: '无障碍',
        safety: '消防安全',
        publicity: '宣传',
      }),
      number: optional(text('条目号')),
    },
  },
  host: { label: '可依托场所', value: text('场所'), fields: { first: optional(flag('优先')) } },
  plaque: {
    label: '标牌',
    value: text('名称格式', { help: '用 {city}{county}{township} 代表区划名称' }),
    fields: {
      level: optional(choice('层级', levels)),
      widthCm: optional(number('宽', 'cm')),
      heightCm: optional(number('高', 'cm')),
      material: optional(text('材质')),
      colour: optional(text('颜色')),
      marks: choices('标志', { socialWork: '中国社会工作标志', civilAffairs: '中国民政标志' }),
      place: choice('位置', { outside: '室外显著位置', inside: '室内背景墙' }),
    },
  },
  attire: {
    label: '着装与工作证',
    value: choice('要求', needs),
    fields: { item: choice('事项', { uniform: '统一着装', badge: '佩戴工作证', mark: '统一标识' }) },
  },
  document: {
    label: '制度文件',
    value: text('名称'),
    fields: {
      levels: optional(choices('层级', levels)),
      group: choice('类别', {
        organisation: '组织架构',
        workflow: '运行流程',
        management: '管理制度',
        record: '档案与数据',
        promise: '服务承诺',
        guide: '工作指引',
        standard: '专业标准',
      }),
      by: choice('编制', parties),
      wall: optional(flag('须上墙')),
    },
  },
  plan: {
    label: '计划',
    value: text('名称'),
    fields: {
      levels: optional(choices('层级', levels)),
      period: choice('周期', periods),
      by: choice('编制', parties),
    },
  },
} as const satisfies Record<string, LineKind>
