import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachesStation, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf, ValuesOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, link, list, optional, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { find, findReachable, insert, update } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf, placePaths } from '../places/index.server.ts'
import { packCodesOf, policyAt, policyByCode } from '../policy/index.server.ts'
import { levelName, levels, operationModes } from '../policy/index.ts'
import { originOf, refuseUnknownOrigin } from './origin.server.ts'
import { plaqueOf } from './plaque.server.ts'
import { Station, StationMode, type StationState, stationStates } from './station.ts'

async function refuseTakenName(tx: Tx, county: string, name: string, except?: string): Promise<void> {
  const same = await tx.first<{ id: string }>(
    sql`select county || '-' || id as id from station where county = ${county} and name = ${name}`,
  )
  if (same && same.id !== except) throw refuseField('name', `本区县已有「${name}」，请核对站名或到站点列表查找`)
}

/** What holds for every station, whether new or changed: its days in order, and only a hub guides (PZ-1.2). */
async function refuseContradiction(tx: Tx, values: ValuesOf<typeof Station>, county: string): Promise<void> {
  const { openedOn, closedOn, level, parent } = values
  if (closedOn && (!openedOn || closedOn < openedOn))
    throw refuseField('closedOn', openedOn ? `停用日期不能早于启用日期 ${openedOn}` : '请先填写启用日期，再填停用日期')
  if (!parent) return
  if (level === 'hub') throw refuseField('parent', '总站之上不再设指导中心，请留空')
  const hub = splitId(parent).county === county ? await find(tx, Station, parent) : undefined
  if (hub?.level !== 'hub') throw refuseField('parent', '指导中心请选择本区县的总站')
}

/** Adds a station to the network, planned or already open, with how it is run from its first day. */
export const addStation = action({
  label: '新增社工站',
  grant: 'station.manage',
  input: {
    ...Station.fields,
    mode: choice('运营方式', operationModes),
    operator: optional(link('承接主体', 'organisation')),
    modeFrom: optional(date('运营方式起始日', { help: '不填即启用日期；还没有启用的，即今天' })),
  },
  output: Station,
  async run({ tx, reach, input: { mode, operator, modeFrom, ...values } }) {
    const county = await homeOf(tx, values.place)
    if (!reachesStation(reach, county, null)) throw refuseField('place', '这个区划不在您的辖区内，请重新选择')
    if (mode === 'purchased' && !operator) throw refuseField('operator', '政府购买服务的站点请选择承接主体')
    await refuseContradiction(tx, values, county)
    await refuseUnknownOrigin(tx, values.place, values.origin)
    await refuseTakenName(tx, county, values.name)
    const stationId = newId(county)
    const station = await insert(tx, Station, { id: stationId, station: stationId }, values)
    await insert(
      tx,
      StationMode,
      { id: newId(county), station: stationId },
      {
        mode,
        operator: mode === 'purchased' ? operator! : null,
        fromOn: modeFrom ?? values.openedOn ?? tx.today,
        toOn: null,
      },
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
    await refuseContradiction(tx, values, county)
    await refuseUnknownOrigin(tx, values.place, values.origin)
    await refuseTakenName(tx, county, values.name, found.id)
    return update(tx, Station, found, values)
  },
})

const listed = shape('社工站', {
  station: Station.row,
  levelName: text('层级名称'),
  placePath: text('所在区划'),
  mode: optional(choice('运营方式', operationModes)),
  operatorName: optional(text('承接主体')),
})

/** The same rule as `stationStateOn`, over the table. */
function inState(state: StationState, day: string): RawBuilder<boolean> {
  const closed = sql<boolean>`coalesce(station.closed_on < ${day}::date, false)`
  const begun = sql<boolean>`coalesce(station.opened_on <= ${day}::date, false)`
  if (state === 'closed') return closed
  return state === 'open' ? sql`(${begun} and not ${closed})` : sql`(not ${begun} and not ${closed})`
}

/** By part of the name, or by pinyin initials. */
function named(reach: Reach, typed: string): RawBuilder<boolean> {
  return sql<boolean>`(position(${typed.trim()} in station.name) > 0 or ${worded(Station, reach, typed)})`
}

export const listStations = query({
  label: '社工站列表',
  grant: 'station.read',
  input: {
    name: optional(text('站名或拼音首字母', { max: 40 })),
    level: optional(choice('层级', levels)),
    place: optional(link('区划', 'place')),
    state: optional(choice('状态', stationStates)),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('社工站列表', { rows: list('社工站', listed), total: integer('总数'), next: optional(text('下一页')) }),
  async run({ tx, reach, input }) {
    const where = [
      ...(input.name ? [named(reach, input.name)] : []),
      ...(input.level ? [sql<boolean>`station.level = ${input.level}`] : []),
      ...(input.place
        ? [sql<boolean>`station.place in (select id from place_within(${input.place}, ${tx.today}::date))`]
        : []),
      ...(input.state ? [inState(input.state, tx.today)] : []),
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
  const codes = await packCodesOf(
    tx,
    stations.map(({ place }) => place),
    tx.today,
  )
  return stations.map((station) => ({
    station,
    levelName: levelName(policyByCode(codes.get(station.place) ?? 'cn', tx.today), station.level),
    placePath: paths.get(station.place) ?? station.place,
    mode: modeOf.get(station.id)?.mode ?? null,
    operatorName: modeOf.get(station.id)?.operatorName ?? null,
  }))
}

const modeLine = shape('运营方式', {
  mode: StationMode.fields.mode,
  operator: StationMode.fields.operator,
  operatorName: optional(text('承接主体')),
  fromOn: StationMode.fields.fromOn,
  toOn: StationMode.fields.toOn,
})

interface ModeLine {
  mode: keyof typeof operationModes
  operator: string | null
  operatorName: string | null
  fromOn: string
  toOn: string | null
}

/** One station: where it stands, how it was and is run, who guides it and whom it guides, and what its plaque says. */
export const getStation = query({
  label: '社工站',
  grant: 'station.read',
  input: { id: id() },
  output: shape('社工站', {
    station: Station.row,
    levelName: text('层级名称'),
    placePath: text('所在区划'),
    modes: list('运营方式', modeLine),
    parentName: optional(text('指导中心')),
    origin: optional(shape('建站来源', { label: text('来源', { max: 120 }), clause: text('条款') })),
    guided: list('指导的站点', shape('站点', { id: id(), name: Station.fields.name, levelName: text('层级名称') })),
    plaque: optional(shape('标牌', { name: text('名称'), clause: text('条款'), fits: flag('站名与标牌格式一致') })),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.id)
    const { county, uuid } = splitId(station.id)
    const [paths, modes, parent, guided, plaque, origin] = await Promise.all([
      placePaths(tx, [station.place], tx.today),
      tx.rows<ModeLine>(sql`
        select m.mode, m.operator, m.from_on, m.to_on, o.name as operator_name
        from station_mode m left join organisation o on o.id = m.operator
        where m.county = ${county} and m.station = ${uuid}::uuid order by m.from_on desc`),
      station.parent ? find(tx, Station, station.parent) : undefined,
      tx.rows<{ id: string; name: string; level: keyof typeof levels }>(sql`
        select county || '-' || id as id, name, level from station
        where county = ${county} and parent = ${uuid}::uuid and ${reachSql(reach, actor, Station)} order by level desc, name limit 200`),
      plaqueOf(tx, station, tx.today),
      originOf(tx, station, tx.today),
    ])
    const policy = await policyAt(tx, station.place, tx.today)
    return {
      station,
      levelName: levelName(policy, station.level),
      placePath: paths.get(station.place) ?? station.place,
      modes,
      parentName: parent?.name ?? null,
      guided: guided.map((one) => ({ ...one, levelName: levelName(policy, one.level) })),
      origin,
      plaque: plaque && { ...plaque, fits: plaque.name === station.name },
    }
  },
})
