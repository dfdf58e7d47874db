import { defineScale, type ScaleItem } from '../scale.ts'

const often = [
  { points: 2, label: '经常' },
  { points: 1, label: '有时' },
  { points: 0, label: '几乎没有' },
]
const family = (key: string, label: string, reversed = false): ScaleItem => ({
  key,
  label,
  options: often,
  ...(reversed && { reversed }),
})

export const familyFunction = defineScale({
  key: 'familyFunction',
  version: '2026-1',
  title: '家庭功能评估',
  construct: '家人之间的帮助、商量、支持、情感、相处与冲突',
  source: '构念参照 Smilkstein（1978）对家庭功能的划分，并增加冲突与安全；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '不是 APGAR 的译本，可自由使用',
  forWhom: '能够表达的家庭成员，可分别询问几人后对照',
  instruction: '单独询问，按最近三个月回答；不当着家人的面问冲突和安全。',
  missing: 'average',
  mayMiss: 2,
  highIsGood: true,
  items: [
    family('help', '遇到难处时，家里人会帮我'),
    family('talk', '家里的大事，会一起商量'),
    family('support', '我想改变或做新的事，家里人支持'),
    family('feeling', '我难过、生气时，家里人会听我说'),
    family('time', '一家人有在一起的时间'),
    family('share', '家务和照料有人分担'),
    family('conflict', '家里为小事争吵，几天不说话', true),
    family('fear', '在家里会害怕、要看人脸色', true),
  ],
  bands: [
    { from: 0, to: 6, label: '家庭功能严重不足', tone: 'risk', advice: '分别会谈，排查暴力与忽视；考虑家庭介入或转介' },
    {
      from: 7,
      to: 11,
      label: '家庭功能不足',
      tone: 'attention',
      advice: '找出失分的方面，与家人约定一两件可做到的改变',
    },
    { from: 12, to: 16, label: '家庭功能良好', tone: 'good', advice: '把家人列为支持力量写进计划' },
  ],
})

const risk = (key: string, part: string, label: string, options: [string, string, string], more = {}): ScaleItem => ({
  key,
  part,
  label,
  options: options.map((one, points) => ({ points, label: one })),
  ...more,
})

export const guardianshipRisk = defineScale({
  key: 'guardianshipRisk',
  version: '2026-1',
  title: '儿童监护风险评估',
  construct: '谁在照料、照料得怎样、生活与上学、安全与伤害、监护人自身状况',
  source:
    '构念参照未成年人保护法第十六、十七、二十一、二十二条列举的监护职责、禁止行为与委托照护要求；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '可自由使用；不能代替发现侵害时的强制报告',
  forWhom: '留守、困境、孤儿及事实无人抚养儿童',
  instruction: '看现场、问儿童本人、问照料人和老师后填写；儿童单独谈一次。',
  missing: 'refuse',
  highIsGood: false,
  items: [
    risk('carer', '谁在照料', '每天有成年人照料', ['父或母在身边', '由受委托人或亲属照料', '没有固定的成年人']),
    risk('night', '谁在照料', '夜里有成年人在家', ['每晚都有', '有时没有', '经常没有'], {
      alertFrom: 2,
      alert: '儿童夜里经常无人照料：八周岁以下的不得使其处于无人看护状态，今天联系监护人和村（居）委会',
    }),
    risk('fit', '谁在照料', '照料人的身体和精力能照料好', ['能', '有些吃力', '不能']),
    risk('contact', '谁在照料', '外出父母与孩子联系', ['每周一次以上或在身边', '每月几次', '很少或失联']),
    risk('meals', '生活', '三餐、衣着、个人卫生', ['正常', '有时顾不上', '长期缺乏']),
    risk('medical', '生活', '生病能及时看', ['能', '有时拖延', '不能']),
    risk('school', '上学', '按时到校，学习有人管', ['正常', '常迟到缺课', '已辍学或长期缺课'], {
      alertFrom: 2,
      alert: '义务教育阶段辍学：联系学校和乡镇（街道）劝返复学',
    }),
    risk('home', '安全', '住处的水、火、电、水塘等隐患', ['没有', '有，已提醒', '有，无人管'], {}),
    risk('online', '安全', '上网与结交的人', ['有人管', '管得少', '沉迷或结交不良']),
    risk('harm', '伤害', '体罚、谩骂或来历不明的伤', ['没有', '有体罚谩骂', '有伤或自述受害'], {
      alertFrom: 2,
      alert: '可能正在受到侵害：立即向公安机关报告（强制报告），保护好儿童并通知站长',
    }),
    risk('carerTrouble', '监护人', '照料人酗酒、赌博、吸毒、服刑或精神障碍', ['没有', '有，能控制', '有，影响照料']),
    risk('money', '监护人', '家里的收入够孩子用', ['够', '紧张', '不够']),
    risk('feeling', '儿童', '情绪与行为', ['平稳', '有些退缩或易怒', '明显异常或自伤'], {
      alertFrom: 2,
      alert: '情绪明显异常或自伤：不让其独处，今天联系监护人和学校心理老师或精神卫生机构',
    }),
    risk('trust', '儿童', '有可以信任、可以求助的大人', ['有', '只有同伴', '没有']),
  ],
  bands: [
    { from: 0, to: 5, label: '低风险', tone: 'good', advice: '按规定走访，半年后复评' },
    {
      from: 6,
      to: 12,
      label: '中风险',
      tone: 'attention',
      advice: '签订或落实委托照护，针对失分项目制订帮扶，三个月内复评',
    },
    { from: 13, to: 28, label: '高风险', tone: 'risk', advice: '开案并上报儿童主任和乡镇（街道），一个月内复评' },
  ],
})
