import { choice, choices, date, flag, integer, optional, text } from '../../../core/field.ts'
import type { LineKind } from './lineKind.ts'
import { advisory, levels, number, operationModes, parties, periods, placeCode, words } from './words.ts'

/** What a pack says of the network: levels, targets, tasks, milestones, ways of running a station, duties, seats. */
export const networkKinds = {
  level: {
    label: '站点层级',
    value: text('名称'),
    fields: {
      level: choice('层级', levels),
      placeKind: choices('设在', { county: '县级', township: '乡级', village: '村级', zone: '开发区' }),
      optionalToBuild: optional(flag('可不设')),
    },
  },
  target: {
    label: '建设目标',
    value: number('目标值'),
    fields: {
      of: choice('覆盖', {
        township: '乡镇（街道）',
        county: '县（区）',
        denseVillage: '人口较集中的社区（村）及周边',
        any: '社会工作服务',
      }),
      by: date('完成时限'),
      level: optional(choice('层级', levels)),
    },
  },
  stage: { label: '阶段目标', value: text('目标'), fields: { order: integer('次序'), within: text('时限') } },
  buildTask: {
    label: '建设任务',
    value: integer('数量', { unit: '个' }),
    fields: {
      year: integer('年度', { min: 2000, max: 2100 }),
      place: placeCode('区划'),
      level: optional(choice('层级', levels)),
      total: optional(choice('合计', { row: '行合计', column: '列合计', all: '总计' })),
    },
  },
  areaLabel: {
    label: '地区标签',
    value: text('标签'),
    fields: {
      place: placeCode('区划'),
      mark: choice('类别', { socialWorkPilot: '省级社会工作服务试点', governancePilot: '省级城乡社区治理试点' }),
    },
  },
  range: {
    label: '数量范围',
    fields: {
      of: choice('对象', {
        demonstration: '示范站',
        hub: '总站',
        station: '站',
        room: '室',
        brandProject: '品牌项目',
        localProject: '特色项目',
      }),
      per: choice('每', { place: '本辖区', county: '每个县（区）', pilotCounty: '每个试点县（区）', station: '每站' }),
      atLeast: optional(integer('至少')),
      atMost: optional(integer('至多')),
      advisory: advisory(),
    },
  },
  origin: { label: '建站来源', value: text('名称'), fields: {} },
  maturity: {
    label: '建设层次',
    value: text('要素'),
    fields: { step: integer('层次', { min: 1 }), measure: optional(text('度量')), advisory: advisory() },
  },
  tier: {
    label: '建设标准分档',
    value: text('适用标准'),
    fields: {
      order: integer('次序'),
      appliesTo: text('适用'),
      checklist: optional(
        choice('核查清单', {
          whole: '本文件的全部标准',
          ladder: '先按建设层次，全部标准只作提示',
          other: '另有文件，本文件只作提示',
        }),
      ),
    },
  },
  sequence: { label: '推进次序', value: words('次序'), fields: {} },
  milestone: {
    label: '进度节点',
    value: date('完成时限'),
    fields: {
      onward: optional(flag('自该日起')),
      each: choice('责任主体', {
        jurisdiction: '本级',
        county: '各县（区）',
        township: '各街道（乡镇）',
        zone: '各开发区、街镇',
        station: '各站',
      }),
      steps: words('事项'),
      evidence: optional(text('佐证')),
      filedWith: optional(choice('报送', parties)),
    },
  },
  operationMode: {
    label: '运营方式',
    value: text('名称'),
    fields: {
      mode: choice('方式', operationModes),
      posts: optional(words('岗位构成')),
      mayRegister: optional(flag('可注册为法人')),
    },
  },
  specialty: { label: '特色方向', value: text('名称'), fields: {} },
  lot: {
    label: '采购包',
    value: text('服务社区'),
    fields: {
      number: integer('包号', { min: 1 }),
      township: placeCode('街道'),
      village: placeCode('社区'),
      years: integer('期限', { unit: '年' }),
    },
  },
  duty: {
    label: '职责',
    value: text('职责', { max: 300 }),
    fields: { party: choice('责任主体', parties), period: optional(choice('频次', periods)) },
  },
  seat: {
    label: '工作机制席位',
    value: text('由谁担任'),
    fields: {
      group: choice('组织', {
        leadingGroup: '领导小组',
        coordination: '协调机制',
        expertCommittee: '评估专家委员会',
        guidanceGroup: '指导统筹小组',
        jointMeeting: '联席会议',
        supervisionTeam: '督导团队',
      }),
      seat: text('席位'),
    },
  },
} as const satisfies Record<string, LineKind>
