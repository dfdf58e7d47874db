import type { Reach } from '../../core/access.ts'
import { Failure } from '../../core/failure.ts'
import { find, findReachable } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { definePaper } from '../papers/index.server.ts'
import type { Block } from '../papers/index.ts'
import { Person } from '../people/index.ts'
import { Station } from '../stations/index.ts'
import { GroupStep, ServiceGroup } from './group.ts'
import { groupFlow } from './groupFlow.ts'
import {
  enrolmentForm,
  type GroupContent,
  opinionForm,
  planForm,
  reportForm,
  sessionForms,
  signInForm,
} from './groupForms.ts'
import { everyPaper, seesMembers } from './papers.server.ts'

interface Form {
  name: string
  code: string
  title: string
  build: (content: GroupContent) => Block[]
  /** It names members: only for those who may read the station's files. */
  named?: boolean
}

/** The forms of a group that agencies keep, by their number; each is a paper of its own and a part of the bundle. */
const forms: readonly Form[] = [
  { name: 'groupPlan', code: 'G-01', title: '小组计划书', build: planForm },
  { name: 'groupReport', code: 'G-02', title: '小组报告书', build: reportForm, named: true },
  { name: 'groupEnrolment', code: 'G-03', title: '小组报名表', build: enrolmentForm, named: true },
  { name: 'groupSignIn', code: 'G-04', title: '小组签到表', build: signInForm, named: true },
  { name: 'groupSessions', code: 'G-04B', title: '小组节次记录', build: sessionForms, named: true },
  { name: 'groupOpinion', code: 'G-05', title: '参与者意见表', build: opinionForm, named: true },
]

async function contentOf(tx: Tx, reach: Reach, id: string): Promise<GroupContent> {
  const found = await findReachable(tx, ServiceGroup, reach, id)
  const [station, worker, papers] = await Promise.all([
    find(tx, Station, found.station!),
    find(tx, Person, found.worker),
    everyPaper(tx, found),
  ])
  return { found, station: station?.name ?? '', worker: worker?.name ?? '', papers, today: tx.today }
}

const footnote = ({ found, today }: GroupContent) =>
  `${found.number} · ${groupFlow.states[found.state]} · 打印于 ${today}。本表含个人信息，请妥善保管。`

function refuseNames(tx: Tx, { found }: GroupContent): void {
  if (!seesMembers(tx, found)) throw new Failure('forbidden', '这份表含组员姓名，由本站人员打印')
}

for (const { name, code, title, build, named } of forms) {
  definePaper({
    name,
    label: `${code} ${title}`,
    grant: 'group.read',
    async build({ tx, reach, input }) {
      const content = await contentOf(tx, reach, input.id)
      if (named) refuseNames(tx, content)
      return {
        title,
        subtitle: `${content.station} · 表 ${code}`,
        fileName: `${content.found.number} ${title}`,
        blocks: build(content),
        footnote: footnote(content),
      }
    },
  })
}

/** The whole group as one bound paper: cover, every form that has something in it, and the steps with who signed. */
definePaper({
  name: 'groupBundle',
  label: '小组档案',
  grant: 'group.read',
  async build({ tx, reach, input }) {
    const content = await contentOf(tx, reach, input.id)
    refuseNames(tx, content)
    const { found, station, worker, papers } = content
    const has: Record<string, boolean> = {
      'G-02': papers.reviews.length > 0,
      'G-03': papers.members.length > 0,
      'G-04': papers.members.length > 0,
      'G-04B': papers.sessions.some(({ state }) => state === 'held'),
      'G-05': papers.opinions.length > 0,
    }
    const parts = forms.filter(({ code }) => has[code] ?? true)
    return {
      title: '小组服务档案',
      subtitle: station,
      fileName: `${found.number} 小组档案`,
      blocks: [
        {
          kind: 'form',
          rows: [
            [
              { label: '编号', value: found.number },
              { label: '名称', value: found.name },
            ],
            [
              { label: '负责社工', value: worker },
              { label: '状态', value: groupFlow.states[found.state] },
            ],
            [
              { label: '起止', value: `${found.fromOn} 至 ${found.toOn}` },
              { label: '结束审核', value: found.endedOn ?? '' },
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
          rows: [...parts.map(({ code, title }) => [code, title]), ['—', '办理记录']],
        },
        ...parts.flatMap(({ code, title, build }): Block[] => [
          { kind: 'page', title, subtitle: `${station} · 表 ${code}` },
          ...build(content),
        ]),
        { kind: 'page', title: '办理记录', subtitle: found.number },
        {
          kind: 'table',
          columns: [
            { label: '日期', width: 0.18, align: 'center' },
            { label: '步骤', width: 0.2 },
            { label: '办理人', width: 0.17 },
            { label: '意见与理由', width: 0.45 },
          ],
          rows: papers.steps.map((step) => [
            step.onDay,
            GroupStep.fields.move.choices![step.move]!,
            step.byName,
            step.opinion ?? '',
          ]),
        },
      ],
      footnote: footnote(content),
    }
  },
})
