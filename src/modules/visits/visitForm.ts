/** How something stood: enough to see a change from one visit to the next, and to know what asks for more. */
export const standings = { fine: '正常', watch: '需关注', urgent: '须尽快处理' } as const
export type Standing = keyof typeof standings

export interface VisitItem {
  readonly key: string
  readonly label: string
  /** What to look at, in a few words. */
  readonly help: string
}

const item = (key: string, label: string, help: string): VisitItem => ({ key, label, help })

const everyone = [
  item('living', '生活', '吃穿、用水用电、收入来源有无变化'),
  item('health', '身体', '近期病情、就医与服药'),
  item('mood', '情绪', '精神状态、睡眠、与人来往'),
  item('housing', '居住安全', '房屋、火源、电器、地面'),
]

/** The form is put together from the groups of the client's categories, as the pack names them. */
const ofGroup: Readonly<Record<string, readonly VisitItem[]>> = {
  child: [
    item('guardian', '监护', '谁在照看，监护人是否尽责'),
    item('school', '上学', '是否在校，有无辍学迹象'),
    item('childSafety', '人身安全', '有无伤痕、受欺凌或被侵害迹象'),
    item('parents', '与父母联系', '多久通话或见面一次'),
  ],
  elder: [
    item('selfCare', '自理', '起居、行走、进食有无变化'),
    item('carer', '照料', '由谁照料，子女多久看望一次'),
    item('fall', '跌倒', '近期有无跌倒，家中有无隐患'),
    item('allowance', '待遇', '津贴、养老金是否到账'),
  ],
  disability: [
    item('rehabilitation', '康复与辅具', '辅具是否合用，有无康复需要'),
    item('subsidy', '两项补贴', '是否按时到账'),
    item('carer', '照料', '由谁照料，照料人是否吃力'),
  ],
  relief: [
    item('income', '收入', '家庭收入、就业有无变化'),
    item('relief', '救助', '救助金是否到账，是否还有应助未助'),
  ],
  woman: [item('family', '家庭关系', '有无冲突或家庭暴力迹象'), item('work', '生计', '就业与务农情况')],
  migrant: [item('settling', '落脚', '住处、证件、子女就学'), item('work', '生计', '就业情况')],
}

/** The items of a visit to somebody of these groups, each once: what everyone is asked, then what their groups add. */
export function visitItems(groups: readonly string[]): VisitItem[] {
  const found = new Map(everyone.map((one) => [one.key, one]))
  for (const group of groups) for (const one of ofGroup[group] ?? []) found.set(one.key, one)
  return [...found.values()]
}

const known = new Map([...everyone, ...Object.values(ofGroup).flat()].map((one) => [one.key, one]))

/** An item by its key; a form that has changed since still names its old items by their keys. */
export const itemLabel = (key: string): string => known.get(key)?.label ?? key
