import {
  choice,
  choices,
  date,
  decimal,
  type Field,
  type Fields,
  flag,
  integer,
  optional,
  text,
  texts,
} from '../../core/field.ts'

/**
 * What a policy pack may say. Each kind of line has a typed schema here and a reader somewhere in the modules:
 * a line that is only text is not a line. `value` is the figure or name that the clause fixes.
 */
export interface LineKind {
  readonly label: string
  /** The field that `value` must fit; without it the line has no single value. */
  readonly value?: Field
  /** Fields beside the value. */
  readonly fields: Fields
}

export const levels = { hub: '县（区）总站', station: '乡镇（街道）站', room: '村（社区）室' } as const
export const operationModes = { selfRun: '政府自办', purchased: '政府购买服务' } as const
export const posts = { head: '站长', deputyHead: '副站长', clerk: '事务性岗位', socialWorker: '专业岗位' } as const
export const educations = {
  primary: '小学',
  juniorHigh: '初中',
  seniorHigh: '高中（中专）',
  college: '大专',
  bachelor: '本科',
  master: '硕士',
  doctor: '博士',
} as const
export const parties = {
  province: '省级民政部门',
  city: '市级民政部门',
  county: '县（区）民政部门',
  zone: '开发区',
  township: '街道（乡镇）',
  village: '社区（村）',
  hub: '总站（指导中心）',
  station: '乡镇（街道）社工站',
  room: '村（社区）社工室',
  operator: '承接主体',
  purchaser: '购买主体',
  finance: '财政部门',
  organisation: '组织部门',
  humanResources: '人社部门',
} as const
export const periods = {
  once: '一次',
  day: '每日',
  month: '每月',
  quarter: '每季度',
  halfYear: '每半年',
  year: '每年',
  fiveYears: '五年内',
  term: '合同期内',
} as const
export const needs = { required: '必备', optional: '可选' } as const
export const certificateCodes = {
  assistant: '助理社会工作师',
  intermediate: '社会工作师',
  senior: '高级社会工作师',
  tianjinAide: '天津市社会工作员',
} as const
const placeCode = (label: string) => text(label, { pattern: '^[0-9A-Za-z-]{2,12}$', max: 12 })
const number = (label: string, unit?: string) => decimal(label, unit ? { unit } : {})
const words = (label: string) => texts(label)

export const lineKinds = {
  // ── the network ──
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
    },
  },
  origin: { label: '建站来源', value: text('名称'), fields: {} },
  maturity: {
    label: '建设层次',
    value: text('要素'),
    fields: { step: integer('层次', { min: 1 }), measure: optional(text('度量')) },
  },
  tier: { label: '建设标准分档', value: text('适用标准'), fields: { order: integer('次序'), appliesTo: text('适用') } },
  sequence: { label: '推进次序', value: words('次序'), fields: {} },
  milestone: {
    label: '进度节点',
    value: date('完成时限'),
    fields: {
      from: optional(flag('自该日起')),
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
  // ── premises, signs, house rules ──
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
  // ── people ──
  post: {
    label: '岗位',
    value: integer('人数', { unit: '人' }),
    fields: {
      levels: optional(choices('层级', levels)),
      post: choice('岗位', { ...posts, staff: '工作人员', volunteer: '志愿者', team: '运营团队' }),
      bound: choice('口径', { exactly: '正好', atLeast: '不少于' }),
      mode: optional(choice('运营方式', operationModes)),
      heldBy: optional(text('由谁担任')),
    },
  },
  eligibility: {
    label: '任职条件',
    fields: {
      levels: optional(choices('层级', levels)),
      who: choice('适用', {
        residentWorker: '承接主体驻站社工',
        convertedClerk: '转换的事务性岗位人员',
        sentWorker: '选派社工',
        professional: '专业社工服务人员',
        head: '站长',
      }),
      ageAtMost: optional(integer('年龄上限', { unit: '周岁' })),
      ageInclusive: optional(flag('含本数')),
      education: optional(choice('学历不低于', educations)),
      majorFree: optional(flag('专业不限')),
      licensed: optional(flag('须持证')),
      orMajor: optional(flag('或社会工作专业毕业')),
      certificates: optional(choices('认可证书', certificateCodes)),
      registered: optional(flag('须登记')),
      fullTime: optional(flag('须专职')),
    },
  },
  preference: { label: '优先条件', value: text('条件'), fields: { order: integer('次序', { min: 1 }) } },
  certificate: {
    label: '证书',
    value: text('名称'),
    fields: {
      certificate: choice('种类', certificateCodes),
      countsAsLicensed: flag('计为持证'),
      validYears: optional(integer('登记有效期', { unit: '年' })),
    },
  },
  hiringChannel: { label: '用人渠道', value: text('渠道'), fields: {} },
  training: { label: '培训类别', value: text('名称'), fields: { of: optional(text('对象')) } },
  expertBody: { label: '专家队伍', value: text('名称'), fields: { tasks: words('职责') } },
  // ── money ──
  fundSource: {
    label: '资金来源',
    value: text('名称'),
    fields: {
      source: choice('类别', {
        lottery: '福彩（彩票）公益金',
        fiscal: '财政预算',
        relief: '社会救助经费',
        pilot: '试点资金',
        provincial: '部省级资金',
        local: '地方配套',
        social: '社会募集',
        charity: '慈善资金',
        departments: '部门购买服务资金',
        street: '街道自筹',
        civil: '民政业务资金',
      }),
      first: optional(flag('优先使用')),
    },
  },
  budgetItem: {
    label: '预算科目',
    value: text('名称'),
    fields: {
      group: choice('大类', { people: '人员', services: '服务', execution: '执行', venue: '场所', sources: '来源' }),
      parent: optional(text('上级科目')),
      formula: optional(text('计算式')),
    },
  },
  budgetRule: {
    label: '预算规则',
    value: number('比例', '%'),
    fields: { items: words('科目'), bound: choice('口径', { atMost: '不超过', about: '约在以内' }) },
  },
  prohibited: { label: '禁止支出', value: text('事项'), fields: {} },
  fundRule: {
    label: '资金标准',
    value: number('标准'),
    fields: {
      bound: choice('口径', { atLeast: '不低于', atMost: '不超过', exactly: '按' }),
      per: choice('每', { station: '每站', jurisdiction: '本辖区' }),
      of: choice('基数', {
        fen: '金额',
        reliefThisYear: '当年困难群众救助支出',
        reliefLastYear: '上年度困难群众救助支出',
        reliefSubsidy: '困难群众救助补助资金',
      }),
      period: choice('周期', periods),
      force: choice('效力', { shall: '应', may: '可' }),
      uses: optional(words('用途')),
    },
  },
  matching: {
    label: '分级配套',
    value: number('金额', '元'),
    fields: {
      party: choice('层级', parties),
      share: integer('份数', { min: 1 }),
      per: choice('每', { station: '每站' }),
    },
  },
  payment: {
    label: '拨付节点',
    value: number('比例', '%'),
    fields: {
      order: integer('次序', { min: 1 }),
      after: choice('条件', { signed: '合同签订后', midTerm: '中期评估后', final: '末期评估通过后' }),
      evidence: text('凭据'),
    },
  },
  term: {
    label: '期限',
    value: integer('期限', { unit: '年' }),
    fields: { renew: optional(choice('续签', periods)), dependsOn: optional(text('续签依据')) },
  },
  allowedUse: { label: '资金用途', value: text('用途'), fields: { source: text('来源') } },
  exclusion: { label: '不得购买', value: text('事项'), fields: {} },
  department: { label: '购买部门', value: text('部门'), fields: {} },
  gate: {
    label: '准入条件',
    value: text('条件'),
    fields: {
      of: choice('环节', {
        agreement: '签订协议',
        operator: '承接主体资格',
        subsidy: '补助',
        payment: '拨付',
        renewal: '续签',
      }),
      veto: optional(flag('一票否决')),
    },
  },
  filing: {
    label: '备案事项',
    value: text('事项'),
    fields: { by: choice('报送', parties), with: choice('备案', parties) },
  },
  formItem: {
    label: '申报书栏目',
    value: text('栏目'),
    fields: {
      form: choice('表格', { application: '项目申报书' }),
      section: choice('部分', {
        applicant: '申报单位',
        account: '账户',
        contact: '联系人',
        budget: '预算',
        content: '内容',
        clients: '服务对象',
        opinion: '意见',
      }),
      order: integer('次序', { min: 1 }),
      type: choice('类型', {
        text: '文字',
        longText: '长文字',
        number: '数字',
        date: '日期',
        table: '表格',
        person: '人员',
        signature: '签章',
      }),
      limit: optional(integer('最多')),
      covers: optional(words('须写明')),
      text: optional(text('固定文字', { max: 300 })),
    },
  },
  // ── clients and service ──
  clientCategory: {
    label: '服务对象类别',
    value: text('名称'),
    fields: {
      category: text('代码', { pattern: '^[a-z][A-Za-z]+$' }),
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
    },
  },
  subsidy: {
    label: '补贴种类',
    value: text('名称'),
    fields: {
      group: choice('类别', { disability: '残疾人两项补贴', elder: '老年津贴' }),
      certification: optional(choice('认证', periods)),
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
  // ── oversight ──
  reportSeries: {
    label: '报表系列',
    value: text('名称'),
    fields: {
      series: text('代码', { pattern: '^[a-zA-Z]+$' }),
      by: choice('报送', parties),
      to: choice('接收', parties),
      period: choice('周期', periods),
      dueDay: optional(integer('次期几日前', { min: 1, max: 31 })),
      about: optional(text('范围')),
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
      kind: choice('类别', {
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
  indicator: {
    label: '评价指标',
    value: text('指标'),
    fields: {
      set: choice('指标体系', {
        stationEvaluation: '站点评价',
        projectPerformance: '项目绩效',
        construction: '规范化建设',
        systemEvaluation: '体系建设评价',
      }),
      order: integer('次序', { min: 1 }),
      weight: optional(number('权重', '分')),
      emphasised: optional(flag('重点')),
      parts: optional(words('内容')),
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
    },
  },
  publicity: { label: '宣传内容', value: text('内容'), fields: {} },
  resultUse: { label: '结果运用', value: text('运用'), fields: { of: text('结果') } },
  // ── rules and readings ──
  rule: {
    label: '核查规则',
    fields: {
      each: choice('对象', { station: '每站', jurisdiction: '本辖区', county: '每个县（区）' }),
      level: optional(choices('层级', levels)),
      mode: optional(choice('运营方式', operationModes)),
      mark: optional(choice('适用', { socialWorkPilot: '省级试点', notPilot: '非试点' })),
      measure: text('度量', { pattern: '^[a-z][A-Za-z]*\\.[a-zA-Z]+$' }),
      with: optional(texts('参数', { help: '写成 名=值' })),
      atLeast: optional(number('不少于')),
      atMost: optional(number('不超过')),
      exactly: optional(number('正好')),
      exists: optional(flag('应当有')),
      period: choice('周期', { ...periods, now: '任何时候' }),
      fix: optional(text('怎样达到', { max: 200 })),
    },
  },
  parameter: { label: '口径取舍', fields: { reads: text('读作', { max: 200 }) } },
} as const satisfies Record<string, LineKind>

export type LineKindName = keyof typeof lineKinds
