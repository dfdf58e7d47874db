import type { RowOf } from '../../core/entity.ts'
import { writtenDay } from '../../core/time.ts'
import { clientSexes, relations } from '../clients/index.ts'
import { type Block, box, type FormBox } from '../papers/index.ts'
import type { CaseContent } from './caseContent.server.ts'
import { closings, domains, intakeSources } from './caseFile.ts'
import type { CaseMove } from './caseFlow.ts'
import { CaseContact, CasePlan, type CaseRecord, goalRatings, meetingWays } from './casePaper.ts'
import type { CaseReferral } from './caseReferral.ts'
import { ecoMap, genogram } from './relations.ts'

/** A line to be signed by hand. */
const byHand = '　　　年　月　日'

const form = (...rows: (readonly FormBox[])[]): Block => ({ kind: 'form', rows })

/** Who signed a step last, with the day; empty lines if nobody has. */
function signature({ papers: { steps } }: CaseContent, move: CaseMove): { opinion: string; signed: string } {
  const step = steps.filter((one) => one.move === move).at(-1)
  return { opinion: step?.opinion ?? '', signed: step ? `${step.byName}　${step.onDay}` : byHand }
}

const head = ({ found, worker }: CaseContent): FormBox[][] => [[box('个案编号', found.number), box('负责社工', worker)]]

/** C-01: who asked for help, with what. */
export function intakeForm(content: CaseContent): Block[] {
  const { found, client, age, home } = content
  return [
    form(
      ...head(content),
      [box('姓名', found.clientName), box('曾用名', client?.formerName)],
      [box('性别', client ? clientSexes[client.sex] : ''), box('出生日期', client?.bornOn ?? '')],
      [box('年龄', age === null ? '' : `${age} 岁`), box('职业或学校', client?.occupation)],
      [box('居住地', home)],
      [box('接案日期', found.intakeOn), box('来源', intakeSources[found.source])],
      [box('服务领域', domains[found.domain]), box('转介或交办单位', found.referredBy)],
      [box('本人自述的要求', found.request)],
      [box('主要问题与服务需求', found.problem)],
      [box('家庭与个人背景', found.background)],
      [box('曾使用的社会服务', found.servicesUsed)],
    ),
    { kind: 'drawing', caption: '家庭结构图', ...placed(genogram(content.family, relations), 110) },
    ...(content.circle.contacts.length > 0
      ? [{ kind: 'drawing' as const, caption: '社会生态图', ...placed(ecoMap(content.circle), 120) }]
      : []),
  ]
}

/** A drawing at a width on paper, no higher than half a page. */
function placed({ svg, width, height }: { svg: string; width: number; height: number }, widest: number) {
  const widthMm = Math.min(widest, (105 * width) / height)
  return { svg, widthMm, heightMm: (widthMm * height) / width }
}

/** C-01B: what was found out before planning. */
export function assessmentForm(content: CaseContent): Block[] {
  const rows = content.papers.assessments
  if (rows.length === 0) return [{ kind: 'paragraph', text: '尚未填写预估表。' }]
  return rows.flatMap((one): Block[] => [
    form(
      ...head(content),
      [box('首次会谈日期', one.onDay), box('姓名', content.found.clientName)],
      [box('问题分析', one.summary)],
      [box('优势和资源', one.strengths)],
      [box('风险与保护因素', one.dangers)],
      [box('经济', one.economy)],
      [box('身体与自理', one.health)],
      [box('情绪与认知', one.mind)],
      [box('社会交往', one.social)],
      [box('居住与环境', one.housing)],
    ),
  ])
}

const goalTable = ({ papers: { goals } }: CaseContent, rated: boolean): Block => ({
  kind: 'table',
  caption: '目标',
  columns: rated
    ? [
        { label: '目标', width: 0.3 },
        { label: '要达到的程度', width: 0.26 },
        { label: '评定', width: 0.16, align: 'center' },
        { label: '结果说明', width: 0.28 },
      ]
    : [
        { label: '目标', width: 0.25 },
        { label: '怎样衡量', width: 0.2 },
        { label: '目前情况', width: 0.17 },
        { label: '要达到的程度', width: 0.2 },
        { label: '完成日期', width: 0.18, align: 'center' },
      ],
  rows: goals.map((goal) =>
    rated
      ? [goal.content, goal.target, goal.rating ? goalRatings[goal.rating] : '未评', goal.result ?? '']
      : [goal.content, goal.measure, goal.baseline ?? '', goal.target, goal.dueOn],
  ),
})

/** C-02: the plan, its goals, the supervisor's word and the signatures. */
export function planForm(content: CaseContent): Block[] {
  const { papers, worker } = content
  const plan = papers.plans.at(-1)
  if (!plan) return [{ kind: 'paragraph', text: '尚未填写服务计划。' }]
  const { opinion, signed } = signature(content, 'approvePlan')
  const crisis = papers.crises.at(-1)
  return [
    form(
      ...head(content),
      [box('是否跟进', '跟进'), box('计划版次', `第 ${plan.revision} 版`)],
      [
        box('计划期间', `${plan.fromOn} 至 ${plan.toOn}`),
        box('本人是否愿意', CasePlan.fields.willing.choices![plan.willing]),
      ],
      [box('危机因素与紧急服务', plan.dangers ?? (crisis ? `${crisis.content}；${crisis.measures}` : '无'))],
      [box('总体目的', plan.aim)],
      [box('服务计划', plan.services)],
      [box('理论与方法', plan.approach)],
      [box('困难预计及对策', plan.difficulties)],
      [box('与服务对象商定', plan.agreedOn ? writtenDay(plan.agreedOn) : byHand)],
    ),
    goalTable(content, false),
    form(
      [box('督导批注', opinion || (plan.state === 'approved' ? '同意' : ''))],
      [box('社工签名', `${worker}　`), box('督导签名', plan.state === 'draft' ? byHand : signed)],
      [box('服务对象签名', byHand), box('机构检阅', byHand)],
    ),
  ]
}

/** C-03: consent, variant A by the client, B by the guardian; one purpose a line (个人信息保护法 第二十三、二十九、三十一条). */
export function consentForm(content: CaseContent): Block[] {
  const { found, station, young, guardians, consents, worker } = content
  const guardian = guardians[0]
  const standing = consents.filter(({ withdrawnOn }) => withdrawnOn === null)
  const given = (purpose: string) => {
    const one = standing.find((consent) => consent.purpose === purpose)
    return one ? `${one.basis === 'law' ? `依法履职：${one.law ?? ''}` : '同意'}　${one.onDay}` : '□ 同意　□ 不同意'
  }
  const who = young ? `我是${found.clientName}的监护人` : '我'
  return [
    {
      kind: 'paragraph',
      text: `${who}，已听社工说明：${station}为提供社会工作服务，会收集并记录必要的情况；资料由本站保管，只让办理人员查看；本人可以查阅、更正，也可以随时撤回同意，撤回不影响此前的服务。以下各项分别决定：`,
    },
    {
      kind: 'table',
      columns: [
        { label: '用途', width: 0.62 },
        { label: '决定', width: 0.38, align: 'center' },
      ],
      rows: [
        ['建立个案档案，接受个案服务', given('service')],
        ['转介时，向接收单位提供必要的情况', given('share')],
        ['向学校、医院、村（居）委会等核对情况', '□ 同意　□ 不同意'],
        ['服务过程中拍照、录音、录像留存', given('photo')],
        ['督导为指导社工查看本案记录', '□ 同意　□ 不同意'],
      ],
    },
    form(
      ...head(content),
      [box('服务对象', found.clientName), box('身份证号', '')],
      young
        ? [box('监护人姓名', guardian?.name), box('监护人签名', byHand)]
        : [box('本人签名', byHand), box('见证人', '')],
      [box('跟进社工', worker), box('日期', byHand)],
    ),
  ]
}

/** C-05: talks with people around the client. */
export function contactForm({ papers: { contacts }, nameOf, found }: CaseContent): Block[] {
  return [
    form([box('个案编号', found.number), box('姓名', found.clientName)]),
    {
      kind: 'table',
      columns: [
        { label: '日期与方式', width: 0.17 },
        { label: '接触人', width: 0.16 },
        { label: '目的', width: 0.17 },
        { label: '内容', width: 0.3 },
        { label: '下次', width: 0.2 },
      ],
      rows: contacts.map((one) => [
        `${one.onDay} ${CaseContact.fields.way.choices![one.way]}\n${nameOf(one.worker)}`,
        `${one.person}（${one.relation}）`,
        one.aim,
        one.content,
        [one.nextAim, one.nextOn].filter(Boolean).join(' '),
      ]),
    },
  ]
}

/** C-06: one meeting. */
export function recordForm(content: CaseContent, one: RowOf<typeof CaseRecord>): Block[] {
  return [
    form(
      [box('个案编号', content.found.number), box('社工', content.nameOf(one.worker))],
      [box('日期', `${one.onDay}　${one.minutes} 分钟`), box('方式', meetingWays[one.way])],
      [box('地点', one.place), box('其他在场者', one.others)],
      [box('本次目标', one.aim)],
      [box('语言记录', one.spoken)],
      [box('非语言记录', one.observed)],
      [box('处理与感受', one.handling)],
      [box('下次计划', [one.nextPlan, one.nextOn].filter(Boolean).join('　'))],
      [box('督导意见', one.guidance)],
      [box('督导签名', one.guidedBy ? `${one.guidedBy}` : byHand)],
    ),
  ]
}

/** C-07: a look back, or the closing with its reason and the three signatures. */
export function reviewForm(content: CaseContent): Block[] {
  const { papers, found, worker } = content
  if (papers.reviews.length === 0) return [{ kind: 'paragraph', text: '尚未填写检视表或结案表。' }]
  const { opinion, signed } = signature(content, 'approveClosure')
  return papers.reviews.flatMap((one): Block[] => {
    const closing = one.kind === 'closing'
    return [
      form(
        ...head(content),
        [box('姓名', found.clientName), box('检视时段', `${one.fromOn} 至 ${one.toOn}`)],
        [box('需求', one.needs)],
        [box('介入摘要', one.summary)],
        [box('现状', one.standing)],
        [box('是否结案', closing ? '是' : '否，继续服务'), box('结案原因', one.closing ? closings[one.closing] : '')],
        [box('后续安排', one.onward)],
        ...(closing
          ? [
              [box('知悉服务结束', one.clientTold ? '已告知' : '未能告知'), box('再求助途径', one.comeBack)],
              [box('督导意见', opinion || (found.stage === 'closed' ? '同意结案' : ''))],
              [box('社工签名', worker), box('督导签名', found.stage === 'closed' ? signed : byHand)],
              [box('机构签名', byHand)],
            ]
          : [[box('社工签名', worker), box('督导签名', byHand)]]),
      ),
      ...(closing ? [goalTable(content, true)] : []),
    ]
  })
}

/** C-08: the client agrees that the service ends. */
export function closingConsent(content: CaseContent): Block[] {
  const { found, station, papers, worker, young } = content
  const closing = papers.reviews.filter(({ kind }) => kind === 'closing').at(-1)
  return [
    {
      kind: 'paragraph',
      text: `经与社工商定，${station}为${found.clientName}提供的个案服务于${closing ? writtenDay(closing.toOn) : '　　年　月　日'}结束，原因是：${closing?.closing ? closings[closing.closing] : '　　　　　　'}。社工已说明：今后有需要可以再次求助（${closing?.comeBack ?? '　　　　　　　　　　'}）；本人可以查阅自己的资料，发现错误可以要求更正。`,
    },
    form(
      [box('个案编号', found.number), box(young ? '监护人签名' : '本人签名', byHand)],
      [box('社工签名', worker), box('日期', byHand)],
    ),
  ]
}

/** C-10: the client's grades, 0–5. */
export function feedbackForm({ papers: { feedbacks }, found }: CaseContent): Block[] {
  const one = feedbacks.at(-1)
  const questions = [
    ['对社工的服务满意', one?.satisfied],
    ['社工能协助解决问题', one?.helped],
    ['情况得到改善', one?.improved],
    ['自己的积极性', one?.engaged],
    ['双方商定的目标达到', one?.aimsMet],
  ] as const
  return [
    { kind: 'paragraph', text: '请按您的感受打分，0 分最低，5 分最高。' },
    {
      kind: 'table',
      columns: [
        { label: '项目', width: 0.5 },
        ...[0, 1, 2, 3, 4, 5].map((points) => ({ label: String(points), width: 1 / 12, align: 'center' as const })),
      ],
      rows: questions.map(([label, points]) => [label, ...[0, 1, 2, 3, 4, 5].map((at) => (points === at ? '√' : ''))]),
    },
    form(
      [box('其他意见', one?.opinion)],
      [box('个案编号', found.number), box('日期', one ? writtenDay(one.onDay) : byHand)],
      [box('服务对象签名', byHand)],
    ),
  ]
}

type Referral = RowOf<typeof CaseReferral>

/** C-09: the client is handed on. */
export function referralForm(one: Referral): Block[] {
  return [
    form(
      [box('转介到', one.toName)],
      [box('转介单位', one.fromName), box('转介日期', one.offeredOn)],
      [box('姓名', one.clientName), box('基本情况', one.about)],
      [box('转介原因', one.reason)],
      [box('已开展服务与成效', one.done)],
      [box('目前情况', one.standing)],
      [box('需跟进的事项与建议', one.wanted)],
      [box('其他正在服务的单位', one.others)],
      [box('同意转介', `${one.consentBy === 'guardian' ? '监护人' : '本人'}　${one.consentOn}`), box('附件', '同意书')],
      [box('社工签名', one.workerName), box('督导签名', byHand)],
    ),
  ]
}

/** C-04: the answer to a referral. */
export function replyForm(one: Referral): Block[] {
  const answer = { offered: '□ 接收　□ 不接收', accepted: '接收', refused: '不接收', withdrawn: '已撤回' }[one.state]
  return [
    { kind: 'paragraph', text: `${one.fromName}：` },
    {
      kind: 'paragraph',
      text: `你单位于${writtenDay(one.offeredOn)}转介的服务对象${one.clientName}，我单位答复如下：`,
    },
    form(
      [box('是否接收', answer), box('答复日期', one.answeredOn ? writtenDay(one.answeredOn) : byHand)],
      [box('说明与安排', one.answer)],
      [box('经办人', one.answeredBy), box('单位（盖章）', one.toName)],
    ),
  ]
}
