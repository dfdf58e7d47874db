import { sql } from 'kysely'
import { type Reach, reachesStation, reachOf } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, flag, integer, link, list, optional, ref, shape, text } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { periodKeyOf, periodOf } from '../measures/index.ts'
import { homeOf } from '../places/index.server.ts'
import type { PlaceKind } from '../places/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, parties, periods } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { anchorOf, holdPlace, placeNamed } from './area.server.ts'
import { dutiesIn } from './duties.ts'
import { DutyRecord } from './standing.ts'

/** Who has duties: the office of a place, a station, or the organisation that runs it. */
const parts = { place: '地区', station: '社工站', operator: '承接主体' } as const
type Part = keyof typeof parts

interface Party {
  part: Part
  party: keyof typeof parties
  place: string
  station: string | null
}

const partyOf: Partial<Record<PlaceKind, keyof typeof parties>> = {
  province: 'province',
  city: 'city',
  county: 'county',
  zone: 'zone',
  township: 'township',
  village: 'village',
}

const duty = shape('职责', {
  key: text('条目', { max: 80 }),
  label: text('职责', { max: 300 }),
  what: text('内容', { max: 300 }),
  part: choice('责任', parts),
  party: choice('责任主体', parties),
  period: optional(choice('频次', periods)),
  clause: text('条款', { max: 120 }),
  /** Records since the beginning of the running period; without a period, of this year. */
  since: date('自'),
  records: integer('履职记录'),
  lastOn: optional(date('最近一次')),
  mayRecord: flag('可登记'),
})

/** The first day of the span that a duty is looked at in. */
function sinceOf(period: keyof typeof periods | null, day: string): string {
  switch (period) {
    case 'day':
      return day
    case 'month':
    case 'quarter':
    case 'halfYear':
    case 'year':
      return periodOf(periodKeyOf(period, day))!.from
    case 'once':
    case 'term':
      return '1949-10-01'
    case 'fiveYears':
      return `${Number(day.slice(0, 4)) - 5}${day.slice(4)}`
    case null:
      return `${day.slice(0, 4)}-01-01`
  }
}

async function dutiesOf(tx: Tx, wanted: readonly Party[], reach: Reach, day: string) {
  const place = wanted[0]!.place
  const [policy, county] = await Promise.all([policyAt(tx, place, day), homeOf(tx, place)])
  const lines = wanted.flatMap((party) =>
    dutiesIn(policy)
      .filter((line) => line.party === party.party)
      .map((line) => ({ line, party })),
  )
  const station = wanted.find((one) => one.station)?.station ?? null
  const at = station
    ? sql`station = ${splitId(station).uuid}::uuid and unit = 'station'`
    : sql`place = ${place} and unit = 'place'`
  const rows = await tx.rows<{ duty: string; onDay: string }>(
    sql`select duty, on_day from duty_record where county = ${county} and ${at} and on_day <= ${day}::date order by on_day desc limit 20000`,
  )
  const anchor = station ?? (await anchorOf(tx, place, day))
  const mayRecord = reachesStation(reach, county, anchor)
  return lines.map(({ line, party: { part, party } }) => {
    const mine = rows.filter((row) => row.duty === line.key)
    const since = sinceOf(line.period, day)
    return {
      key: line.key,
      label: line.label,
      what: line.value,
      part,
      party,
      period: line.period,
      clause: cite(policy, line),
      since,
      records: mine.filter(({ onDay }) => onDay >= since).length,
      lastOn: mine[0]?.onDay ?? null,
      mayRecord,
    }
  })
}

async function partiesOfStation(tx: Tx, found: { id: string; place: string; level: string }): Promise<Party[]> {
  const { county, uuid } = splitId(found.id)
  const run = await tx.first<{ mode: string }>(sql`
    select mode from station_mode where county = ${county} and station = ${uuid}::uuid
      and from_on <= ${tx.today}::date and (to_on is null or to_on >= ${tx.today}::date)`)
  const at = { place: found.place, station: found.id }
  return [
    { part: 'station', party: found.level as 'station', ...at },
    ...(run?.mode === 'purchased' ? [{ part: 'operator' as const, party: 'operator' as const, ...at }] : []),
  ]
}

/** What a document asks of the office of a place, with the records counted against each duty (PZ-2.2, KM-3.3). */
export const dutiesOfPlace = query({
  label: '职责清单',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')) },
  output: list('职责', duty),
  clause: '攀民政〔2021〕31号 三（三）',
  async run({ tx, actor, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const { kind } = await placeNamed(tx, input.place, day)
    const party = partyOf[kind]
    if (!party) return []
    return dutiesOf(
      tx,
      [{ part: 'place', party, place: input.place, station: null }],
      reachOf(actor, 'network.record'),
      day,
    )
  },
})

/** The same for a station, by its level, and for whoever runs it. */
export const dutiesOfStation = query({
  label: '站点职责',
  grant: 'station.read',
  input: { station: ref('社工站', 'station'), on: optional(date('截至')) },
  output: list('职责', duty),
  clause: '攀民政〔2021〕31号 二（二）',
  async run({ tx, actor, reach, input }) {
    const found = await findReachable(tx, Station, reach, input.station)
    return dutiesOf(tx, await partiesOfStation(tx, found), reachOf(actor, 'network.record'), input.on ?? tx.today)
  },
})

/** Notes what a duty was met by; counted against it from this moment on. */
export const recordDuty = action({
  label: '登记履职',
  grant: 'network.record',
  input: {
    place: DutyRecord.fields.place,
    station: optional(ref('社工站', 'station')),
    duty: DutyRecord.fields.duty,
    onDay: DutyRecord.fields.onDay,
    content: DutyRecord.fields.content,
  },
  output: DutyRecord,
  clause: '昆民通〔2021〕8号 三（三）',
  async run({ tx, reach, input: { station, ...values } }) {
    const found = station ? (await find(tx, Station, station))! : undefined
    const place = found?.place ?? values.place
    const home = await homeOf(tx, place)
    const at = station ?? (await anchorOf(tx, place, values.onDay))
    if (!reachesStation(reach, home, at)) throw new Failure('notFound', '找不到这个单位，或您无权为其登记')
    const { kind } = await placeNamed(tx, place, values.onDay)
    const held = found ? (await partiesOfStation(tx, found)).map(({ party }) => party) : [partyOf[kind]]
    const line = dutiesIn(await policyAt(tx, place, values.onDay)).find(({ key }) => key === values.duty)
    if (!line || !held.includes(line.party)) throw refuseField('duty', '文件没有给这个单位定这项职责，请重新选择')
    return insert(
      tx,
      DutyRecord,
      { id: newId(home), station: at, county: home },
      { ...values, place, unit: found ? 'station' : 'place' },
    )
  },
})

/** The records counted against one duty, newest first. */
export const dutyRecords = query({
  label: '履职记录',
  grant: 'station.read',
  input: {
    place: link('地区', 'place'),
    station: optional(ref('社工站', 'station')),
    duty: DutyRecord.fields.duty,
  },
  output: list('履职记录', DutyRecord.row),
  async run({ tx, reach, input }) {
    if (input.station) await findReachable(tx, Station, reach, input.station)
    else await holdPlace(tx, reach, input.place, tx.today)
    const county = await homeOf(tx, input.place)
    const at = input.station
      ? sql`station = ${splitId(input.station).uuid}::uuid and unit = 'station'`
      : sql`place = ${input.place} and unit = 'place'`
    return select(
      tx,
      DutyRecord,
      sql`where county = ${county} and ${at} and duty = ${input.duty} order by on_day desc, id limit 500`,
    )
  },
})
