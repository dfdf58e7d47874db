import { defineScale, type ScaleItem } from '../scale.ts'

const grade = (key: string, part: string, label: string, options: [string, string, string], more = {}): ScaleItem => ({
  key,
  part,
  label,
  options: options.map((one, points) => ({ points, label: one })),
  ...more,
})

export const familyEconomy = defineScale({
  key: 'familyEconomy',
  version: '2026-1',
  title: '家庭经济与财产状况评估',
  construct: '收入、支出、负债、住房与财产、社会保险与救助',
  source: '构念参照社会救助家庭经济状况核对所看的收入、财产与刚性支出；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '可自由使用；不能代替民政部门的家庭经济状况核对',
  forWhom: '困难家庭、单独生活的老年人和残疾人',
  instruction: '按最近半年的实际情况填；说不清的可以不答，不要求出示存折。',
  missing: 'average',
  mayMiss: 3,
  highIsGood: false,
  items: [
    grade('income', '收入', '收入够日常开支', ['够', '紧张', '不够']),
    grade('steady', '收入', '收入来源稳定', ['稳定', '时有时无', '没有来源'], {
      alertFrom: 2,
      alert: '没有生活来源：今天核对是否断炊，需要的协助申请临时救助',
    }),
    grade('medical', '支出', '医疗支出的负担', ['轻', '较重', '影响吃饭或停药']),
    grade('school', '支出', '教育支出的负担', ['没有或轻', '较重', '影响上学']),
    grade('debt', '负债', '欠债', ['没有', '有，还得起', '还不起或被催讨']),
    grade('home', '财产', '住房', ['自有且安全', '租住或借住', '危房或没有住所']),
    grade('assets', '财产', '应急时拿得出的钱物', ['够三个月', '够一个月', '没有']),
    grade('insurance', '保障', '基本医保和养老保险', ['都有', '有一项', '都没有']),
    grade('relief', '保障', '应享受的救助与补贴', ['已享受或不符合', '正在申请', '可能符合但没有申请']),
    grade('control', '财产', '本人能支配自己的钱', ['能', '由他人代管', '被他人占用'], {
      alertFrom: 2,
      alert: '本人的钱被他人占用：单独了解情况，告诉督导，必要时联系社区民警或法律援助',
    }),
  ],
  bands: [
    { from: 0, to: 5, label: '基本平稳', tone: 'good', advice: '一年后复评' },
    { from: 6, to: 11, label: '比较困难', tone: 'attention', advice: '对照政策清单协助申请，三个月后复评' },
    { from: 12, to: 20, label: '非常困难', tone: 'risk', advice: '本周内协助申请救助，链接应急物资' },
  ],
})

const need = (key: string, part: string, label: string): ScaleItem => ({
  key,
  part,
  label,
  options: [
    { points: 0, label: '不需要' },
    { points: 1, label: '需要，可以等' },
    { points: 2, label: '急需' },
  ],
})

export const serviceNeeds = defineScale({
  key: 'serviceNeeds',
  version: '2026-1',
  title: '服务需求评估',
  construct: '生活、医疗、照料、安全、家庭、交往、权益等方面需要什么帮助、急不急',
  source: '构念按本系统的需求类型编排；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '可自由使用；评估出的需求请登记到服务对象的需求清单',
  forWhom: '各类服务对象及其家庭',
  instruction: '逐项问本人「这方面要不要帮忙、急不急」；说不清的可以不答。',
  missing: 'zero',
  mayMiss: 6,
  highIsGood: false,
  items: [
    need('living', '生活', '吃穿用和日常开支'),
    need('policy', '生活', '办理救助、补贴等手续'),
    need('housing', '生活', '住房与居住环境'),
    need('medical', '健康', '看病、买药、康复'),
    need('care', '健康', '有人照料、助餐助浴'),
    need('mental', '健康', '情绪与心理支持'),
    need('schooling', '发展', '上学、功课与技能'),
    need('employment', '发展', '找工作与增加收入'),
    need('family', '关系', '家庭关系与照料者支持'),
    need('social', '关系', '有人来往、参加活动'),
    need('safety', '权益', '安全与保护'),
    need('legal', '权益', '法律与维权'),
  ],
  bands: [
    { from: 0, to: 3, label: '需求较少', tone: 'good', advice: '纳入日常走访，一年后复评' },
    { from: 4, to: 9, label: '有多项需求', tone: 'attention', advice: '登记到需求清单，逐项约定回应的人和日期' },
    { from: 10, to: 24, label: '需求多且急', tone: 'risk', advice: '考虑开案，与服务对象排出先后' },
  ],
})
