import type { Reach } from '../../core/access.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { find, findReachable } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { definePaper } from '../papers/index.server.ts'
import type { Block } from '../papers/index.ts'
import { type CaseContent, contentOf } from './caseContent.server.ts'
import { CaseStep } from './caseFile.ts'
import { caseFlow } from './caseFlow.ts'
import {
  assessmentForm,
  closingConsent,
  consentForm,
  contactForm,
  feedbackForm,
  intakeForm,
  planForm,
  recordForm,
  referralForm,
  replyForm,
  reviewForm,
} from './caseForms.ts'
import { CaseRecord } from './casePaper.ts'
import { CaseReferral } from './caseReferral.ts'

/** The forms of a case that agencies keep, by their number. Each is a paper of its own and a part of the bundle. */
const forms: readonly { name: string; code: string; title: string; build: (content: CaseContent) => Block[] }[] = [
  { name: 'caseIntake', code: 'C-01', title: '个案接案登记表', build: intakeForm },
  { name: 'caseAssessment', code: 'C-01B', title: '个案预估表', build: assessmentForm },
  { name: 'casePlan', code: 'C-02', title: '个案服务计划表', build: planForm },
  { name: 'caseConsent', code: 'C-03', title: '接受服务同意书', build: consentForm },
  { name: 'caseContacts', code: 'C-05', title: '联络日志', build: contactForm },
  { name: 'caseReview', code: 'C-07', title: '阶段检视与结案表', build: reviewForm },
  { name: 'caseClosing', code: 'C-08', title: '结案同意书', build: closingConsent },
  { name: 'caseFeedback', code: 'C-10', title: '结束评估表', build: feedbackForm },
]

/** C-03 comes in two variants: A signed by the client, B by the guardian. */
const codeOf = (code: string, { young }: CaseContent) => (code === 'C-03' ? `${code}${young ? 'B' : 'A'}` : code)

const footnote = ({ found, today }: CaseContent) =>
  `${found.number} · ${caseFlow.states[found.stage]} · 打印于 ${today}。本表含个人信息，请妥善保管。`

for (const { name, code, title, build } of forms) {
  definePaper({
    name,
    label: `${code} ${title}`,
    grant: 'case.read',
    of: 'case_file',
    async build({ tx, reach, input }) {
      const content = await contentOf(tx, reach, input.id)
      return {
        title,
        subtitle: `${content.station} · 表 ${codeOf(code, content)}`,
        fileName: `${content.found.number} ${title}`,
        blocks: build(content),
        footnote: footnote(content),
      }
    },
  })
}

/** A part of a case that is out of reach is refused like one that is not there. */
const hidden = () => new Failure('notFound', '找不到该个案，或您无权办理')

/** C-06: one meeting. */
definePaper({
  name: 'caseRecord',
  label: 'C-06 个案过程记录',
  grant: 'case.read',
  of: 'case_record',
  async build({ tx, reach, input }) {
    const record = await find(tx, CaseRecord, input.id)
    if (!record) throw hidden()
    const content = await contentOf(tx, reach, record.caseFile)
    return {
      title: '个案过程记录',
      subtitle: `${content.station} · 表 C-06`,
      fileName: `${content.found.number} 过程记录 ${record.onDay}`,
      blocks: recordForm(content, record),
      footnote: footnote(content),
    }
  },
})

/** A referral of one's own case is read with the case. */
async function sentReferral(tx: Tx, reach: Reach, id: string): Promise<RowOf<typeof CaseReferral>> {
  const row = await find(tx, CaseReferral, id)
  if (!row?.caseFile) throw hidden()
  await contentOf(tx, reach, row.caseFile)
  return row
}

/** What has been received stands with the station, without a case. */
async function receivedReferral(tx: Tx, reach: Reach, id: string): Promise<RowOf<typeof CaseReferral>> {
  const row = await findReachable(tx, CaseReferral, reach, id)
  if (row.side !== 'in') throw new Failure('notFound', '找不到该转介，或您无权办理')
  return row
}

for (const [suffix, grant, read] of [
  ['Sent', 'case.read', sentReferral],
  ['Received', 'referral.answer', receivedReferral],
] as const) {
  definePaper({
    name: `referral${suffix}`,
    label: 'C-09 转介表',
    grant,
    of: 'case_referral',
    async build({ tx, reach, input }) {
      const row = await read(tx, reach, input.id)
      return {
        title: '个案转介表',
        subtitle: `${row.fromName} · 表 C-09`,
        fileName: `转介表 ${row.clientName} ${row.offeredOn}`,
        blocks: referralForm(row),
      }
    },
  })
  definePaper({
    name: `reply${suffix}`,
    label: 'C-04 转介回复',
    grant,
    of: 'case_referral',
    async build({ tx, reach, input }) {
      const row = await read(tx, reach, input.id)
      return {
        title: '接收转介回复',
        subtitle: `${row.toName} · 表 C-04`,
        fileName: `转介回复 ${row.clientName}`,
        blocks: replyForm(row),
      }
    },
  })
}

/** The whole case as one bound paper: cover, every form that has something in it, and the steps with who signed. */
definePaper({
  name: 'caseBundle',
  label: '个案档案',
  grant: 'case.read',
  of: 'case_file',
  async build({ tx, reach, input }) {
    const content = await contentOf(tx, reach, input.id)
    const { found, station, worker, papers } = content
    const has: Record<string, boolean> = {
      'C-01B': papers.assessments.length > 0,
      'C-02': papers.plans.length > 0,
      'C-05': papers.contacts.length > 0,
      'C-07': papers.reviews.length > 0,
      'C-08': papers.reviews.some(({ kind }) => kind === 'closing'),
      'C-10': papers.feedbacks.length > 0,
    }
    const parts: { code: string; title: string; blocks: Block[] }[] = []
    for (const { code, title, build } of forms) {
      // meetings and referrals stand between the contact log and the review, as in the agencies' binders
      if (code === 'C-07') {
        const meetings = papers.records.filter(({ state }) => state === 'valid')
        for (const [i, one] of meetings.entries())
          parts.push({ code: 'C-06', title: `个案过程记录（第 ${i + 1} 次）`, blocks: recordForm(content, one) })
        for (const one of papers.referrals) {
          parts.push({ code: 'C-09', title: '个案转介表', blocks: referralForm(one) })
          if (one.answeredOn) parts.push({ code: 'C-04', title: '接收转介回复', blocks: replyForm(one) })
        }
      }
      if (has[code] ?? true) parts.push({ code: codeOf(code, content), title, blocks: build(content) })
    }
    const blocks: Block[] = [
      {
        kind: 'form',
        rows: [
          [
            { label: '个案编号', value: found.number },
            { label: '姓名', value: found.clientName },
          ],
          [
            { label: '社工站', value: station },
            { label: '负责社工', value: worker },
          ],
          [
            { label: '接案日期', value: found.intakeOn },
            { label: '开案日期', value: found.openedOn ?? '' },
          ],
          [
            { label: '阶段', value: caseFlow.states[found.stage] },
            { label: '结案日期', value: found.closedOn ?? '' },
          ],
        ],
      },
      {
        kind: 'table',
        caption: '目录',
        columns: [
          { label: '表号', width: 0.2, align: 'center' },
          { label: '名称', width: 0.8 },
        ],
        rows: [...parts.map(({ code, title }) => [code, title] as const), ['—', '办理记录']],
      },
      ...parts.flatMap(({ code, title, blocks: inner }): Block[] => [
        { kind: 'page', title, subtitle: `${station} · 表 ${code}` },
        ...inner,
      ]),
      { kind: 'page', title: '办理记录', subtitle: found.number },
      {
        kind: 'table',
        columns: [
          { label: '日期', width: 0.17, align: 'center' },
          { label: '步骤', width: 0.2 },
          { label: '办理人', width: 0.16 },
          { label: '意见与理由', width: 0.47 },
        ],
        rows: papers.steps.map((step) => [
          step.onDay,
          `${CaseStep.fields.move.choices![step.move]}${step.skips ? '（跳过步骤）' : ''}`,
          step.byName,
          step.opinion ?? '',
        ]),
      },
    ]
    return {
      title: '个案服务档案',
      subtitle: station,
      fileName: `${found.number} 个案档案`,
      blocks,
      footnote: footnote(content),
    }
  },
})
