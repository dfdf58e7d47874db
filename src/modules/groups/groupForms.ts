import { type Block, box, type FormBox, yuan } from '../papers/index.ts'
import {
  costKinds,
  goalRatings,
  groupKinds,
  opinionScores,
  type presences,
  reviewKinds,
  sessionStates,
} from './group.ts'
import type { GroupMove } from './groupFlow.ts'
import type { GroupRow, Papers } from './papers.server.ts'

/** What the forms of a group are filled with. */
export interface GroupContent {
  found: GroupRow
  station: string
  worker: string
  papers: Papers
  today: string
}

const byHand = '　　　年　月　日'
const form = (...rows: (readonly FormBox[])[]): Block => ({ kind: 'form', rows })

/** Who signed a step last, with what they said and the day; empty lines if nobody has. */
function signed({ papers: { steps } }: GroupContent, move: GroupMove): { opinion: string; by: string } {
  const step = steps.filter((one) => one.move === move).at(-1)
  return { opinion: step?.opinion ?? '', by: step ? `${step.byName}　${step.onDay}` : byHand }
}

const head = ({ found, worker }: GroupContent): FormBox[][] => [
  [box('编号', found.number), box('名称', found.name)],
  [box('社工', worker), box('督导', found.supervisor)],
]

const sum = (rows: readonly { fen: number }[]) => rows.reduce((all, one) => all + one.fen, 0)

/** G-01: what is planned, for whom, with what, and what the supervisor said of it. */
export function planForm(content: GroupContent): Block[] {
  const { found, papers } = content
  const approved = signed(content, 'approvePlan')
  return [
    form(
      ...head(content),
      [box('起止', `${found.fromOn} 至 ${found.toOn}`), box('类型', groupKinds[found.kind])],
      [box('服务对象', found.audience), box('名额', `${found.seats} 人`)],
      [box('地点', found.venue), box('协办', found.partner)],
      [box('理论支持', found.theory)],
      [box('总目的', found.aim)],
      [box('招募方式', found.recruitment)],
      [box('志愿者招募', found.volunteerPlan)],
      [box('人手分工', found.division)],
      [box('困难与应对', found.risks)],
      [box('评估方法', found.evaluationWay)],
    ),
    {
      kind: 'table',
      caption: '目标',
      columns: [
        { label: '目标', width: 0.4 },
        { label: '怎样衡量', width: 0.3 },
        { label: '要达到', width: 0.3 },
      ],
      rows: papers.goals.map(({ content: goal, measure, target }) => [goal, measure, target]),
    },
    {
      kind: 'table',
      caption: '节次安排',
      columns: [
        { label: '节', width: 0.07, align: 'center' },
        { label: '日期', width: 0.17, align: 'center' },
        { label: '时间', width: 0.15, align: 'center' },
        { label: '主题与内容', width: 0.41 },
        { label: '物资', width: 0.2 },
      ],
      rows: papers.sessions
        .filter(({ state }) => state !== 'cancelled')
        .map((one) => [
          one.ordinal,
          one.plannedOn,
          `${one.startsAt ?? ''}\n${one.plannedMinutes} 分钟`.trim(),
          `${one.topic}：${one.content}`,
          one.materials ?? '',
        ]),
    },
    {
      kind: 'table',
      caption: '预算',
      columns: [
        { label: '类别', width: 0.2 },
        { label: '用途与算法', width: 0.58 },
        { label: '金额（元）', width: 0.22, align: 'right' },
      ],
      rows: [
        ...papers.budget.map(({ kind, what, fen }) => [costKinds[kind], what, yuan(fen)]),
        ['合计', '', yuan(sum(papers.budget))],
      ],
    },
    form([box('督导意见', approved.opinion)]),
    { kind: 'signature', lines: [`社工：${content.worker}`, `督导：${approved.by}`] },
  ]
}

/** G-02: half-way reviews and the final report, part by part, with goals, people and money as they came out. */
export function reportForm(content: GroupContent): Block[] {
  const { papers } = content
  const approved = signed(content, 'approveReport')
  const held = papers.sessions.filter(({ state }) => state === 'held')
  const spent = papers.expenses.filter(({ voided }) => !voided)
  const people = papers.attendance.filter(
    ({ session, presence }) => presence === 'present' && held.some((one) => one.id === session),
  ).length
  const others = held.reduce((all, one) => all + (one.others ?? 0), 0)
  return [
    form(
      ...head(content),
      [box('开展', `${held.length} 节`), box('人次', `${people + others} 人次`)],
      [box('预算', `${yuan(sum(papers.budget))} 元`), box('支出', `${yuan(sum(spent))} 元`)],
    ),
    {
      kind: 'table',
      caption: '目标达致',
      columns: [
        { label: '目标', width: 0.4 },
        { label: '要达到', width: 0.2 },
        { label: '评定', width: 0.13, align: 'center' },
        { label: '结果', width: 0.27 },
      ],
      rows: papers.goals.map((goal) => [
        goal.content,
        goal.target,
        goal.rating ? goalRatings[goal.rating] : '',
        goal.result ?? '',
      ]),
    },
    ...(papers.reviews.length === 0 ? [{ kind: 'paragraph' as const, text: '尚未填写评估。' }] : []),
    ...papers.reviews.flatMap((one): Block[] => [
      {
        kind: 'form',
        caption: `${reviewKinds[one.kind]}（${one.onDay}）`,
        rows: [
          [box('筹备', one.preparation)],
          [box('目标达致', one.aims)],
          [box('内容与形式', one.content)],
          [box('分工', one.division)],
          [box('工作员表现', one.workers)],
          [box('对象表现', one.members)],
          [box('经费', one.money)],
          [box('跟进', one.onward)],
          [box('督导意见', one.guidance ?? (one.kind === 'end' ? approved.opinion : ''))],
        ],
      },
    ]),
    { kind: 'signature', lines: [`社工：${content.worker}`, `督导：${approved.by}`] },
  ]
}

/** G-03: who is on the list. */
export function enrolmentForm({ found, papers }: GroupContent): Block[] {
  return [
    form([box('小组', found.name), box('名额', `${found.seats} 人`)]),
    {
      kind: 'table',
      columns: [
        { label: '序', width: 0.08, align: 'center' },
        { label: '姓名', width: 0.2 },
        { label: '联系电话', width: 0.2 },
        { label: '报名日期', width: 0.18, align: 'center' },
        { label: '是否建档', width: 0.14, align: 'center' },
        { label: '备注', width: 0.2 },
      ],
      rows: papers.members.map((one, i) => [
        i + 1,
        one.name,
        one.phone?.hint ?? '',
        one.fromOn,
        one.client ? '是' : '否',
        one.toOn ? `${one.toOn} 退出` : '',
      ]),
    },
  ]
}

const marks: Record<keyof typeof presences, string> = { present: '√', leave: '假', absent: '×' }

/** G-04: names by sessions; for sessions to come the boxes are empty, to be signed by hand. */
export function signInForm({ found, papers }: GroupContent): Block[] {
  const sessions = papers.sessions.filter(({ state }) => state !== 'cancelled')
  const of = new Map(papers.attendance.map((one) => [`${one.session}|${one.enrolment}`, marks[one.presence]]))
  const perTable = 10
  const tables: Block[] = []
  for (let from = 0; from < Math.max(1, sessions.length); from += perTable) {
    const part = sessions.slice(from, from + perTable)
    const width = 0.76 / Math.max(part.length, 4)
    tables.push({
      kind: 'table',
      columns: [
        { label: '姓名', width: 1 - width * part.length },
        ...part.map(({ ordinal, heldOn, plannedOn }) => ({
          label: `${ordinal}\n${(heldOn ?? plannedOn).slice(5)}`,
          width,
          align: 'center' as const,
        })),
      ],
      rows: [
        ...papers.members.map((one) => [
          one.name,
          ...part.map(({ id, state }) => (state === 'held' ? (of.get(`${id}|${one.id}`) ?? '') : '')),
        ]),
        ['名单外', ...part.map(({ state, others }) => (state === 'held' ? (others ?? 0) : ''))],
      ],
    })
  }
  return [
    form([box('小组', found.name), box('地点', found.venue)]),
    ...tables,
    { kind: 'paragraph', text: '√ 到　假 请假　× 缺席；未开展的节次由组员本人签名。' },
  ]
}

/** The record of each session that was held. */
export function sessionForms({ worker, papers }: GroupContent): Block[] {
  const held = papers.sessions.filter(({ state }) => state === 'held')
  if (held.length === 0) return [{ kind: 'paragraph', text: '还没有开展节次。' }]
  return held.map((one): Block => {
    const there = papers.attendance.filter(({ session, presence }) => session === one.id && presence === 'present')
    return {
      kind: 'form',
      caption: `第 ${one.ordinal} 节 ${one.topic}（${sessionStates[one.state]}）`,
      rows: [
        [box('日期', one.heldOn), box('时长', `${one.minutes} 分钟`)],
        [box('到场', `${there.length} 人，名单外 ${one.others ?? 0} 人`), box('社工', worker)],
        [box('过程', one.process)],
        [box('组员表现', one.observed)],
        [box('处理与反思', one.reflection)],
        [box('下节调整', one.nextPlan)],
        [box('督导意见', one.guidance)],
      ],
    }
  })
}

/** G-05: the mean marks, how many gave each, and the words; without names, as agencies hand it on. */
export function opinionForm({ found, papers: { opinions } }: GroupContent): Block[] {
  const words = opinions.flatMap(({ words: said }) => (said ? [said] : []))
  return [
    form([box('小组', found.name), box('收回', `${opinions.length} 份`)]),
    {
      kind: 'table',
      caption: '1 很不同意 … 5 很同意（份数）',
      columns: [
        { label: '项目', width: 0.4 },
        ...[1, 2, 3, 4, 5].map((mark) => ({ label: String(mark), width: 0.09, align: 'center' as const })),
        { label: '平均', width: 0.15, align: 'center' },
      ],
      rows: Object.entries(opinionScores).map(([key, { label }]) => {
        const given = opinions.map((one) => one[key as keyof typeof opinionScores])
        const mean = given.length === 0 ? '' : (given.reduce((all, one) => all + one, 0) / given.length).toFixed(1)
        return [label, ...[1, 2, 3, 4, 5].map((mark) => given.filter((one) => one === mark).length || ''), mean]
      }),
    },
    { kind: 'heading', text: '其他意见' },
    {
      kind: 'paragraph',
      text: words.length === 0 ? '没有写下意见。' : words.map((one, i) => `${i + 1}. ${one}`).join('\n'),
    },
  ]
}
