import { sql } from 'kysely'
import type { Actor, Reach } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { date, id, optional, ref, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { partAt } from '../../core/parts.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import { record, type Tx } from '../../core/tx.ts'
import { whyClosed } from '../clients/index.server.ts'
import { Client } from '../clients/index.ts'
import { openStation } from '../services/index.server.ts'
import { CaseCrisis, CaseFile, CaseStep, CaseWorker, caseCrisisFact, intakeFields } from './caseFile.ts'
import { type CaseMove, type CaseStage, skippingMoves, workingStages } from './caseFlow.ts'
import { nextNumber } from './caseNumber.server.ts'
import { CaseReferral } from './caseReferral.ts'
import { type CaseRow, papersOf } from './gates.server.ts'

/** A case that is closed or was not opened says so; also hides the buttons. */
export function whyEnded({ stage }: Pick<CaseRow, 'stage'>): string | undefined {
  return workingStages.includes(stage) ? undefined : '这个个案已经结束，要继续办理请先重新开案'
}

/** While a paper lies with the supervisor nothing of it changes, so that what is signed is what was read. */
export function whyLocked(found: Pick<CaseRow, 'stage'>): string | undefined {
  const ended = whyEnded(found)
  if (ended) return ended
  return found.stage === 'planReview' || found.stage === 'closureReview' ? '正在等督导审核，要修改请先撤回' : undefined
}

/** Writes down a step: who, from where to where, why, and what was signed. */
export async function noteStep(
  tx: Tx,
  actor: Actor,
  found: CaseRow,
  step: {
    move: CaseMove | 'register' | 'reassign'
    from: CaseStage | null
    to: CaseStage
    opinion?: string | null
    fingerprint?: string | null
  },
): Promise<void> {
  await insert(tx, CaseStep, partAt(found), {
    caseFile: found.id,
    move: step.move,
    fromStage: step.from,
    toStage: step.to,
    skips: (skippingMoves as readonly string[]).includes(step.move),
    opinion: step.opinion ?? null,
    byName: actor.name,
    byPerson: actor.person,
    fingerprint: step.fingerprint ?? null,
    onDay: tx.today,
    at: tx.now,
  })
}

/** Whose case it becomes: one's own, or with the whole station in reach anybody's of it. */
function workerFor(actor: Actor, reach: Reach, station: string, asked: string | null | undefined): string {
  const who = asked ?? actor.person
  if (!who) throw refuseField('worker', '请选择负责社工')
  if (who !== actor.person && reach.own.includes(station) && !reach.stations.includes(station))
    throw refuseField('worker', '您只能登记由自己负责的个案，请联系站长转办')
  return who
}

/** Takes in a request for help (C-01): a file number, a worker, and the words of whoever asks. */
export const registerCase = action({
  label: '接案登记',
  grant: 'case.write',
  clause: '攀民政〔2021〕31号 导引 4.4',
  input: {
    station: ref('社工站', 'station'),
    client: ref('服务对象', 'client'),
    ...intakeFields,
    worker: optional(ref('负责社工', 'person')),
    referral: optional(ref('转介单', 'case_referral')),
  },
  output: CaseFile,
  async run({ tx, actor, reach, input: { station: at, client: asked, worker, referral, ...values } }) {
    const station = await openStation(tx, at, values.intakeOn)
    const client = (await find(tx, Client, asked))!
    const closed = whyClosed(client)
    if (closed) throw refuseField('client', closed)
    if (client.station !== at) throw refuseField('client', '这位服务对象由别的站点服务，请先办理转站')
    const who = workerFor(actor, reach, at, worker)
    await refuseOpenCase(tx, client)
    const number = await nextNumber(tx, station, { domain: values.domain, day: values.intakeOn })
    const row = await insert(
      tx,
      CaseFile,
      { id: newId(station.county), station: at },
      {
        ...values,
        number,
        client: client.id,
        clientName: client.name,
        worker: who,
        stage: 'intake',
        stageSince: tx.today,
        crisis: false,
      },
    )
    await insert(tx, CaseWorker, partAt(row), { caseFile: row.id, worker: who, fromOn: values.intakeOn })
    await noteStep(tx, actor, row, { move: 'register', from: null, to: 'intake' })
    if (referral) await fulfil(tx, referral, row)
    return row
  },
})

/** One open case a client: what is new belongs into it. Only cases of this station are seen. */
async function refuseOpenCase(tx: Tx, client: { county: string; id: string }): Promise<void> {
  const open = await select(
    tx,
    CaseFile,
    sql`where county = ${client.county} and client = ${splitId(client.id).uuid}::uuid
      and stage = any(${[...workingStages]}::text[]) limit 1`,
  )
  if (open[0]) throw refuseField('client', `这位服务对象已有正在办理的个案（${open[0].number}），请在该个案中继续`)
}

async function fulfil(tx: Tx, id: string, row: CaseRow): Promise<void> {
  const referral = (await find(tx, CaseReferral, id))!
  if (referral.side !== 'in' || referral.state !== 'accepted' || referral.becomes || referral.station !== row.station)
    throw refuseField('referral', '这张转介单不是本站已接收的，或已经开立个案')
  await update(tx, CaseReferral, referral, { becomes: row.id })
}

const intakeOpen = (found: CaseRow) =>
  whyLocked(found) ??
  (found.stage === 'intake' || found.stage === 'assessment' ? undefined : '预估完成后不再修改接案登记')

/** Corrects the intake while the case is being looked at. The number stays. */
export const editIntake = action({
  label: '修改接案登记',
  grant: 'case.write',
  on: CaseFile,
  input: { id: id(), version: version(), ...intakeFields },
  output: CaseFile,
  guard: intakeOpen,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    return update(tx, CaseFile, found, values)
  },
})

/** What is to be done next and when: the day by which a case counts as waiting. */
export const planNext = action({
  label: '安排下一步',
  grant: 'case.write',
  on: CaseFile,
  input: { id: id(), nextAim: text('下一步', { max: 200 }), nextOn: date('日期') },
  output: CaseFile,
  guard: whyEnded,
  async run({ tx, found, input }) {
    return update(tx, CaseFile, found, { nextAim: input.nextAim, nextOn: input.nextOn })
  },
})

/** Hands a case to another worker of the station, from a day on, with what they must know. */
export const reassignCase = action({
  label: '转办',
  grant: 'case.review',
  on: CaseFile,
  input: {
    id: id(),
    version: version(),
    worker: ref('接手社工', 'person'),
    fromOn: date('自'),
    handover: text('交接说明', { privacy: 'sensitive', max: 500, multiline: true }),
  },
  output: CaseFile,
  guard: whyEnded,
  async run({ tx, actor, found, input }) {
    if (input.worker === found.worker) throw refuseField('worker', '这个个案已经由他负责')
    const rows = await papersOf(tx, CaseWorker, found, 'from_on')
    const last = rows.find(({ toOn }) => toOn === null)
    if (last && input.fromOn < last.fromOn) throw refuseField('fromOn', `不能早于上一位社工接手的 ${last.fromOn}`)
    if (input.fromOn > tx.today) throw refuseField('fromOn', '转办从今天或以前的日子起')
    // handed over on the very day it was taken: the former row stays as a row of that one day
    if (last)
      await update(tx, CaseWorker, last, {
        toOn: last.fromOn === input.fromOn ? input.fromOn : addDays(input.fromOn, -1),
      })
    await insert(tx, CaseWorker, partAt(found), {
      caseFile: found.id,
      worker: input.worker,
      fromOn: input.fromOn,
      handover: input.handover,
    })
    await noteStep(tx, actor, found, {
      move: 'reassign',
      from: found.stage,
      to: found.stage,
      opinion: input.handover,
    })
    return update(tx, CaseFile, found, { worker: input.worker })
  },
})

const { caseFile: _case, toOn: _toOn, result: _result, ...crisisInput } = CaseCrisis.fields

/** Marks a crisis: it stands above everything on the case until it is over, and lets help come before the plan (KM-5p). */
export const markCrisis = action({
  label: '标记危机',
  grant: 'case.write',
  on: CaseFile,
  clause: '昆民通〔2021〕8号 五',
  input: { id: id(), ...crisisInput },
  output: CaseCrisis,
  guard: (found) => whyEnded(found) ?? (found.crisis ? '已经标记危机，解除后可再次标记' : undefined),
  async run({ tx, found, input: { id: _id, ...values } }) {
    const row = await insert(tx, CaseCrisis, partAt(found), { caseFile: found.id, ...values })
    record(tx, {
      kind: caseCrisisFact.name,
      county: found.county,
      station: found.station!,
      on: values.fromOn,
      source: { entity: 'case_file', id: found.id },
      variant: values.kind,
      worker: found.worker,
      client: found.client,
      people: 1,
    })
    await update(tx, CaseFile, found, { crisis: true })
    return row
  },
})

/** Ends the crisis of a case, with how things stand. */
export const endCrisis = action({
  label: '解除危机',
  grant: 'case.write',
  on: CaseFile,
  input: {
    id: id(),
    toOn: date('解除日期', { past: true }),
    result: text('解除时的情况', { privacy: 'sensitive', max: 500, multiline: true }),
  },
  output: CaseFile,
  guard: (found) => whyEnded(found) ?? (found.crisis ? undefined : '这个个案没有危机标记'),
  async run({ tx, found, input }) {
    const open = (await papersOf(tx, CaseCrisis, found, 'from_on')).find(({ toOn }) => toOn === null)
    if (open && input.toOn < open.fromOn) throw refuseField('toOn', `不能早于发现日期 ${open.fromOn}`)
    if (open) await update(tx, CaseCrisis, open, { toOn: input.toOn, result: input.result })
    return update(tx, CaseFile, found, { crisis: false })
  },
})

/** A paper of this case, in the version that was seen; another case's or a changed one is refused. */
export async function ownPaper<Row extends { caseFile: string; version: number }>(
  found: CaseRow,
  paper: Promise<Row | undefined>,
  seen: number | null | undefined,
): Promise<Row> {
  const row = await paper
  if (!row || row.caseFile !== found.id) throw new Failure('notFound', '这个个案里没有这份表单，请刷新')
  if (seen && seen !== row.version)
    throw new Failure('conflict', '这份表单刚刚在别处被改过，请核对最新内容后再改；您填写的内容仍保留')
  return row
}

/** The case of a query's input, within reach. */
export const reachableCase = (tx: Tx, reach: Reach, id: string) => findReachable(tx, CaseFile, reach, id)
