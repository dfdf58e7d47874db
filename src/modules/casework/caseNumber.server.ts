import { sql } from 'kysely'
import { reachesStation } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { integer, link, list, optional, ref, shape, text } from '../../core/field.ts'
import { newId, splitId, uuidv7 } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { CaseSetting, CaseStationCode, type domains } from './caseFile.ts'
import { defaultPattern, numberBy, patternProblem } from './caseNumber.ts'

type Setting = Pick<RowOf<typeof CaseSetting>, 'pattern' | 'restart' | 'firstFollowUp' | 'secondFollowUp'>

const usual: Setting = { pattern: defaultPattern, restart: 'yearly', firstFollowUp: 30, secondFollowUp: 90 }

async function settingRow(tx: Tx, county: string): Promise<RowOf<typeof CaseSetting> | undefined> {
  return (await select(tx, CaseSetting, sql`where county = ${county}`))[0]
}

/** How this county numbers its cases and when it asks after closed ones. */
export async function settingOf(tx: Tx, county: string): Promise<Setting> {
  return (await settingRow(tx, county)) ?? usual
}

async function codeRow(tx: Tx, station: string): Promise<RowOf<typeof CaseStationCode> | undefined> {
  const { county, uuid } = splitId(station)
  return (await select(tx, CaseStationCode, sql`where county = ${county} and station = ${uuid}::uuid`))[0]
}

/** The end of the place's code, when the county has not given the station one. */
const codeOfPlace = ({ county, place }: { county: string; place: string }) =>
  (place.startsWith(county) ? place.slice(county.length) : place.slice(-6)) || '000'

/**
 * The next file number of a station. The counter's row is locked to the end of the transaction, so that numbers have
 * neither gaps nor doubles: a case that is not written gives its number back.
 */
export async function nextNumber(
  tx: Tx,
  station: RowOf<typeof Station>,
  { domain, day }: { domain: keyof typeof domains; day: string },
): Promise<string> {
  const [setting, code] = await Promise.all([settingOf(tx, station.county), codeRow(tx, station.id)])
  const series = setting.restart === 'yearly' ? day.slice(0, 4) : 'all'
  for (;;) {
    const counted = await tx.first<{ last: number }>(sql`
      insert into case_counter (county, station, series, last) values (${station.county}, ${splitId(station.id).uuid}::uuid, ${series}, 1)
      on conflict (county, station, series) do update set last = case_counter.last + 1 returning last`)
    const number = numberBy(setting.pattern, {
      county: station.county,
      stationCode: code?.code ?? codeOfPlace(station),
      domain,
      day,
      running: counted!.last,
    })
    // after a change of rules a new series may come to numbers that the former one has given
    const taken = await tx.first(
      sql`select 1 as there from case_file where county = ${station.county} and station = ${splitId(station.id).uuid}::uuid and number = ${number}`,
    )
    if (!taken) return number
  }
}

const settingFields = { ...CaseSetting.fields }

/** Says how a county numbers its cases and when closed cases are followed up (domain.md B.3: the pattern is local). */
export const setCaseRules = action({
  label: '设置个案规则',
  grant: 'case.manage',
  input: { county: link('区县', 'place'), ...settingFields },
  output: CaseSetting,
  async run({ tx, reach, input: { county: place, ...values } }) {
    const county = await homeOf(tx, place)
    if (!reachesStation(reach, county, null)) throw refuseField('county', '只能设置本区县的规则')
    const problem = patternProblem(values.pattern, values.restart)
    if (problem) throw refuseField('pattern', problem)
    if (values.secondFollowUp && values.secondFollowUp <= values.firstFollowUp)
      throw refuseField('secondFollowUp', '再次回访应晚于首次回访')
    const known = await settingRow(tx, county)
    return known ? update(tx, CaseSetting, known, values) : insert(tx, CaseSetting, { id: uuidv7(), county }, values)
  },
})

/** Gives a station its own letters or digits in file numbers. Numbers already given stay as they are. */
export const setStationCode = action({
  label: '设置站点代码',
  grant: 'case.manage',
  input: { station: ref('社工站', 'station'), code: CaseStationCode.fields.code },
  output: CaseStationCode,
  async run({ tx, input }) {
    const known = await codeRow(tx, input.station)
    if (known) return update(tx, CaseStationCode, known, { code: input.code })
    const { county } = splitId(input.station)
    return insert(tx, CaseStationCode, { id: newId(county), station: input.station }, { code: input.code })
  },
})

/** The rules of a county with an example number of each station. */
export const caseRules = query({
  label: '个案规则',
  grant: 'case.manage',
  input: { county: link('区县', 'place') },
  output: shape('个案规则', {
    pattern: text('编号格式'),
    restart: CaseSetting.fields.restart,
    firstFollowUp: integer('首次回访'),
    secondFollowUp: optional(integer('再次回访')),
    stations: list(
      '站点',
      shape('站点', {
        id: ref('社工站', 'station'),
        name: text('站名'),
        code: text('代码'),
        given: text('来源'),
        example: text('编号示例'),
      }),
    ),
  }),
  async run({ tx, reach, input }) {
    const county = await homeOf(tx, input.county)
    if (!reachesStation(reach, county, null)) throw refuseField('county', '只能查看本区县的规则')
    const setting = await settingOf(tx, county)
    const rows = await tx.rows<{ id: string; name: string; place: string; code: string | null }>(sql`
      select s.county || '-' || s.id as id, s.name, s.place, c.code from station s
        left join case_station_code c on c.county = s.county and c.station = s.id
      where s.county = ${county} order by s.place, s.name`)
    return {
      pattern: setting.pattern,
      restart: setting.restart,
      firstFollowUp: setting.firstFollowUp,
      secondFollowUp: setting.secondFollowUp,
      stations: rows.map((row) => {
        const code = row.code ?? codeOfPlace({ county, place: row.place })
        const example = { county, stationCode: code, domain: 'elder' as const, day: tx.today, running: 1 }
        return {
          id: row.id,
          name: row.name,
          code,
          given: row.code ? '已设置' : '取区划代码末尾',
          example: numberBy(setting.pattern, example),
        }
      }),
    }
  },
})

/** The station of a new case, as a row. */
export async function stationRow(tx: Tx, id: string): Promise<RowOf<typeof Station>> {
  return (await find(tx, Station, id))!
}
