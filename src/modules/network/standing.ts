import { defineEntity } from '../../core/entity.ts'
import { choice, date, flag, integer, link, optional, ref, text } from '../../core/field.ts'
import { readsPolicy } from '../policy/index.ts'
import { units } from './milestone.ts'

/** A station named as a model to others, from one day to another (昆民通〔2021〕8号 六（三）, 官渡区方案 六（三）). */
export const Demonstration = defineEntity(
  'demonstration',
  '示范站',
  { privacy: 'open', unique: { demonstration_once: ['fromOn', '这个站这一天已经选为示范站'] } },
  {
    fromOn: date('自', { past: true }),
    toOn: optional(date('至')),
    document: optional(text('命名文件', { max: 120, help: '文号或文件名称，如有' })),
  },
)

/** Which standard a station is built to, from one day to another (攀民政〔2021〕31号 二（一）). */
export const StationTier = defineEntity(
  'station_tier',
  '建设标准',
  { privacy: 'open' },
  { tier: text('适用标准', { max: 80 }), fromOn: date('自', { past: true }), toOn: optional(date('至')) },
)

/** What a station is specialised in, from one day to another: 一站一品 (滨海新区通知 三（五）). */
export const StationSpecialty = defineEntity(
  'station_specialty',
  '特色方向',
  { privacy: 'open' },
  { specialty: text('特色方向', { max: 80 }), fromOn: date('自', { past: true }), toOn: optional(date('至')) },
)

export const projectKinds = { brand: '品牌项目', own: '自选项目' } as const

/** A project of a station's yearly set of 2+N (昆民通〔2021〕8号 附件2). */
export const StationProject = defineEntity(
  'station_project',
  '年度服务项目',
  { privacy: 'open', unique: { station_project_once: ['name', '这一年已登记同名的项目'] } },
  {
    year: integer('年度', { min: 2000, max: 2100 }),
    name: text('项目名称', { max: 60 }),
    kind: choice('类别', projectKinds),
    localCharacter: flag('有本地特色'),
    dropped: flag('已取消'),
  },
)

/** A lot of a procurement, bound to the station it pays for and to its term (城关区采购需求 一). */
export const Lot = defineEntity(
  'lot',
  '采购包',
  { privacy: 'open' },
  {
    lot: text('采购包', { max: 80 }),
    label: text('名称', { max: 120 }),
    operator: link('承接主体', 'organisation'),
    fromOn: date('服务期自'),
    toOn: date('服务期至', { help: '不填即按文件规定的年限' }),
  },
)

/** The party branch of a station as it stood from one day to another (攀民政〔2021〕31号 导引 3.1.1). */
export const PartyBranch = defineEntity(
  'party_branch',
  '党支部',
  { privacy: 'open', unique: { party_branch_once: ['fromOn', '这一天已有记录，请刷新后更正'] } },
  {
    members: integer('正式党员', { unit: '人', max: 500 }),
    qualifies: flag('符合成立条件'),
    foundedOn: optional(date('成立日期', { past: true })),
    partner: optional(text('共建党组织', { max: 80, help: '如所在社区党支部' })),
    fromOn: date('自', { past: true }),
    toOn: optional(date('至')),
  },
)

export const partyWays = {
  project: '党组织+项目',
  welfare: '党员+公益',
  joint: '与社区共建',
  study: '组织生活',
} as const

/** What a station's branch did together with others. */
export const PartyActivity = defineEntity(
  'party_activity',
  '党建活动',
  { privacy: 'open' },
  {
    onDay: date('日期', { past: true }),
    way: choice('方式', partyWays),
    partner: optional(text('共同开展', { max: 80 })),
    summary: text('内容', { max: 300, multiline: true }),
  },
)

/** When a station run by an organisation from elsewhere goes over to a local one (昆民通〔2021〕8号 四（一）2). */
export const HandoverPlan = defineEntity(
  'handover_plan',
  '移交计划',
  { privacy: 'open' },
  {
    operator: link('外来机构', 'organisation'),
    receiver: optional(link('接手的本地机构', 'organisation')),
    dueOn: date('计划移交日期'),
    agreedOn: date('商定日期', { past: true }),
    doneOn: optional(date('移交完成', { past: true })),
    note: optional(text('安排', { max: 300, multiline: true })),
  },
)

/** A community whose people live closely together: social work must reach it by 2025 (攀民政〔2021〕31号 二（一）). */
export const DensePlace = defineEntity(
  'dense_place',
  '人口较集中的社区（村）',
  { privacy: 'open', unique: { dense_place_once: ['place', '这个社区（村）已经标明'] } },
  { place: link('社区（村）', 'place'), fromOn: date('自', { past: true }), toOn: optional(date('至')) },
)

/** What a duty of a document was met by: a record counted against it (攀民政〔2021〕31号 二（二）, 昆民通〔2021〕8号 三（三）). */
export const DutyRecord = defineEntity(
  'duty_record',
  '履职记录',
  { privacy: 'open' },
  {
    // a street's records stand with a station of the street, so that the street reaches them
    unit: choice('责任主体', units),
    duty: text('职责', { max: 80 }),
    place: link('单位所在地', 'place'),
    onDay: date('日期', { past: true }),
    content: text('做了什么', { max: 300, multiline: true }),
  },
)

export const guides = { hub: '总站（指导中心）', person: '专业人才', organisation: '机构' } as const

/** Who guides a station, many to many, from one day to another (官渡区方案 四（一）, 攀民政〔2021〕31号 二（一）). */
export const Guidance = defineEntity(
  'guidance',
  '结对指导',
  { privacy: 'open' },
  {
    guide: choice('指导方', guides),
    hub: optional(ref('总站（指导中心）', 'station')),
    person: optional(ref('专业人才', 'person')),
    organisation: optional(link('机构', 'organisation')),
    // kept with the row: a guide's own file may lie outside the reach of the station that is guided
    guideName: text('指导方名称', { max: 80 }),
    subject: optional(text('指导内容', { max: 120 })),
    fromOn: date('自', { past: true }),
    toOn: optional(date('至')),
  },
)

/** One time that guidance was given on the spot. */
export const GuidanceVisit = defineEntity(
  'guidance_visit',
  '指导记录',
  { privacy: 'open' },
  {
    guidance: ref('结对', 'guidance'),
    onDay: date('日期', { past: true }),
    content: text('指导内容', { max: 500, multiline: true }),
  },
)

readsPolicy('tier', 'checked')
readsPolicy('specialty', 'checked')
readsPolicy('lot', 'checked')
readsPolicy('range', 'checked')
readsPolicy('operationMode', 'shown')
