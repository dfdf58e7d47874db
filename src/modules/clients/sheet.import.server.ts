import { sql } from 'kysely'
import { type Reach, reachSql } from '../../core/access.ts'
import { type Field, type InputOf, optional, text } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { insertAll } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { lookBeyond } from '../../core/widen.ts'
import { defineImport, type ExaminedRow, type Examining, type Made } from '../imports/index.server.ts'
import { bornOnOf, identityProblem, sexOf } from '../people/index.ts'
import { Station } from '../stations/index.ts'
import { categoriesAt } from './category.server.ts'
import { Client, ClientCategory, ClientStation, ClientWorker } from './client.ts'
import { Consent, noticeVersion } from './clientFile.ts'
import { plain } from './known.server.ts'

const columns = {
  station: optional(text('社工站', { max: 60, help: '站名与系统中一致；只导入一个站的可以不填' })),
  name: Client.fields.name,
  idNumber: Client.fields.idNumber,
  sex: optional(Client.fields.sex as Field<'male' | 'female' | 'unknown', 'male' | 'female' | 'unknown', boolean>),
  bornOn: Client.fields.bornOn,
  noIdReason: Client.fields.noIdReason,
  phone: Client.fields.phone,
  village: optional(text('社区（村）', { max: 60, help: '站点所在街道的社区（村）；不填即站点所在地' })),
  address: Client.fields.address,
  categories: optional(text('类别', { max: 200, help: '几类的用顿号隔开，如：低保对象、空巢老年人' })),
  worker: optional(text('责任社工', { max: 40, help: '在册人员的姓名' })),
  schooling: Client.fields.schooling,
  occupation: Client.fields.occupation,
  memo: Client.fields.memo,
  law: text('建档依据', { max: 100, help: '如：社会救助暂行办法；经本人同意建档的请在系统中逐人登记' }),
}

type Row = Partial<InputOf<typeof columns>>

/** What a checked row still needs to be written. */
interface Found {
  station?: string
  place?: string
  worker?: string
  categories?: string[]
}

interface StationHere {
  id: string
  name: string
  place: string
}

async function stationsHere({ tx, actor, reach, at }: Examining): Promise<StationHere[]> {
  const one = at.station ? sql`and s.id = ${splitId(at.station).uuid}::uuid` : sql``
  return tx.rows<StationHere>(sql`select s.county || '-' || s.id as id, s.name, s.place from station s
    where s.county = ${at.county} ${one} and ${reachSql(reach, actor, Station, 's')} order by s.name limit 2000`)
}

async function villagesOf(tx: Tx, places: readonly string[]): Promise<{ id: string; name: string; parent: string }[]> {
  return tx.rows(
    sql`select id, name, parent from place_on(${tx.today}::date) where parent = any(${[...places]}::text[])`,
  )
}

const shortVillage = (name: string) =>
  name.replace(/(社区居民委员会|居民委员会|村民委员会|社区居委会|社区|村委会)$/, '')

async function workersOf(tx: Tx, stations: readonly StationHere[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ station: string; name: string; person: string }>(sql`
    select distinct county || '-' || station as station, person_name as name, county || '-' || person as person from appointment
    where county = any(${[...new Set(stations.map(({ id }) => splitId(id).county))]}::text[])
      and station = any(${stations.map(({ id }) => splitId(id).uuid)}::uuid[]) and (to_on is null or to_on >= ${tx.today}::date)`)
  return new Map(rows.map(({ station, name, person }) => [`${station}|${name}`, person]))
}

/** Files of this county with these numbers, whoever reaches them: one statement for the whole sheet. */
async function knownNumbers(tx: Tx, county: string, numbers: readonly string[]): Promise<Set<string>> {
  const indexOf = (number: string) => tx.sealer.index('client.idNumber', number)
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`client|${county}|sheet`}, 0))`)
  const rows = await lookBeyond(tx, { whole: [county], stations: [], own: [] }, 'sameIdentity', () =>
    tx.rows<{ index: Buffer }>(sql`select id_number_index as index from client where county = ${county}
      and state in ('active', 'closed') and id_number_index = any(${numbers.map(indexOf)}::bytea[])`),
  )
  const known = new Set(rows.map(({ index }) => index.toString('hex')))
  return new Set(numbers.filter((number) => known.has(indexOf(number).toString('hex'))))
}

/** Files within reach that have one of these names and a birthday: they are compared by both. */
async function knownNames({ tx, actor, at }: Examining, reach: Reach, names: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ name: string; bornOn: string }>(sql`
    select c.name, c.born_on from client c where c.county = ${at.county} and c.state in ('active', 'closed') and c.born_on is not null
      and c.name = any(${[...new Set(names)]}::text[]) and ${reachSql(reach, actor, Client, 'c')}`)
  return new Set(rows.map(({ name, bornOn }) => `${name}|${bornOn}`))
}

function refuseTwice(rows: readonly ExaminedRow[]): void {
  const first = new Map<string, ExaminedRow>()
  for (const row of rows) {
    const { idNumber, name, bornOn } = row.values as Row
    const keys = [idNumber, name && bornOn ? `${plain(name)}|${bornOn}` : undefined].filter(
      (key) => key !== undefined && key !== null,
    )
    const before = keys.map((key) => first.get(key as string)).find((one) => one !== undefined)
    if (before) {
      row.wrong[idNumber ? 'idNumber' : 'name'] ??= `与「${before.sheet}」第 ${before.row} 行是同一人，请只留一行`
      continue
    }
    for (const key of keys) first.set(key as string, row)
  }
}

function checkIdentity({ values, wrong, broken }: ExaminedRow): void {
  if (broken.includes('idNumber')) return
  const { idNumber, bornOn, sex, noIdReason } = values as Row
  if (!idNumber) {
    if (!noIdReason) wrong.idNumber ??= '请填写身份证号；确实没有的，请写明「无身份证号的原因」'
    if (!sex) wrong.sex ??= '请填写「性别」；填了身份证号的可以不填'
    return
  }
  if (bornOn && bornOnOf(idNumber) !== bornOn) wrong.bornOn ??= '与身份证号不一致，请核对'
  if (sex && sexOf(idNumber) !== sex) wrong.sex ??= '与身份证号不一致，请核对'
}

/** 服务对象名册: a file, its categories and worker in one row; the same checks as 新建档案. */
export const clientSheet = defineImport({
  name: 'clients',
  label: '服务对象名册',
  grant: 'client.write',
  columns,
  aliases: {
    station: ['站名', '社工站名称', '所在站点'],
    name: ['服务对象姓名', '姓名（服务对象）'],
    idNumber: ['身份证号码', '身份证', '公民身份号码', '证件号码'],
    bornOn: ['出生年月日', '生日'],
    phone: ['手机', '手机号', '手机号码', '电话', '联系方式'],
    village: ['社区', '村', '居住社区', '所在社区', '村（社区）'],
    address: ['住址', '家庭住址', '居住地址', '详细地址'],
    categories: ['服务对象类别', '人员类别', '对象类别'],
    worker: ['社工', '负责社工', '包联社工'],
    schooling: ['学历'],
    occupation: ['职业', '就读学校'],
    memo: ['说明'],
    law: ['依据', '政策依据'],
  },
  notes: [
    '一行一人；性别和出生日期可以不填，按身份证号填入。身份证号、电话请用文本格式。',
    '本区县已有档案的身份证号、您范围内同名同生日的人不会重复建档，检查时逐行说明。',
    '导入后可以整批撤销；电话和住址相同的，请在重复档案里查找核对。',
  ],
  example: {
    name: '示例乙',
    idNumber: '999999194507010025',
    phone: '19900000002',
    address: '示例路 1 号 2 单元 301 室',
    law: '社会救助暂行办法',
  },
  complete(values) {
    const { idNumber } = values as Row
    if (typeof idNumber !== 'string' || identityProblem(idNumber, '9999-12-31')) return
    values.bornOn ??= bornOnOf(idNumber)
    values.sex ??= sexOf(idNumber)
  },
  async lists(examining) {
    const stations = await stationsHere(examining)
    const villages = await villagesOf(
      examining.tx,
      stations.map(({ place }) => place),
    )
    const workers = await workersOf(examining.tx, stations)
    return {
      station: stations.map(({ name }) => name),
      village: villages.map(({ name }) => name),
      worker: [...new Set([...workers.keys()].map((key) => key.slice(key.indexOf('|') + 1)))],
    }
  },
  async examine(examining, rows) {
    const { tx, at, reach } = examining
    const of = (row: ExaminedRow) => row.values as Row
    const stations = await stationsHere(examining)
    const [villages, workers] = await Promise.all([
      villagesOf(
        tx,
        stations.map(({ place }) => place),
      ),
      workersOf(tx, stations),
    ])
    const numbers = [...new Set(rows.flatMap((row) => of(row).idNumber ?? []))]
    const known = await knownNumbers(tx, at.county, numbers)
    const names = await knownNames(
      examining,
      reach,
      rows.flatMap((row) => (of(row).name ? [plain(of(row).name!)] : [])),
    )
    const words = new Map<string, Map<string, string>>()
    for (const place of new Set(stations.map((one) => one.place)))
      words.set(place, await categoriesAt(tx, place, tx.today))
    for (const row of rows) {
      const values = of(row)
      const found = row.found as Found
      const station = stationOf(row, stations)
      if (station) {
        found.station = station.id
        placeIn(row, station, villages)
        nameCategories(row, words.get(station.place)!)
        if (values.worker) {
          const person = workers.get(`${station.id}|${values.worker}`)
          if (person) found.worker = person
          else row.wrong.worker ??= `「${values.worker}」不是${station.name}的在岗人员，请核对姓名或留空`
        }
      }
      checkIdentity(row)
      if (values.idNumber && known.has(values.idNumber)) row.known = '这个身份证号在本区县已有档案，不重复建档'
      else if (values.name && values.bornOn && names.has(`${plain(values.name)}|${values.bornOn}`))
        row.known = `同名同生日的「${values.name}」已有档案；确是另一人的，请在系统中建档并核对`
    }
    refuseTwice(rows)
  },
  write: (tx, rows) => writeClients(tx, rows as readonly { values: Row; found: Found }[]),
})

function stationOf(row: ExaminedRow, stations: readonly StationHere[]): StationHere | undefined {
  const { station: name } = row.values as Row
  if (row.broken.includes('station')) return undefined
  if (!name && stations.length === 1) return stations[0]
  const found = stations.find((one) => one.name === name)
  if (!found) row.wrong.station ??= name ? `没有找到「${name}」，请与系统中的站名一致` : '请填写社工站的名称'
  return found
}

function placeIn(
  row: ExaminedRow,
  station: StationHere,
  villages: readonly { id: string; name: string; parent: string }[],
): void {
  const { village } = row.values as Row
  const found = row.found as Found
  if (!village) {
    found.place = station.place
    return
  }
  const here = villages.filter(({ parent }) => parent === station.place)
  const one =
    here.find(({ name }) => name === village) ?? here.find(({ name }) => shortVillage(name) === shortVillage(village))
  if (one) found.place = one.id
  else row.wrong.village ??= `${station.name}所在的街道（乡镇）没有「${village}」，请与区划名称一致或留空`
}

function nameCategories(row: ExaminedRow, words: ReadonlyMap<string, string>): void {
  const typed = ((row.values as Row).categories ?? '').split(/[、，,；;\s]+/).filter(Boolean)
  const codes: string[] = []
  for (const word of typed) {
    const code = [...words].find(([key, name]) => name === word || key === word)?.[0]
    if (code) codes.push(code)
    else
      row.wrong.categories ??= `本地没有「${word}」这一类别，可用的有：${[...words.values()].join('、')}`.slice(0, 300)
  }
  ;(row.found as Found).categories = [...new Set(codes)]
}

/** Opens many files at once, by the same tables and counters as one. */
async function writeClients(tx: Tx, rows: readonly { values: Row; found: Found }[]): Promise<Made[]> {
  const clients = await insertAll(
    tx,
    Client,
    rows.map(({ values, found }) => {
      const { station: _1, village: _2, categories: _3, worker: _4, law: _5, ...facts } = values
      const station = found.station!
      return {
        at: { id: newId(splitId(station).county), station },
        values: {
          ...facts,
          name: plain(facts.name!),
          address: plain(facts.address) ?? null,
          sex: facts.sex!,
          noIdReason: facts.idNumber ? null : facts.noIdReason!,
          place: found.place!,
          state: 'active',
        } as never,
      }
    }),
  )
  const at = (client: { county: string; station: string | null }) => ({
    id: newId(client.county),
    station: client.station,
  })
  const stations = await insertAll(
    tx,
    ClientStation,
    clients.map((client) => ({
      at: at(client),
      values: { client: client.id, servedBy: client.station!, fromOn: tx.today },
    })),
  )
  const consents = await insertAll(
    tx,
    Consent,
    clients.map((client, i) => ({
      at: at(client),
      values: {
        client: client.id,
        purpose: 'service',
        basis: 'law',
        law: rows[i]!.values.law!,
        noticeVersion,
        onDay: tx.today,
        proof: [],
      },
    })),
  )
  const workers = await insertAll(
    tx,
    ClientWorker,
    clients.flatMap((client, i) => {
      const { worker } = rows[i]!.found
      return worker ? [{ at: at(client), values: { client: client.id, worker, fromOn: tx.today } }] : []
    }),
  )
  const categories = await insertAll(
    tx,
    ClientCategory,
    clients.flatMap((client, i) =>
      (rows[i]!.found.categories ?? []).map((category) => ({
        at: at(client),
        values: { client: client.id, category, fromOn: tx.today, source: 'imported' as const, proof: [] },
      })),
    ),
  )
  const made = (entity: string, of: readonly { id: string; station: string | null }[]): Made[] =>
    of.map(({ id, station }) => ({ entity, id, station }))
  return [
    ...made('client', clients),
    ...made('client_station', stations),
    ...made('consent', consents),
    ...made('client_worker', workers),
    ...made('client_category', categories),
  ]
}
