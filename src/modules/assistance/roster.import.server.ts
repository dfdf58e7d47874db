import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { decimal, type InputOf, optional, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { Client } from '../clients/index.ts'
import { defineImport, type ExaminedRow, type Examining, type Made } from '../imports/index.server.ts'
import { identityProblem } from '../people/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import { type Aid, aidsOf } from './aid.ts'
import { monthSpan } from './month.ts'
import { enterRoster } from './roster.server.ts'
import { RosterEntry } from './roster.ts'

const columns = {
  name: Client.fields.name,
  idNumber: text('身份证号', { max: 18, check: (value) => identityProblem(value, '9999-12-31') }),
  kind: text('救助种类', { max: 60, help: '本地的救助名称，如：高龄津贴' }),
  cardNumber: RosterEntry.fields.cardNumber,
  members: optional(text('保障人数', { max: 3, pattern: '^[1-9][0-9]?$', help: '不填按 1 人' })),
  monthly: decimal('月金额', { unit: '元', min: 0.01, max: 100_000 }),
  fromMonth: text('起发月份', { max: 10, help: '如 2026-01' }),
}
type Row = Partial<InputOf<typeof columns>>

interface Found {
  client?: string
  station?: string
  kind?: string
  place?: string
  month?: string
}

/** 2026-01, 2026年1月, 202601 and a day of the month are all that month. */
function monthOf(typed: string): string | undefined {
  const [, year, month] = /^(\d{4})\s*[-/年.]?\s*(\d{1,2})/.exec(typed.trim()) ?? []
  const key = year && month ? `${year}-${month.padStart(2, '0')}` : ''
  return monthSpan(key) ? key : undefined
}

interface Known {
  id: string
  name: string
  station: string
  place: string
}

/** Files within reach by identity number: one statement for the whole sheet. */
async function clientsByNumber(
  { tx, actor, reach, at }: Examining,
  numbers: readonly string[],
): Promise<Map<string, Known>> {
  const indexOf = (number: string) => tx.sealer.index('client.idNumber', number)
  const here = at.station ? sql`and c.station = ${splitId(at.station).uuid}::uuid` : sql``
  const rows = await tx.rows<Known & { index: Buffer }>(sql`
    select c.county || '-' || c.id as id, c.name, c.county || '-' || c.station as station, s.place, c.id_number_index as index
    from client c join station s on s.county = c.county and s.id = c.station
    where c.county = ${at.county} ${here} and c.state = 'active' and ${reachSql(reach, actor, Station, 'c')}
      and c.id_number_index = any(${numbers.map(indexOf)}::bytea[])`)
  const known = new Map(rows.map(({ index, ...row }) => [index.toString('hex'), row]))
  return new Map(
    numbers.flatMap((number) => {
      const one = known.get(indexOf(number).toString('hex'))
      return one ? [[number, one] as const] : []
    }),
  )
}

async function aidsByPlace(tx: Tx, places: readonly string[]): Promise<Map<string, Aid[]>> {
  const found = new Map<string, Aid[]>()
  for (const place of new Set(places))
    found.set(
      place,
      aidsOf(await policyAt(tx, place, tx.today)).filter(({ payment }) => payment === 'monthly'),
    )
  return found
}

const nameOf = (typed: string) => typed.replace(/\s+/g, '')

/** Who already stands on these rosters. */
async function standing(tx: Tx, county: string, clients: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ key: string }>(sql`
    select county || '-' || client || '|' || kind as key from roster_entry where county = ${county}
      and client = any(${clients.map((id) => splitId(id).uuid)}::uuid[]) and to_on is null`)
  return new Set(rows.map(({ key }) => key))
}

async function examine(examining: Examining, rows: readonly ExaminedRow[]): Promise<void> {
  const { tx, at } = examining
  const of = (row: ExaminedRow) => row.values as Row
  const numbers = [...new Set(rows.flatMap((row) => of(row).idNumber ?? []))]
  const clients = await clientsByNumber(examining, numbers)
  const aids = await aidsByPlace(
    tx,
    [...clients.values()].map(({ place }) => place),
  )
  const held = await standing(
    tx,
    at.county,
    [...clients.values()].map(({ id }) => id),
  )
  const first = new Map<string, ExaminedRow>()
  for (const row of rows) {
    const { name, idNumber, kind, fromMonth } = of(row)
    const found = row.found as Found
    const month = fromMonth ? monthOf(fromMonth) : undefined
    if (fromMonth && !month) row.wrong.fromMonth ??= `看不懂「${fromMonth}」，请写成 2026-01`
    if (month) found.month = month
    const client = idNumber ? clients.get(idNumber) : undefined
    if (!client) {
      if (idNumber) row.wrong.idNumber ??= '没有找到这个身份证号的服务对象，请先建档或先导入服务对象'
      continue
    }
    if (name && nameOf(name) !== client.name) row.wrong.name ??= `档案中的姓名是「${client.name}」，请核对是否同一人`
    const here = aids.get(client.place) ?? []
    const aid = here.find(({ label, code }) => label === kind || code === kind)
    if (!aid) {
      if (kind)
        row.wrong.kind ??=
          `本地没有按月发放的「${kind}」，可用的有：${here.map(({ label }) => label).join('、')}`.slice(0, 300)
      continue
    }
    Object.assign(found, { client: client.id, station: client.station, kind: aid.code, place: client.place })
    const key = `${client.id}|${aid.code}`
    const before = first.get(key)
    if (before) row.wrong.idNumber ??= `与「${before.sheet}」第 ${before.row} 行重复，请只留一行`
    else first.set(key, row)
    if (held.has(key)) row.known = `「${client.name}」已在「${aid.label}」名册上，不重复登记`
  }
}

async function write(tx: Tx, rows: readonly Pick<ExaminedRow, 'values' | 'found'>[]): Promise<Made[]> {
  const aids = await aidsByPlace(
    tx,
    rows.map(({ found }) => (found as Found).place!),
  )
  const made: Made[] = []
  for (const { values, found: checked } of rows) {
    const row = values as Row
    const found = checked as Found
    const entry = await enterRoster(tx, {
      client: { id: found.client!, name: nameOf(row.name!) },
      station: found.station!,
      aid: aids.get(found.place!)!.find(({ code }) => code === found.kind)!,
      cardNumber: row.cardNumber ?? null,
      members: Number(row.members ?? 1),
      monthlyFen: Math.round(row.monthly! * 100),
      fromMonth: found.month!,
      source: 'imported',
    })
    made.push({ entity: RosterEntry.name, id: entry.id, station: entry.station })
  }
  return made
}

/** 在册名册: people on rosters, found again by their identity number among the files. */
export const rosterEntrySheet = defineImport({
  name: 'assistanceRoster',
  label: '救助在册名册',
  grant: 'assistance.write',
  columns,
  aliases: {
    name: ['申请人', '户主姓名', '保障对象', '服务对象'],
    idNumber: ['身份证', '身份证号码', '公民身份号码', '证件号码'],
    kind: ['种类', '救助类别', '补贴种类', '救助类型', '补贴类型'],
    cardNumber: ['低保证号', '残疾证号', '证件编号', '救助证号'],
    members: ['人口数', '保障人口', '家庭人口', '享受人数'],
    monthly: ['金额', '月补助金额', '补贴金额', '月保障金', '发放金额', '月标准'],
    fromMonth: ['起始月份', '享受起始时间', '开始月份', '享受时间'],
  },
  notes: [
    '一行是一个人在一种名册上的一条；同一人享受两种补贴的写两行。',
    '按身份证号找到已建档的服务对象；没有建档的请先在「服务对象」中建档或导入。',
    '金额单位是元；已在同一名册上的人不会重复登记。导入后可以整批撤销。',
  ],
  example: {
    name: '示例甲',
    idNumber: '999999193407010015',
    kind: '高龄津贴',
    members: '1',
    monthly: '100',
    fromMonth: '2026-01',
  },
  async lists({ tx, reach, actor, at }) {
    const [station] = await tx.rows<{ place: string }>(sql`select s.place from station s where s.county = ${at.county}
      ${at.station ? sql`and s.id = ${splitId(at.station).uuid}::uuid` : sql``} and ${reachSql(reach, actor, Station, 's')} limit 1`)
    if (!station) return {}
    const [aids] = [...(await aidsByPlace(tx, [station.place])).values()]
    return { kind: aids!.map(({ label }) => label) }
  },
  examine,
  write,
})
