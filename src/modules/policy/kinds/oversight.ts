import { choice, flag, integer, optional, text } from '../../../core/field.ts'
import type { LineKind } from './lineKind.ts'
import { aidGroups, assistanceSteps, countedServices, indicatorSets, number, parties, periods, words } from './words.ts'

/** What a pack says of oversight: reports, inspections, indicators, satisfaction, disclosure, clocks. */
export const oversightKinds = {
  reportSeries: {
    label: '报表系列',
    value: text('名称'),
    fields: {
      series: text('代码', { pattern: '^[a-zA-Z]+$', help: '英文字母，如 monthly' }),
      by: choice('报送', parties),
      to: choice('接收', parties),
      period: choice('周期', periods),
      dueDay: optional(integer('次期几日前', { min: 1, max: 31 })),
      about: optional(text('范围')),
      roster: optional(choice('报送的名册', aidGroups)),
    },
  },
  inspection: {
    label: '检查督查',
    value: text('名称'),
    fields: {
      by: choice('检查', parties),
      of: choice('对象', parties),
      period: choice('周期', periods),
      reportTo: optional(choice('报送', parties)),
      form: choice('类别', {
        supervision: '督查考核',
        inspection: '监督检查',
        spotCheck: '抽查',
        safety: '安全检查',
        dispatch: '调度',
        circular: '通报',
        meeting: '现场会',
        appraisal: '考评',
        evaluation: '评估',
      }),
    },
  },
  indicatorSet: {
    label: '指标体系',
    value: text('名称'),
    fields: {
      set: choice('指标体系', indicatorSets),
      total: optional(number('总分', '分')),
      amount: optional(number('合同额', '元')),
    },
  },
  indicator: {
    label: '评价指标',
    value: text('指标'),
    fields: {
      set: choice('指标体系', indicatorSets),
      order: integer('次序', { min: 1 }),
      number: optional(text('编号', { max: 20 })),
      weight: optional(number('权重', '分')),
      emphasised: optional(flag('重点')),
      parts: optional(words('内容')),
      // what a contract counts, and which pieces count: 个案 differs from place to place by a factor of four
      service: optional(choice('服务类型', countedServices)),
      quantity: optional(number('目标量')),
      per: optional(choice('计量范围', { contract: '合同', stationYear: '每站每年', workerYear: '每人每年' })),
      stations: optional(integer('站数', { min: 1 })),
      years: optional(integer('年数', { min: 1 })),
      leastSessions: optional(integer('最少节次', { min: 1 })),
      leastPeopleEach: optional(integer('每节最少人数', { min: 1 })),
      leastPeople: optional(integer('最少总人次', { min: 1 })),
      leastMinutes: optional(integer('最短时长', { unit: '分钟', min: 1 })),
      distinct: optional(choice('去重', { person: '按人', household: '按户' })),
      externalRecord: optional(flag('需外部系统记录编号')),
      unitPrice: optional(number('单价', '元')),
      subtotal: optional(number('小计', '元')),
      mayFallShort: optional(flag('允许负偏离')),
      evidence: optional(words('证据要求')),
    },
  },
  survey: {
    label: '满意度调查',
    value: text('名称'),
    fields: { of: choice('方面', { party: '对象', channel: '方式', axis: '维度' }) },
  },
  performance: {
    label: '绩效管理',
    value: text('要求'),
    fields: {
      of: choice('方面', { stage: '环节', principle: '原则', aspect: '监督方面', consequence: '处置' }),
      order: integer('次序', { min: 1 }),
    },
  },
  disclosure: {
    label: '信息公开',
    value: text('内容'),
    fields: { by: choice('公开主体', parties), period: optional(choice('周期', periods)) },
  },
  clock: {
    label: '办理时限',
    value: integer('时限', { min: 0 }),
    fields: {
      of: text('事项'),
      days: choice('单位', { day: '日', workday: '个工作日', hour: '小时', immediately: '立即' }),
      step: optional(
        choice('环节', { ...assistanceSteps, discoveryVerify: '主动发现核实', discoveryAnswer: '主动发现办结' }),
      ),
      kinds: optional(words('救助种类代码')),
    },
  },
  publicity: { label: '宣传内容', value: text('内容'), fields: {} },
  resultUse: { label: '结果运用', value: text('运用'), fields: { of: text('结果') } },
} as const satisfies Record<string, LineKind>
