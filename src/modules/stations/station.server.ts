import { sql } from 'kysely'
import { reachesStation } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, id, integer, link, list, optional, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, page, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf, placePaths } from '../places/index.server.ts'
import { levels, operationModes } from '../policy/index.ts'
import { Station, StationMode } from './station.ts'

async function refuseTakenName(tx: Tx, county: string, name: string, except?: string): Promise<void> {
  const same = await tx.first<{ id: string }>(
    sql`select county || '-' || id as id from station where county = ${county} and name = ${name}`,
  )
  if (same && same.id !== except) throw refuseField('name', `本区县已有「${name}」，请核对站名或到站点列表查找`)
}

/** Adds a station to the network, planned or already open, with how it is run from its first day. */
export const addStation = action({
  label: '新增社工站',
  grant: 'station.manage',
  input: {
    ...Station.fields,
    mode: choice('运营方式', operationModes),
    operator: optional(link('承接主体', 'organisation')),
    modeFrom: date('运营方式起始日'),
  },
  output: Station,
  async run({ tx, reach, input: { mode, operator, modeFrom, ...values } }) {
    const county = await homeOf(tx, values.place)
    if (!reachesStation(reach, county, null)) throw refuseField('place', '这个区划不在您的辖区内，请重新选择')
    if (mode === 'purchased' && !operator) throw refuseField('operator', '政府购买服务的站点请选择承接主体')
    await refuseTakenName(tx, county, values.name)
    const stationId = newId(county)
    const station = await insert(tx, Station, { id: stationId, station: stationId }, values)
    await insert(
      tx,
      StationMode,
      { id: newId(county), station: stationId },
      { mode, operator: mode === 'purchased' ? operator! : null, fromOn: modeFrom, toOn: null },
    )
    return station
  },
})

export const editStation = action({
  label: '修改社工站',
  grant: 'station.manage',
  on: Station,
  input: { id: id(), version: version(), ...Station.fields },
  output: Station,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    const county = await homeOf(tx, values.place)
    if (county !== found.county) throw refuseField('place', '社工站不能改到别的区县；请停用本站并在新区县新增')
    if (values.closedOn && (!values.openedOn || values.closedOn < values.openedOn))
      throw refuseField('closedOn', '停用日期不能早于启用日期')
    await refuseTakenName(tx, county, values.name, found.id)
    return update(tx, Station, found, values)
  },
})

/** Changes how a station is run from a day on; the former way ends the day before and stays in the history. */
export const changeMode = action({
  label: '变更运营方式',
  grant: 'station.manage',
  on: Station,
  input: {
    id: id(),
    mode: choice('运营方式', operationModes),
    operator: optional(link('承接主体', 'organisation')),
    fromOn: date('自'),
  },
  output: Station,
  clause: '昆民通〔2021〕8号 四（一）',
  async run({ tx, found, input: { mode, operator, fromOn } }) {
    if (mode === 'purchased' && !operator) throw refuseField('operator', '请选择承接主体')
    const { county, uuid } = splitId(found.id)
    const history = await select(
      tx,
      StationMode,
      sql`where county = ${county} and station = ${uuid}::uuid order by from_on`,
    )
    const last = history.at(-1)
    if (last && fromOn <= last.fromOn) throw refuseField('fromOn', `请填写晚于 ${last.fromOn}（现有记录起始日）的日期`)
    if (last) await update(tx, StationMode, last, { toOn: dayBefore(fromOn) })
    await insert(
      tx,
      StationMode,
      { id: newId(county), station: found.id },
      { mode, operator: mode === 'purchased' ? operator! : null, fromOn, toOn: null },
    )
    return found
  },
})

/** The calendar day before, as text: no time zone is involved. */
function dayBefore(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - 1)
  return at.toISOString().slice(0, 10)
}

const listed = shape('社工站', {
  station: Station.row,
  placePath: text('所在区划'),
  mode: optional(choice('运营方式', operationModes)),
  operatorName: optional(text('承接主体')),
})

export const listStations = query({
  label: '社工站列表',
  grant: 'station.read',
  input: {
    name: optional(text('站名', { max: 40 })),
    level: optional(choice('层级', levels)),
    place: optional(link('区划', 'place')),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('社工站列表', { rows: list('社工站', listed), total: integer('总数'), next: optional(text('下一页')) }),
  async run({ tx, reach, input }) {
    const where = [
      ...(input.name ? [sql<boolean>`position(${input.name} in station.name) > 0`] : []),
      ...(input.level ? [sql<boolean>`station.level = ${input.level}`] : []),
      ...(input.place
        ? [sql<boolean>`station.place in (select id from place_within(${input.place}, ${tx.today}::date))`]
        : []),
    ]
    const found = await page(tx, Station, reach, {
      where,
      order: ['name', 'asc'],
      after: input.after ?? null,
      limit: input.limit ?? 50,
    })
    return { ...found, rows: await describe(tx, found.rows) }
  },
})

type StationRow = RowOf<typeof Station>

async function describe(tx: Tx, stations: StationRow[]) {
  const paths = await placePaths(
    tx,
    stations.map(({ place }) => place),
    tx.today,
  )
  const modes = await tx.rows<{ station: string; mode: keyof typeof operationModes; operatorName: string | null }>(sql`
    select m.county || '-' || m.station as station, m.mode, o.name as operator_name
    from station_mode m left join organisation o on o.id = m.operator
    where m.county = any(${[...new Set(stations.map(({ county }) => county))]}::text[])
      and m.station = any(${stations.map(({ id: one }) => splitId(one).uuid)}::uuid[])
      and m.from_on <= ${tx.today}::date and (m.to_on is null or m.to_on >= ${tx.today}::date)`)
  const modeOf = new Map(modes.map((one) => [one.station, one]))
  return stations.map((station) => ({
    station,
    placePath: paths.get(station.place) ?? station.place,
    mode: modeOf.get(station.id)?.mode ?? null,
    operatorName: modeOf.get(station.id)?.operatorName ?? null,
  }))
}

const modeLine = shape('运营方式', {
  mode: StationMode.fields.mode,
  operatorName: optional(text('承接主体')),
  fromOn: StationMode.fields.fromOn,
  toOn: StationMode.fields.toOn,
})

export const getStation = query({
  label: '社工站',
  grant: 'station.read',
  input: { id: id() },
  output: shape('社工站', {
    station: Station.row,
    placePath: text('所在区划'),
    modes: list('运营方式', modeLine),
    parentName: optional(text('指导中心')),
  }),
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.id)
    const { county, uuid } = splitId(station.id)
    const [paths, modes, parent] = await Promise.all([
      placePaths(tx, [station.place], tx.today),
      tx.rows<{
        mode: keyof typeof operationModes
        operatorName: string | null
        fromOn: string
        toOn: string | null
      }>(sql`select m.mode, m.from_on, m.to_on, o.name as operator_name from station_mode m left join organisation o on o.id = m.operator
        where m.county = ${county} and m.station = ${uuid}::uuid order by m.from_on desc`),
      station.parent
        ? tx.first<{ name: string }>(
            sql`select name from station where county = ${county} and id = ${splitId(station.parent).uuid}::uuid`,
          )
        : undefined,
    ])
    return { station, placePath: paths.get(station.place) ?? station.place, modes, parentName: parent?.name ?? null }
  },
})
