import { choice, choices, flag, integer, optional, text } from '../../../core/field.ts'
import type { LineKind } from './lineKind.ts'
import { aidCode, aidGroups, assistanceSteps, countedEvents, parties, periods, words } from './words.ts'

const ofKinds = () => optional(words('救助种类代码'))

/** What a pack says of clients and service: categories, visits, the catalogue, aid, incubation. */
export const serviceKinds = {
  clientCategory: {
    label: '服务对象类别',
    value: text('名称'),
    fields: {
      category: text('代码', { pattern: '^[a-z][A-Za-z]+$', help: '小写字母开头的英文字母，如 leftBehindChild' }),
      group: choice('人群', {
        relief: '救助',
        elder: '老年',
        child: '儿童',
        disability: '残障',
        woman: '妇女',
        migrant: '流动与搬迁',
        homeless: '流浪乞讨',
        family: '家庭',
        other: '其他',
      }),
      hardPressedElder: optional(flag('特殊困难老人')),
      specialChild: optional(flag('特殊群体儿童')),
    },
  },
  visitFrequency: {
    label: '走访频次',
    value: integer('次数', { unit: '次', min: 1 }),
    fields: {
      categories: words('类别'),
      period: choice('周期', periods),
      ways: choices('方式', { home: '入户', phone: '电话', video: '视频' }),
      risk: optional(choice('风险等级', { high: '高', medium: '中', low: '低' })),
      none: optional(flag('一个不漏')),
    },
  },
  freshness: {
    label: '更新时限',
    value: integer('次数', { unit: '次', min: 1 }),
    fields: {
      of: choice('内容', { need: '需求档案', resource: '资源库', elderArchive: '特殊困难老年人档案', ledger: '台账' }),
      period: choice('周期', periods),
      categories: optional(words('类别')),
    },
  },
  aidKind: {
    label: '救助种类',
    value: text('名称'),
    fields: {
      department: optional(text('主管部门')),
      way: choice('方式', { direct: '主动发现、主动救助', assist: '协助申请' }),
      kinds: ofKinds(),
    },
  },
  assistanceKind: {
    label: '救助申请种类',
    value: text('名称'),
    fields: {
      code: aidCode('代码'),
      group: choice('类别', aidGroups),
      category: optional(text('批准后的服务对象类别')),
      payment: choice('发放', { monthly: '按月', once: '一次性' }),
      fromMonth: optional(choice('起发月份', { application: '申请当月', decision: '确认当月', next: '确认次月' })),
      fromAge: optional(integer('年龄', { unit: '岁', min: 1, max: 120 })),
      untilAge: optional(integer('未满', { unit: '岁', min: 1, max: 120 })),
      noNotice: optional(flag('不公示')),
    },
  },
  assistancePaper: {
    label: '申请材料',
    value: text('材料'),
    fields: {
      kinds: words('救助种类代码'),
      need: choice('性质', { required: '必须', ifAny: '有则提供' }),
    },
  },
  subsidy: {
    label: '补贴种类',
    value: text('名称'),
    fields: {
      group: choice('类别', { disability: '残疾人两项补贴', elder: '老年津贴' }),
      certification: optional(choice('认证', periods)),
      kinds: ofKinds(),
    },
  },
  assistanceStep: {
    label: '经办步骤',
    value: text('步骤'),
    fields: {
      order: integer('次序', { min: 1 }),
      by: choice('经办', parties),
      days: optional(integer('时限', { unit: '天' })),
      of: text('事项'),
      step: optional(choice('环节', assistanceSteps)),
      kinds: ofKinds(),
    },
  },
  incidentKind: {
    label: '介入情形',
    value: text('情形'),
    fields: {
      group: choice('人群', { child: '儿童', elder: '老年', family: '家庭', any: '任何人' }),
      measures: optional(words('措施')),
      mandatory: optional(flag('强制报告')),
    },
  },
  domain: {
    label: '服务领域',
    value: text('名称'),
    fields: { order: integer('次序', { min: 1 }), later: optional(flag('条件成熟后')) },
  },
  catalogue: {
    label: '服务事项',
    value: text('事项', { max: 120 }),
    fields: {
      number: text('序号', { max: 12 }),
      domain: text('领域'),
      group: optional(text('事项组')),
      station: optional(text('街道站做什么', { max: 300 })),
      room: optional(text('社区室做什么', { max: 300 })),
      parts: optional(words('细项')),
      rollsUpTo: optional(text('上级目录')),
      events: optional(choices('由哪些办理计入', countedEvents)),
      aids: ofKinds(),
    },
  },
  seasonalDuty: {
    label: '季节性工作',
    value: text('事项'),
    fields: {
      season: choices('时节', { winter: '寒假', summer: '暑假', standing: '常态化' }),
      categories: optional(words('类别')),
    },
  },
  meeting: {
    label: '会议',
    value: text('名称'),
    fields: {
      form: choice('类别', { joint: '联席会议', monthly: '工作例会', dispatch: '调度会', yearEnd: '年底现场会' }),
      by: choice('召集', parties),
      members: optional(words('参加单位')),
      period: optional(choice('频次', periods)),
    },
  },
  caseStep: {
    label: '流程步骤',
    value: text('步骤'),
    fields: {
      flow: choice('流程', { case: '个案服务流程', project: '项目流程' }),
      order: integer('次序', { min: 1 }),
      step: text('代码'),
    },
  },
  assessment: {
    label: '评估内容',
    value: text('内容'),
    fields: {
      group: choice('领域', {
        relief: '救助',
        elder: '养老',
        child: '儿童',
        disability: '残障',
        rural: '乡村',
        resource: '资源',
      }),
    },
  },
  incubation: { label: '孵化服务', value: text('服务'), fields: {} },
  communityOrgKind: { label: '社区社会组织类型', value: text('类型'), fields: {} },
  volunteerTeam: { label: '志愿活动类型', value: text('类型'), fields: {} },
} as const satisfies Record<string, LineKind>
