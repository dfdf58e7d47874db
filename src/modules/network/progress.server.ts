import { sql } from 'kysely'
import { reachesStation, reachOf } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { flag, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable } from '../../core/records.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf, type Policy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { projectNotes } from './projectRules.ts'
import { rowsOf } from './span.server.ts'
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

const offered = shape('可选项', {
  key: text('条目', { max: 80 }),
  label: text('名称', { max: 300 }),
  note: optional(text('说明', { max: 300 })),
  clause: text('条款', { max: 120 }),
})

/** Lots of the document that lie where the station stands. */
function lotsAt(policy: Policy, around: ReadonlySet<string>) {
  return linesOf(policy, 'lot')
    .filter(({ township, village }) => around.has(township) || around.has(village))
    .map((line) => ({
      key: line.key,
      label: `第 ${line.number} 包 ${line.value}`,
      note: `${line.years} 年`,
      clause: cite(policy, line),
    }))
}

/** Everything that its office says of a station's building up, and what may be said next. */
export const stationProgress = query({
  label: '建设进度',
  grant: 'station.read',
  input: { station: ref('社工站', 'station') },
  output: shape('建设进度', {
    place: text('所在区划'),
    mayManage: flag('可维护'),
    mayRecord: flag('可登记'),
    tiers: list('建设标准', StationTier.row),
    tierChoices: list('分档', offered),
    demonstrations: list('示范站', Demonstration.row),
    specialties: list('特色方向', StationSpecialty.row),
    specialtyChoices: list('方向', offered),
    projects: list('年度项目', StationProject.row),
    projectNotes: list(
      '年度项目核对',
      shape('核对', { text: text('内容', { max: 300 }), met: flag('符合'), clause: text('条款', { max: 120 }) }),
    ),
    lots: list('采购包', Lot.row),
    lotChoices: list('采购包', offered),
    branches: list('党支部', PartyBranch.row),
    activities: list('党建活动', PartyActivity.row),
    activityCount: integer('党建活动次数'),
    qualifies: optional(text('成立条件', { max: 200 })),
    partyClause: optional(text('条款', { max: 120 })),
    handovers: list('移交计划', HandoverPlan.row),
    outside: optional(text('外来承接主体', { max: 120 })),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(station.id)
    const newest = sql`from_on desc`
    const [policy, above, tiers, demonstrations, specialties, projects, lots, branches, activities, handovers, run] =
      await Promise.all([
        policyAt(tx, station.place, tx.today),
        tx.rows<{ id: string }>(sql`select id from place_above(${station.place}, ${tx.today}::date)`),
        rowsOf(tx, StationTier, station.id, newest),
        rowsOf(tx, Demonstration, station.id, newest),
        rowsOf(tx, StationSpecialty, station.id, newest),
        rowsOf(tx, StationProject, station.id, sql`year desc, kind, name`),
        rowsOf(tx, Lot, station.id, newest),
        rowsOf(tx, PartyBranch, station.id, newest),
        rowsOf(tx, PartyActivity, station.id, sql`on_day desc, id`),
        rowsOf(tx, HandoverPlan, station.id, sql`agreed_on desc, id`),
        tx.first<{ name: string }>(sql`
          select o.name from station_mode m join organisation o on o.id = m.operator and not o.local
          where m.county = ${county} and m.station = ${uuid}::uuid and m.from_on <= ${tx.today}::date and (m.to_on is null or m.to_on >= ${tx.today}::date)`),
      ])
    const may = (grant: string) => reachesStation(reachOf(actor, grant), county, station.id)
    const rule = linesOf(policy, 'rule').find(({ measure }) => measure === 'stations.partyBranch')
    return {
      place: station.place,
      mayManage: may('network.manage'),
      mayRecord: may('network.record'),
      tiers,
      tierChoices: linesOf(policy, 'tier').map((line) => ({
        key: line.key,
        label: line.value,
        note: line.appliesTo,
        clause: cite(policy, line),
      })),
      demonstrations,
      specialties,
      specialtyChoices: linesOf(policy, 'specialty').map((line) => ({
        key: line.key,
        label: line.value,
        note: null,
        clause: cite(policy, line),
      })),
      projects,
      projectNotes: projectNotes(policy, Number(tx.today.slice(0, 4)), projects),
      lots,
      lotChoices: lotsAt(policy, new Set(above.map(({ id }) => id))),
      branches,
      activities: activities.slice(0, 20),
      activityCount: activities.length,
      qualifies: rule
        ? (linesOf(policy, 'parameter').find(({ key }) => key === 'parameter.partyBranchQualifies')?.reads ?? null)
        : null,
      partyClause: rule ? cite(policy, rule) : null,
      handovers,
      outside: run?.name ?? null,
    }
  },
})
