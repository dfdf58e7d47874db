import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, list, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import { homeOf, placePaths } from '../places/index.server.ts'
import { Station, StationArea } from './station.ts'

/** Adds a township or community that a station serves besides its own (攀民政〔2021〕31号 二（二）). */
export const addArea = action({
  label: '增加服务片区',
  grant: 'station.manage',
  input: { station: ref('社工站', 'station'), place: StationArea.fields.place, fromOn: StationArea.fields.fromOn },
  output: StationArea,
  async run({ tx, input: { station: at, ...values } }) {
    const station = (await find(tx, Station, at))!
    const { county, uuid } = splitId(at)
    if ((await homeOf(tx, values.place)) !== county || values.place === county)
      throw refuseField('place', '请选择本区县的乡镇（街道）或社区（村）')
    const within = await tx.rows<{ id: string }>(sql`select id from place_above(${station.place}, ${tx.today}::date)`)
    if (within.some((one) => one.id === values.place)) throw refuseField('place', '本站就在这里，不用再列')
    const standing = await select(
      tx,
      StationArea,
      sql`where county = ${county} and station = ${uuid}::uuid and place = ${values.place} and (to_on is null or to_on >= ${values.fromOn}::date)`,
    )
    if (standing.length > 0) throw refuseField('place', '这个地区已经在本站的服务片区里')
    return insert(tx, StationArea, { id: newId(county), station: at }, { ...values, toOn: null })
  },
})

export const endArea = action({
  label: '结束片区服务',
  grant: 'station.manage',
  on: StationArea,
  input: { id: id(), version: version(), toOn: date('至', { past: true }) },
  output: StationArea,
  guard: ({ toOn }) => (toOn === null ? undefined : '这个地区已不在服务片区里'),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于开始的日期 ${found.fromOn}`)
    return update(tx, StationArea, found, { toOn: input.toOn })
  },
})

/** The places a station serves besides its own, those of today first. */
export const areasOf = query({
  label: '服务片区',
  grant: 'station.read',
  input: { station: ref('社工站', 'station') },
  output: list('服务片区', shape('服务片区', { area: StationArea.row, placePath: text('地区', { max: 300 }) })),
  async run({ tx, reach, input }) {
    await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(input.station)
    const rows = await select(
      tx,
      StationArea,
      sql`where county = ${county} and station = ${uuid}::uuid order by to_on desc nulls first, from_on desc limit 200`,
    )
    const paths = await placePaths(
      tx,
      rows.map(({ place }) => place),
      tx.today,
    )
    return rows.map((area) => ({ area, placePath: paths.get(area.place) ?? area.place }))
  },
})
