import { defineScale, type ScaleItem } from '../scale.ts'

const hazard = (key: string, part: string, label: string, more: Partial<ScaleItem> = {}): ScaleItem => ({
  key,
  part,
  label,
  options: [
    { points: 0, label: '没有' },
    { points: 1, label: '有一些' },
    { points: 2, label: '明显' },
  ],
  ...more,
})

export const housingSafety = defineScale({
  key: 'housingSafety',
  version: '2026-1',
  title: '居家安全评估',
  construct: '房屋、用火用电用气、防跌倒、出入与求助',
  source: '构念参照老年人居家适老化改造与防跌倒的通行做法；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '可自由使用；房屋结构安全以住房城乡建设部门鉴定为准',
  forWhom: '独居、空巢、失能老年人，残疾人和困境儿童的住所',
  instruction: '走一遍每间屋子再填；不适用的可以不答。',
  missing: 'average',
  mayMiss: 4,
  highIsGood: false,
  items: [
    hazard('structure', '房屋', '墙体开裂、漏雨、屋架变形', {
      alertFrom: 2,
      alert: '房屋可能有危险：当天报村（居）委会和乡镇（街道）查看，必要时转移',
    }),
    hazard('crowded', '房屋', '堆放杂物、通道不畅'),
    hazard('light', '房屋', '照明不足或开关不便'),
    hazard('electric', '火电气', '线路老化、私拉电线、插座发热'),
    hazard('gas', '火电气', '煤气灶具老化、没有报警或通风'),
    hazard('stove', '火电气', '炭火取暖而不通风', {
      alertFrom: 1,
      alert: '有一氧化碳中毒的危险：当场开窗停用，说明危险，联系家属更换取暖方式',
    }),
    hazard('smoke', '火电气', '卧床吸烟、香烛无人看'),
    hazard('floor', '防跌倒', '地面湿滑、高低不平、地垫不稳'),
    hazard('bathroom', '防跌倒', '厕所浴室没有扶手或防滑'),
    hazard('bed', '防跌倒', '床椅高度不合适、起身无处扶'),
    hazard('stairs', '出入', '门口台阶或楼梯难走'),
    hazard('call', '求助', '出事时没有办法叫人'),
    hazard('water', '求助', '饮水、食物或药品保存不当'),
  ],
  bands: [
    { from: 0, to: 4, label: '基本安全', tone: 'good', advice: '一年后复评' },
    { from: 5, to: 11, label: '有隐患', tone: 'attention', advice: '逐项约定整改人和日期，一个月后复查' },
    { from: 12, to: 26, label: '隐患突出', tone: 'risk', advice: '一周内报乡镇（街道），链接适老化改造或危房改造' },
  ],
})

const grade = (key: string, part: string, label: string, options: [string, string, string], more = {}): ScaleItem => ({
  key,
  part,
  label,
  options: options.map((one, points) => ({ points, label: one })),
  ...more,
})

export const elderHealth = defineScale({
  key: 'elderHealth',
  version: '2026-1',
  title: '老年人健康风险评估',
  construct: '慢性病与用药、跌倒、营养、感官、睡眠、住院、健康管理',
  source: '构念参照老年综合评估的常用维度与国家基本公共卫生服务中的老年人健康管理；题目与分级为本系统自行编写',
  licence: 'ownItems',
  licenceNote: '可自由使用；不能代替医生诊断',
  forWhom: '60 岁及以上的老年人',
  instruction: '可对照病历、药盒和体检单填写；说不清的可以不答。',
  missing: 'average',
  mayMiss: 3,
  highIsGood: false,
  items: [
    grade('chronic', '疾病', '慢性病', ['没有或一种且平稳', '两种以上但平稳', '控制不好']),
    grade('drugs', '疾病', '每天吃的药', ['0–4 种', '5 种以上，按时吃', '经常漏吃或自己加减']),
    grade('hospital', '疾病', '近一年住院', ['没有', '一次', '两次以上']),
    grade('falls', '功能', '近一年跌倒', ['没有', '一次，没受伤', '两次以上或受伤'], {
      alertFrom: 2,
      alert: '跌倒风险高：做一次居家安全评估，建议就医查原因',
    }),
    grade('weight', '营养', '近半年体重与食量', ['没有变化', '略有减少', '明显消瘦']),
    grade('teeth', '营养', '咀嚼与吞咽', ['正常', '只能吃软的', '常呛咳']),
    grade('senses', '感官', '看和听', ['够用', '要用眼镜助听器', '影响日常生活']),
    grade('sleep', '睡眠', '睡眠', ['好', '时好时坏', '长期差或靠药']),
    grade('pain', '睡眠', '疼痛', ['没有', '有，不影响', '影响生活']),
    grade('habits', '健康管理', '吸烟饮酒', ['没有', '少量', '较多']),
    grade('check', '健康管理', '年度体检与疫苗', ['都做了', '做了一项', '都没做']),
    grade('doctor', '健康管理', '家庭医生', ['签了并联系', '签了没联系', '没有']),
  ],
  bands: [
    { from: 0, to: 5, label: '低风险', tone: 'good', advice: '提醒按时体检，一年后复评' },
    { from: 6, to: 12, label: '中风险', tone: 'attention', advice: '联系家庭医生随访，半年后复评' },
    { from: 13, to: 24, label: '高风险', tone: 'risk', advice: '陪同就医或转介，列入重点走访，三个月后复评' },
  ],
})
