import type { Occasion } from './occasion.ts'

export const affairs: readonly Occasion[] = [
  {
    form: 'visit',
    serves: [/(残疾人服务|残疾人关爱服务|残障人士服务)/, /康复活动/, /两项补贴材料/],
    people: [1, 3],
    minutes: [30, 70],
    often: 8,
    texts: [
      '走访{disabled}，助行器完好，家门口台阶偏高，报残联申请加装扶手。',
      '入户看望{disabled}，服药规律，{mood}，家属希望有人替换照看半天。',
      '走访{disabled}，护理补贴已按月到账，情况无变化。',
    ],
  },
  {
    form: 'consultation',
    serves: [/两项补贴.*(受理|申请)/, /“两项补贴”/, /(残疾人服务|残障人士服务)/],
    people: [1, 2],
    minutes: [10, 35],
    often: 6,
    texts: [
      '协助{disabled}申请两项补贴，核对残疾证等级和银行卡，材料齐全。',
      '居民询问护理补贴与其他津贴能否同领，按规定答复并留下电话。',
    ],
  },
  {
    form: 'group',
    serves: [/(精神障碍社区康复|康复活动)/, /(残疾人服务|残疾人关爱服务|残障人士服务)/],
    people: [5, 12],
    minutes: [60, 100],
    often: 4,
    texts: [
      '康复小组第{nth}节，{n}人参加，做手工皂和松弛练习，家属旁听。',
      '“一起出门”小组第{nth}节，{n}人到公园散步、问路、买水，独立完成。',
    ],
  },
  {
    form: 'publicity',
    serves: [/(康复知识政策|两项补贴政策宣传|残疾人服务|残疾人关爱服务)/],
    people: [15, 50],
    minutes: [50, 90],
    often: 3,
    texts: ['在{village}宣传两项补贴和社区康复知识，发放折页{sheets}份，{n}人咨询。'],
  },
  {
    form: 'consultation',
    serves: [/(婚姻家庭)/],
    people: [1, 2],
    minutes: [40, 80],
    often: 3,
    texts: [
      '夫妻因照料老人起争执，各谈一次后同坐商量，约定周末轮流。',
      '居民咨询离婚冷静期和子女抚养，说明程序并转婚姻家庭辅导室。',
    ],
  },
  {
    form: 'publicity',
    serves: [/(殡葬|文明节俭办丧事)/],
    people: [20, 60],
    minutes: [50, 90],
    often: 2,
    texts: ['在{village}宣传惠民殡葬政策和文明祭扫，{n}人参加，劝导不在路边烧纸。'],
  },
  {
    form: 'other',
    serves: [/两项补贴.*(复审|核查|月报|台账)/],
    people: [1, 4],
    minutes: [40, 90],
    often: 4,
    texts: [
      '协助复核两项补贴申请材料{few}份，退回一份请补残疾证复印件。',
      '核对两项补贴发放名册，一人迁出，名单已报街道。',
    ],
  },
  {
    form: 'case',
    serves: [/社会事务·(心理疏导|情感关怀|残疾人服务)/, /(精神障碍|残疾人服务|残疾人关爱服务|残障人士服务)/],
    people: [1, 1],
    minutes: [40, 80],
    often: 3,
    texts: [
      '与{disabled}第{nth}次面谈，谈照料者的疲惫，商定请邻居每周替换一个下午。',
      '{recovering}出院后第{nth}次随访，按时复诊，{mood}，愿意来站参加手工。',
    ],
  },
  {
    form: 'case',
    serves: [/(留守妇女|婚姻家庭)/],
    people: [1, 2],
    minutes: [45, 90],
    often: 2,
    texts: [
      '与留守妇女{woman}第{nth}次面谈，谈独自照料两位老人的压力，商定申请日间照料。',
      '{woman}与丈夫分居两地，沟通多有误会，练习把要求说具体，约定{next}再谈。',
    ],
  },
]
