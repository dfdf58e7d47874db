import { defineEntity } from '../../core/entity.ts'
import { choice, date, files, flag, integer, optional, ref, text, texts } from '../../core/field.ts'
import { closings } from './caseFile.ts'

const caseRef = ref('个案', 'case_file')
const worker = ref('社工', 'person')
const narrative = (label: string, max: number, help?: string) =>
  text(label, { privacy: 'sensitive', max, multiline: true, ...(help && { help }) })
const papers = files('签字件与附件', { max: 9, readBy: 'case.read' })

/** What the worker has found out before planning, by domain of life (C-01B). */
export const CaseAssessment = defineEntity(
  'case_assessment',
  '预估',
  { privacy: 'sensitive' },
  {
    caseFile: caseRef,
    onDay: date('首次会谈日期', { past: true }),
    summary: narrative('问题分析', 1500, '问题的成因、持续多久、试过什么办法'),
    strengths: narrative('本人与家庭的优势和资源', 800),
    dangers: optional(narrative('风险与保护因素', 800)),
    economy: optional(narrative('经济：收入、支出、受助', 500)),
    health: optional(narrative('身体与自理', 500)),
    mind: optional(narrative('情绪与认知', 500)),
    social: optional(narrative('社会交往：亲友来往、邻里', 500)),
    housing: optional(narrative('居住与环境', 500)),
    worker,
  },
)

export const planStates = { draft: '编写中', submitted: '已提交', approved: '已通过', replaced: '已被修订' } as const

/** What was agreed with the client: one row for each revision (C-02; 滨民政 三（一）: 个性化服务方案). */
export const CasePlan = defineEntity(
  'case_plan',
  '服务计划',
  { privacy: 'sensitive' },
  {
    caseFile: caseRef,
    revision: integer('第几版', { min: 1 }),
    aim: narrative('总体目的', 500),
    services: narrative('服务计划', 1500, '做什么、谁来做、多久一次、到什么时候'),
    approach: optional(narrative('理论与方法', 500)),
    difficulties: optional(narrative('困难预计及对策', 800)),
    dangers: optional(narrative('危机因素与紧急服务', 500)),
    willing: choice('本人是否愿意', { willing: '愿意', guardian: '监护人代为同意', hesitant: '还有顾虑' }),
    fromOn: date('计划起'),
    toOn: date('计划止'),
    agreedOn: optional(date('与服务对象商定日期', { past: true })),
    state: choice('状态', planStates),
    worker,
  },
)

export const goalRatings = { reached: '达到', partly: '部分达到', notReached: '没有达到', dropped: '不再追求' } as const

/** One goal with how it is measured, what it should come to and by when (BH-3.1p). */
export const CaseGoal = defineEntity(
  'case_goal',
  '目标',
  { privacy: 'sensitive' },
  {
    caseFile: caseRef,
    need: optional(ref('对应的需求', 'need')),
    content: text('目标', { privacy: 'sensitive', max: 200 }),
    measure: text('怎样衡量', { privacy: 'sensitive', max: 200, help: '如：每周自己买菜的次数、量表得分' }),
    baseline: optional(text('目前情况', { privacy: 'sensitive', max: 200 })),
    target: text('要达到的程度', { privacy: 'sensitive', max: 200 }),
    dueOn: date('完成日期'),
    progress: integer('进度', { unit: '%', max: 100 }),
    rating: optional(choice('评定', goalRatings)),
    ratedOn: optional(date('评定日期', { past: true })),
    result: optional(text('结果说明', { privacy: 'sensitive', max: 300 })),
  },
)

export const meetingWays = {
  home: '家访',
  office: '站内面谈',
  phone: '电话',
  video: '视频或网络',
  accompany: '陪同办事',
  elsewhere: '其他地点面谈',
} as const

/** A meeting with the client and what happened in it (C-06). It is a service: nothing of it is entered again. */
export const CaseRecord = defineEntity(
  'case_record',
  '过程记录',
  { privacy: 'sensitive', owner: 'worker', partOf: 'caseFile' },
  {
    caseFile: caseRef,
    onDay: date('日期', { past: true }),
    minutes: integer('时长', { unit: '分钟', min: 1, max: 1440 }),
    way: choice('方式', meetingWays),
    place: optional(text('地点', { max: 80 })),
    people: integer('服务人次', { unit: '人次', min: 1, max: 50, help: '本人和一同接受服务的家人' }),
    others: optional(text('其他在场者', { max: 100 })),
    items: texts('服务事项', { min: 1, max: 12, help: '从本地服务目录中选择；月报按此计数' }),
    aim: narrative('本次目标', 300),
    spoken: narrative('谈话内容', 3000),
    observed: optional(narrative('非语言的观察', 1000)),
    handling: narrative('处理与感受', 1500),
    nextPlan: optional(narrative('下次计划', 500)),
    nextOn: optional(date('下次日期')),
    guidance: optional(narrative('督导意见', 1000)),
    guidedBy: optional(text('督导', { max: 40 })),
    files: papers,
    worker,
    state: choice('状态', { valid: '有效', reversed: '已冲销' }),
    reversedReason: optional(text('冲销原因', { max: 200 })),
  },
)

/** A talk with somebody about the case: family, school, hospital (C-05). It is no service of its own in the counts. */
export const CaseContact = defineEntity(
  'case_contact',
  '联络日志',
  { privacy: 'sensitive' },
  {
    caseFile: caseRef,
    onDay: date('日期', { past: true }),
    way: choice('方式', { phone: '电话', message: '微信或短信', visit: '当面', letter: '书信或公函', meeting: '会议' }),
    person: text('接触人', { max: 60 }),
    relation: text('与服务对象关系', { max: 40 }),
    aim: text('目的', { privacy: 'sensitive', max: 200 }),
    content: narrative('内容', 1000),
    nextAim: optional(text('下次目标', { privacy: 'sensitive', max: 200 })),
    nextOn: optional(date('下次日期')),
    worker,
  },
)

/** A look back at a stretch of the case, or at the whole of it when it closes (C-07, C-08). */
export const CaseReview = defineEntity(
  'case_review',
  '检视与结案表',
  { privacy: 'sensitive', partOf: 'caseFile' },
  {
    caseFile: caseRef,
    kind: choice('类别', { stage: '阶段检视', closing: '结案' }),
    fromOn: date('检视自', { past: true }),
    toOn: date('检视至', { past: true }),
    needs: narrative('需求', 800),
    summary: narrative('介入摘要', 1500),
    standing: narrative('目前情况', 800),
    onward: optional(narrative('后续安排', 500)),
    closing: optional(choice('结案原因', closings)),
    clientTold: optional(flag('服务对象知悉服务结束')),
    comeBack: optional(text('再求助的途径', { max: 200 })),
    noFeedback: optional(
      text('没有结束评估的原因', { max: 200, help: '服务对象填了结束评估的留空；去世、失联等请写明' }),
    ),
    files: papers,
    worker,
  },
)

const grade = (label: string) => integer(label, { unit: '分', max: 5, help: '0 最低，5 最高' })

/** What the client says at the end (C-10), 0–5 each. */
export const CaseFeedback = defineEntity(
  'case_feedback',
  '结束评估',
  { privacy: 'personal', partOf: 'caseFile' },
  {
    caseFile: caseRef,
    onDay: date('填写日期', { past: true }),
    satisfied: grade('对社工的服务满意'),
    helped: grade('社工能协助解决问题'),
    improved: grade('情况得到改善'),
    engaged: grade('自己的积极性'),
    aimsMet: grade('双方商定的目标达到'),
    opinion: optional(text('其他意见', { max: 500, multiline: true })),
    givenBy: choice('由谁填写', { self: '本人', guardian: '监护人或家属' }),
    way: choice('填写方式', { paper: '纸质签字', spoken: '口述代填', phone: '电话回访' }),
    files: papers,
  },
)

/** Asking after a closed case: due on a day, done on another. */
export const CaseFollowUp = defineEntity(
  'case_follow_up',
  '结案后回访',
  { privacy: 'sensitive', owner: 'worker' },
  {
    caseFile: caseRef,
    dueOn: date('应回访日期'),
    doneOn: optional(date('回访日期', { past: true })),
    way: optional(choice('方式', { phone: '电话', home: '上门', office: '来站' })),
    standing: optional(narrative('目前情况', 500)),
    result: optional(
      choice('结果', { stable: '情况稳定', watch: '需要再次回访', reopen: '建议重新开案', lost: '联系不上' }),
    ),
    worker,
  },
)
