import { choice, choices, flag, integer, optional, text } from '../../../core/field.ts'
import type { LineKind } from './lineKind.ts'
import { certificateCodes, educations, levels, operationModes, postClasses, postCode, words } from './words.ts'

/** What a pack says of people: posts and how many, who may hold them, certificates, training. */
export const peopleKinds = {
  postKind: {
    label: '岗位名称',
    value: text('名称', { max: 20 }),
    fields: { post: postCode('代码'), class: choice('归类', postClasses) },
  },
  post: {
    label: '岗位',
    value: integer('人数', { unit: '人' }),
    fields: {
      levels: optional(choices('层级', levels)),
      post: postCode('岗位', '写 postKind 中的岗位代码，或 staff 工作人员、volunteer 志愿者、team 运营团队'),
      bound: choice('口径', { exactly: '正好', atLeast: '不少于' }),
      mode: optional(choice('运营方式', operationModes)),
      heldBy: optional(text('由谁担任')),
    },
  },
  eligibility: {
    label: '任职条件',
    fields: {
      levels: optional(choices('层级', levels)),
      who: choice('适用', {
        residentWorker: '承接主体驻站社工',
        convertedClerk: '转换的事务性岗位人员',
        sentWorker: '选派社工',
        professional: '专业社工服务人员',
        head: '站长',
        listed: '所列岗位',
      }),
      posts: optional(words('所列岗位')),
      ageAtMost: optional(integer('年龄上限', { unit: '周岁', min: 16, max: 120 })),
      ageInclusive: optional(flag('含本数')),
      education: optional(choice('学历不低于', educations)),
      majorFree: optional(flag('专业不限')),
      licensed: optional(flag('须持证')),
      orMajor: optional(flag('或社会工作专业毕业')),
      certificates: optional(choices('认可证书', certificateCodes)),
      registered: optional(flag('须登记')),
      fullTime: optional(flag('须专职')),
    },
  },
  preference: { label: '优先条件', value: text('条件'), fields: { order: integer('次序', { min: 1 }) } },
  certificate: {
    label: '证书',
    value: text('名称'),
    fields: {
      certificate: choice('种类', certificateCodes),
      countsAsLicensed: flag('计为持证'),
      validYears: optional(integer('登记有效期', { unit: '年' })),
    },
  },
  hiringChannel: { label: '用人渠道', value: text('渠道'), fields: {} },
  training: { label: '培训类别', value: text('名称'), fields: { of: optional(text('对象')) } },
  expertBody: { label: '专家队伍', value: text('名称'), fields: { tasks: words('职责') } },
} as const satisfies Record<string, LineKind>
