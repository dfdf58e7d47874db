import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, link, list, optional, shape, text } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import { placePaths } from '../places/index.server.ts'
import { operationModes } from '../policy/index.ts'
import { Station, StationMode } from './station.ts'

/**
 * Changes how a station is run from a day on; the former way ends the day before and stays in the history. From the same
 * day as the last one it is a correction of that one.
 */
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
    if (last && fromOn < last.fromOn) throw refuseField('fromOn', `请填写不早于 ${last.fromOn}（现有记录起始日）的日期`)
    if (found.closedOn && fromOn > found.closedOn)
      throw refuseField('fromOn', `该站已于 ${found.closedOn} 停用，不能变更之后的运营方式`)
    const run = { mode, operator: mode === 'purchased' ? operator! : null }
    if (last?.fromOn === fromOn) {
      await update(tx, StationMode, last, run)
      return found
    }
    if (last) await update(tx, StationMode, last, { toOn: addDays(fromOn, -1) })
    await insert(tx, StationMode, { id: newId(county), station: found.id }, { ...run, fromOn, toOn: null })
    return found
  },
})

/** The stations within reach that an organisation runs or ran, those of today first. */
export const operatedStations = query({
  label: '承接的社工站',
  grant: 'station.read',
  input: { organisation: link('承接主体', 'organisation') },
  output: list(
    '社工站',
    shape('社工站', {
      station: id('社工站'),
      name: Station.fields.name,
      placePath: text('所在区划'),
      fromOn: StationMode.fields.fromOn,
      toOn: StationMode.fields.toOn,
      now: flag('现在承接'),
    }),
  ),
  async run({ tx, actor, reach, input }) {
    const found = await tx.rows<{
      station: string
      name: string
      place: string
      fromOn: string
      toOn: string | null
      now: boolean
    }>(sql`
      select m.county || '-' || m.station as station, s.name, s.place, m.from_on, m.to_on,
        m.from_on <= ${tx.today}::date and (m.to_on is null or m.to_on >= ${tx.today}::date) as now
      from station_mode m join station s on s.county = m.county and s.id = m.station
      where m.operator = ${input.organisation}::uuid and ${reachSql(reach, actor, Station, 's')}
      order by now desc, m.from_on desc, s.name limit 500`)
    const paths = await placePaths(
      tx,
      found.map(({ place }) => place),
      tx.today,
    )
    return found.map(({ place, ...one }) => ({ ...one, placePath: paths.get(place) ?? place }))
  },
})
