import { sql } from 'kysely'
import { reachesAsPlaceOfWork } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, id, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { partAt } from '../../core/parts.ts'
import { find, findReachable, insert, update } from '../../core/records.ts'
import { record, type Tx } from '../../core/tx.ts'
import { lookBeyond, widen } from '../../core/widen.ts'
import { needsGuardian } from '../clients/index.server.ts'
import { Client, clientSexes, consentAge } from '../clients/index.ts'
import { ageOn, Person } from '../people/index.ts'
import { homeOf } from '../places/index.server.ts'
import { Station, stationStateOn } from '../stations/index.ts'
import { whyLocked } from './caseFile.server.ts'
import { CaseFile, caseReferred } from './caseFile.ts'
import { CaseReferral, referralFlow } from './caseReferral.ts'
import type { CaseRow } from './gates.server.ts'

type Referral = RowOf<typeof CaseReferral>

const wholeOf = (...ids: string[]) => ({
  whole: [...new Set(ids.map((one) => splitId(one).county))],
  stations: [],
  own: [],
})

/** Stations a client may be referred to; names of stations are public. */
export const stationsToRefer = query({
  label: '可接收转介的社工站',
  grant: 'case.write',
  input: { station: ref('本站', 'station'), county: optional(link('区县', 'place')) },
  output: list('社工站', shape('社工站', { id: id(), name: text('站名') })),
  async run({ tx, reach, input }) {
    if (!reachesAsPlaceOfWork(reach, input.station)) throw new Failure('notFound', '找不到该社工站，或您无权办理')
    const county = input.county ? await homeOf(tx, input.county) : splitId(input.station).county
    return lookBeyond(tx, { whole: [county], stations: [], own: [] }, 'referral', () =>
      tx.rows<{ id: string; name: string }>(sql`
        select county || '-' || id as id, name from station where county = ${county} and county || '-' || id <> ${input.station}
          and opened_on <= ${tx.today}::date and (closed_on is null or closed_on >= ${tx.today}::date) order by name limit 500`),
    )
  },
})

const { reason, done, standing, wanted, others, consentBy, consentOn, proof, toKind } = CaseReferral.fields

async function aboutOf(tx: Tx, found: CaseRow): Promise<{ about: string; young: boolean }> {
  const client = await find(tx, Client, found.client)
  if (!client) return { about: found.clientName, young: false }
  const age = client.bornOn ? `${ageOn(client.bornOn, tx.today)} 岁` : '年龄不详'
  return { about: `${clientSexes[client.sex]}，${age}`, young: needsGuardian(client, tx.today) }
}

/**
 * Refers the client to another station or to an organisation outside, with consent (C-09, KM-5p). A station gets a paper of
 * its own and answers there; an organisation's answer is entered here when it comes.
 */
export const offerReferral = action({
  label: '转介',
  grant: 'case.write',
  on: CaseFile,
  clause: '昆民通〔2021〕8号 五',
  input: {
    id: id(),
    toKind,
    to: optional(text('接收站', { max: 60, pattern: '^[0-9A-Za-z]{1,12}-[0-9a-f-]{36}$' })),
    toName: optional(text('接收单位', { max: 80 })),
    reason,
    done,
    standing,
    wanted,
    others,
    consentBy,
    consentOn,
    proof,
  },
  output: CaseReferral,
  guard: (found) => whyLocked(found) ?? (found.stage === 'intake' ? '请先决定是否开案，再办理转介' : undefined),
  async run({ tx, found, input: { id: _id, to, toName, ...values } }) {
    const { about, young } = await aboutOf(tx, found)
    if (young && values.consentBy !== 'guardian')
      throw refuseField('consentBy', `不满 ${consentAge} 周岁的，转介须由监护人同意（个人信息保护法 第三十一条）`)
    const [from, worker] = await Promise.all([find(tx, Station, found.station!), find(tx, Person, found.worker)])
    const paper = {
      ...values,
      clientName: found.clientName,
      about,
      fromStation: from!.id,
      fromName: from!.name,
      workerName: worker?.name ?? tx.actor.name,
      state: 'offered' as const,
      offeredOn: tx.today,
    }
    record(tx, {
      kind: caseReferred.name,
      county: found.county,
      station: found.station!,
      on: tx.today,
      source: { entity: 'case_file', id: found.id },
      variant: values.toKind,
      worker: found.worker,
      client: found.client,
      people: 1,
    })
    if (values.toKind === 'organisation') {
      if (!toName) throw refuseField('toName', '请填写接收单位的名称')
      return insert(tx, CaseReferral, partAt(found), { ...paper, side: 'out', caseFile: found.id, toName })
    }
    if (!to) throw refuseField('to', '请选择接收站')
    if (to === found.station) throw refuseField('to', '不能转介给本站，同站换人请用「转办」')
    widen(tx, wholeOf(to, found.id), 'referral')
    const target = await find(tx, Station, to)
    if (!target || stationStateOn(target, tx.today) !== 'open')
      throw refuseField('to', '接收站不存在或未在运行，请重新选择')
    const sides = { out: newId(found.county), in: newId(target.county) }
    const reached = { ...paper, toStation: target.id, toName: target.name }
    // the signed consent stays with the station that has it
    await insert(
      tx,
      CaseReferral,
      { id: sides.in, station: target.id },
      { ...reached, proof: [], side: 'in', other: sides.out },
    )
    return insert(
      tx,
      CaseReferral,
      { id: sides.out, station: from!.id },
      { ...reached, side: 'out', caseFile: found.id, other: sides.in },
    )
  },
})

/** Writes an answer on one's own side and, between stations, on the other. */
async function answered(tx: Tx, found: Referral, patch: Partial<Referral>): Promise<Referral> {
  const written = { ...patch, answeredOn: tx.today, answeredBy: tx.actor.name } as never
  if (found.other) {
    widen(tx, wholeOf(found.other, found.id), 'referral')
    const other = (await find(tx, CaseReferral, found.other))!
    if (other.state !== 'offered') throw new Failure('conflict', '对方刚刚办理了这张转介单，请刷新后查看')
    await update(tx, CaseReferral, other, written)
  }
  return update(tx, CaseReferral, found, written)
}

const received = (found: Referral) => (found.side === 'in' ? undefined : '由接收站答复')
const answering = { id: id(), version: version(), answer: optional(text('答复', { max: 500, multiline: true })) }

/** Takes a referral up (C-04): a case may then be opened from it. */
export const acceptReferral = action({
  label: '接收转介',
  grant: 'referral.answer',
  on: CaseReferral,
  move: 'accept',
  input: answering,
  output: CaseReferral,
  guard: received,
  run: ({ tx, found, next, input }) => answered(tx, found, { state: next as 'accepted', answer: input.answer ?? null }),
})

export const refuseReferral = action({
  label: '不接收转介',
  grant: 'referral.answer',
  on: CaseReferral,
  move: 'refuse',
  input: answering,
  output: CaseReferral,
  guard: received,
  run: ({ tx, found, next, input }) => answered(tx, found, { state: next as 'refused', answer: input.answer ?? null }),
})

/** A referral of one's own case: whoever may write the case may take it back or enter the answer from outside. */
async function refuseForeignCase(tx: Tx, reach: Parameters<typeof findReachable>[2], found: Referral): Promise<void> {
  if (found.caseFile) await findReachable(tx, CaseFile, reach, found.caseFile)
}

export const withdrawReferral = action({
  label: '撤回转介',
  grant: 'case.write',
  on: CaseReferral,
  move: 'withdraw',
  input: { id: id(), version: version() },
  output: CaseReferral,
  guard: ({ side }) => (side === 'out' ? undefined : '由转出站撤回'),
  async run({ tx, reach, found, next }) {
    await refuseForeignCase(tx, reach, found)
    return answered(tx, found, { state: next as 'withdrawn' })
  },
})

/** Enters what an organisation outside has answered (C-04). */
export const enterReply = action({
  label: '登记外单位答复',
  grant: 'case.write',
  on: CaseReferral,
  input: {
    id: id(),
    version: version(),
    reply: choice('答复', { accepted: '接收', refused: '不接收' }),
    answer: text('答复内容', { max: 500, multiline: true }),
    answeredOn: date('答复日期', { past: true }),
    answeredBy: text('对方经办人', { max: 40 }),
  },
  output: CaseReferral,
  guard: ({ side, toKind: kind, state }) =>
    side === 'out' && kind === 'organisation' && state === 'offered' ? undefined : '只登记系统外单位的答复',
  async run({ tx, reach, found, input: { reply, answer, answeredOn, answeredBy } }) {
    await refuseForeignCase(tx, reach, found)
    if (answeredOn < found.offeredOn) throw refuseField('answeredOn', `不能早于转介日期 ${found.offeredOn}`)
    return update(tx, CaseReferral, found, { state: reply, answer, answeredOn, answeredBy })
  },
})

/** Referrals that other stations have sent here, those to answer first. */
export const listReferrals = query({
  label: '收到的转介',
  grant: 'referral.answer',
  input: {
    state: optional(choice('状态', referralFlow.states)),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('转介', {
    rows: list('转介', CaseReferral.row),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { state, after } }) {
    return page(tx, CaseReferral, reach, {
      where: [
        sql<boolean>`case_referral.side = 'in'`,
        ...(state ? [sql<boolean>`case_referral.state = ${state}`] : []),
      ],
      order: ['offered_on', 'desc'],
      after: after ?? null,
    })
  },
})

/** One referral as it was received, to open a case from. */
export const getReferral = query({
  label: '转介单',
  grant: 'referral.answer',
  input: { id: id() },
  output: CaseReferral,
  async run({ tx, reach, input }) {
    const row = await findReachable(tx, CaseReferral, reach, input.id)
    if (row.side !== 'in') throw new Failure('notFound', '找不到该转介，或您无权办理')
    return row
  },
})
