/** Groups, activities and meetings of the demo; all of it is made up. */
export const groupShown = {
  plan: {
    name: '银龄互助小组',
    kind: 'support',
    audience: '社区独居和空巢老人',
    seats: 10,
    venue: '社工站活动室',
    aim: '让独居老人认识能互相照应的邻居，恢复日常来往。',
    recruitment: '走访时逐户邀请，在楼门和老年活动室张贴通知。',
    risks: '老人行动不便：由志愿者结伴接送；雨天改为电话问候。',
    evaluationWay: '首末两节各做一次孤独感问卷，看互相走动的次数。',
    partner: '社区老年协会',
    theory: '社会支持网络：以邻居间的互助补家庭支持的不足。',
    division: '社工带领，志愿者一人接送、一人记录。',
    supervisor: '督导',
  },
  goals: [
    { content: '每位组员认识至少两位能互相照应的邻居', measure: '末节问卷', target: '八成以上组员能说出两位' },
    { content: '组员之间形成每周电话问候', measure: '互助登记本', target: '连续三周有记录' },
  ],
  sessions: [
    {
      topic: '互相认识',
      content: '破冰、约定小组规则、说一说一周怎么过',
      process: '大家围坐，从拉家常说起，约定每次先问好、再说事。',
      observed: '开始拘谨，后来有三位主动说起夜里睡不好。',
      reflection: '请话少的组员负责发茶，有事做就有话说。',
    },
    {
      topic: '谁在我身边',
      content: '画邻里互助图，写下急事找谁',
      process: '每人画出自己楼上楼下的邻居，圈出能帮忙的人，互留电话。',
      observed: '两位发现住在同一单元，约好一起买菜。',
      reflection: '有一位没写出任何人，会后单独走访。',
    },
    { topic: '居家安全', content: '用火用电、防跌倒、防诈骗', process: '', observed: '', reflection: '' },
    { topic: '结伴出门', content: '一起去公园，练习结伴乘车', process: '', observed: '', reflection: '' },
  ],
  budget: [
    { kind: 'materials', what: '茶点与材料 10 人 × 5 元 × 4 节', fen: 20_000 },
    { kind: 'volunteers', what: '志愿者交通补贴 2 人 × 10 元 × 4 节', fen: 8_000 },
  ],
  strangers: ['示例邻居周阿姨', '示例邻居吴叔'],
} as const

export const activitiesShown = [
  {
    name: '敬老茶话会',
    kind: 'festival',
    venueKind: 'station',
    venue: '社工站活动室',
    audience: '辖区老年人',
    target: 40,
    aim: '让独居老人出来坐一坐，顺带量血压、登记需求。',
    programme: '签到、茶话、量血压、合影',
    partner: '社区卫生服务中心',
    people: 46,
    summary: '四十多位老人到场，卫生中心为三十多位量了血压，社工逐桌问候。',
    outcome: '新登记需求五条，三位老人报名互助小组。',
    problems: '场地偏小，下次分两场。',
    words: ['希望常办', '椅子少了点'],
  },
  {
    name: '儿童安全教育课堂',
    kind: 'childSafety',
    venueKind: 'childrenHome',
    venue: '社区儿童之家',
    audience: '留守和困境儿童及监护人',
    target: 25,
    aim: '认识身边的危险，学会求助。',
    programme: '情景游戏、求助电话练习、给家长的一页纸',
    partner: '街道妇联',
  },
] as const

export const meetingShown = {
  subject: '社工站工作例会',
  venue: '社工站会议室',
  topics: [
    { topic: '本月走访完成情况', conclusion: '未走访的三户本周内补齐' },
    { topic: '小组与活动安排', conclusion: '安全教育课堂定在儿童之家' },
  ],
  minutes: '逐户核对了应走访名单，商定了小组后两节的分工；讨论了儿童安全教育课堂的场地和志愿者。',
  decisions: [
    { what: '补齐三户走访', who: '责任社工', days: 4 },
    { what: '与妇联确认场地和分工', who: '站长', days: -1 },
  ],
} as const

/** Seasonal work as a well-run station did it this year; `on` is a day of the year. */
export const seasonsShown = [
  { duty: 'season.winterSafety', on: '01-20', name: '寒假安全教育课', kind: 'childSafety' },
  { duty: 'season.law', on: '03-18', name: '监护法治宣传', kind: 'law' },
  { duty: 'season.safety', on: '05-27', name: '儿童安全体验日', kind: 'childSafety' },
  { duty: 'season.summerSafety', on: '07-16', name: '暑假防溺水安全教育', kind: 'childSafety' },
] as const
