/** Why somebody applies, what was seen at home, and what it is for: made up in every part. */
export interface ApplicationWords {
  kind: 'dibao' | 'temporaryRelief' | 'disabilityLiving' | 'disabilityCare'
  reason: string
  survey: string
  amountFen: number
}

export const applicationsShown: readonly ApplicationWords[] = [
  {
    kind: 'dibao',
    reason: '老伴去世后只靠每月的基础养老金，常年服药，入不敷出',
    survey: '一室一厅自住旧房，家电老旧，无车辆；药费单据与申报相符',
    amountFen: 62_000,
  },
  {
    kind: 'temporaryRelief',
    reason: '上月骑车摔伤住院，自付费用较多，近期不能务工',
    survey: '出院小结与票据齐全，家中存款已用于治疗',
    amountFen: 300_000,
  },
  {
    kind: 'disabilityLiving',
    reason: '持残疾人证，同时享受低保，申请生活补贴',
    survey: '残疾人证在有效期内，等级与系统一致',
    amountFen: 9_000,
  },
  {
    kind: 'disabilityCare',
    reason: '肢体一级残疾，日常起居需人照护',
    survey: '卧床，由配偶照护，家中无适老化改造',
    amountFen: 9_000,
  },
]

export interface FoundWords {
  way: 'visit' | 'neighbour' | 'cadre'
  foundBy: string
  name: string
  needs: readonly ('living' | 'medical' | 'care' | 'education' | 'accident')[]
  situation: string
}

export const foundShown: readonly FoundWords[] = [
  {
    way: 'neighbour',
    foundBy: '楼栋长',
    name: '示例户（五栋二单元）',
    needs: ['accident', 'living'],
    situation: '家中失火，厨房和一间卧室烧毁，暂住亲戚家，缺被褥和炊具',
  },
  {
    way: 'cadre',
    foundBy: '网格员',
    name: '示例户（新迁入）',
    needs: ['medical', 'education'],
    situation: '刚迁入，户主确诊重病，两个孩子还没有转学手续',
  },
]

export const patrolWords = {
  route: '客运站广场、地下通道、农贸市场外廊、河滨步道桥下',
  note: '夜间气温低，桥下铺位已清空；提醒值班保安遇到人及时联系',
  person: '无名氏，男，约六十岁，灰色棉衣',
  metAt: '地下通道西口',
  situation: '露宿，能交流，称丢了钱包，不愿去救助站过夜后经劝导同意',
} as const
