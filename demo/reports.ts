import { openDice } from './dice.ts'

/** The written part of a report. */
export interface Remarks {
  highlights: string
  problems: string
  nextPlan: string
}

const highlights = [
  '按月度计划完成入户探访，重点看了独居、高龄老人和留守儿童；发现的隐患当场处理或报社区。',
  '围绕社会救助政策开展入户宣传和咨询，协助符合条件的家庭递交申请，跟进至公示。',
  '小组与社区活动按期开展，参加者多为老年人和儿童，志愿者参与现场服务。',
  '个案服务逐户建档，接案、评估、计划齐全；与卫生服务中心、学校建立了固定联系人。',
  '依托党群服务中心开展便民服务日，链接辖区商户和慈善资源帮扶困难家庭。',
]
const problems = [
  '部分老人子女联系电话变更，需社区协助更新。',
  '专业督导次数偏少，复杂个案缺少支持。',
  '小组活动场地与其他部门共用，周末时段紧张。',
  '偏远片区入户路途较远，一名社工难以兼顾。',
  '个别家庭资料不全，补件周期较长。',
]
const nextPlan = [
  '完成逾期未访对象的入户；筹备老年人健康小组；整理本季度个案档案备查。',
  '组织一次志愿者培训；配合街道做好救助对象动态复核；继续推进儿童之家周末活动。',
  '对新增服务对象做需求评估；与学校商定放学后托管志愿服务；开展政策进小区宣传。',
  '落实指导中心提出的档案整改；开展防诈骗宣传；与社区食堂完善送餐名单。',
]
const countyHighlights = [
  '各站按要求报送月报，服务记录逐条可查。社会救助、为老和儿童关爱仍是服务重点，个案与小组服务比上期更均衡。',
  '组织站点例会和业务培训，抽查服务档案，对走访记录缺签字、个案计划过简的站点提出了整改要求。',
]
const countyProblems = [
  '个别站岗位未按方案配齐，持证人员流动较快；少数站月报迟报。',
  '偏远乡镇站服务量偏低，督导力量不足。',
]
const countyPlans = [
  '督促缺岗站点限期补齐人员；开展档案互查；对迟报站点约谈。',
  '组织一次职业水平考试辅导；对服务目录中尚未开展的事项逐站商定安排。',
]

/** What a station or a county writes in its report; `word` makes it always the same for the same report. */
export function remarksFor(word: string, level: 'station' | 'county'): Remarks {
  const dice = openDice(`remarks ${word}`)
  if (level === 'county')
    return {
      highlights: countyHighlights.join('\n'),
      problems: dice.pick(countyProblems),
      nextPlan: dice.pick(countyPlans),
    }
  const first = dice.pick(highlights)
  const second = dice.pick(highlights.filter((one) => one !== first))
  return { highlights: `${first}\n${second}`, problems: dice.pick(problems), nextPlan: dice.pick(nextPlan) }
}

/** Why a report came back: what is wrong, and what to do. */
export const returnReasons = {
  station:
    '月中小组活动只写了“照常开展”，请在工作情况中写明小组名称、节次和效果；有两条走访疑似重复登记，请核对后再报。',
  county: '存在问题一栏过于笼统，请写明缺岗的站和整改期限；请核对逾期未报的站后重新上报。',
} as const

export const reversalReasons = ['与前一日的记录重复登记', '选错了服务对象，已另行登记', '活动因雨取消，误登记'] as const
