import { defineEntity } from '../../core/entity.ts'
import { choice, date, files, flag, instant, link, optional, ref, secret, text } from '../../core/field.ts'
import { defineWorkflow, stateOf } from '../../core/workflow.ts'

/** The nine situations that 侵害未成年人案件强制报告 asks to be reported, in our own words; and those of adults and families. */
export const situations = {
  privateParts: '生殖器官或隐私部位受到损害或不明伤病',
  pregnancy: '不满十四周岁的女孩受侵害、怀孕或流产',
  minorPregnancy: '十四周岁以上的未成年女孩因受侵害怀孕或流产',
  injuries: '身体有多处伤痕、营养不良或意识不清等异常',
  unnaturalDeath: '因自杀、自残、工伤、中毒、受伤等非正常伤亡',
  missing: '被遗弃或长期无人照料',
  trafficking: '来源不明、失踪、被拐卖或被收买',
  begging: '被组织乞讨',
  otherChild: '其他正在或可能侵害未成年人身心健康的情形',
  violence: '家庭暴力',
  neglect: '虐待、遗弃或照料不当（老年人、残疾人等）',
  accident: '意外危险或家庭突遭变故',
} as const

/** Those of a child, which everyone who works with children must report at once (未成年人保护法 第十一条). */
export const childSituations = Object.keys(situations).slice(0, 9) as (keyof typeof situations)[]

/** The law behind a situation for which the local document has no line; a mishap has none. */
export function lawOf(situation: keyof typeof situations): string | null {
  if (childSituations.includes(situation)) return '未成年人保护法 第十一条'
  return situation === 'violence' ? '反家庭暴力法 第十三条、第十四条' : null
}

export const incidentSources = {
  self: '工作中发现',
  person: '本人求助',
  neighbour: '邻里或群众反映',
  school: '学校或医院告知',
  department: '部门转来',
} as const

export const incidentFlow = defineWorkflow({
  states: { found: '待介入', inHand: '处置中', closed: '已结案' },
  initial: 'found',
  moves: {
    takeUp: { from: ['found', 'inHand'], to: 'inHand', label: '登记处置', clause: '官渡区方案 附件3 第10、11项' },
    close: { from: ['inHand'], to: 'closed', label: '结案', needs: ['closing'] },
    reopen: { from: ['closed'], to: 'inHand', label: '重新处置' },
  },
})

export const outcomes = {
  safe: '已脱离危险，风险消除',
  transferred: '已移交主管部门处置',
  placed: '已临时监护或安置',
  unfounded: '核实后不属实',
} as const

/**
 * Suspected harm. Sealed: who it happened to and what are encrypted, opening it needs a reason and is written down, and it
 * stands in no ordinary list, search, count or file name (未成年人保护法 第十一条；官渡区方案 附件3 第10项).
 */
export const Incident = defineEntity(
  'incident',
  '事件',
  {
    privacy: 'sealed',
    flow: { flow: incidentFlow, field: 'state' },
  },
  {
    number: text('编号', { max: 20 }),
    kind: text('事项', { max: 80, help: '本地政策列明的介入情形' }),
    situation: choice('情形', situations),
    foundAt: instant('发现时间'),
    source: choice('怎样发现', incidentSources),
    danger: flag('眼下仍有危险'),
    victim: secret('当事人', { max: 80 }),
    client: optional(ref('服务对象档案', 'client')),
    place: link('发生地', 'place'),
    summary: secret('情况', { max: 1500, multiline: true }),
    files: files('照片与证据', { max: 12, readBy: 'incident.read' }),
    mandatory: flag('须强制报告'),
    actBy: instant('须介入于'),
    state: stateOf('状态', incidentFlow),
    takenUpAt: optional(instant('介入时间')),
    closedOn: optional(date('结案日期')),
    outcome: optional(choice('处置结果', outcomes)),
    closing: optional(secret('结案说明', { max: 1500, multiline: true })),
  },
)

export const stepKinds = {
  police: '报警',
  civil: '报民政部门',
  street: '报街道（乡镇）',
  school: '告知学校或单位',
  medical: '送医或检查',
  evidence: '固定证据',
  shelter: '临时安置',
  guardianship: '临时监护',
  legal: '法律援助',
  counsel: '情绪安抚与心理支持',
  coordinate: '协调相关机构',
  followUp: '回访',
  other: '其他',
} as const

/** Steps that report the matter to those who must hear of it. */
export const reportingSteps: readonly (keyof typeof stepKinds)[] = ['police', 'civil', 'street']

/** One thing that was done about an incident. Only added to. */
export const IncidentStep = defineEntity(
  'incident_step',
  '处置记录',
  { privacy: 'sealed', partOf: 'incident' },
  {
    incident: ref('事件', 'incident'),
    kind: choice('处置', stepKinds),
    at: instant('时间'),
    party: optional(text('单位或对方', { max: 80 })),
    receipt: optional(text('回执或接警编号', { max: 60 })),
    note: optional(secret('说明', { max: 1000, multiline: true })),
    files: files('附件', { max: 6, readBy: 'incident.read' }),
    byName: text('办理人', { max: 40 }),
  },
)

export const lookReasons = {
  handling: '处置本事件',
  supervision: '督导或检查',
  report: '向主管部门报告',
  review: '结案复核',
} as const
