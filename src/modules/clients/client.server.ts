import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, id, list, optional, ref, shape, text, texts, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, unseal, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { ageOn, bornOnOf, sexOf } from '../people/index.ts'
import { refuseOutside } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { refuseForeignCategory } from './category.server.ts'
import { Client, ClientCategory, ClientStation, ClientWorker, categorySources, closings } from './client.ts'
import { Consent, consentAge, consentBases, consentGivers, consentWays, Guardian, noticeVersion } from './clientFile.ts'
import { Duplicate, duplicateReasons } from './duplicate.ts'
import { filesAlike, plain, refuseKnownIdentity } from './known.server.ts'

type ClientRow = RowOf<typeof Client>

const { state: _state, closedOn: _closedOn, closing: _closing, mergedInto: _mergedInto, ...typed } = Client.fields

/** What is typed about a client. */
export const clientInput = typed

/** A file that is no longer worked in says so; also hides the buttons. */
export function whyClosed({ state }: Pick<ClientRow, 'state'>): string | undefined {
  switch (state) {
    case 'active':
      return undefined
    case 'closed':
      return '这份档案已结束，请先恢复服务再办理'
    case 'transferred':
      return '这份档案已转出，请到接收站办理'
    case 'merged':
      return '这份档案已并入另一份，请打开保留的档案办理'
  }
}

/** The identity number decides birthday and sex; what is on file stays hidden in the sentence. */
function refuseContradiction(values: { sex: string; bornOn?: string | null }, idNumber: string, onFile: boolean): void {
  const hint = onFile ? '与已登记的身份证号不一致，请核对；身份证号有误的，请一并更正' : '与身份证号不一致，请核对'
  if (values.bornOn && bornOnOf(idNumber) !== values.bornOn) throw refuseField('bornOn', hint)
  if (sexOf(idNumber) !== values.sex) throw refuseField('sex', hint)
}

const mustBeHere = '居住地请选择本区县的社区（村）；已搬到别处的，请办理转站'

const consentInput = {
  basis: choice('建档依据', consentBases, { clause: '个人信息保护法 第十三条' }),
  law: optional(text('法律或文件依据', { max: 100, help: '依法履职的请写明，如：社会救助暂行办法' })),
  way: optional(choice('同意方式', consentWays)),
  givenBy: optional(choice('由谁同意', consentGivers)),
  guardianName: optional(text('监护人姓名', { max: 40 })),
  guardianRelation: optional(Guardian.fields.relation),
  guardianPhone: optional(Guardian.fields.phone),
}

interface ConsentTyped {
  basis: keyof typeof consentBases
  law?: string | null
  way?: keyof typeof consentWays | null
  givenBy?: keyof typeof consentGivers | null
  guardianName?: string | null
  guardianRelation?: RowOf<typeof Guardian>['relation'] | null
  guardianPhone?: string | null
}

/** Whether this person is still too young to consent alone on a day; unknown age counts as grown up. */
export const needsGuardian = ({ bornOn }: { bornOn?: string | null }, day: string): boolean =>
  Boolean(bornOn) && ageOn(bornOn!, day) < consentAge

/** The first consent of a file, and the guardian who gave it where the client is under fourteen. */
async function firstConsent(tx: Tx, client: ClientRow, given: ConsentTyped): Promise<void> {
  const at = () => ({ id: newId(client.county), station: client.station })
  if (given.basis === 'law') {
    if (!given.law) throw refuseField('law', '依法履职的，请写明依据的法律或文件')
    await insert(tx, Consent, at(), {
      client: client.id,
      purpose: 'service',
      basis: 'law',
      law: given.law,
      noticeVersion,
      onDay: tx.today,
      proof: [],
    })
  }
  const young = needsGuardian(client, tx.today)
  if (given.basis === 'consent') {
    if (!given.way) throw refuseField('way', '请选择同意方式')
    if (young && given.givenBy !== 'guardian')
      throw refuseField('givenBy', `不满 ${consentAge} 周岁的，须由监护人同意（个人信息保护法 第三十一条）`)
    if (!given.givenBy) throw refuseField('givenBy', '请选择由谁同意')
  }
  const byGuardian = given.basis === 'consent' && given.givenBy === 'guardian'
  if (byGuardian && !given.guardianName) throw refuseField('guardianName', '请填写同意的监护人姓名')
  if (given.guardianName && !given.guardianRelation)
    throw refuseField('guardianRelation', '请选择监护人与服务对象的关系')
  const guardian = given.guardianName
    ? await insert(tx, Guardian, at(), {
        client: client.id,
        name: given.guardianName,
        relation: given.guardianRelation!,
        kind: 'direct',
        phone: given.guardianPhone ?? null,
        fromOn: tx.today,
      })
    : undefined
  if (given.basis === 'consent')
    await insert(tx, Consent, at(), {
      client: client.id,
      purpose: 'service',
      basis: 'consent',
      noticeVersion,
      way: given.way!,
      givenBy: given.givenBy!,
      guardian: byGuardian ? guardian!.id : null,
      onDay: tx.today,
      proof: [],
    })
}

const firstCategory = shape('类别', {
  category: ClientCategory.fields.category,
  fromOn: optional(date('起始日期', { past: true })),
  source: optional(choice('来源', categorySources)),
})

/** Says who may already be on file, unless the writer has looked and confirmed that these are others. */
async function confirmOthers(
  tx: Tx,
  client: { county: string; id: string; station: string | null; name: string },
  keys: Parameters<typeof filesAlike>[2],
  confirmed: readonly string[],
): Promise<void> {
  const alike = await filesAlike(tx, client.county, keys, client.id)
  const unsure = alike.filter((one) => !confirmed.includes(one.id))
  if (unsure.length > 0) {
    const [one] = unsure
    const why = one!.why.map((reason) => duplicateReasons[reason]).join('、')
    const message = `可能已建档：「${one!.name}」（${one!.station}），${why}。请打开核对；确认不是同一人的，勾选后再保存`
    throw new Failure('conflict', message, { confirmedDifferent: message })
  }
  const decided = await pairsOf(tx, client)
  for (const one of alike) {
    const [first, second] = [client.id, one.id].sort() as [string, string]
    if (decided.has(one.id)) continue
    await insert(
      tx,
      Duplicate,
      { id: newId(client.county), station: client.station },
      { first, second, why: one.why, state: 'different', foundOn: tx.today, decidedOn: tx.today, memo: '建档时已核对' },
    )
  }
}

/**
 * Opens a client's file at a station: facts, categories, the worker who answers, and on what grounds the file is kept. A
 * known identity number is refused; who looks alike must be confirmed as somebody else (lessons.md L12).
 */
export const addClient = action({
  label: '新建服务对象档案',
  grant: 'client.write',
  input: {
    station: ref('社工站', 'station'),
    ...clientInput,
    categories: optional(list('服务对象类别', firstCategory, { max: 20 })),
    worker: optional(ref('责任社工', 'person')),
    ...consentInput,
    confirmedDifferent: optional(texts('已核对不是同一人', { max: 10 })),
  },
  output: Client,
  async run({ tx, actor, input }) {
    const { station: at, categories, worker, confirmedDifferent, ...rest } = input
    const { basis, law, way, givenBy, guardianName, guardianRelation, guardianPhone, ...values } = rest
    const { county } = splitId(at)
    const station = (await find(tx, Station, at))!
    await refuseOutside(tx, county, values.place, mustBeHere)
    if (values.idNumber) refuseContradiction(values, values.idNumber, false)
    else if (!values.noIdReason) throw refuseField('idNumber', '请填写身份证号；确实没有的，请写明「无身份证号的原因」')
    const bornOn = values.idNumber ? bornOnOf(values.idNumber) : (values.bornOn ?? null)
    await refuseKnownIdentity(tx, county, values.idNumber)
    await refuseForeignCategory(
      tx,
      station.place,
      (categories ?? []).map(({ category }) => category),
    )
    const clientId = newId(county)
    const entered = { ...values, bornOn, name: plain(values.name), address: plain(values.address) ?? null }
    const here = { county, id: clientId, station: at, name: entered.name }
    const client = await insert(
      tx,
      Client,
      { id: clientId, station: at },
      { ...entered, noIdReason: values.idNumber ? null : values.noIdReason!, state: 'active' },
    )
    await confirmOthers(tx, here, entered, confirmedDifferent ?? [])
    const row = () => ({ id: newId(county), station: at })
    await insert(tx, ClientStation, row(), { client: clientId, servedBy: at, fromOn: tx.today })
    const answers = worker ?? (actor.person && splitId(actor.person).county === county ? actor.person : null)
    if (answers) await insert(tx, ClientWorker, row(), { client: clientId, worker: answers, fromOn: tx.today })
    for (const one of categories ?? [])
      await insert(tx, ClientCategory, row(), {
        client: clientId,
        category: one.category,
        fromOn: one.fromOn ?? tx.today,
        source: one.source ?? 'discovered',
        proof: [],
      })
    await firstConsent(tx, client, { basis, law, way, givenBy, guardianName, guardianRelation, guardianPhone } as never)
    return client
  },
})

/** Changes the facts of a file. Hidden values are left as they are when not given: they are never sent back to be edited. */
export const editClient = action({
  label: '修改基本情况',
  grant: 'client.write',
  on: Client,
  offline: true,
  input: {
    id: id(),
    version: version(),
    ...clientInput,
    confirmedDifferent: optional(texts('已核对不是同一人', { max: 10 })),
  },
  output: Client,
  guard: whyClosed,
  async run({ tx, found, input }) {
    const { id: _id, version: _version, confirmedDifferent, idNumber, phone, address, noIdReason, ...values } = input
    await refuseOutside(tx, found.county, values.place, mustBeHere)
    const onFile = idNumber ? null : await unseal(tx, Client, found, 'idNumber')
    const number = idNumber ?? onFile
    if (number) refuseContradiction(values, number, !idNumber)
    else if (!noIdReason) throw refuseField('idNumber', '请填写身份证号；确实没有的，请写明「无身份证号的原因」')
    await refuseKnownIdentity(tx, found.county, idNumber, found.id)
    const changed = {
      ...values,
      name: plain(values.name),
      bornOn: number ? bornOnOf(number) : (values.bornOn ?? null),
      noIdReason: number ? null : noIdReason!,
      ...(idNumber && { idNumber }),
      ...(phone && { phone }),
      ...(address && { address: plain(address) }),
    }
    const renamed = changed.name !== found.name || changed.bornOn !== found.bornOn
    if (renamed || phone || address)
      await confirmOthers(
        tx,
        found,
        {
          name: changed.name,
          bornOn: renamed ? changed.bornOn : null,
          phone: phone ?? null,
          address: address ?? null,
        },
        [...(confirmedDifferent ?? []), ...(await pairsOf(tx, found)).keys()],
      )
    return update(tx, Client, found, changed)
  },
})

/** What changes oftenest, corrected on the doorstep: merged by field where somebody at the desk was at it too. */
export const editContact = action({
  label: '更新联系与备注',
  grant: 'client.write',
  on: Client,
  offline: true,
  input: {
    id: id(),
    version: version(),
    phone: Client.fields.phone,
    address: Client.fields.address,
    occupation: Client.fields.occupation,
    memo: Client.fields.memo,
  },
  output: Client,
  guard: whyClosed,
  async run({ tx, found, input: { phone, address, occupation, memo } }) {
    return update(tx, Client, found, {
      occupation: occupation ?? null,
      memo: memo ?? null,
      ...(phone && { phone }),
      ...(address && { address: plain(address) }),
    })
  },
})

/** Files that stand in a pair with this one already, by id, with what was decided. */
async function pairsOf(tx: Tx, { county, id: whole }: { county: string; id: string }): Promise<Map<string, string>> {
  const { uuid } = splitId(whole)
  const rows = await tx.rows<{ other: string; state: string }>(sql`
    select county || '-' || case when first = ${uuid}::uuid then second else first end as other, state from duplicate
    where county = ${county} and (first = ${uuid}::uuid or second = ${uuid}::uuid)`)
  return new Map(rows.map(({ other, state }) => [other, state]))
}

/** Ends a file with its reason; everything stays to be read, and it may be taken up again. */
export const closeClient = action({
  label: '结束服务',
  grant: 'client.write',
  on: Client,
  input: {
    id: id(),
    version: version(),
    closedOn: date('结束日期', { past: true }),
    closing: choice('结束原因', closings),
  },
  output: Client,
  guard: whyClosed,
  async run({ tx, found, input }) {
    tx.inserted.push({ county: found.county, station: found.station!, entity: 'client', by: -1 })
    return update(tx, Client, found, { state: 'closed', closedOn: input.closedOn, closing: input.closing })
  },
})

/** Takes up a file that had been ended. */
export const reopenClient = action({
  label: '恢复服务',
  grant: 'client.write',
  on: Client,
  input: { id: id(), version: version() },
  output: Client,
  guard: ({ state }) => (state === 'closed' ? undefined : '只有已结束的档案可以恢复服务'),
  async run({ tx, found }) {
    tx.inserted.push({ county: found.county, station: found.station!, entity: 'client' })
    return update(tx, Client, found, { state: 'active', closedOn: null, closing: null })
  },
})
