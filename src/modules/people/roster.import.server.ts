import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { type Field, type InputOf, optional, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { defineImport, type ExaminedRow, type Examining, type Made } from '../imports/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { postsOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { appointmentInput } from './appointment.server.ts'
import { bornOnOf, identityProblem, sexOf } from './identity.ts'
import { Certificate, Person } from './person.ts'
import {
  certificateMessages,
  type NewCertificate,
  type NewPerson,
  personMessages,
  writeCertificates,
  writePeople,
} from './personWriting.server.ts'

const { person: _person, ...certificateFields } = Certificate.fields
const maybe = <K extends keyof typeof certificateFields>(key: K) =>
  optional(certificateFields[key] as Field<string, string, boolean>)

const columns = {
  station: optional(text('社工站', { max: 60, help: '站名与系统中一致；只导入一个站的可以不填' })),
  name: Person.fields.name,
  idNumber: Person.fields.idNumber,
  sex: optional(Person.fields.sex),
  bornOn: optional(Person.fields.bornOn),
  noIdReason: Person.fields.noIdReason,
  phone: Person.fields.phone,
  education: Person.fields.education,
  socialWorkMajor: Person.fields.socialWorkMajor,
  localHousehold: Person.fields.localHousehold,
  localMinority: Person.fields.localMinority,
  post: text('岗位', { max: 31, help: '本地文件的岗位名称' }),
  origin: appointmentInput.origin,
  fullTime: appointmentInput.fullTime,
  closeToMinors: appointmentInput.closeToMinors,
  fromOn: appointmentInput.fromOn,
  certificate: maybe('certificate'),
  number: maybe('number'),
  issuedOn: maybe('issuedOn'),
  registeredOn: maybe('registeredOn'),
  registeredUntil: maybe('registeredUntil'),
}

type Row = Partial<InputOf<typeof columns>>

interface StationHere {
  id: string
  name: string
  place: string
}

/** The stations a roster of this place may name. */
async function stationsHere({ tx, actor, reach, at }: Examining): Promise<StationHere[]> {
  const one = at.station ? sql`and s.id = ${splitId(at.station).uuid}::uuid` : sql``
  return tx.rows<StationHere>(sql`select s.county || '-' || s.id as id, s.name, s.place from station s
    where s.county = ${at.county} ${one} and ${reachSql(reach, actor, Station, 's')} order by s.name limit 2000`)
}

/** A row's station by its name; the only one there is when the row names none. */
function placeRow(row: ExaminedRow, stations: readonly StationHere[]): StationHere | undefined {
  const { station: name } = row.values as Row
  if (row.broken.includes('station')) return undefined
  if (!name) {
    if (stations.length === 1) return stations[0]
    row.wrong.station = '请填写社工站的名称'
    return undefined
  }
  const found = stations.find((one) => one.name === name)
  if (!found) row.wrong.station = `没有找到「${name}」，请与系统中的站名一致（可从模板的列表中选择）`
  return found
}

/** People of this county with these numbers, by the numbers' blind index: one statement for the whole sheet. */
async function knownNumbers(tx: Tx, county: string, numbers: readonly string[]): Promise<Map<string, string>> {
  const indexOf = (number: string) => tx.sealer.index('person.idNumber', number)
  // two imports of the same people wait for each other here, as two forms would
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${county}|roster`}, 0))`)
  const rows = await tx.rows<{ index: Buffer; name: string }>(sql`
    select id_number_index as index, name from person where county = ${county} and id_number_index = any(${numbers.map(indexOf)}::bytea[])`)
  const names = new Map(rows.map(({ index, name }) => [index.toString('hex'), name]))
  return new Map(
    numbers.flatMap((number) => {
      const name = names.get(indexOf(number).toString('hex'))
      return name === undefined ? [] : [[number, name] as const]
    }),
  )
}

/** People without a number are told apart by name and birthday. */
async function knownNames(tx: Tx, county: string, rows: readonly Row[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const found = await tx.rows<{ name: string; bornOn: string }>(sql`
    select name, born_on from person where county = ${county} and name = any(${rows.map(({ name }) => name ?? '')}::text[])`)
  return new Set(found.map(({ name, bornOn }) => `${name}|${bornOn}`))
}

function refuseTwice(rows: readonly ExaminedRow[]): void {
  const first = new Map<string, ExaminedRow>()
  for (const row of rows) {
    const { idNumber, name, bornOn } = row.values as Row
    const key = idNumber ? idNumber : name && bornOn ? `${name}|${bornOn}` : undefined
    if (!key) continue
    const before = first.get(key)
    if (before)
      row.wrong[idNumber ? 'idNumber' : 'name'] = `与「${before.sheet}」第 ${before.row} 行是同一人，请只留一行`
    else first.set(key, row)
  }
}

/** Sex and birthday are known by the number; without one they are asked for. */
function askUnlessNumbered({ values, wrong }: ExaminedRow): void {
  if (values.idNumber) return
  for (const key of ['sex', 'bornOn'] as const)
    if (!values[key]) wrong[key] ??= `请填写「${columns[key].label}」；填了身份证号的可以不填`
}

const certificateKeys = ['number', 'issuedOn', 'registeredOn', 'registeredUntil'] as const

function certificateOf({
  certificate,
  number,
  issuedOn,
  registeredOn,
  registeredUntil,
}: Row): NewCertificate | undefined {
  if (!certificate || !number || !issuedOn) return undefined
  return {
    certificate: certificate as NewCertificate['certificate'],
    number,
    issuedOn,
    registeredOn: registeredOn ?? null,
    registeredUntil: registeredUntil ?? null,
  }
}

/** The person and the first post of a row that has been checked. */
function personOf(row: Row, post: string): NewPerson {
  const { station: _1, certificate: _2, number: _3, issuedOn: _4, registeredOn: _5, registeredUntil: _6, ...rest } = row
  return { ...rest, post } as NewPerson
}

function checkCertificate({ values, wrong }: ExaminedRow): void {
  const row = values as Row
  if (!row.certificate) {
    const filled = certificateKeys.find((key) => row[key])
    if (filled) wrong.certificate ??= '填写了证书的内容，请选择是哪种证书'
    return
  }
  if (!row.number) wrong.number ??= '填写了证书，请同时填写证书编号'
  if (!row.issuedOn) wrong.issuedOn ??= '填写了证书，请同时填写取得日期'
  const certificate = certificateOf(row)
  if (certificate) for (const [key, message] of Object.entries(certificateMessages(certificate))) wrong[key] ??= message
}

/** 花名册: a person, the first post and a certificate in one row. The same checks and the same writing as 新增人员. */
export const rosterImport = defineImport({
  name: 'roster',
  label: '花名册',
  grant: 'person.manage',
  columns,
  aliases: {
    station: ['站名', '所在站点', '站点名称', '社工站名称', '所属社工站'],
    name: ['人员姓名', '社工姓名'],
    idNumber: ['身份证号码', '身份证', '公民身份号码', '证件号码'],
    bornOn: ['出生年月日', '生日'],
    phone: ['手机', '手机号', '手机号码', '电话', '联系方式'],
    education: ['文化程度', '最高学历'],
    socialWorkMajor: ['社工专业', '是否社工专业', '是否社会工作专业'],
    localHousehold: ['是否本地户籍'],
    localMinority: ['是否本地少数民族'],
    post: ['职务', '岗位名称'],
    origin: ['来源', '人员类别'],
    fullTime: ['是否专职', '专兼职', '专职/兼职'],
    fromOn: ['到岗日期', '入职日期', '任职日期', '任职时间', '到岗时间', '入职时间'],
    certificate: ['证书名称', '证书类别', '职业资格'],
    number: ['证书号', '证书号码', '管理号'],
    issuedOn: ['发证日期', '取证日期', '批准日期'],
    registeredUntil: ['有效期至', '登记有效期'],
  },
  notes: [
    '一行一人，同时登记档案、第一项任职和一本证书；没有证书的，证书各列留空。',
    '性别和出生日期可以不填，按身份证号填入。身份证号、电话、证书编号请用文本格式。',
    '同一区县内身份证号已登记的人不会重复登记。导入后可以整批撤销。',
  ],
  example: {
    name: '示例甲',
    idNumber: '999999199407010017',
    phone: '19900000001',
    education: '本科',
    socialWorkMajor: '是',
    localHousehold: '是',
    localMinority: '否',
    post: '专业岗位',
    origin: '承接主体派驻',
    fullTime: '是',
    fromOn: '2026-03-01',
    certificate: '助理社会工作师',
    number: '示例2600001',
    issuedOn: '2025-09-01',
  },
  complete(values) {
    const { idNumber } = values as Row
    if (typeof idNumber !== 'string' || identityProblem(idNumber, '9999-12-31')) return
    values.bornOn ??= bornOnOf(idNumber)
    values.sex ??= sexOf(idNumber)
  },
  async lists(examining) {
    const stations = await stationsHere(examining)
    const policies = await Promise.all(
      stations.slice(0, 1).map(({ place }) => policyAt(examining.tx, place, examining.tx.today)),
    )
    return {
      station: stations.map(({ name }) => name),
      post: [...new Set(policies.flatMap((policy) => postsOf(policy).map(({ name }) => name)))],
    }
  },
  async examine(examining, rows) {
    const { tx, at } = examining
    const stations = await stationsHere(examining)
    const of = (row: ExaminedRow) => row.values as Row
    const numbers = [...new Set(rows.flatMap((row) => of(row).idNumber ?? []))]
    const [knownByNumber, knownByName] = await Promise.all([
      knownNumbers(tx, at.county, numbers),
      knownNames(
        tx,
        at.county,
        rows.map(of).filter(({ idNumber }) => !idNumber),
      ),
    ])
    for (const row of rows) {
      const values = of(row)
      const station = placeRow(row, stations)
      if (station) {
        row.found.at = station.id
        const posts = postsOf(await policyAt(tx, station.place, tx.today))
        const post = posts.find(({ name, post: key }) => name === values.post || key === values.post)
        if (post) row.found.post = post.post
        else if (values.post)
          row.wrong.post = `本地文件没有「${values.post}」这个岗位，请从这些中选择：${posts.map(({ name }) => name).join('、')}`
      }
      if (!row.broken.includes('idNumber')) askUnlessNumbered(row)
      if (Object.keys(row.wrong).length === 0 && row.broken.length === 0)
        Object.assign(row.wrong, personMessages(values as NewPerson))
      checkCertificate(row)
      const { idNumber, name, bornOn } = values
      const known = idNumber ? knownByNumber.get(idNumber) : undefined
      if (known !== undefined) row.known = `身份证号已登记在「${known}」名下，不重复登记`
      if (!idNumber && knownByName.has(`${name}|${bornOn}`))
        row.known = `同名同生日的「${name}」已在册；确是另一人的，请填写身份证号`
    }
    refuseTwice(rows)
  },
  async write(tx, rows) {
    const written = await writePeople(
      tx,
      rows.map(({ values, found }) => ({ station: found.at!, values: personOf(values as Row, found.post!) })),
    )
    const held = rows.flatMap(({ values }, i) => {
      const certificate = certificateOf(values as Row)
      return certificate ? [{ person: written[i]!.person, values: certificate }] : []
    })
    const { certificates, registrations } = await writeCertificates(tx, held)
    const made = (entity: string, of: readonly { id: string; station: string | null }[]): Made[] =>
      of.map(({ id, station }) => ({ entity, id, station }))
    return [
      ...made(
        'person',
        written.map(({ person }) => person),
      ),
      ...made(
        'appointment',
        written.map(({ appointment }) => appointment),
      ),
      ...made('certificate', certificates),
      ...made('certificate_registration', registrations),
    ]
  },
})
