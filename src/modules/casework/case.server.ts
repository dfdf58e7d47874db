import { sql } from 'kysely'
import { reachesRecord, reachOf } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choice, date, decimal, flag, id, integer, list, optional, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find, findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { assessmentsOf } from '../assessments/index.server.ts'
import { Assessment } from '../assessments/index.ts'
import { Client, ClientContact, clientSexes, HouseholdMember, Need, relations, strengths } from '../clients/index.ts'
import { ageOn, Person } from '../people/index.ts'
import { Station } from '../stations/index.ts'
import { CaseCrisis, CaseFile, CaseStep, CaseWorker } from './caseFile.ts'
import { type CaseMove, caseFlow } from './caseFlow.ts'
import {
  CaseAssessment,
  CaseContact,
  CaseFeedback,
  CaseFollowUp,
  CaseGoal,
  CasePlan,
  CaseRecord,
  CaseReview,
} from './casePaper.ts'
import { rail, railAt } from './caseRail.server.ts'
import { CaseReferral } from './caseReferral.ts'
import { type CaseRow, missingFor, papersOf } from './gates.server.ts'
import type { CircleOf, FamilyOf } from './relations.ts'

/** The family of a client as it stands today, for the genogram; without a household only the client. */
export async function familyOf(tx: Tx, client: RowOf<typeof Client> | undefined, found: CaseRow): Promise<FamilyOf> {
  if (!client?.household)
    return {
      members: [{ name: found.clientName, relation: 'head', sex: client?.sex ?? 'unknown', age: null, isClient: true }],
    }
  const rows = await select(
    tx,
    HouseholdMember,
    sql`where county = ${client.county} and household = ${splitId(client.household).uuid}::uuid
      and (to_on is null or to_on >= ${tx.today}::date) order by born_on nulls last, id`,
  )
  const files = await tx.rows<{ id: string; sex: keyof typeof clientSexes; bornOn: string | null }>(sql`
    select county || '-' || id as id, sex, born_on from client where county = ${client.county} and household = ${splitId(client.household).uuid}::uuid`)
  const fileOf = new Map(files.map((one) => [one.id, one]))
  const bornOf = ({ client: file, bornOn }: (typeof rows)[number]) => (file ? fileOf.get(file)?.bornOn : null) ?? bornOn
  const members = rows.map((row) => ({
    name: row.name,
    relation: row.relation as keyof typeof relations,
    sex: (row.client ? fileOf.get(row.client)?.sex : undefined) ?? sexByRelation[row.relation] ?? ('unknown' as const),
    age: bornOf(row) ? ageOn(bornOf(row)!, tx.today) : null,
    isClient: row.client === client.id,
  }))
  return { members }
}

const sexByRelation: Partial<Record<keyof typeof relations, keyof typeof clientSexes>> = {
  son: 'male',
  daughter: 'female',
  father: 'male',
  mother: 'female',
}

/** Who and what stands around a client today, for the eco-map. */
export async function circleOf(tx: Tx, found: CaseRow): Promise<CircleOf> {
  const rows = await select(
    tx,
    ClientContact,
    sql`where county = ${found.county} and client = ${splitId(found.client).uuid}::uuid and (to_on is null or to_on >= ${tx.today}::date) order by kind, id`,
  )
  return {
    centre: found.clientName,
    contacts: rows.map(({ name, relation, kind, strength }) => ({ name, relation, kind, strength })),
  }
}

const family = list(
  '家庭成员',
  shape('成员', {
    name: text('姓名'),
    relation: choice('关系', relations),
    sex: choice('性别', clientSexes),
    age: optional(integer('年龄')),
    isClient: flag('服务对象'),
  }),
)
const circle = list(
  '社会关系',
  shape('关系', {
    name: text('名称'),
    relation: text('关系'),
    kind: ClientContact.fields.kind,
    strength: choice('强弱', strengths),
  }),
)

/** Everything of a case on one page, with what is still missing before each step. */
export const getCase = query({
  label: '个案',
  grant: 'case.read',
  input: { id: id() },
  output: shape('个案', {
    record: CaseFile.row,
    rail,
    workerName: text('负责社工'),
    stationName: text('社工站'),
    clientAge: optional(integer('年龄', { unit: '岁' })),
    clientSex: optional(choice('性别', clientSexes)),
    clientHere: flag('可打开档案'),
    missing: list(
      '还缺',
      shape('还缺', { move: text('步骤'), moveLabel: text('步骤'), part: text('部分'), what: text('缺什么') }),
    ),
    steps: list('办理记录', CaseStep.row),
    workers: list('负责社工', shape('负责社工', { row: CaseWorker.row, name: text('姓名') })),
    crises: list('危机', CaseCrisis.row),
    assessments: list('预估', CaseAssessment.row),
    scales: list(
      '量表',
      shape('量表', {
        id: id(),
        title: text('量表'),
        onDay: date('日期'),
        score: decimal('得分', { min: -1000 }),
        most: decimal('满分', { min: -1000 }),
        band: text('级别'),
        tone: Assessment.fields.tone,
        alerts: texts('提醒'),
      }),
    ),
    needs: list('需求', Need.row),
    plans: list('计划', CasePlan.row),
    goals: list('目标', CaseGoal.row),
    records: list('过程记录', shape('过程记录', { row: CaseRecord.row, name: text('社工') })),
    contacts: list('联络', shape('联络', { row: CaseContact.row, name: text('社工') })),
    reviews: list('检视', CaseReview.row),
    feedbacks: list('结束评估', CaseFeedback.row),
    referrals: list('转介', CaseReferral.row),
    followUps: list('回访', CaseFollowUp.row),
    family,
    circle,
  }),
  async run({ tx, reach, input }) {
    const found = await findReachable(tx, CaseFile, reach, input.id)
    const client = await find(tx, Client, found.client)
    const [station, papers, people, scales, needs, members, around, missing] = await Promise.all([
      find(tx, Station, found.station!),
      papersOfCase(tx, found),
      namesIn(tx, found),
      client && reachesRecord(reachOf(tx.actor, 'assessment.read'), tx.actor, Client, client)
        ? assessmentsOf(tx, client)
        : [],
      client ? needsOf(tx, found) : [],
      familyOf(tx, client, found),
      circleOf(tx, found),
      missingOf(tx, found),
    ])
    const name = (person: string) => people.get(person) ?? '（已不在本站）'
    const { workers, records, contacts, ...rest } = papers
    return {
      ...rest,
      record: found,
      rail: await railAt(tx, station!.place),
      workerName: name(found.worker),
      stationName: station?.name ?? '',
      clientAge: client?.bornOn ? ageOn(client.bornOn, tx.today) : null,
      clientSex: client?.sex ?? null,
      clientHere: client !== undefined,
      missing,
      workers: workers.map((row) => ({ row, name: name(row.worker) })),
      records: records.map((row) => ({ row, name: name(row.worker) })),
      contacts: contacts.map((row) => ({ row, name: name(row.worker) })),
      scales: scales
        .filter(({ state }) => state === 'valid')
        .map(({ id: one, scaleTitle: title, onDay, score, most, band, tone, alerts }) => ({
          id: one,
          title,
          onDay,
          score,
          most,
          band,
          tone,
          alerts,
        })),
      needs,
      family: [...members.members],
      circle: [...around.contacts],
    }
  },
})

async function missingOf(tx: Tx, found: CaseRow) {
  const moves = (Object.keys(caseFlow.moves) as CaseMove[]).filter((move) =>
    (caseFlow.moves[move].from as readonly string[]).includes(found.stage),
  )
  const asked = await Promise.all(
    moves.map(async (move) => {
      const label = caseFlow.moves[move].label
      return (await missingFor(tx, found, move)).map((one) => ({ move, moveLabel: label, ...one }))
    }),
  )
  return asked.flat()
}

/** Every paper of a case, each kind in its order. */
export async function papersOfCase(tx: Tx, found: CaseRow) {
  const [
    steps,
    workers,
    crises,
    assessments,
    plans,
    goals,
    records,
    contacts,
    reviews,
    feedbacks,
    referrals,
    followUps,
  ] = await Promise.all([
    papersOf(tx, CaseStep, found, 'at'),
    papersOf(tx, CaseWorker, found, 'from_on'),
    papersOf(tx, CaseCrisis, found, 'from_on'),
    papersOf(tx, CaseAssessment, found, 'on_day'),
    papersOf(tx, CasePlan, found, 'revision'),
    papersOf(tx, CaseGoal, found, 'due_on'),
    papersOf(tx, CaseRecord, found, 'on_day'),
    papersOf(tx, CaseContact, found, 'on_day'),
    papersOf(tx, CaseReview, found, 'to_on'),
    papersOf(tx, CaseFeedback, found, 'on_day'),
    papersOf(tx, CaseReferral, found, 'offered_on'),
    papersOf(tx, CaseFollowUp, found, 'due_on'),
  ])
  return {
    steps,
    workers,
    crises,
    assessments,
    plans,
    goals,
    records,
    contacts,
    reviews,
    feedbacks,
    referrals,
    followUps,
  }
}

function needsOf(tx: Tx, found: CaseRow) {
  return select(
    tx,
    Need,
    sql`where county = ${found.county} and client = ${splitId(found.client).uuid}::uuid order by found_on desc, id`,
  )
}

/** Names of the people of the case's station, for its papers. */
export async function namesIn(tx: Tx, found: CaseRow): Promise<Map<string, string>> {
  const people = await select(
    tx,
    Person,
    sql`where county = ${found.county} and id in (
      select worker from case_worker where county = ${found.county} and case_file = ${splitId(found.id).uuid}::uuid
      union select worker from case_record where county = ${found.county} and case_file = ${splitId(found.id).uuid}::uuid
      union select worker from case_contact where county = ${found.county} and case_file = ${splitId(found.id).uuid}::uuid
      union select ${splitId(found.worker).uuid}::uuid)`,
  )
  return new Map(people.map(({ id: one, name }) => [one, name]))
}

/** One process record, wherever a list behind a figure or a timeline leads to it. */
export const getMeeting = query({
  label: '过程记录',
  grant: 'case.read',
  input: { id: id() },
  output: shape('过程记录', {
    row: CaseRecord.row,
    number: text('个案编号'),
    clientName: text('姓名'),
    name: text('社工'),
  }),
  async run({ tx, reach, input }) {
    const row = await find(tx, CaseRecord, input.id)
    const found = await findReachable(tx, CaseFile, reach, row?.caseFile ?? input.id)
    const names = await namesIn(tx, found)
    return { row: row!, number: found.number, clientName: found.clientName, name: names.get(row!.worker) ?? '' }
  },
})
