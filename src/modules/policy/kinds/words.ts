import { decimal, flag, optional, text, texts } from '../../../core/field.ts'

export const levels = { hub: '县（区）总站', station: '乡镇（街道）站', room: '村（社区）室' } as const
export const operationModes = { selfRun: '政府自办', purchased: '政府购买服务' } as const
export const posts = { head: '站长', deputyHead: '副站长', clerk: '事务性岗位', socialWorker: '专业岗位' } as const
/** What a post is for, whatever a document calls it: who answers for the station, who runs its affairs, who serves. */
export const postClasses = { lead: '负责人', clerk: '事务性岗位', professional: '专业岗位' } as const
/** Whom a document may count besides a post of its own. */
export const postGroups = { staff: '工作人员', volunteer: '志愿者', team: '运营团队' } as const
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
export const indicatorSets = {
  stationEvaluation: '站点评价',
  projectPerformance: '项目绩效',
  construction: '规范化建设',
  systemEvaluation: '体系建设评价',
  serviceContract: '服务合同',
} as const
export const countedServices = {
  case: '个案',
  group: '小组',
  activity: '社区活动',
  visit: '走访',
  consultation: '咨询',
  publicity: '政策宣传',
  linkage: '资源链接',
  training: '培训',
  filing: '建档',
  volunteering: '志愿发展',
  media: '媒体',
  report: '报告',
  hours: '工时',
  task: '任务',
} as const
export const needs = { required: '必备', optional: '可选' } as const
export const certificateCodes = {
  assistant: '助理社会工作师',
  intermediate: '社会工作师',
  senior: '高级社会工作师',
  tianjinAide: '天津市社会工作员',
} as const
const postPattern = '^[a-z][A-Za-z]{0,30}$'
export const postCode = (label: string, help = '小写字母开头的英文字母，如 caseManager') =>
  text(label, { pattern: postPattern, max: 31, help })
export const placeCode = (label: string) => text(label, { pattern: '^[0-9A-Za-z-]{2,12}$', max: 12 })
export const number = (label: string, unit?: string) => decimal(label, unit ? { unit } : {})
export const words = (label: string) => texts(label)
/** The document only encourages it: falling short is shown as a hint, never counted as a fault. */
export const advisory = () => optional(flag('只作提示', { help: '文件只是鼓励的写 true：未达到只作提示，不算问题' }))

/** Groups that assistance is handled, listed and counted by. */
export const aidGroups = {
  relief: '社会救助',
  disability: '残疾人两项补贴',
  elder: '老年津贴',
  child: '儿童福利',
} as const
/** The steps of handling an application that a document may speak of: who does it, and within how long. */
export const assistanceSteps = {
  accept: '受理',
  survey: '入户与核查',
  firstReview: '初审',
  notice: '公示',
  review: '复核',
  secondNotice: '复核后公示',
  submit: '报送',
  decide: '确认结果',
  whole: '受理至报送',
} as const
/** What a station does about assistance and counts as a service of its catalogue, without a second entry. */
export const countedEvents = {
  apply: '协助申请',
  survey: '入户与核查',
  firstReview: '初审',
  notice: '公示',
  review: '复核',
  submit: '报送',
  goods: '物资发放',
  roster: '名册与月报',
  certification: '生存认证',
  discovery: '主动发现',
  patrol: '街面巡查',
  resource: '资源核实与对接',
  funeral: '殡葬服务对接',
} as const
export const aidCode = (label: string) =>
  text(label, { pattern: '^[a-z][A-Za-z]+$', max: 40, help: '小写字母开头的英文字母，如 dibao' })
