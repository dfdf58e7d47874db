import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, id, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import { Client } from '../clients/index.ts'
import { GuardianshipAgreement } from './agreement.ts'

const { client, endedOn: _ended, endReason: _why, ...typed } = GuardianshipAgreement.fields

function refuseDays({ signedOn, validUntil }: { signedOn?: string | null; validUntil?: string | null }): void {
  if (validUntil && !signedOn) throw refuseField('signedOn', '填了有效期，请同时填写签订日期')
  if (signedOn && validUntil && validUntil < signedOn) throw refuseField('validUntil', '有效期不能早于签订日期')
}

/** Begins an agreement of a child; it counts from the day it is signed and its paper is here. */
export const addAgreement = action({
  label: '登记委托监护',
  grant: 'client.write',
  input: { client, ...typed },
  output: GuardianshipAgreement,
  clause: '官渡区方案 附件3 第9项',
  async run({ tx, input }) {
    refuseDays(input)
    const child = (await find(tx, Client, input.client))!
    if (child.state !== 'active') throw refuseField('client', `「${child.name}」的档案不在服务中`)
    return insert(tx, GuardianshipAgreement, { id: newId(child.county), station: child.station }, input)
  },
})

/** Adds what came later: the signature, the paper. */
export const editAgreement = action({
  label: '修改委托监护',
  grant: 'client.write',
  on: GuardianshipAgreement,
  input: { id: id(), version: version(), ...typed },
  output: GuardianshipAgreement,
  guard: ({ endedOn }) => (endedOn ? '这份确认书已终止，请另登记一份' : undefined),
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseDays(values)
    return update(tx, GuardianshipAgreement, found, values)
  },
})

export const endAgreement = action({
  label: '终止委托监护',
  grant: 'client.write',
  on: GuardianshipAgreement,
  input: {
    id: id(),
    version: version(),
    endedOn: date('终止日期', { past: true }),
    endReason: text('终止原因', { max: 100 }),
  },
  output: GuardianshipAgreement,
  guard: ({ endedOn }) => (endedOn ? '这份确认书已经终止' : undefined),
  async run({ tx, found, input }) {
    return update(tx, GuardianshipAgreement, found, { endedOn: input.endedOn, endReason: input.endReason })
  },
})

export const agreementStates = { signed: '已签订', ending: '将到期', unsigned: '未签订', ended: '已过期' } as const

const near = 60

/** Every child left behind, with how its agreement stands; those without one first (官渡区方案 附件3 第9、11项). */
export const listAgreements = query({
  label: '委托监护责任确认书',
  grant: 'client.list',
  input: { station: optional(ref('社工站', 'station')), client: optional(ref('儿童', 'client')) },
  output: list(
    '委托监护',
    shape('委托监护', {
      client: id('儿童'),
      clientName: text('姓名'),
      stationName: text('社工站'),
      state: choice('情况', agreementStates),
      agreement: optional(GuardianshipAgreement.row),
    }),
  ),
  async run({ tx, actor, reach, input }) {
    const children = await tx.rows<{ id: string; name: string; stationName: string; agreement: string | null }>(sql`
      select c.county || '-' || c.id as id, c.name, s.name as station_name,
        (select g.county || '-' || g.id from guardianship_agreement g where g.county = c.county and g.client = c.id and g.ended_on is null
          order by g.signed_on desc nulls last, g.id desc limit 1) as agreement
      from client c join station s on s.county = c.county and s.id = c.station
      where ${reachSql(reach, actor, Client, 'c')} and c.state = 'active'
        ${input.station ? sql`and c.county = ${splitId(input.station).county} and c.station = ${splitId(input.station).uuid}::uuid` : sql``}
        ${input.client ? sql`and c.county = ${splitId(input.client).county} and c.id = ${splitId(input.client).uuid}::uuid` : sql``}
        and (exists (select from client_category k where k.county = c.county and k.client = c.id and k.category = 'leftBehindChild'
          and k.from_on <= ${tx.today}::date and (k.to_on is null or k.to_on >= ${tx.today}::date))
          or exists (select from guardianship_agreement g where g.county = c.county and g.client = c.id and g.ended_on is null))
      order by s.name, c.name limit 1000`)
    const ids = children.flatMap(({ agreement }) => (agreement ? [splitId(agreement)] : []))
    const rows = await select(
      tx,
      GuardianshipAgreement,
      sql`where guardianship_agreement.county = any(${[...new Set(ids.map(({ county }) => county))]}::text[]) and guardianship_agreement.id = any(${ids.map(({ uuid }) => uuid)}::uuid[])`,
    )
    const byId = new Map(rows.map((row) => [row.id, row]))
    const stateOf = (row: (typeof rows)[number] | undefined): keyof typeof agreementStates => {
      if (!row?.signedOn || row.files.length === 0) return 'unsigned'
      if (row.validUntil && row.validUntil < tx.today) return 'ended'
      return row.validUntil && row.validUntil <= addDays(tx.today, near) ? 'ending' : 'signed'
    }
    const order = { unsigned: 0, ended: 1, ending: 2, signed: 3 }
    return children
      .map((child) => {
        const agreement = child.agreement ? byId.get(child.agreement) : undefined
        return {
          client: child.id,
          clientName: child.name,
          stationName: child.stationName,
          state: stateOf(agreement),
          agreement: agreement ?? null,
        }
      })
      .sort((a, b) => order[a.state] - order[b.state])
  },
})
