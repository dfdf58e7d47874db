import { defineScale, type ScaleItem } from '../scale.ts'

const need = (key: string, part: string, label: string, more: Partial<ScaleItem> = {}): ScaleItem => ({
  key,
  part,
  label,
  options: [
    { points: 0, label: '已经安排好' },
    { points: 1, label: '还有困难' },
    { points: 2, label: '急需帮助' },
  ],
  ...more,
})

export const endOfLife = defineScale({
  key: 'endOfLife',
  version: '2026-1',
  title: '临终关怀需求评估',
  construct: '身体舒适、心愿与告别、照料者负担、后事安排',
  source: '构念参照安宁疗护对身、心、社、灵四方面需求的划分；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '可自由使用；止痛与用药由医疗机构决定',
  forWhom: '疾病末期的服务对象及其家属',
  instruction: '与本人或家属慢慢谈，谈到哪里填到哪里；不愿谈的不追问，可以不答。',
  missing: 'average',
  mayMiss: 5,
  highIsGood: false,
  items: [
    need('pain', '身体', '疼痛、气喘等不适得到处理', {
      alertFrom: 2,
      alert: '不适急需处理：今天联系主治医生、家庭医生或安宁疗护机构',
    }),
    need('care', '身体', '翻身、清洁、喂食有人会做'),
    need('place', '身体', '在哪里度过最后的日子已经商量'),
    need('told', '心理', '本人想知道的病情，有人告诉'),
    need('fear', '心理', '害怕、遗憾有人听'),
    need('wishes', '心愿', '想见的人、想做的事'),
    need('family', '家属', '照料的人有人替换、能休息'),
    need('cost', '家属', '费用与救助'),
    need('papers', '后事', '遗嘱、财产、未成年子女的托付'),
    need('funeral', '后事', '丧葬的意愿与惠民殡葬政策'),
  ],
  bands: [
    { from: 0, to: 4, label: '安排较好', tone: 'good', advice: '每周联系，随病情复评' },
    { from: 5, to: 10, label: '需要支持', tone: 'attention', advice: '列出未安排的事项，逐项约定谁来做' },
    { from: 11, to: 20, label: '急需支持', tone: 'risk', advice: '联系安宁疗护，安排志愿者替换照料，两天内再评' },
  ],
})

const grief = (key: string, label: string, more: Partial<ScaleItem> = {}): ScaleItem => ({
  key,
  label,
  options: [
    { points: 0, label: '没有' },
    { points: 1, label: '有时' },
    { points: 2, label: '经常' },
    { points: 3, label: '几乎每天' },
  ],
  ...more,
})

export const bereavement = defineScale({
  key: 'bereavement',
  version: '2026-1',
  title: '丧亲者跟进评估',
  construct: '思念、接受、身体反应、日常生活与支持；用于丧亲后的跟进，不作诊断',
  source: '构念参照哀伤辅导的任务（Worden）；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '可自由使用；六个月后仍为高分的，建议由专业人员进一步评估',
  forWhom: '失独父母、丧偶老人及其他丧亲的家属',
  instruction: '丧亲后一个月、三个月、六个月、一年各问一次；悲伤是正常的，先听再问。',
  missing: 'average',
  mayMiss: 3,
  highIsGood: false,
  items: [
    grief('longing', '想念逝者，什么事也做不下去'),
    grief('believe', '不能相信人已经不在了'),
    grief('guilt', '责怪自己或别人'),
    grief('avoid', '躲着与逝者有关的人和地方'),
    grief('body', '胸闷、头痛、吃不下、睡不着'),
    grief('numb', '觉得麻木，和别人隔了一层'),
    grief('routine', '能照常吃饭、洗漱、出门', { reversed: true }),
    grief('people', '有人可以说说逝者', { reversed: true }),
    grief('future', '想不出以后的日子怎么过'),
    grief('death', '想跟着去，或不想活', {
      alertFrom: 1,
      alert: '提到不想活：当面问清想法和打算，不让其独处，今天联系家属和精神卫生机构，并告诉督导',
    }),
  ],
  bands: [
    { from: 0, to: 9, label: '哀伤在平复', tone: 'good', advice: '按约定的日子跟进' },
    { from: 10, to: 17, label: '需要陪伴', tone: 'attention', advice: '两周内再访，介绍同伴支持小组' },
    { from: 18, to: 30, label: '建议专业帮助', tone: 'risk', advice: '转介哀伤辅导或精神卫生机构，每周联系' },
  ],
})
