import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import type { AnyEntity, RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, flag, id, optional, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { needsGuardian, whyClosed } from './client.server.ts'
import { Client, ClientRisk, ClientWorker } from './client.ts'
import {
  ClientAlert,
  ClientCare,
  ClientContact,
  Consent,
  consentAge,
  FamilyTracing,
  Guardian,
  Need,
  NeedsAssessment,
  noticeVersion,
} from './clientFile.ts'

export type ClientRow = RowOf<typeof Client>

/** Where a new row of a client's file stands. */
export const rowAt = (client: Pick<ClientRow, 'county' | 'station'>) => ({
  id: newId(client.county),
  station: client.station,
})

/** The fields of a record without those that the action fills in. */
function typedOf<F extends object, K extends keyof F>(fields: F, ...filled: K[]): Omit<F, K> {
  const rest = { ...fields }
  for (const key of filled) delete rest[key]
  return rest
}

/**
 * Ends what stood before a new dated row: until the day before it. From the same day it is a correction, and the former
 * row is answered to be changed instead.
 */
async function endBefore<E extends AnyEntity>(
  tx: Tx,
  entity: E,
  client: ClientRow,
  fromOn: string,
): Promise<RowOf<E> | undefined> {
  const table = sql.table(entity.table)
  const rows = (await select(
    tx,
    entity,
    sql`where ${table}.county = ${client.county} and ${table}.client = ${splitId(client.id).uuid}::uuid and ${table}.to_on is null order by ${table}.from_on desc`,
  )) as unknown as (RowOf<E> & { fromOn: string })[]
  const [last] = rows
  if (!last) return undefined
  if (fromOn < last.fromOn) throw refuseField('fromOn', `请填写不早于 ${last.fromOn}（现有记录起始日）的日期`)
  if (fromOn === last.fromOn) return last
  await update(tx, entity, last, { toOn: addDays(fromOn, -1) } as never)
  return undefined
}

/** PZ-G3.2.2b: grades a client's risk, with reasons and the day of the next review; the former grade ends the day before. */
export const assessRisk = action({
  label: '评定风险',
  grant: 'client.write',
  on: Client,
  input: { id: id(), ...typedOf(ClientRisk.fields, 'client', 'toOn') },
  output: ClientRisk,
  guard: whyClosed,
  clause: '攀民政〔2021〕31号 导引 3.2.2.2',
  async run({ tx, found, input: { id: _id, ...values } }) {
    if (values.reviewOn <= values.fromOn) throw refuseField('reviewOn', '复评日期应晚于评定日期')
    const same = await endBefore(tx, ClientRisk, found, values.fromOn)
    return same
      ? update(tx, ClientRisk, same, values)
      : insert(tx, ClientRisk, rowAt(found), { client: found.id, ...values })
  },
})

export const assignWorker = action({
  label: '更换责任社工',
  grant: 'client.write',
  on: Client,
  input: { id: id(), worker: ClientWorker.fields.worker, fromOn: ClientWorker.fields.fromOn },
  output: ClientWorker,
  guard: whyClosed,
  async run({ tx, found, input: { id: _id, ...values } }) {
    const same = await endBefore(tx, ClientWorker, found, values.fromOn)
    return same
      ? update(tx, ClientWorker, same, values)
      : insert(tx, ClientWorker, rowAt(found), { client: found.id, ...values })
  },
})

export const recordCare = action({
  label: '登记照料能力',
  grant: 'client.write',
  on: Client,
  input: { id: id(), ...typedOf(ClientCare.fields, 'client', 'toOn') },
  output: ClientCare,
  guard: whyClosed,
  async run({ tx, found, input: { id: _id, ...values } }) {
    const same = await endBefore(tx, ClientCare, found, values.fromOn)
    return same
      ? update(tx, ClientCare, same, values)
      : insert(tx, ClientCare, rowAt(found), { client: found.id, ...values })
  },
})

export const addGuardian = action({
  label: '登记监护人',
  grant: 'client.write',
  on: Client,
  input: { id: id(), ...typedOf(Guardian.fields, 'client', 'toOn') },
  output: Guardian,
  guard: whyClosed,
  async run({ tx, found, input: { id: _id, ...values } }) {
    return insert(tx, Guardian, rowAt(found), { client: found.id, ...values })
  },
})

export const endGuardian = action({
  label: '结束监护',
  grant: 'client.write',
  on: Guardian,
  input: { id: id(), version: version(), toOn: date('监护止') },
  output: Guardian,
  guard: ({ toOn }) => (toOn ? '这位监护人的监护已经结束' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于监护起始日 ${found.fromOn}`)
    return update(tx, Guardian, found, { toOn: input.toOn })
  },
})

/** A consent for one purpose; under fourteen the guardian gives it (个人信息保护法 第三十一条). */
export const giveConsent = action({
  label: '登记同意',
  grant: 'client.write',
  on: Client,
  input: { id: id(), ...typedOf(Consent.fields, 'client', 'noticeVersion', 'withdrawnOn', 'withdrawnReason') },
  output: Consent,
  guard: whyClosed,
  clause: '个人信息保护法 第十四条、第三十一条',
  async run({ tx, reach, found, input: { id: _id, ...values } }) {
    if (values.basis === 'law') {
      if (!values.law) throw refuseField('law', '依法履职的，请写明依据的法律或文件')
      if (values.purpose === 'photo' || values.purpose === 'publicity')
        throw refuseField('basis', '拍照和宣传须取得同意，不能以依法履职为依据')
    } else {
      if (!values.way) throw refuseField('way', '请选择同意方式')
      if (needsGuardian(found, values.onDay) && values.givenBy !== 'guardian')
        throw refuseField('givenBy', `不满 ${consentAge} 周岁的，须由监护人同意（个人信息保护法 第三十一条）`)
      if (!values.givenBy) throw refuseField('givenBy', '请选择由谁同意')
      if (values.givenBy === 'guardian') await refuseOtherGuardian(tx, reach, found, values)
    }
    const consents = values.basis === 'consent'
    return insert(tx, Consent, rowAt(found), {
      ...values,
      client: found.id,
      noticeVersion,
      law: consents ? null : values.law!,
      way: consents ? values.way! : null,
      givenBy: consents ? values.givenBy! : null,
      guardian: consents && values.givenBy === 'guardian' ? values.guardian! : null,
    })
  },
})

async function refuseOtherGuardian(
  tx: Tx,
  reach: Parameters<typeof findReachable>[2],
  client: ClientRow,
  { guardian, onDay }: { guardian?: string | null; onDay: string },
): Promise<void> {
  if (!guardian) throw refuseField('guardian', '请选择同意的监护人；还没有登记的，请先登记监护人')
  const row = await findReachable(tx, Guardian, reach, guardian)
  if (row.client !== client.id) throw refuseField('guardian', '这位监护人不是该服务对象的监护人，请重新选择')
  if (row.fromOn > onDay || (row.toOn && row.toOn < onDay))
    throw refuseField('guardian', '这位监护人在同意当日不在监护期内，请重新选择')
}

/** Takes a consent back from a day on; what was done before stays lawful, the row stays to be read. */
export const withdrawConsent = action({
  label: '撤回同意',
  grant: 'client.write',
  on: Consent,
  input: {
    id: id(),
    version: version(),
    withdrawnOn: date('撤回日期', { past: true }),
    withdrawnReason: optional(text('撤回说明', { max: 200 })),
  },
  output: Consent,
  clause: '个人信息保护法 第十五条',
  guard: ({ withdrawnOn, basis }) =>
    withdrawnOn ? '这项同意已经撤回' : basis === 'law' ? '依法履职的依据不是同意，不能撤回' : undefined,
  async run({ tx, found, input }) {
    if (input.withdrawnOn < found.onDay) throw refuseField('withdrawnOn', `不能早于同意日期 ${found.onDay}`)
    return update(tx, Consent, found, {
      withdrawnOn: input.withdrawnOn,
      withdrawnReason: input.withdrawnReason ?? null,
    })
  },
})

/** Whether a client may be served, photographed … on a day: a consent or a law that stands, for this purpose. */
export async function consentStands(
  tx: Tx,
  client: string,
  purpose: RowOf<typeof Consent>['purpose'],
  day: string,
): Promise<boolean> {
  const { county, uuid } = splitId(client)
  const row = await tx.first(sql`select 1 as stands from consent where county = ${county} and client = ${uuid}::uuid
    and purpose = ${purpose} and on_day <= ${day}::date and (withdrawn_on is null or withdrawn_on > ${day}::date) limit 1`)
  return row !== undefined
}

export const addContact = action({
  label: '登记社会关系',
  grant: 'client.write',
  on: Client,
  input: { id: id(), ...typedOf(ClientContact.fields, 'client', 'toOn') },
  output: ClientContact,
  guard: whyClosed,
  async run({ tx, found, input: { id: _id, ...values } }) {
    return insert(tx, ClientContact, rowAt(found), { client: found.id, ...values })
  },
})

export const endContact = action({
  label: '移除社会关系',
  grant: 'client.write',
  on: ClientContact,
  input: { id: id(), version: version(), toOn: date('自何日起不再有', { past: true }) },
  output: ClientContact,
  guard: ({ toOn }) => (toOn ? '这条关系已经移除' : undefined),
  async run({ tx, found, input }) {
    return update(tx, ClientContact, found, { toOn: input.toOn })
  },
})

export const addNeed = action({
  label: '登记需求',
  grant: 'client.write',
  on: Client,
  input: { id: id(), kind: Need.fields.kind, content: Need.fields.content, foundOn: Need.fields.foundOn },
  output: Need,
  guard: whyClosed,
  clause: '滨民政 清单 一2',
  async run({ tx, found, input: { id: _id, ...values } }) {
    return insert(tx, Need, rowAt(found), { client: found.id, ...values, state: 'open' })
  },
})

/** Says how a need stands; a met one names the day and the result, an open one neither. */
export const answerNeed = action({
  label: '更新需求',
  grant: 'client.write',
  on: Need,
  input: {
    id: id(),
    version: version(),
    state: Need.fields.state,
    closedOn: Need.fields.closedOn,
    result: Need.fields.result,
  },
  output: Need,
  async run({ tx, found, input: { state, closedOn, result } }) {
    const closed = state === 'met' || state === 'notPossible'
    if (closed && !result) throw refuseField('result', '请写明结果')
    const day = closed ? (closedOn ?? tx.today) : null
    if (day && day < found.foundOn) throw refuseField('closedOn', `不能早于发现日期 ${found.foundOn}`)
    return update(tx, Need, found, { state, closedOn: day, result: result ?? null })
  },
})

/** BH-S1.2, GD-A3.17: goes over a client's needs, and perhaps mental health; for the whole household at once if asked. */
export const assessNeeds = action({
  label: '更新需求评估',
  grant: 'client.write',
  on: Client,
  input: {
    id: id(),
    ...typedOf(NeedsAssessment.fields, 'client', 'household', 'worker'),
    worker: optional(NeedsAssessment.fields.worker),
    wholeHousehold: optional(flag('同时更新全家', { help: '家庭成员已建档的，一并记为已更新需求' })),
  },
  output: NeedsAssessment,
  guard: whyClosed,
  clause: '滨民政 清单 一2；官渡区方案 附件3 第17项',
  async run({ tx, actor, found, input: { id: _id, wholeHousehold, worker, ...values } }) {
    const who = worker ?? actor.person
    if (!who) throw refuseField('worker', '请选择评估人')
    if (values.covers.length === 0) throw refuseField('covers', '请选择更新了哪些内容')
    if (values.covers.includes('mentalHealth') && !values.mood)
      throw refuseField('mood', '更新心理健康的，请选择评估结果')
    const mine = await insert(tx, NeedsAssessment, rowAt(found), {
      ...values,
      mood: values.covers.includes('mentalHealth') ? values.mood! : null,
      client: found.id,
      household: wholeHousehold ? found.household : null,
      worker: who,
    })
    if (wholeHousehold && found.household) {
      const others = await select(
        tx,
        Client,
        sql`where client.county = ${found.county} and client.household = ${splitId(found.household).uuid}::uuid
          and client.station = ${splitId(found.station!).uuid}::uuid and client.state = 'active' and client.id <> ${splitId(found.id).uuid}::uuid`,
      )
      for (const other of others)
        await insert(tx, NeedsAssessment, rowAt(other), {
          onDay: values.onDay,
          covers: ['needs'],
          summary: values.summary,
          client: other.id,
          household: found.household,
          worker: who,
        })
    }
    return mine
  },
})

export const addAlert = action({
  label: '加提醒',
  grant: 'client.write',
  on: Client,
  input: { id: id(), content: ClientAlert.fields.content, toOn: ClientAlert.fields.toOn },
  output: ClientAlert,
  guard: whyClosed,
  async run({ tx, found, input: { content, toOn } }) {
    if (toOn && toOn < tx.today) throw refuseField('toOn', '提醒的截止日不能早于今天')
    return insert(tx, ClientAlert, rowAt(found), { client: found.id, content, fromOn: tx.today, toOn: toOn ?? null })
  },
})

export const endAlert = action({
  label: '取消提醒',
  grant: 'client.write',
  on: ClientAlert,
  input: { id: id(), version: version() },
  output: ClientAlert,
  guard: ({ toOn }, _actor) => (toOn ? '这条提醒已有截止日' : undefined),
  async run({ tx, found }) {
    return update(tx, ClientAlert, found, { toOn: tx.today < found.fromOn ? found.fromOn : tx.today })
  },
})

/** PZ-G3.2.1h: a step in finding the family of somebody in a relief institution. */
export const recordTracing = action({
  label: '登记寻亲',
  grant: 'client.write',
  on: Client,
  input: { id: id(), ...typedOf(FamilyTracing.fields, 'client') },
  output: FamilyTracing,
  guard: whyClosed,
  clause: '攀民政〔2021〕31号 导引 3.2.1.8',
  async run({ tx, found, input: { id: _id, ...values } }) {
    return insert(tx, FamilyTracing, rowAt(found), { client: found.id, ...values })
  },
})
