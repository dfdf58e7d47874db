import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import type { AnyEntity, RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { id, list, optional, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf, readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { insuranceOf, insuranceShape } from './insurance.server.ts'
import { Person } from './person.ts'
import { BackgroundCheck, EducationEntry, Employment, EthicsStatement, ExamEntry } from './personFile.ts'

readsPolicy('hiringChannel', 'checked')

const { person: _1, ...employmentFields } = Employment.fields
const { person: _2, ...ethicsFields } = EthicsStatement.fields
const { person: _3, ...educationFields } = EducationEntry.fields
const { person: _4, ...checkFields } = BackgroundCheck.fields
const { person: _5, ...examFields } = ExamEntry.fields

type PersonRow = RowOf<typeof Person>

const at = (person: PersonRow) => ({ id: newId(person.county), station: person.station })

/** The hiring channels that a person's station knows by its document (PZ-G2, BH-1.3, CG-3.4, KM-4.1). */
async function channelsOf(tx: Tx, stationId: string | null): Promise<string[]> {
  if (!stationId) return []
  const [station] = await select(
    tx,
    Station,
    sql`where county = ${splitId(stationId).county} and id = ${splitId(stationId).uuid}::uuid`,
  )
  if (!station) return []
  return linesOf(await policyAt(tx, station.place, tx.today), 'hiringChannel').map(({ value }) => value)
}

type EmploymentValues = Pick<RowOf<typeof Employment>, 'employer' | 'employerName' | 'channel' | 'fromOn' | 'toOn'>

async function refuseWrongEmployment(
  tx: Tx,
  station: string | null,
  { employer, employerName, channel, fromOn, toOn }: Partial<EmploymentValues>,
): Promise<void> {
  if (!employer && !employerName) throw refuseField('employer', '请选择用人单位；没有登记为机构的，填写单位名称')
  if (toOn && fromOn && toOn < fromOn) throw refuseField('toOn', `合同止不能早于合同起 ${fromOn}，请核对`)
  if (!channel) return
  const channels = await channelsOf(tx, station)
  if (channels.length > 0 && !channels.includes(channel))
    throw refuseField('channel', `本地文件的用人渠道是：${channels.join('、')}，请从中选择`)
}

export const addEmployment = action({
  label: '登记合同',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...employmentFields },
  output: Employment,
  async run({ tx, found, input: { id: _id, ...values } }) {
    await refuseWrongEmployment(tx, found.station, values as EmploymentValues)
    return insert(tx, Employment, at(found), { person: found.id, ...values })
  },
})

export const editEmployment = action({
  label: '修改合同',
  grant: 'person.manage',
  on: Employment,
  input: { id: id(), version: version(), ...employmentFields },
  output: Employment,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    await refuseWrongEmployment(tx, found.station, values as EmploymentValues)
    return update(tx, Employment, found, values)
  },
})

export const addEthics = action({
  label: '登记职业道德承诺',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...ethicsFields },
  output: EthicsStatement,
  async run({ tx, found, input: { id: _id, ...values } }) {
    return insert(tx, EthicsStatement, at(found), { person: found.id, ...values })
  },
})

export const editEthics = action({
  label: '修改职业道德承诺',
  grant: 'person.manage',
  on: EthicsStatement,
  input: { id: id(), version: version(), ...ethicsFields },
  output: EthicsStatement,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    return update(tx, EthicsStatement, found, values)
  },
})

export const addEducation = action({
  label: '登记教育经历',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...educationFields },
  output: EducationEntry,
  async run({ tx, found, input: { id: _id, ...values } }) {
    return insert(tx, EducationEntry, at(found), { person: found.id, ...values })
  },
})

export const editEducation = action({
  label: '修改教育经历',
  grant: 'person.manage',
  on: EducationEntry,
  input: { id: id(), version: version(), ...educationFields },
  output: EducationEntry,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    return update(tx, EducationEntry, found, values)
  },
})

function refuseWrongCheck({ checkedOn, nextOn }: { checkedOn: string; nextOn: string }): void {
  if (nextOn <= checkedOn) throw refuseField('nextOn', `下次查询应在 ${checkedOn} 之后，请核对`)
  if (nextOn > addDays(checkedOn, 366))
    throw refuseField('nextOn', '密切接触未成年人的人员每年查询一次，下次不能晚于一年之后')
}

export const addCheck = action({
  label: '登记从业查询',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...checkFields },
  output: BackgroundCheck,
  clause: '未成年人保护法 第六十二条',
  async run({ tx, found, input: { id: _id, ...values } }) {
    refuseWrongCheck(values)
    return insert(tx, BackgroundCheck, at(found), { person: found.id, ...values })
  },
})

export const editCheck = action({
  label: '修改从业查询',
  grant: 'person.manage',
  on: BackgroundCheck,
  input: { id: id(), version: version(), ...checkFields },
  output: BackgroundCheck,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseWrongCheck(values)
    return update(tx, BackgroundCheck, found, values)
  },
})

async function refuseKnownExam(
  tx: Tx,
  person: string,
  { year, certificate }: { year: number; certificate: string },
  except?: string,
): Promise<void> {
  const { county, uuid } = splitId(person)
  const known = await tx.first<{ id: string }>(sql`select county || '-' || id as id from exam_entry
    where county = ${county} and person = ${uuid}::uuid and year = ${year} and certificate = ${certificate}`)
  if (known && known.id !== except) throw refuseField('year', '这一年的这级考试已登记，请修改原记录')
}

function refuseFutureResult(today: string, { year, result }: { year: number; result: string }): void {
  if (result !== 'pending' && year > Number(today.slice(0, 4)))
    throw refuseField('result', `${year} 年的考试还没有举行，请选「已报名」`)
}

/** PZ-2.1c: an entry to this year's examination, the result added once it is known. */
export const addExam = action({
  label: '登记报考',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...examFields },
  output: ExamEntry,
  clause: '攀民政〔2021〕31号 二（一）',
  async run({ tx, found, input: { id: _id, ...values } }) {
    refuseFutureResult(tx.today, values)
    await refuseKnownExam(tx, found.id, values)
    return insert(tx, ExamEntry, at(found), { person: found.id, ...values })
  },
})

export const editExam = action({
  label: '登记考试结果',
  grant: 'person.manage',
  on: ExamEntry,
  input: { id: id(), version: version(), ...examFields },
  output: ExamEntry,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseFutureResult(tx.today, values)
    await refuseKnownExam(tx, found.person, values, found.id)
    return update(tx, ExamEntry, found, values)
  },
})

/** The part of a person's file that only those see who keep it: contract, insurance, statement, education, checks, examinations. */
export const getPersonFile = query({
  label: '人事档案',
  grant: 'person.manage',
  input: { id: id() },
  output: shape('人事档案', {
    employments: list(
      '劳动合同',
      shape('合同', { employment: Employment.row, employerName: optional(text('用人单位')) }),
    ),
    channels: list('用人渠道', text('渠道')),
    insurance: insuranceShape,
    ethics: list('职业道德承诺', EthicsStatement.row),
    educations: list('教育经历', EducationEntry.row),
    checks: list('从业查询', BackgroundCheck.row),
    checkDue: optional(text('应查询')),
    exams: list('职业水平考试', ExamEntry.row),
  }),
  async run({ tx, reach, input }) {
    const person = await findReachable(tx, Person, reach, input.id)
    const { county, uuid } = splitId(person.id)
    const of = <E extends AnyEntity>(entity: E, order: string) =>
      select(tx, entity, sql`where county = ${county} and person = ${uuid}::uuid order by ${sql.raw(order)}`)
    const [employments, ethics, educations, checks, exams, insurance, channels, close] = await Promise.all([
      select(
        tx,
        Employment,
        sql`where employment.county = ${county} and employment.person = ${uuid}::uuid order by employment.from_on desc`,
        {
          columns: { organisation: sql<string | null>`employing.name` },
          from: sql`left join organisation employing on employing.id = employment.employer`,
        },
      ),
      of(EthicsStatement, 'signed_on desc'),
      of(EducationEntry, 'graduated_on desc nulls last'),
      of(BackgroundCheck, 'checked_on desc'),
      of(ExamEntry, 'year desc'),
      insuranceOf(tx, person),
      channelsOf(tx, person.station),
      tx.first(sql`select 1 from appointment where county = ${county} and person = ${uuid}::uuid and close_to_minors
        and (to_on is null or to_on >= ${tx.today}::date) limit 1`),
    ])
    return {
      employments: employments.map(({ beside, ...employment }) => ({
        employment,
        employerName: beside.organisation ?? employment.employerName,
      })),
      channels,
      insurance,
      ethics,
      educations,
      checks,
      checkDue: close ? dueWords(checks[0]?.nextOn, tx.today) : null,
      exams,
    }
  },
})

function dueWords(nextOn: string | undefined, today: string): string | null {
  if (!nextOn) return '岗位密切接触未成年人，还没有登记从业查询'
  return nextOn < today ? `从业查询应在 ${nextOn} 前再做一次，已经过期` : null
}
