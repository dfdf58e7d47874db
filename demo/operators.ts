/** A made-up organisation that runs stations; 示例 in every name says so. */
export interface OperatorPlan {
  name: string
  county: string
  registeredWith: string
  registeredOn: string
  scope: string
  coversSocialWork: boolean
  local: boolean
}

export const operators = {
  hefeng: {
    name: '昆明示例和风社会工作服务中心',
    county: '530111',
    registeredWith: '昆明市官渡区民政局',
    registeredOn: '2016-05-18',
    scope: '承接政府购买的社会工作服务；社区服务、为老服务、儿童关爱保护；社会工作人才培训与督导',
    coversSocialWork: true,
    local: true,
  },
  tongxing: {
    name: '云南示例同行社会服务中心',
    county: '530111',
    registeredWith: '云南省民政厅',
    registeredOn: '2014-09-02',
    scope: '社会工作服务、社会组织孵化、志愿服务培训、项目评估与咨询',
    coversSocialWork: true,
    local: true,
  },
  // an instructive one: its certificate does not name social work (KM-4.1b)
  xiangyang: {
    name: '官渡示例向阳公益服务中心',
    county: '530111',
    registeredWith: '昆明市官渡区民政局',
    registeredOn: '2019-11-26',
    scope: '公益活动策划与组织、文化交流、便民服务',
    coversSocialWork: false,
    local: true,
  },
  yunling: {
    name: '五华示例云岭社会工作服务中心',
    county: '530102',
    registeredWith: '昆明市五华区民政局',
    registeredOn: '2017-03-14',
    scope: '社会工作专业服务、社区治理支持、困难群体帮扶',
    coversSocialWork: true,
    local: true,
  },
  // comes from elsewhere: the document asks to hand over to a local one in time (KM-4.1b)
  yilin: {
    name: '四川示例益邻社会工作发展中心',
    county: '530102',
    registeredWith: '四川省民政厅',
    registeredOn: '2013-08-20',
    scope: '社会工作服务、社区发展、社会组织培育',
    coversSocialWork: true,
    local: false,
  },
  yangguang: {
    name: '攀枝花示例阳光社会工作服务中心',
    county: '510402',
    registeredWith: '攀枝花市民政局',
    registeredOn: '2015-06-30',
    scope: '社会工作服务、社区营造、社会组织孵化、志愿服务',
    coversSocialWork: true,
    local: true,
  },
  panxi: {
    name: '攀枝花示例攀西社会服务中心',
    county: '510421',
    registeredWith: '米易县民政局',
    registeredOn: '2018-10-11',
    scope: '农村社会工作、儿童关爱保护、为老服务',
    coversSocialWork: true,
    local: true,
  },
  jincheng: {
    name: '兰州示例金城社会工作服务中心',
    county: '620102',
    registeredWith: '兰州市城关区民政局',
    registeredOn: '2015-12-08',
    scope: '承接政府购买的社会工作服务，社区治理与困难群体服务',
    coversSocialWork: true,
    local: true,
  },
  hepan: {
    name: '兰州示例河畔社会工作服务中心',
    county: '620102',
    registeredWith: '兰州市民政局',
    registeredOn: '2017-07-19',
    scope: '社会工作服务、未成年人保护、社会工作人才培训',
    coversSocialWork: true,
    local: true,
  },
  haihe: {
    name: '天津示例海河社会工作服务中心',
    county: '120116',
    registeredWith: '天津市滨海新区民政局',
    registeredOn: '2016-04-27',
    scope: '社会工作专业服务、社区营造、督导与培训',
    coversSocialWork: true,
    local: true,
  },
  tongxin: {
    name: '天津示例同心社会工作事务所',
    county: '120116',
    registeredWith: '天津市滨海新区民政局',
    registeredOn: '2018-01-15',
    scope: '社会工作服务、司法社会工作、社区慈善',
    coversSocialWork: true,
    local: true,
  },
} as const satisfies Record<string, OperatorPlan>

export type OperatorKey = keyof typeof operators
