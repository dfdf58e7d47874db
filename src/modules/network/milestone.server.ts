import { sql } from 'kysely'
import { type Reach, reachesStation } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, id, link, optional, ref, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { step } from '../../core/workflow.ts'
import { homeOf } from '../places/index.server.ts'
import { policyByCode } from '../policy/index.server.ts'
import { linesOf, type ResolvedLine } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { anchorOf } from './area.server.ts'
import { expectedIn, expectedOfStation } from './expected.server.ts'
import { Milestone, milestoneFlow, units } from './milestone.ts'

type MilestoneRow = RowOf<typeof Milestone>
type Line = ResolvedLine<'milestone'>

/** Which node is meant: one of one's own by its id, or a document's line for a unit. */
const meant = {
  milestone: optional(text('节点编号', { max: 60 })),
  unit: choice('责任主体', units),
  place: link('地区', 'place'),
  station: optional(ref('社工站', 'station')),
  policyCode: optional(text('文件', { max: 8 })),
  line: optional(text('条目', { max: 80 })),
}
interface Meant {
  milestone?: string | null
  unit: keyof typeof units
  place: string
  station?: string | null
  policyCode?: string | null
  line?: string | null
}

interface At {
  row: MilestoneRow | undefined
  line: Line | undefined
  county: string
  station: string | null
}

/** Finds the row of a node, or where it will stand; refuses lines that are not set to this unit. */
async function locate(tx: Tx, reach: Reach, input: Meant): Promise<At> {
  if (input.milestone) {
    const row = await findReachable(tx, Milestone, reach, input.milestone)
    return { row, line: lineOf(row), county: row.county, station: row.station }
  }
  if (input.unit === 'station' && !input.station) throw refuseField('station', '请选择社工站')
  const station = input.unit === 'station' ? input.station! : await anchorOf(tx, input.place, tx.today)
  const county = station ? splitId(station).county : await homeOf(tx, input.place)
  if (!reachesStation(reach, county, station)) throw new Failure('notFound', '找不到这个进度节点，或您无权办理')
  if (!input.line || !input.policyCode) return { row: undefined, line: undefined, county, station }
  const line = await setTo(tx, input, input.policyCode, input.line)
  const at =
    input.unit === 'station'
      ? sql`unit = 'station' and station = ${splitId(station!).uuid}::uuid`
      : sql`unit = 'place' and place = ${input.place}`
  const [row] = await select(
    tx,
    Milestone,
    sql`where county = ${county} and policy_code = ${input.policyCode} and line = ${input.line} and ${at}`,
  )
  return { row, line, county: row?.county ?? county, station: row ? row.station : station }
}

function lineOf({ policyCode, line, doneOn, dueOn }: MilestoneRow): Line | undefined {
  if (!policyCode || !line) return undefined
  const policy = policyByCode(policyCode, doneOn ?? dueOn ?? '9999-12-31')
  return linesOf(policy, 'milestone').find(({ key }) => key === line)
}

async function setTo(tx: Tx, { unit, place, station }: Meant, code: string, key: string): Promise<Line> {
  const expected =
    unit === 'station'
      ? await expectedOfStation(
          tx,
          { ...splitId(station!), place: (await find(tx, Station, station!))!.place },
          tx.today,
        )
      : await expectedIn(tx, place, tx.today)
  const found = expected.find(
    ({ line, policy, unit: of }) =>
      line.key === key &&
      policy.head.code === code &&
      (unit === 'station' ? of.station === station : of.unit === 'place' && of.place === place),
  )
  if (!found) throw refuseField('line', '文件没有给这个单位定这个节点，请刷新后重试')
  return found.line
}

const { dueOn, responsible, label } = Milestone.fields

/** Sets a node of one's own for a place or a station, or another day and somebody responsible for one of a document. */
export const planMilestone = action({
  label: '安排进度节点',
  grant: 'network.manage',
  input: { ...meant, label: optional(label), dueOn: { ...dueOn, optional: false as const }, responsible },
  output: Milestone,
  clause: '滨海新区通知 二（三）',
  async run({ tx, reach, input }) {
    const at = await locate(tx, reach, input)
    const values = { dueOn: input.dueOn, responsible: input.responsible ?? null }
    if (at.row)
      return update(tx, Milestone, at.row, { ...values, ...(input.label && !at.line && { label: input.label }) })
    if (!at.line && !input.label) throw refuseField('label', '请写明要完成什么')
    return begin(tx, at, input, { ...values, label: at.line?.label.slice(0, 120) ?? input.label! })
  },
})

async function begin(
  tx: Tx,
  at: At,
  input: Meant,
  values: { label: string; dueOn?: string | null; responsible?: string | null },
): Promise<MilestoneRow> {
  return insert(
    tx,
    Milestone,
    { id: newId(at.county), station: at.station, county: at.county },
    {
      unit: input.unit,
      place: input.place,
      policyCode: at.line ? input.policyCode! : null,
      line: at.line?.key ?? null,
      steps: [],
      files: [],
      state: milestoneFlow.initial,
      dueOn: null,
      responsible: null,
      ...values,
    },
  )
}

const { doneOn, note, files, steps } = Milestone.fields

/**
 * Says that a node is done, with a file or a sentence as evidence; one that a document wants filed goes to the office
 * above to be accepted. Also corrects one that was returned.
 */
export const reportMilestone = action({
  label: '登记完成',
  grant: 'network.record',
  input: { ...meant, doneOn: { ...doneOn, optional: false as const }, note, files, steps },
  output: Milestone,
  clause: '昆民通〔2021〕8号 六',
  async run({ tx, actor, reach, input }) {
    const at = await locate(tx, reach, input)
    if (!input.note && input.files.length === 0) throw refuseField('note', '请写完成情况，或上传佐证材料')
    const all = at.line?.steps ?? []
    const foreign = input.steps.find((one) => !all.includes(one))
    if (foreign) throw refuseField('steps', `「${foreign}」不在这个节点的事项里`)
    if (!at.row && !at.line) throw new Failure('notFound', '找不到这个进度节点，请刷新后重试')
    const row = at.row ?? (await begin(tx, at, input, { label: at.line!.label.slice(0, 120) }))
    const move = at.line?.filedWith ? 'file' : 'complete'
    const state = step(milestoneFlow, row.state, move, input)
    const { doneOn: on, note: said, files: proof, steps: done } = input
    return update(tx, Milestone, row, {
      state,
      doneOn: on,
      note: said ?? null,
      files: proof,
      steps: done,
      filedBy: actor.account,
      returnReason: null,
    })
  },
})

const officeOf = {
  province: 'milestone.acceptProvince',
  city: 'milestone.acceptCity',
  county: 'milestone.acceptCounty',
}

/** Who decides is who the document names as receiver. */
const receiver = (row: MilestoneRow): string => {
  const to = lineOf(row)?.filedWith
  return officeOf[(to ?? 'county') as keyof typeof officeOf] ?? 'milestone.acceptCounty'
}
const notOwn = ({ filedBy }: MilestoneRow, actor: { account: string }) =>
  filedBy === actor.account ? '自己报送的须由上级备案' : undefined

/** Reviews what was filed and puts it on record (BH-2.3 审核备案). */
export const acceptMilestone = action({
  label: '备案',
  grant: 'network.read',
  on: Milestone,
  needs: receiver,
  guard: notOwn,
  move: 'accept',
  input: { id: id(), version: version() },
  output: Milestone,
  clause: '滨海新区通知 二（三）',
  run: ({ tx, found, next }) => update(tx, Milestone, found, { state: next as 'accepted', decidedOn: tx.today }),
})

export const returnMilestone = action({
  label: '退回',
  grant: 'network.read',
  on: Milestone,
  needs: receiver,
  guard: notOwn,
  move: 'return',
  input: { id: id(), version: version(), returnReason: text('退回原因', { max: 300, multiline: true }) },
  output: Milestone,
  run: ({ tx, found, next, input }) =>
    update(tx, Milestone, found, {
      state: next as 'returned',
      returnReason: input.returnReason,
      decidedOn: tx.today,
    }),
})

/** Takes back what was said to be done, or filed and not yet accepted. */
export const reopenMilestone = action({
  label: '撤回',
  grant: 'network.record',
  on: Milestone,
  move: 'reopen',
  input: { id: id(), version: version() },
  output: Milestone,
  run: ({ tx, found, next }) => update(tx, Milestone, found, { state: next as 'open', doneOn: null, filedBy: null }),
})
