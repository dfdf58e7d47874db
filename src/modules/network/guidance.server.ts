import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Organisation } from '../organisations/index.ts'
import { Person } from '../people/index.ts'
import { Station } from '../stations/index.ts'
import { holdPlace, ofStation } from './area.server.ts'
import { ended, endOn, rowsOf } from './span.server.ts'
import { Guidance, GuidanceVisit, type guides } from './standing.ts'

interface Guide {
  guide: keyof typeof guides
  hub?: string | null
  person?: string | null
  organisation?: string | null
}

/** The one guide that is meant, with the name kept beside it; refused at the field that lacks it. */
async function guideOf(tx: Tx, { guide, hub, person, organisation }: Guide, station: string) {
  const none = { hub: null, person: null, organisation: null }
  switch (guide) {
    case 'hub': {
      if (!hub) throw refuseField('hub', '请选择总站（指导中心）')
      const found = (await find(tx, Station, hub))!
      if (found.level !== 'hub' || hub === station) throw refuseField('hub', '指导中心请选择本区县的总站')
      return { ...none, hub, guideName: found.name }
    }
    case 'person': {
      if (!person) throw refuseField('person', '请选择专业人才')
      return { ...none, person, guideName: (await find(tx, Person, person))!.name }
    }
    case 'organisation': {
      if (!organisation) throw refuseField('organisation', '请选择机构')
      return { ...none, organisation, guideName: (await find(tx, Organisation, organisation))!.name }
    }
  }
}

const { guide, hub, person, organisation, subject, fromOn } = Guidance.fields

/** Pairs a station with whoever guides it from a day on; one may guide several, and several one (PZ-2.1c, GD-4.1). */
export const addGuidance = action({
  label: '结对指导',
  grant: 'network.manage',
  input: { station: ref('社工站', 'station'), guide, hub, person, organisation, subject, fromOn },
  output: Guidance,
  clause: '攀民政〔2021〕31号 二（一）',
  async run({ tx, input: { station: at, subject: about, fromOn: from, ...who } }) {
    const named = await guideOf(tx, who, at)
    const known = await rowsOf(tx, Guidance, at, sql`from_on desc`)
    const again = known.some(
      (one) =>
        (one.toOn === null || one.toOn >= from) &&
        one.hub === named.hub &&
        one.person === named.person &&
        one.organisation === named.organisation,
    )
    if (again) throw refuseField(who.guide, '已经由其指导，不用再登记')
    return insert(
      tx,
      Guidance,
      { id: newId(splitId(at).county), station: at },
      { guide: who.guide, ...named, subject: about ?? null, fromOn: from, toOn: null },
    )
  },
})

export const endGuidance = action({
  label: '结束指导',
  grant: 'network.manage',
  on: Guidance,
  input: { id: id(), version: version(), toOn: date('至', { past: true }) },
  output: Guidance,
  guard: ended,
  run: ({ tx, found, input }) => endOn(tx, Guidance, found, input.toOn),
})

/** Notes one time of guidance on the spot; it hangs on the station that was guided. */
export const recordGuidanceVisit = action({
  label: '登记指导',
  grant: 'network.record',
  on: Guidance,
  input: { id: id(), onDay: GuidanceVisit.fields.onDay, content: GuidanceVisit.fields.content },
  output: GuidanceVisit,
  async run({ tx, found, input: { id: of, ...values } }) {
    if (values.onDay < found.fromOn || (found.toOn !== null && values.onDay > found.toOn))
      throw refuseField('onDay', `请填写结对期间（${found.fromOn} 至 ${found.toOn ?? '今'}）的日期`)
    return insert(tx, GuidanceVisit, { id: newId(found.county), station: found.station }, { guidance: of, ...values })
  },
})

const guided = shape('结对', {
  guidance: Guidance.row,
  stationName: text('社工站', { max: 120 }),
  visits: integer('指导次数'),
  lastOn: optional(date('最近一次')),
  now: flag('现在'),
})

/** Who guides a station, and whom it guides if it is a hub: those of today first. */
export const guidanceOf = query({
  label: '结对指导',
  grant: 'station.read',
  input: { station: ref('社工站', 'station') },
  output: shape('结对指导', { by: list('指导方', guided), of: list('指导的站点', guided) }),
  async run({ tx, actor, reach, input }) {
    await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(input.station)
    const mine = reachSql(reach, actor, Guidance)
    const [by, of] = await Promise.all([
      select(
        tx,
        Guidance,
        sql`where ${ofStation(input.station)} order by to_on desc nulls first, from_on desc limit 200`,
      ),
      select(
        tx,
        Guidance,
        sql`where county = ${county} and hub = ${uuid}::uuid and ${mine} order by to_on desc nulls first, from_on desc limit 500`,
      ),
    ])
    return { by: await describe(tx, by), of: await describe(tx, of) }
  },
})

type Row = Awaited<ReturnType<typeof rowsOf<typeof Guidance>>>[number]

async function describe(tx: Tx, rows: readonly Row[]) {
  if (rows.length === 0) return []
  const counties = [...new Set(rows.map(({ county }) => county))]
  const [visits, names] = await Promise.all([
    tx.rows<{ id: string; visits: number; lastOn: string }>(sql`
      select county || '-' || guidance as id, count(*)::int as visits, max(on_day) as last_on from guidance_visit
      where county = any(${counties}::text[]) and guidance = any(${rows.map((one) => splitId(one.id).uuid)}::uuid[]) group by 1`),
    tx.rows<{ id: string; name: string }>(sql`
      select county || '-' || id as id, name from station
      where county = any(${counties}::text[]) and id = any(${rows.map((one) => splitId(one.station!).uuid)}::uuid[])`),
  ])
  const visitsOf = new Map(visits.map((one) => [one.id, one]))
  const nameOf = new Map(names.map((one) => [one.id, one.name]))
  return rows.map((guidance) => ({
    guidance,
    stationName: nameOf.get(guidance.station!) ?? '',
    visits: visitsOf.get(guidance.id)?.visits ?? 0,
    lastOn: visitsOf.get(guidance.id)?.lastOn ?? null,
    now: guidance.fromOn <= tx.today && (guidance.toOn === null || guidance.toOn >= tx.today),
  }))
}

/** Every pair of a place on a day, by guide: a guide of several stations stands once with all of them. */
export const guidanceIn = query({
  label: '辖区结对指导',
  grant: 'network.read',
  input: { place: link('地区', 'place'), on: optional(date('截至')) },
  output: shape('辖区结对指导', {
    pairs: list('结对', guided),
    alone: list(
      '没有指导的站',
      shape('社工站', {
        id: id('社工站'),
        name: text('站名'),
        level: choice('层级', { hub: '总站', station: '站', room: '室' }),
      }),
    ),
  }),
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const rows = await select(
      tx,
      Guidance,
      sql`where from_on <= ${day}::date and (to_on is null or to_on >= ${day}::date)
        and (county, station) in (select s.county, s.id from place_within(${input.place}, ${day}::date) w join station s on s.place = w.id)
        order by guide, guide_name limit 2000`,
    )
    const paired = rows.map(({ station }) => splitId(station!).uuid)
    const alone = await tx.rows<{ id: string; name: string; level: 'hub' | 'station' | 'room' }>(sql`
      select s.county || '-' || s.id as id, s.name, s.level from place_within(${input.place}, ${day}::date) w join station s on s.place = w.id
      where s.level <> 'hub' and s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date)
        and s.parent is null and not (s.id = any(${paired}::uuid[])) order by s.level desc, s.name limit 2000`)
    return { pairs: await describe(tx, rows), alone }
  },
})
