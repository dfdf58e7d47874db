import { momentOf } from '../../../demo/days.ts'
import { type Dice, openDice } from '../../../demo/dice.ts'
import { counties } from '../../../demo/network.ts'
import { type CoursePlan, courses, type ExpertPlan, experts, schools, sessionTopics } from '../../../demo/staffing.ts'
import { splitId } from '../../core/identifiers.ts'
import { addDays } from '../../core/time.ts'
import { addExpert, assign, bodiesOf, declareConflict } from '../../modules/experts/index.server.ts'
import {
  addCandidate,
  addEmployment,
  addEthics,
  addExam,
  addIntern,
  getPersonFile,
  listStaff,
  nameStreetManager,
  recordInsurance,
} from '../../modules/people/index.server.ts'
import { planSupervision, recordSession } from '../../modules/supervision/index.server.ts'
import { addCourse, kindsAt, recordCourse, signUp } from '../../modules/training/index.server.ts'
import type { BuiltStation } from './network.ts'
import type { Happening, Lane, Stage } from './stage.ts'

interface Staffing {
  stage: Stage
  built: readonly BuiltStation[]
  now: number
  today: string
  /** Account of a county's office. */
  office: (county: string) => string
}

interface Worker {
  person: string
  name: string
  origin: string
  fromOn: string
  licensed: boolean
}

interface Staffed extends BuiltStation {
  county: string
  staff: Worker[]
}

/** Contracts, insurance, statements and examinations; courses, experts and supervision: what a year leaves in the files. */
export async function staffNetwork(staffing: Staffing): Promise<void> {
  const { stage, built } = staffing
  const staffed: Staffed[] = []
  await stage.each(built, async (station, lane) => {
    const county = splitId(station.id).county
    const lines = await lane.as(staffing.now - 3_600_000, staffing.office(county), listStaff, { station: station.id })
    const staff = lines
      .filter(({ appointment, fileInReach }) => fileInReach && appointment.origin !== 'government')
      .map(({ appointment, licensed }) => ({
        person: appointment.person,
        name: appointment.personName,
        origin: appointment.origin,
        fromOn: appointment.fromOn,
        licensed,
      }))
    const one = {
      ...station,
      county,
      staff: staff.filter((w, i) => staff.findIndex((o) => o.person === w.person) === i),
    }
    staffed.push(one)
    await keepFiles(staffing, one, lane)
  })
  await stage.each(counties, (plan, lane) =>
    trainAndSupervise(
      staffing,
      plan.county,
      staffed.filter(({ county }) => county === plan.county),
      lane,
    ),
  )
}

/** What is in the files of one station's people, with a gap here and there. */
async function keepFiles({ now, today, office }: Staffing, station: Staffed, lane: Lane): Promise<void> {
  const { id, county, staff, plan } = station
  const account = office(county)
  const dice = openDice(`files ${plan.place}`)
  staff.sort((a, b) => (a.name < b.name ? -1 : 1))
  const at = now - 2 * 3_600_000
  // one street has not named anybody yet
  if (county.startsWith('5301') && plan.level === 'station' && plan.place !== '530111006')
    await lane.as(at, account, nameStreetManager, {
      station: id,
      name: `示例干部${dice.between(1, 90)}`,
      office: '社会建设办公室副主任',
      fromOn: plan.opened,
    })
  if (plan.level === 'station' && dice.chance(0.35))
    await lane.as(at, account, addIntern, {
      station: id,
      name: `示例实习${dice.between(1, 90)}`,
      school: dice.pick(schools),
      major: '社会工作',
      teacher: `示例老师${dice.between(1, 20)}`,
      ...(staff[0] && { guide: staff[0].person }),
      fromOn: addDays(today, -80),
      toOn: addDays(today, 30),
      hours: 240,
    })
  const [first] = staff
  const { channels } = first ? await lane.as(at, account, getPersonFile, { id: first.person }) : { channels: [] }
  for (const { person, name, fromOn, licensed } of staff) {
    const mine = openDice(`file ${plan.place} ${name}`)
    if (!mine.chance(0.9)) continue
    const years = mine.pick([1, 2, 3] as const)
    const began = fromOn > addDays(today, -years * 365) ? fromOn : addDays(today, -mine.between(20, years * 300))
    await lane.as(at, account, addEmployment, {
      id: person,
      employerName: '示例承接机构',
      kind: mine.pick(['labour', 'labour', 'dispatch'] as const),
      ...(channels.length > 0 && { channel: mine.pick(channels) }),
      fromOn: began,
      toOn:
        addDays(began, years * 365 - 1) < today
          ? addDays(today, mine.between(20, 400))
          : addDays(began, years * 365 - 1),
      files: [],
    })
    if (county.startsWith('5104') && mine.chance(0.85))
      await lane.as(at, account, addEthics, {
        id: person,
        edition: '2026 版',
        signedOn: addDays(today, -mine.between(30, 200)),
        files: [],
      })
    if (!licensed && mine.chance(0.7))
      await lane.as(at, account, addExam, {
        id: person,
        year: Number(today.slice(0, 4)),
        certificate: 'assistant',
        result: today.slice(5) > '09-01' ? mine.pick(['passed', 'failed', 'absent'] as const) : 'pending',
      })
  }
  await insure({ now: at, account, today }, station, dice, lane)
}

async function insure(
  { now, account, today }: { now: number; account: string; today: string },
  { id, staff }: Staffed,
  dice: Dice,
  lane: Lane,
): Promise<void> {
  const to = addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7)
  const from = addDays(`${today.slice(0, 7)}-01`, -350).slice(0, 7)
  const people = staff.filter(({ fromOn }) => fromOn.slice(0, 7) <= from).map(({ person }) => person)
  const paid = people.filter(() => dice.chance(0.93))
  if (paid.length === 0) return
  await lane.as(now, account, recordInsurance, {
    station: id,
    people: paid,
    fromMonth: from,
    toMonth: to,
    kinds: ['pension', 'medical', 'unemployment', 'injury', 'maternity'],
    files: [],
  })
}

/** The year of a county's people, in its order: what was written down later must not come first. */
async function trainAndSupervise(
  staffing: Staffing,
  county: string,
  unsorted: readonly Staffed[],
  lane: Lane,
): Promise<void> {
  const stations = [...unsorted].sort((a, b) => (a.plan.place < b.plan.place ? -1 : 1))
  const people = stations.flatMap(({ staff }) => staff)
  if (people.length === 0) return
  const pool = await fillPool(staffing, county, stations, lane)
  const happenings = [
    ...courses.flatMap((course) => courseHappenings(staffing, county, people, course)),
    ...stations
      .filter(({ plan }) => plan.level !== 'room')
      .flatMap((station) => supervisionHappenings(staffing, station, pool)),
    ...stations
      .filter(({ plan }) => plan.level === 'station')
      .slice(0, county.startsWith('5301') ? 1 : 0)
      .map((station) => ({ at: staffing.now - 86_400_000, run: (own: Lane) => compare(staffing, station, own) })),
  ]
  for (const { run } of happenings.sort((a, b) => a.at - b.at)) await run(lane)
}

function courseHappenings(
  { now, today, office }: Staffing,
  county: string,
  people: readonly Worker[],
  { daysAgo, days, present, ...plan }: CoursePlan,
): Happening[] {
  const account = office(county)
  const toOn = addDays(today, -daysAgo)
  const fromOn = addDays(toOn, 1 - days)
  const dice = openDice(`course ${county} ${plan.title}`)
  const invited = people.filter(({ fromOn: since }) => since <= fromOn)
  const there = invited.filter(() => dice.chance(present)).map(({ person }) => person)
  if (there.length === 0) return []
  const at = daysAgo < 0 ? now - 2 * 86_400_000 : momentOf(toOn, 17, 10)
  return [
    {
      at,
      async run(lane) {
        const kinds = await lane.as(at, account, kindsAt, { place: county })
        const kind = (kinds.find(({ key }) => key === 'training.continuing') ?? kinds[0]!).key
        const course = { place: county, ...plan, kind, fromOn, toOn, files: [] }
        if (daysAgo < 0) {
          const { id } = await lane.as(at, account, addCourse, { ...course, seats: 60 })
          return lane.as(at + 3_600_000, account, signUp, { course: id, people: there.slice(0, 50) })
        }
        const absent = invited.filter(({ person }) => !there.includes(person)).map(({ person }) => person)
        return lane.as(at, account, recordCourse, { ...course, people: there, absent })
      },
    },
  ]
}

interface Pooled {
  id: string
  plan: ExpertPlan
  conflictWith: string | undefined
}

async function fillPool(
  { now, today, office }: Staffing,
  county: string,
  stations: readonly Staffed[],
  lane: Lane,
): Promise<Pooled[]> {
  const account = office(county)
  const at = now - 90 * 86_400_000
  const bodies = await lane.as(at, account, bodiesOf, { place: county })
  const pool: Pooled[] = []
  const guided = stations.filter(({ plan }) => plan.level !== 'room')
  for (const plan of experts) {
    const dice = openDice(`expert ${county} ${plan.title} ${plan.workplace}`)
    const { id } = await lane.as(at, account, addExpert, {
      place: county,
      name: `示例专家${'甲乙丙丁'[experts.indexOf(plan)]}`,
      kind: 'external',
      workplace: plan.workplace,
      title: plan.title,
      ...(bodies.length > 0 && { body: dice.pick(bodies) }),
      expertise: [...plan.expertise],
      tasks: [...plan.tasks],
      fromOn: addDays(today, -400),
    })
    const about = plan.conflict ? guided[0]?.id : undefined
    if (plan.conflict && about)
      await lane.as(at, account, declareConflict, { id, about, reason: plan.conflict, fromOn: addDays(today, -400) })
    pool.push({ id, plan, conflictWith: about })
    if (!plan.tasks.includes('guidance')) continue
    for (const station of guided.filter(({ id: one }) => one !== about).slice(0, 4))
      await lane.as(at, account, assign, {
        station: station.id,
        task: 'guidance',
        expert: id,
        duty: '每月到站指导一次',
        fromOn: addDays(today, -120),
      })
  }
  return pool
}

function supervisionHappenings(
  { today, office }: Staffing,
  { id, county, staff, plan }: Staffed,
  pool: readonly Pooled[],
): Happening[] {
  if (staff.length === 0) return []
  const account = office(county)
  const dice = openDice(`supervision ${plan.place}`)
  const year = Number(today.slice(0, 4))
  const planned = momentOf(`${year}-01-10`, 10)
  const happenings: Happening[] = [
    {
      at: planned,
      run: (lane) =>
        lane.as(planned, account, planSupervision, {
          station: id,
          year,
          hours: 36,
          kinds: ['group', 'onSite', 'individual'],
          supervisor: '督导团队',
          goals: '每月一次集体督导，重点个案随时督导；年底检视个案记录质量',
        }),
    },
  ]
  const able = pool.filter(({ plan: one, conflictWith }) => one.tasks.includes('supervision') && conflictWith !== id)
  for (let month = 1; month < Number(today.slice(5, 7)); month++) {
    if (dice.chance(0.12)) continue
    const onDay = `${year}-${String(month).padStart(2, '0')}-${String(dice.between(8, 26)).padStart(2, '0')}`
    const there = staff.filter(({ fromOn }) => fromOn <= onDay).map(({ person }) => person)
    const topic = dice.pick(sessionTopics)
    const hours = dice.pick([2, 3, 3, 4])
    const expert = dice.pick(able)
    const inside = topic.kind === 'peer' && there.length > 1
    const guided = inside ? there.slice(1) : topic.kind === 'individual' ? there.slice(0, 1) : there
    if (guided.length === 0) continue
    const at = momentOf(onDay, 16, 30)
    const by = inside ? { person: there[0]! } : { expert: expert.id }
    const session = { station: id, onDay, ...topic, hours, ...by, guided, files: [] }
    happenings.push({ at, run: (lane) => lane.as(at, account, recordSession, session) })
  }
  return happenings
}

/** A vacancy and those who apply, to see how the document prefers. */
async function compare({ now, today, office }: Staffing, station: Staffed, lane: Lane): Promise<void> {
  const fromOn = addDays(today, 30)
  const common = {
    station: station.id,
    post: 'socialWorker',
    origin: 'dispatched',
    fullTime: true,
    fromOn,
    education: 'bachelor',
  } as const
  const certificate = { certificate: 'assistant', issuedOn: addDays(today, -400) } as const
  const applicants = [
    {
      name: '示例应聘甲',
      sex: 'female',
      bornOn: '1996-04-12',
      socialWorkMajor: true,
      localHousehold: false,
      localMinority: false,
      ...certificate,
    },
    {
      name: '示例应聘乙',
      sex: 'male',
      bornOn: '1999-08-03',
      socialWorkMajor: false,
      localHousehold: true,
      localMinority: false,
    },
    {
      name: '示例应聘丙',
      sex: 'female',
      bornOn: '1998-01-25',
      socialWorkMajor: false,
      localHousehold: false,
      localMinority: true,
    },
    {
      name: '示例应聘丁',
      sex: 'male',
      bornOn: '1979-02-17',
      socialWorkMajor: true,
      localHousehold: true,
      localMinority: false,
      ...certificate,
    },
  ] as const
  for (const one of applicants)
    await lane.as(now - 86_400_000, office(station.county), addCandidate, { ...common, ...one })
}
