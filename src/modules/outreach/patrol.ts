import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, choices, clock, date, files, integer, link, optional, ref, text } from '../../core/field.ts'
import { clientSexes } from '../clients/index.ts'

export const patrolReasons = {
  daily: '日常巡查',
  cold: '寒冬送温暖',
  heat: '夏季送清凉',
  report: '接到反映',
  weather: '恶劣天气',
} as const

/** A walk through the streets for people without a home (官渡区方案 附件3 第3项；攀民政〔2021〕31号 导引 3.2.1.8). */
export const Patrol = defineEntity(
  'patrol',
  '街面巡查',
  { privacy: 'personal', owner: 'worker', counted: true },
  {
    onDay: date('巡查日期', { past: true }),
    fromTime: clock('开始时间'),
    toTime: clock('结束时间'),
    reason: choice('类型', patrolReasons),
    route: text('路线与地点', { max: 300, multiline: true }),
    place: optional(link('所在社区（村）', 'place')),
    companions: optional(text('同行人员', { max: 100 })),
    note: optional(text('巡查情况', { max: 500, multiline: true })),
    files: files('照片', { max: 12, readBy: 'outreach.read' }),
    worker: ref('巡查人', 'person'),
    met: integer('遇到的人', { unit: '人' }),
    minutes: integer('时长', { unit: '分钟' }),
    state: choice('状态', { valid: '有效', reversed: '已冲销' }),
    reversedReason: optional(text('冲销原因', { max: 200 })),
  },
)

export const helpGiven = {
  advice: '告知救助政策',
  persuaded: '劝导返家或进站',
  food: '食品、饮水',
  clothes: '衣物、被褥',
  escorted: '护送',
  medical: '送医',
  police: '联系公安核实身份',
  family: '联系家属',
  other: '其他',
} as const

export const handOvers = {
  station: '送到救助管理站',
  hospital: '送到医院',
  family: '由家属接回',
  police: '交公安机关',
  declined: '本人谢绝，留下联系方式',
  moved: '已自行离开',
} as const

/** Somebody met on a patrol: whoever cannot be named is described. */
export const PatrolPerson = defineEntity(
  'patrol_person',
  '遇到的人员',
  { privacy: 'personal' },
  {
    patrol: ref('街面巡查', 'patrol'),
    client: optional(ref('服务对象档案', 'client')),
    name: text('姓名或特征', { max: 60, help: '身份不明的写「无名氏」和特征' }),
    sex: choice('性别', clientSexes),
    age: optional(integer('大约年龄', { unit: '岁', max: 120 })),
    minor: choice('是否未成年', { no: '否', yes: '是', unsure: '不确定' }),
    metAt: text('地点', { max: 60 }),
    situation: text('情况', { privacy: 'sensitive', max: 300 }),
    help: choices('给予的帮助', helpGiven),
    handOver: choice('去向', handOvers),
    receiver: optional(text('接收单位与接收人', { max: 60 })),
  },
)

export const streetPatrolled = defineFact('patrol.walked', '街面巡查')
