import { sql } from 'kysely'
import { Failure } from '../../core/failure.ts'
import { idShape, splitId } from '../../core/identifiers.ts'
import { partsOf, pointsTo } from '../../core/parts.ts'
import { find, findReachable, select } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { Client, clientSexes, Household, HouseholdMember, relations } from '../clients/index.ts'
import { definePaper } from '../papers/index.server.ts'
import { type Block, yuan } from '../papers/index.ts'
import { ageOn } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { type AidGroup, aidGroups } from './aid.ts'
import { aidOf, policyOf } from './application.server.ts'
import {
  Application,
  ApplicationPaper,
  ApplicationStep,
  ApplicationSurvey,
  applyWays,
  paperStates,
  surveyKinds,
  surveyResults,
} from './application.ts'
import { monthSpan } from './month.ts'
import { PublicNotice } from './notice.ts'
import { rosterOf, sumsOf } from './roster.server.ts'
import { rosterEndings, standings } from './roster.ts'

const blank = '　　　　　　'
const byMove: Readonly<Record<string, string>> = {
  accept: '受理意见',
  passFirst: '村（社区）初审意见',
  passReview: '街道（乡镇）复核意见',
  grant: '审核确认结果',
  refuse: '审核确认结果',
}

/** What stands where nobody wrote an opinion: what was decided says itself. */
function unsaid(
  move: string,
  { amountFen, fromMonth }: { amountFen: number | null; fromMonth: string | null },
): string {
  if (move === 'accept') return '材料齐全，予以受理。'
  if (move !== 'grant') return '（未填）'
  return `予以批准${amountFen === null ? '' : `，${yuan(amountFen)} 元`}${fromMonth === null ? '' : `，自 ${fromMonth} 起`}。`
}

/** The application as a form: family, papers, surveys, and the opinion of each step. */
export const applicationPaper = definePaper({
  name: 'assistanceApplication',
  label: '救助申请审核表',
  grant: 'assistance.read',
  async build({ tx, reach, input }) {
    const application = await findReachable(tx, Application, reach, input.id)
    const [station, client, papers, steps, surveys, household] = await Promise.all([
      find(tx, Station, application.station!),
      find(tx, Client, application.client),
      partsOf(tx, ApplicationPaper, 'application', application, 'rank'),
      partsOf(tx, ApplicationStep, 'application', application, 'at'),
      partsOf(tx, ApplicationSurvey, 'application', application, 'on_day'),
      application.household ? find(tx, Household, application.household) : undefined,
    ])
    const members = household
      ? await select(
          tx,
          HouseholdMember,
          sql`where ${pointsTo('household_member', 'household', household.id)} and to_on is null order by id`,
        )
      : []
    const paths = await placePaths(tx, client ? [client.place] : [], tx.today)
    const opinions = steps.filter(({ move }) => move in byMove)
    const blocks: Block[] = [
      {
        kind: 'form',
        caption: '申请人',
        rows: [
          [
            { label: '姓名', value: application.clientName },
            { label: '性别', value: client ? clientSexes[client.sex] : null },
          ],
          [
            { label: '出生日期', value: client?.bornOn ?? null },
            { label: '民族', value: client?.ethnicGroup ?? null },
          ],
          [
            { label: '居住地', value: client ? (paths.get(client.place) ?? null) : null },
            { label: '申请日期', value: application.appliedOn },
          ],
          [
            { label: '申请方式', value: applyWays[application.way] },
            { label: '代办人', value: application.agentName },
          ],
          [
            { label: '保障人数', value: `${application.members} 人` },
            { label: '金额', value: application.amountFen === null ? null : `${yuan(application.amountFen)} 元` },
          ],
        ],
      },
      { kind: 'heading', text: '申请理由' },
      { kind: 'paragraph', text: application.reason },
    ]
    if (members.length > 0)
      blocks.push({
        kind: 'table',
        caption: '家庭成员',
        columns: [
          { label: '姓名', width: 0.2 },
          { label: '与户主关系', width: 0.2, align: 'center' },
          { label: '出生日期', width: 0.2, align: 'center' },
          { label: '职业或学校', width: 0.22 },
          { label: '健康状况', width: 0.18 },
        ],
        rows: members.map((one) => [one.name, relations[one.relation], one.bornOn, one.occupation, one.health]),
      })
    blocks.push({
      kind: 'table',
      caption: '申请材料',
      columns: [
        { label: '材料', width: 0.5 },
        { label: '情况', width: 0.2, align: 'center' },
        { label: '收到日期', width: 0.3, align: 'center' },
      ],
      rows: papers.map((one) => [one.label, paperStates[one.state], one.gotOn ?? one.why]),
    })
    if (surveys.length > 0)
      blocks.push({
        kind: 'table',
        caption: '家庭调查',
        columns: [
          { label: '日期', width: 0.17, align: 'center' },
          { label: '方式', width: 0.14, align: 'center' },
          { label: '情况', width: 0.37 },
          { label: '结论', width: 0.17, align: 'center' },
          { label: '调查人', width: 0.15 },
        ],
        rows: surveys.map((one) => [
          one.onDay,
          surveyKinds[one.kind],
          [one.asked, one.findings].filter(Boolean).join('：'),
          surveyResults[one.result],
          one.byName,
        ]),
      })
    for (const one of opinions)
      blocks.push(
        { kind: 'heading', text: byMove[one.move]! },
        { kind: 'paragraph', text: one.opinion ?? unsaid(one.move, application) },
        { kind: 'signature', lines: [`经办人：${one.byName}`, writtenDay(one.onDay)] },
      )
    if (opinions.length === 0)
      blocks.push({
        kind: 'signature',
        lines: [`申请人签字：${blank}`, `经办人签字：${blank}`, '　　　　年　　月　　日'],
      })
    return {
      title: `${application.kindLabel}申请审核表`,
      subtitle: station?.name ?? '',
      fileName: `${application.kindLabel}申请审核表 ${application.clientName}`,
      blocks,
    }
  },
})

/** The sheet for the board: only what has to be public. No number, no address, nothing of illness (民发〔2021〕70号). */
export const noticePaper = definePaper({
  name: 'publicNotice',
  label: '公示',
  grant: 'assistance.read',
  async build({ tx, reach, input }) {
    const notice = await findReachable(tx, PublicNotice, reach, input.id)
    const application = (await find(tx, Application, notice.application))!
    const [station, client] = await Promise.all([
      find(tx, Station, notice.station!),
      find(tx, Client, application.client),
    ])
    const paths = await placePaths(tx, client ? [client.place] : [], tx.today)
    const aid = aidOf(await policyOf(tx, application, application.appliedOn), application.kind)
    return {
      title: `${application.kindLabel}${notice.second === 'second' ? '复核结果' : ''}公示`,
      subtitle: station?.name ?? '',
      fileName: `公示 ${application.kindLabel} ${application.clientName} ${notice.startOn}`,
      blocks: [
        {
          kind: 'paragraph',
          text: `下列居民申请${application.kindLabel}，经${notice.second === 'second' ? '复核' : '初审'}符合条件，现予公示。公示期自${writtenDay(notice.startOn)}至${writtenDay(notice.endOn)}。对公示内容有异议的，可在公示期内当面、书面或用电话反映；反映人的情况予以保密。`,
        },
        {
          kind: 'table',
          columns: [
            { label: '姓名', width: 0.2, align: 'center' },
            { label: '所在社区（村）', width: 0.36 },
            { label: '救助种类', width: 0.28 },
            { label: '保障人数', width: 0.16, align: 'center' },
          ],
          rows: [
            [
              application.clientName,
              client ? (paths.get(client.place)?.split(' ').at(-1) ?? null) : null,
              application.kindLabel,
              application.members,
            ],
          ],
        },
        { kind: 'paragraph', text: `反映地点：${notice.postedAt}　　监督电话：${blank}` },
        { kind: 'signature', lines: [`${station?.name ?? ''}（盖章）`, writtenDay(notice.startOn)] },
      ],
      footnote: `依据：${aid?.clause ?? ''}。本公示不公开身份证号、住址和病情等与审核无关的内容；期满后及时取下。`,
    }
  },
})

const groupNames = Object.keys(aidGroups) as AidGroup[]

/** `<station>_<group>_<month>` of an address. */
function asked(id: string): { station: string; aidGroup: AidGroup; month: string } {
  const [station = '', group, month = ''] = id.split('_')
  const aidGroup = groupNames.find((one) => one === group)
  if (!aidGroup || !monthSpan(month) || !idShape.test(station)) throw new Failure('notFound', '没有这份名册')
  return { station, aidGroup, month }
}

/** The month's roster with who came and who went, for the monthly report (官渡区方案 附件3 第29项). */
export const rosterPaper = definePaper({
  name: 'assistanceRoster',
  label: '在册名册',
  grant: 'assistance.read',
  async build({ tx, reach, input }) {
    const { station: at, aidGroup, month } = asked(input.id)
    const station = await findReachable(tx, Station, reach, at)
    const rows = await rosterOf(tx, reach, tx.actor, month, { station: at, aidGroup })
    const ids = [...new Set(rows.map(({ entry }) => splitId(entry.client).uuid))]
    const clients = await tx.rows<{
      id: string
      sex: keyof typeof clientSexes
      bornOn: string | null
      place: string
    }>(sql`
      select county || '-' || id as id, sex, born_on, place from client where county = ${station.county} and id = any(${ids}::uuid[])`)
    const known = new Map(clients.map((one) => [one.id, one]))
    const paths = await placePaths(tx, [...new Set(clients.map(({ place }) => place))], tx.today)
    const here = rows.filter(({ standing }) => standing !== 'ended')
    const gone = rows.filter(({ standing }) => standing === 'ended')
    const sums = sumsOf(rows)
    const place = (client: string) =>
      paths
        .get(known.get(client)?.place ?? '')
        ?.split(' ')
        .at(-1) ?? null
    const blocks: Block[] = [
      {
        kind: 'paragraph',
        text: `在册 ${sums.entries} 条，保障 ${sums.members} 人，当月金额 ${yuan(sums.totalFen)} 元；比上月新增 ${sums.added} 条，减少 ${sums.ended} 条。`,
      },
      {
        kind: 'table',
        caption: '在册名册',
        columns: [
          { label: '序号', width: 0.07, align: 'center' },
          { label: '姓名', width: 0.12 },
          { label: '性别', width: 0.07, align: 'center' },
          { label: '年龄', width: 0.07, align: 'right' },
          { label: '社区（村）', width: 0.16 },
          { label: '种类', width: 0.18 },
          { label: '人数', width: 0.07, align: 'right' },
          { label: '月金额（元）', width: 0.12, align: 'right' },
          { label: '起发月份', width: 0.14, align: 'center' },
        ],
        rows: here.map(({ entry, standing }, i) => {
          const client = known.get(entry.client)
          return [
            i + 1,
            entry.clientName,
            client ? clientSexes[client.sex] : null,
            client?.bornOn ? ageOn(client.bornOn, monthSpan(month)!.to) : null,
            place(entry.client),
            entry.kindLabel,
            entry.members,
            yuan(entry.monthlyFen),
            `${entry.fromOn.slice(0, 7)}${standing === 'same' ? '' : `（${standings[standing]}）`}`,
          ]
        }),
      },
    ]
    if (gone.length > 0)
      blocks.push({
        kind: 'table',
        caption: '本月减少',
        columns: [
          { label: '姓名', width: 0.2 },
          { label: '社区（村）', width: 0.2 },
          { label: '种类', width: 0.25 },
          { label: '最后发放', width: 0.15, align: 'center' },
          { label: '原因', width: 0.2 },
        ],
        rows: gone.map(({ entry }) => [
          entry.clientName,
          place(entry.client),
          entry.kindLabel,
          entry.toOn?.slice(0, 7) ?? null,
          entry.endNote ?? (entry.ending ? rosterEndings[entry.ending] : null),
        ]),
      })
    blocks.push({ kind: 'signature', lines: [`制表：${tx.actor.name}`, `审核：${blank}`, writtenDay(tx.today)] })
    return {
      title: `${aidGroups[aidGroup]}在册名册`,
      subtitle: `${station.name}　${month.slice(0, 4)}年${Number(month.slice(5))}月`,
      fileName: `${aidGroups[aidGroup]}在册名册 ${station.name} ${month}`,
      blocks,
      footnote: '名册由申请批准、停发和调整的记录生成；金额单位为元。',
    }
  },
})

readsPolicy('assistanceKind', 'printed')
readsPolicy('assistancePaper', 'printed')
