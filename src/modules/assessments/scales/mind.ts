import { defineScale, type ScaleItem } from '../scale.ts'

const yesNo = [
  { points: 1, label: '是' },
  { points: 0, label: '否' },
]
const said = (key: string, label: string, more: Partial<ScaleItem> = {}): ScaleItem => ({
  key,
  label,
  options: yesNo,
  ...more,
})

export const elderMood = defineScale({
  key: 'elderMood',
  version: '2026-1',
  title: '老年人情绪筛查',
  construct: '近一周的低落、兴趣减退、无望与孤独；只作筛查，不作诊断',
  source: '构念参照老年抑郁筛查研究（Yesavage 等，1982）对情绪、兴趣与希望的划分；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '不是 GDS 的译本；使用 GDS 中文版的，请确认译本授权后由区县上传',
  forWhom: '60 岁及以上、能够交谈的老年人',
  instruction: '念给本人听，按最近一周回答「是」或「否」；由社工逐题询问，不让家属代答。',
  missing: 'average',
  mayMiss: 2,
  highIsGood: false,
  items: [
    said('content', '大体上对现在的日子满意', { reversed: true }),
    said('interest', '以前喜欢做的事，现在提不起劲'),
    said('empty', '觉得日子空空的，没有着落'),
    said('looking', '对明天还有盼头', { reversed: true }),
    said('low', '多数时候心情是低落的'),
    said('crying', '常常想哭'),
    said('useless', '觉得自己没什么用了'),
    said('burden', '觉得自己拖累了家里人'),
    said('sleep', '夜里睡不好，醒来就想烦心事'),
    said('energy', '有精神做日常的事', { reversed: true }),
    said('alone', '觉得没有人可以说心里话'),
    said('life', '想过活着没有意思，或者不想活', {
      alertFrom: 1,
      alert: '回答提到不想活：当面问清想法和打算，不让其独处，今天联系家属和精神卫生机构，并告诉督导',
    }),
  ],
  bands: [
    { from: 0, to: 3, label: '情绪平稳', tone: 'good', advice: '半年后复评' },
    { from: 4, to: 6, label: '需要关注', tone: 'attention', advice: '两周内再次走访，安排陪伴与活动，一个月后复评' },
    {
      from: 7,
      to: 12,
      label: '建议专业评估',
      tone: 'risk',
      advice: '与本人和家属商量，转介精神卫生机构评估，并列入高风险',
    },
  ],
})

const changed = (key: string, label: string): ScaleItem => ({
  key,
  label,
  options: [
    { points: 1, label: '与几年前相比变差了' },
    { points: 0, label: '没有变差' },
  ],
})

export const cognition = defineScale({
  key: 'cognition',
  version: '2026-1',
  title: '认知功能筛查（知情人版）',
  construct: '记忆、定向、判断和做事能力与几年前相比有没有变差；只作筛查，不作诊断',
  source: '构念参照以知情人报告变化为依据的认知筛查（Jorm，1989；Galvin 等，2005）；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '不是 MMSE、AD8 或其译本；MMSE 由版权方收费授权，取得授权后由区县上传',
  forWhom: '60 岁及以上的老年人，由熟悉其生活的家人或照料人回答',
  instruction: '问最了解老人的人；变差指因记性、脑子不清楚引起，身体不便引起的不算；说不清的可以不答。',
  missing: 'zero',
  mayMiss: 3,
  highIsGood: false,
  items: [
    changed('repeat', '反复问同样的问题、说同样的事'),
    changed('recent', '记得刚发生的事'),
    changed('date', '知道今天是哪年哪月、星期几'),
    changed('way', '在熟悉的地方认路'),
    changed('things', '找得到平常放的东西'),
    changed('tools', '使用家里的电器、手机、煤气'),
    changed('money', '算账、交费、管钱'),
    changed('judge', '看清骗局、遇事拿主意'),
    changed('appointment', '记住约好的事、按时吃药'),
    changed('interest', '对平常的爱好和来往还有兴趣'),
  ],
  bands: [
    { from: 0, to: 1, label: '未见明显变化', tone: 'good', advice: '一年后复评' },
    { from: 2, to: 4, label: '需要关注', tone: 'attention', advice: '三个月后复评，提醒家属留意走失和用火用气' },
    { from: 5, to: 10, label: '建议专业评估', tone: 'risk', advice: '建议到记忆门诊检查；落实防走失、服药和财物安全' },
  ],
})
