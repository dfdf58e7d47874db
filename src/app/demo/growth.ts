import { momentOf } from '../../../demo/days.ts'
import { branches, lateStreets, leading, models, officeNodes, ownPlan, projectNames } from '../../../demo/growth.ts'
import { addDays } from '../../core/time.ts'
import {
  acceptMilestone,
  addGuidance,
  addMatter,
  addProject,
  addSpecialty,
  bindLot,
  foundGroup,
  getGroup,
  nameDemonstration,
  planHandover,
  recordDuty,
  recordGuidanceVisit,
  recordMeeting,
  reportMilestone,
  setPartyBranch,
  setPlan,
  setTier,
  takeSeat,
} from '../../modules/network/index.server.ts'
import { listOrganisations, recordInspection, recordVetting } from '../../modules/organisations/index.server.ts'
import { getStation } from '../../modules/stations/index.server.ts'
import type { BuiltStation } from './network.ts'
import type { Lane, Stage } from './stage.ts'

interface Growing {
  stage: Stage
  built: readonly BuiltStation[]
  now: number
  today: string
  /** The account of a county's office. */
  office: (county: string) => string
  /** The account of this login. */
  login: (name: string) => string
}

const countyOf = ({ id }: BuiltStation) => id.slice(0, id.indexOf('-'))
const meant = { files: [], steps: [] }

/** Enters what the offices keep of their network: timetables, marks, pairs, groups. */
export async function growNetwork(growing: Growing): Promise<void> {
  const { stage, built } = growing
  await stage.each(built, (station, lane) => growStation(growing, station, lane))
  await stage.each(offices, (office, lane) => office(growing, lane))
}

const offices = [timetables, streetsOfBinhai, plans, groups]

/** The moment everything here is entered: a week ago, in the morning. */
const entered = ({ today }: Growing) => momentOf(addDays(today, -7), 9)

async function growStation(growing: Growing, station: BuiltStation, lane: Lane): Promise<void> {
  const at = entered(growing)
  const county = countyOf(station)
  const office = growing.office(county)
  const { place, level, opened } = station.plan
  const { id } = station
  if (level === 'station' && (county === '530111' || county === '530102')) {
    const code = county === '530111' ? 'GD' : 'KM'
    const node = { unit: 'station', place, station: id, policyCode: code, line: 'milestone.service' } as const
    if (!lateStreets.includes(place))
      await lane.as(at, office, reportMilestone, { ...node, ...meant, doneOn: opened, note: '驻站人员到岗，开始服务' })
    await projects(growing, station, lane, place !== '530111008')
  }
  const model = models.find((one) => one.place === place && level === 'station')
  if (model)
    await lane.as(at, office, nameDemonstration, { station: id, fromOn: model.fromOn, document: model.document })
  if (county.startsWith('5104') && level !== 'hub') {
    const pilot = ['510402', '510421'].includes(county)
    const tier = level === 'room' ? 'tier.basic' : pilot ? 'tier.provincialPilot' : 'tier.cityGuide'
    await lane.as(at, office, setTier, { station: id, tier, fromOn: opened })
  }
  const branch = branches.find((one) => one.place === place && level === 'station')
  if (branch) {
    const { members, foundedOn = null, partner = null } = branch
    await lane.as(at, office, setPartyBranch, {
      station: id,
      members,
      qualifies: true,
      foundedOn,
      partner,
      fromOn: foundedOn ?? '2024-01-01',
    })
  }
  if (county === '620102') await lots(station, lane, at, office)
  if (county === '120116') await binhai(station, lane, at, office)
  if (place === '530102006') {
    const plan = { dueOn: addDays(growing.today, 240), agreedOn: addDays(growing.today, -30) }
    await lane.as(at, office, planHandover, { station: id, ...plan, note: '先共同驻站半年，再由本地机构承接' })
  }
  if (place === '530111002' && level === 'station') await guided(growing, station, lane)
}

async function projects(growing: Growing, station: BuiltStation, lane: Lane, whole: boolean): Promise<void> {
  const names = projectNames[Number(station.plan.place.slice(-1)) % projectNames.length]!
  const year = Number(growing.today.slice(0, 4))
  for (const [i, name] of names.entries()) {
    if (!whole && i === 1) continue
    const kind = i < 2 ? 'brand' : 'own'
    const project = { station: station.id, year, name, kind, localCharacter: i === 1 } as const
    await lane.as(entered(growing), growing.office(countyOf(station)), addProject, project)
  }
}

async function lots({ id, plan }: BuiltStation, lane: Lane, at: number, office: string): Promise<void> {
  const lot = { '620102007': 'lot.1', '620102025': 'lot.2', '620102008': 'lot.3' }[plan.place]
  const { modes } = await lane.as(at, office, getStation, { id })
  const operator = modes[0]?.operator
  if (!lot || !operator) return
  await lane.as(at, office, bindLot, { station: id, lot, operator, fromOn: plan.opened })
  const again = `${Number(plan.opened.slice(0, 4)) + 3}${plan.opened.slice(4)}`
  await lane.as(at, office, bindLot, { station: id, lot, operator, fromOn: again })
}

async function binhai({ id, plan }: BuiltStation, lane: Lane, at: number, office: string): Promise<void> {
  const specialty = {
    '120116006': 'specialty.elder',
    '120116005': 'specialty.relief',
    '120116406': 'specialty.enterprise',
  }[plan.place]
  if (specialty) await lane.as(at, office, addSpecialty, { station: id, specialty, fromOn: '2023-01-01' })
}

/** The district's centre guided this street on the spot twice. */
async function guided(growing: Growing, station: BuiltStation, lane: Lane): Promise<void> {
  const hub = growing.built.find(({ plan }) => plan.place === '530111')
  if (!hub) return
  const [at, office] = [entered(growing), growing.office('530111')]
  const pair = {
    station: station.id,
    guide: 'hub',
    hub: hub.id,
    subject: '建站与日常工作',
    fromOn: '2021-06-01',
  } as const
  const { id } = await lane.as(at, office, addGuidance, pair)
  for (const [back, content] of [
    [75, '实地指导档案整理与月报填报'],
    [20, '走访重点家庭，现场示范预估'],
  ] as const)
    await lane.as(at, office, recordGuidanceVisit, { id, onDay: addDays(growing.today, -back), content })
}

async function timetables(growing: Growing, lane: Lane): Promise<void> {
  const at = entered(growing)
  for (const { office, place, code, line, doneOn, note } of officeNodes) {
    const node = { unit: 'place', place, policyCode: code, line } as const
    const row = await lane.as(at, growing.login(office), reportMilestone, { ...node, ...meant, doneOn, note })
    if (row.state === 'filed' && code === 'KM')
      await lane.as(at, growing.login('kunming'), acceptMilestone, { id: row.id, version: row.version })
  }
  const guandu = growing.office('530111')
  const streets = growing.built.filter(({ plan, id }) => plan.level === 'station' && id.startsWith('530111-'))
  for (const { plan, head } of streets) {
    if (lateStreets.includes(plan.place)) continue
    const street = { unit: 'place', place: plan.place, policyCode: 'GD' } as const
    const filed = await lane.as(at, head, reportMilestone, {
      ...street,
      ...meant,
      line: 'milestone.plan',
      doneOn: '2021-05-09',
      note: '配套方案已报送',
    })
    await lane.as(at, guandu, acceptMilestone, { id: filed.id, version: filed.version })
    await lane.as(at, head, reportMilestone, {
      ...street,
      ...meant,
      line: 'milestone.platform',
      doneOn: plan.opened,
      note: '场所设施已落实',
    })
  }
}

/** The streets and the zone of 滨海新区 that have a station filed their plans; the town's still waits for the district. */
async function streetsOfBinhai(growing: Growing, lane: Lane): Promise<void> {
  const at = entered(growing)
  for (const { plan, head, id } of growing.built) {
    if (!id.startsWith('120116-')) continue
    const unit = { unit: 'place', place: plan.place, policyCode: 'BH' } as const
    const filed = await lane.as(at, head, reportMilestone, {
      ...unit,
      ...meant,
      line: 'milestone.plan',
      doneOn: '2022-04-26',
      note: '建站方案已报送',
      steps: ['报送建站方案'],
    })
    if (plan.place === '120116100') continue
    await lane.as(at, growing.office('120116'), acceptMilestone, { id: filed.id, version: filed.version })
    await lane.as(at, head, reportMilestone, {
      ...unit,
      ...meant,
      line: 'milestone.facilities',
      doneOn: '2022-05-30',
      note: '场地和设备到位',
    })
    await lane.as(at, head, reportMilestone, {
      ...unit,
      ...meant,
      line: 'milestone.operation',
      doneOn: plan.opened,
      note: '协议签订，人员进驻',
    })
  }
}

async function plans(growing: Growing, lane: Lane): Promise<void> {
  const at = entered(growing)
  const year = Number(growing.today.slice(0, 4))
  await lane.as(at, growing.office('530111'), setPlan, { planner: '530111', year, rows: ownPlan.rows })
  for (const [county, duty, place, content] of [
    ['530102', 'duty.township.premises', '530102001', '腾出街道办公楼一层两间，配齐桌椅电脑'],
    ['530102', 'duty.township.manager', '530102001', '指定社会建设办公室一名干部管理社工站'],
  ] as const)
    await lane.as(at, growing.office(county), recordDuty, { place, duty, onDay: addDays(growing.today, -40), content })
  await inspections(growing, lane)
}

/** Each operator's inspection of last year; one came out only 基本合格. Those of 滨海新区 were reviewed before services were bought. */
async function inspections(growing: Growing, lane: Lane): Promise<void> {
  const at = entered(growing)
  const year = Number(growing.today.slice(0, 4)) - 1
  const seen = new Set<string>()
  for (const { id } of growing.built) {
    const county = id.slice(0, 6)
    if (seen.has(county)) continue
    seen.add(county)
    for (const operator of await operatorsOf(growing, lane, county)) {
      if (seen.has(operator.id)) continue
      seen.add(operator.id)
      const conclusion = operator.name.includes('向阳') ? 'basic' : 'passed'
      await lane.as(at, growing.office(operator.county), recordInspection, {
        id: operator.id,
        year,
        conclusion,
        onDay: `${year + 1}-06-18`,
      })
      if (operator.county === '120116')
        await lane.as(at, growing.office('120116'), recordVetting, {
          id: operator.id,
          onDay: '2022-06-20',
          people: 5,
          passed: true,
        })
    }
  }
}

async function operatorsOf({ office, today }: Growing, lane: Lane, county: string) {
  return lane.as(momentOf(addDays(today, -7), 9), office(county), listOrganisations, { place: county })
}

async function groups(growing: Growing, lane: Lane): Promise<void> {
  const at = entered(growing)
  const office = growing.office(leading.place)
  const { place, name, foundedOn } = leading
  const group = await lane.as(at, office, foundGroup, { place, kind: 'leadingGroup', name, foundedOn })
  const { seats } = await lane.as(at, office, getGroup, { id: group.id })
  for (const [i, { seat }] of seats.slice(0, 4).entries())
    await lane.as(at, office, takeSeat, { id: seat.id, name: `示例${'甲乙丙丁'[i]}`, fromOn: foundedOn })
  await lane.as(at, office, takeSeat, { id: seats[0]!.seat.id, name: '示例戊', fromOn: '2024-03-01' })
  const onDay = addDays(growing.today, -30)
  const meeting = await lane.as(at, office, recordMeeting, { id: group.id, onDay, ...leading.meeting, files: [] })
  for (const { matter, responsible, dueInDays } of leading.matters)
    await lane.as(at, office, addMatter, {
      id: group.id,
      meeting: meeting.id,
      matter,
      responsible,
      dueOn: addDays(growing.today, dueInDays),
    })
  await lane.as(at, growing.office('620102'), foundGroup, {
    place: '620102',
    kind: 'coordination',
    name: '社工站项目协调机制',
    foundedOn: '2022-04-01',
  })
}
