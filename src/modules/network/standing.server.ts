import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, optional, ref, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { Organisation } from '../organisations/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf, type Policy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { ofStation } from './area.server.ts'
import { ended, endOn, rowsOf, succeed } from './span.server.ts'
import {
  Demonstration,
  HandoverPlan,
  Lot,
  PartyActivity,
  PartyBranch,
  StationProject,
  StationSpecialty,
  StationTier,
} from './standing.ts'

const station = ref('社工站', 'station')
const ending = { id: id(), version: version(), toOn: date('至', { past: true }) }

async function policyOf(tx: Tx, at: string, day: string): Promise<{ policy: Policy; station: RowOf<typeof Station> }> {
  const found = (await find(tx, Station, at))!
  return { policy: await policyAt(tx, found.place, day), station: found }
}

/** Names a station as a model to others from a day on. */
export const nameDemonstration = action({
  label: '选为示范站',
  grant: 'network.manage',
  input: { station, fromOn: Demonstration.fields.fromOn, document: Demonstration.fields.document },
  output: Demonstration,
  clause: '昆民通〔2021〕8号 六（三）',
  async run({ tx, input: { station: at, ...values } }) {
    const { openedOn } = (await find(tx, Station, at))!
    if (!openedOn || values.fromOn < openedOn) throw refuseField('fromOn', '示范站从启用的站中选，请核对日期')
    const known = await rowsOf(tx, Demonstration, at, sql`from_on desc`)
    if (known.some((one) => one.toOn === null || one.toOn >= values.fromOn))
      throw refuseField('fromOn', '这个站那一天已经是示范站')
    return insert(tx, Demonstration, { id: newId(splitId(at).county), station: at }, { ...values, toOn: null })
  },
})

export const endDemonstration = action({
  label: '取消示范站',
  grant: 'network.manage',
  on: Demonstration,
  input: ending,
  output: Demonstration,
  guard: ended,
  run: ({ tx, found, input }) => endOn(tx, Demonstration, found, input.toOn),
})

/** Says which standard a station is built to from a day on (PZ-2.1d). */
export const setTier = action({
  label: '确定建设标准',
  grant: 'network.manage',
  input: { station, tier: StationTier.fields.tier, fromOn: StationTier.fields.fromOn },
  output: StationTier,
  clause: '攀民政〔2021〕31号 二（一）',
  async run({ tx, input: { station: at, ...values } }) {
    const lines = linesOf((await policyOf(tx, at, values.fromOn)).policy, 'tier')
    if (lines.length === 0) throw refuseField('tier', '本地文件没有分档的建设标准')
    if (!lines.some(({ key }) => key === values.tier)) throw refuseField('tier', '请从本地文件的分档中选择')
    return succeed(tx, StationTier, at, values)
  },
})

/** Adds a direction a station is specialised in (BH-3.5). */
export const addSpecialty = action({
  label: '增加特色方向',
  grant: 'network.record',
  input: { station, specialty: StationSpecialty.fields.specialty, fromOn: StationSpecialty.fields.fromOn },
  output: StationSpecialty,
  clause: '滨海新区通知 三（五）',
  async run({ tx, input: { station: at, ...values } }) {
    const lines = linesOf((await policyOf(tx, at, values.fromOn)).policy, 'specialty')
    if (lines.length === 0) throw refuseField('specialty', '本地文件没有列特色方向')
    if (!lines.some(({ key }) => key === values.specialty))
      throw refuseField('specialty', `特色方向请从「${lines.map(({ value }) => value).join('、')}」中选择`)
    const known = await select(
      tx,
      StationSpecialty,
      sql`where ${ofStation(at)} and specialty = ${values.specialty} and (to_on is null or to_on >= ${values.fromOn}::date)`,
    )
    if (known.length > 0) throw refuseField('specialty', '这个方向已经登记')
    return insert(tx, StationSpecialty, { id: newId(splitId(at).county), station: at }, { ...values, toOn: null })
  },
})

export const endSpecialty = action({
  label: '结束特色方向',
  grant: 'network.record',
  on: StationSpecialty,
  input: ending,
  output: StationSpecialty,
  guard: ended,
  run: ({ tx, found, input }) => endOn(tx, StationSpecialty, found, input.toOn),
})

const { year, name, kind, localCharacter } = StationProject.fields

/** Adds a project to a station's set of a year (KM-A2 2+N). */
export const addProject = action({
  label: '增加年度项目',
  grant: 'network.record',
  input: { station, year, name, kind, localCharacter },
  output: StationProject,
  clause: '昆民通〔2021〕8号 附件2',
  run: ({ tx, input: { station: at, ...values } }) =>
    insert(tx, StationProject, { id: newId(splitId(at).county), station: at }, { ...values, dropped: false }),
})

/** Takes a project out of the set; it stays to be read. */
export const dropProject = action({
  label: '取消年度项目',
  grant: 'network.record',
  on: StationProject,
  input: { id: id(), version: version() },
  output: StationProject,
  guard: ({ dropped }) => (dropped ? '这个项目已经取消' : undefined),
  run: ({ tx, found }) => update(tx, StationProject, found, { dropped: true }),
})

/** Binds a lot of a procurement to the station it pays for, for a term no longer than the document's (CG-1). */
export const bindLot = action({
  label: '落实采购包',
  grant: 'network.manage',
  input: {
    station,
    lot: Lot.fields.lot,
    operator: Lot.fields.operator,
    fromOn: Lot.fields.fromOn,
    toOn: optional(Lot.fields.toOn),
  },
  output: Lot,
  clause: '城关区采购需求 一',
  async run({ tx, input: { station: at, ...values } }) {
    const { policy, station: found } = await policyOf(tx, at, values.fromOn)
    const line = linesOf(policy, 'lot').find(({ key }) => key === values.lot)
    if (!line) throw refuseField('lot', '请从本地文件的采购包中选择')
    const around = await tx.rows<{ id: string }>(
      sql`select id from place_above(${found.place}, ${values.fromOn}::date)`,
    )
    if (!around.some((one) => one.id === line.township || one.id === line.village))
      throw refuseField('lot', `第 ${line.number} 包是${line.value}的，本站不在那里`)
    const last = addDays(`${Number(values.fromOn.slice(0, 4)) + line.years}${values.fromOn.slice(4)}`, -1)
    const toOn = values.toOn ?? last
    if (toOn < values.fromOn) throw refuseField('toOn', '服务期结束不能早于开始')
    if (toOn > last) throw refuseField('toOn', `文件规定 ${line.years} 年，服务期至多到 ${last}`)
    const { county } = splitId(at)
    const [taken] = await select(
      tx,
      Lot,
      sql`where county = ${county} and lot = ${values.lot} and from_on <= ${toOn}::date and to_on >= ${values.fromOn}::date`,
    )
    if (taken)
      throw refuseField('fromOn', `第 ${line.number} 包在 ${taken.fromOn} 至 ${taken.toOn} 已经落实，请错开日期`)
    return insert(tx, Lot, { id: newId(county), station: at }, { ...values, toOn, label: line.value })
  },
})

/** Shortens a term, e.g. when an agreement is ended early. */
export const endLot = action({
  label: '提前结束',
  grant: 'network.manage',
  on: Lot,
  input: { id: id(), version: version(), toOn: date('服务期至') },
  output: Lot,
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn || input.toOn > found.toOn)
      throw refuseField('toOn', `请填写 ${found.fromOn} 至 ${found.toOn} 之间的日期`)
    return update(tx, Lot, found, { toOn: input.toOn })
  },
})

const { members, qualifies, foundedOn, partner } = PartyBranch.fields

/** Says how a station's party branch stands from a day on (PZ-G3.1.1). */
export const setPartyBranch = action({
  label: '登记党支部',
  grant: 'network.record',
  input: { station, members, qualifies, foundedOn, partner, fromOn: PartyBranch.fields.fromOn },
  output: PartyBranch,
  clause: '攀民政〔2021〕31号 导引 3.1.1',
  async run({ tx, input: { station: at, ...values } }) {
    if (values.foundedOn && values.foundedOn > values.fromOn)
      throw refuseField('foundedOn', '成立日期不能晚于这条记录的起始日')
    const { foundedOn: founded = null, partner: beside = null } = values
    return succeed(tx, PartyBranch, at, { ...values, foundedOn: founded, partner: beside })
  },
})

export const recordPartyActivity = action({
  label: '登记党建活动',
  grant: 'network.record',
  input: { station, ...PartyActivity.fields },
  output: PartyActivity,
  run: ({ tx, input: { station: at, ...values } }) =>
    insert(tx, PartyActivity, { id: newId(splitId(at).county), station: at }, values),
})

const { receiver, dueOn, agreedOn, note } = HandoverPlan.fields

/** Agrees with an operator from elsewhere when a local one takes over (KM-4.1b, GD-4.1b). */
export const planHandover = action({
  label: '商定移交计划',
  grant: 'network.manage',
  input: { station, receiver, dueOn, agreedOn, note },
  output: HandoverPlan,
  clause: '昆民通〔2021〕8号 四（一）2',
  async run({ tx, input: { station: at, ...values } }) {
    const { county, uuid } = splitId(at)
    const run = await tx.first<{ operator: string; local: boolean }>(sql`
      select m.operator, o.local from station_mode m join organisation o on o.id = m.operator
      where m.county = ${county} and m.station = ${uuid}::uuid
        and m.from_on <= ${tx.today}::date and (m.to_on is null or m.to_on >= ${tx.today}::date)`)
    if (!run) throw refuseField('station', '本站今天没有承接主体，不用移交')
    if (run.local) throw refuseField('station', '本站的承接主体是本地机构，不用移交')
    if (values.receiver) {
      const to = await find(tx, Organisation, values.receiver)
      if (!to?.local) throw refuseField('receiver', '接手的须是本地机构，请重新选择')
    }
    if (values.dueOn < values.agreedOn) throw refuseField('dueOn', '计划移交日期不能早于商定日期')
    return insert(
      tx,
      HandoverPlan,
      { id: newId(county), station: at },
      { ...values, operator: run.operator, doneOn: null },
    )
  },
})

export const finishHandover = action({
  label: '登记移交完成',
  grant: 'network.manage',
  on: HandoverPlan,
  input: { id: id(), version: version(), doneOn: date('移交完成', { past: true }) },
  output: HandoverPlan,
  guard: ({ doneOn }) => (doneOn === null ? undefined : '已经移交'),
  async run({ tx, found, input }) {
    if (input.doneOn < found.agreedOn) throw refuseField('doneOn', `不能早于商定日期 ${found.agreedOn}`)
    return update(tx, HandoverPlan, found, { doneOn: input.doneOn })
  },
})
