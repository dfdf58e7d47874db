import { defineScale, type ScaleItem } from '../scale.ts'

const item = (key: string, label: string, options: readonly (readonly [number, string])[]): ScaleItem => ({
  key,
  label,
  options: options.map(([points, said]) => ({ points, label: said })),
})

export const dailyLiving = defineScale({
  key: 'dailyLiving',
  version: '2026-1',
  title: '日常生活能力评估',
  construct: '吃饭、洗澡、如厕、行走等基本生活活动能不能自己完成',
  source: '构念参照 Mahoney 与 Barthel（1965）提出的日常生活活动；题目与选项为本系统自行编写，百分制与常用分级一致',
  licence: 'ownItems',
  licenceNote: '没有抄录任何已出版的译本，可自由使用；要与已出版量表直接比较的，请上传获授权的量表',
  forWhom: '老年人、残疾人及需要照料的服务对象',
  instruction: '按最近两天的实际表现选，不按「能不能学会」选；本人说不清时问照料人。',
  missing: 'refuse',
  highIsGood: true,
  items: [
    item('eating', '吃饭：把饭菜送到嘴里并咽下', [
      [10, '自己吃，不用人帮'],
      [5, '要人夹菜、切碎或看着'],
      [0, '要人喂，或靠管饲'],
    ]),
    item('bathing', '洗澡：进出浴室、冲洗和擦干', [
      [5, '自己洗'],
      [0, '要人帮'],
    ]),
    item('grooming', '梳洗：刷牙、洗脸、梳头、刮胡子', [
      [5, '自己做'],
      [0, '要人帮'],
    ]),
    item('dressing', '穿脱衣服：含扣子、拉链和鞋', [
      [10, '自己穿脱'],
      [5, '一半以上自己做，其余要人帮'],
      [0, '基本由别人做'],
    ]),
    item('bowels', '大便控制', [
      [10, '能控制'],
      [5, '偶尔弄脏，每周不超过一次'],
      [0, '经常弄脏，或靠灌肠'],
    ]),
    item('bladder', '小便控制', [
      [10, '白天黑夜都能控制'],
      [5, '偶尔尿湿，每天不超过一次'],
      [0, '经常尿湿，或靠导尿管且不能自理'],
    ]),
    item('toilet', '上厕所：去、整理衣裤、擦净、冲水', [
      [10, '自己完成'],
      [5, '有几步要人帮'],
      [0, '要人全程帮'],
    ]),
    item('transfer', '从床上起来坐到椅子上，再回到床上', [
      [15, '自己完成'],
      [10, '要人扶一把或在旁看着'],
      [5, '要一个有力气的人帮，能坐住'],
      [0, '坐不住，要两个人抬'],
    ]),
    item('walking', '在平地走 50 米左右，可以用拐杖', [
      [15, '自己走'],
      [10, '要人扶或在旁看着'],
      [5, '不能走，能自己摇轮椅'],
      [0, '不能走，也不能自己摇轮椅'],
    ]),
    item('stairs', '上下一层楼', [
      [10, '自己上下，可扶栏杆'],
      [5, '要人扶'],
      [0, '不能'],
    ]),
  ],
  bands: [
    {
      from: 0,
      to: 40,
      label: '重度依赖',
      tone: 'risk',
      advice: '需要专人照料；核对护理补贴、长期照护和居家改造能否申请',
    },
    { from: 41, to: 60, label: '中度依赖', tone: 'risk', advice: '每天需要人帮助；安排照料人、助餐助浴和防跌倒' },
    { from: 61, to: 99, label: '轻度依赖', tone: 'attention', advice: '针对失分的活动提供辅具或帮助，三个月后复评' },
    { from: 100, to: 100, label: '能够自理', tone: 'good', advice: '保持活动，半年后复评' },
  ],
})

const three = (full: string, part: string, none: string) =>
  [
    [2, full],
    [1, part],
    [0, none],
  ] as const

export const instrumentalLiving = defineScale({
  key: 'instrumentalLiving',
  version: '2026-1',
  title: '独立生活能力评估',
  construct: '购物、做饭、用电话、服药、管钱等在家独立生活所需的活动',
  source: '构念参照 Lawton 与 Brody（1969）提出的工具性日常生活活动；题目、选项与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '没有抄录任何已出版的译本，可自由使用；分级供社工安排服务参考，不作等级评定',
  forWhom: '独居、空巢及与配偶共同生活的老年人',
  instruction: '按最近一个月选；从来不做的（如从不做饭），按「如果要做能不能做」选，仍说不清可以不答。',
  missing: 'average',
  mayMiss: 2,
  highIsGood: true,
  items: [
    item('shopping', '买日常用品', three('自己去买', '要人陪或只买小件', '完全靠别人')),
    item('cooking', '做一顿饭', three('自己安排并做好', '热现成的饭菜', '要人做好端来')),
    item('housework', '收拾屋子', three('自己做，重活可请人', '只做轻活', '完全靠别人')),
    item('laundry', '洗衣服', three('自己洗或用洗衣机', '只洗小件', '完全靠别人')),
    item('phone', '打电话、用手机联系人', three('自己会用', '只会接或按快捷键', '不会用')),
    item('travel', '坐车出门', three('自己坐公交或打车', '要人陪', '不出门或只能用专车')),
    item('medicine', '按时按量吃药', three('自己记得', '要人分好或提醒', '要人喂到口')),
    item('money', '管日常的钱', three('自己管，会存取缴费', '小钱自己管', '不能管')),
  ],
  bands: [
    {
      from: 0,
      to: 5,
      label: '独立生活有严重困难',
      tone: 'risk',
      advice: '独居的要尽快落实每日照看，讨论入住机构或与家人同住',
    },
    { from: 6, to: 10, label: '独立生活有较多困难', tone: 'attention', advice: '安排助餐、代购、服药提醒，落实联系人' },
    { from: 11, to: 15, label: '个别活动需要帮助', tone: 'attention', advice: '针对失分的活动安排帮助，半年后复评' },
    { from: 16, to: 16, label: '能够独立生活', tone: 'good', advice: '一年后复评' },
  ],
})
