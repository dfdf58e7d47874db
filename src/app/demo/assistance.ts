import { type ApplicationWords, applicationsShown, foundShown, patrolWords } from '../../../demo/assistance.ts'
import { addDays, businessDay } from '../../core/time.ts'
import {
  acceptApplication,
  addRosterEntry,
  addSurvey,
  certifyLife,
  closeNotice,
  getApplication,
  grantApplication,
  passFirstReview,
  passReview,
  publishNotice,
  receivePapers,
  registerApplication,
  submitApplication,
} from '../../modules/assistance/index.server.ts'
import { recordDiscovery, recordPatrol, referDiscovery, verifyDiscovery } from '../../modules/outreach/index.server.ts'
import { type EnteredClient, workingStations } from './clients.ts'
import type { BuiltStation } from './network.ts'
import type { Lane, Stage } from './stage.ts'

interface Handling {
  stage: Stage
  built: readonly BuiltStation[]
  files: ReadonlyMap<string, readonly EnteredClient[]>
  now: number
  today: string
}

const day = 86_400_000

/** How far a demo application has come, in the order of the station's clients. */
type Until = 'granted' | 'notice' | 'papers' | 'review'
const shown: readonly Until[] = ['granted', 'review', 'notice', 'papers']

/** Applications in every stage, some on rosters and certified, families found, a patrol: as the stations of the last weeks. */
export async function handleAssistance({ stage, built, files, now, today }: Handling): Promise<void> {
  const working = workingStations(built, files, 4)
  await stage.each(working, async (station, lane) => {
    const worker = station.workers.find(({ account }) => account !== station.head)!.account
    const of = { lane, station, worker, now, today, clients: files.get(station.id)! }
    for (const [i, until] of shown.entries()) {
      const words = applicationsShown[i]!
      const client = of.clients[i + 1] ?? of.clients[i]!
      await oneApplication(of, client.id, words, until)
    }
    await allowances(of)
    await foundAndWalked(of)
  })
}

interface Of {
  lane: Lane
  station: BuiltStation
  worker: string
  now: number
  today: string
  clients: readonly EnteredClient[]
}

/** Each lane's clock only goes on, so what came first is done first: the applications of a station follow one another. */
async function oneApplication(
  { lane, station, worker, now }: Of,
  client: string,
  words: ApplicationWords,
  until: Until,
): Promise<void> {
  const begun = { granted: 40, review: 16, notice: 4, papers: 3 }[until]
  const on = (after: number) => businessDay(new Date(now - (begun - after) * day))
  const at = (after: number) => now - (begun - after) * day
  const row = await lane.as(at(0), worker, registerApplication, {
    station: station.id,
    client,
    kind: words.kind,
    way: 'helped',
    appliedOn: on(0),
    members: 1,
    reason: words.reason,
  })
  const opened = await lane.as(at(0), worker, getApplication, { id: row.id })
  const papers = opened.papers.filter(({ need }) => need === 'required').map(({ paper }) => paper)
  if (until === 'papers') {
    await lane.as(at(0), worker, receivePapers, { id: row.id, papers: papers.slice(0, 1) })
    return
  }
  await lane.as(at(1), worker, receivePapers, { id: row.id, papers })
  let { version } = await lane.as(at(1), worker, acceptApplication, { id: row.id, version: row.version })
  await lane.as(at(2), worker, addSurvey, {
    id: row.id,
    kind: 'home',
    onDay: on(2),
    findings: words.survey,
    result: 'consistent',
    minutes: 45,
    files: [],
  })
  ;({ version } = await lane.as(at(3), worker, passFirstReview, { id: row.id, version, opinion: '入户核实，情况属实' }))
  ;({ version } = await lane.as(at(3), worker, publishNotice, {
    id: row.id,
    version,
    startOn: on(3),
    postedAt: '社区居务公开栏',
    files: [],
  }))
  if (until === 'notice') return
  ;({ version } = await lane.as(at(12), worker, closeNotice, { id: row.id, version }))
  if (until === 'review') return
  ;({ version } = await lane.as(at(14), station.head, passReview, { id: row.id, version, opinion: '同意上报' }))
  ;({ version } = await lane.as(at(15), station.head, submitApplication, {
    id: row.id,
    version,
    submittedTo: '区县民政局',
  }))
  await lane.as(at(24), station.head, grantApplication, {
    id: row.id,
    version,
    decidedOn: on(24),
    amountFen: words.amountFen,
    fromMonth: on(24).slice(0, 7),
  })
}

/** Those over eighty receive an allowance; most have been asked after this year. */
async function allowances({ lane, station, worker, now, today, clients }: Of): Promise<void> {
  const at = now - 2 * day
  const old = clients.filter(({ plan }) => addDays(plan.bornOn, Math.ceil(80 * 365.25)) < `${today.slice(0, 4)}-01-01`)
  for (const [i, { id: client }] of old.slice(0, 4).entries()) {
    const entry = await lane.as(at, worker, addRosterEntry, {
      station: station.id,
      client,
      kind: 'advancedAge',
      members: 1,
      monthlyFen: 10_000,
      fromMonth: `${today.slice(0, 4)}-01`,
    })
    if (i % 2 === 0)
      await lane.as(at, worker, certifyLife, {
        station: station.id,
        entry: entry.id,
        onDay: businessDay(new Date(at)),
        way: i === 0 ? 'visit' : 'video',
        outcome: 'alive',
        minutes: 15,
        files: [],
      })
  }
}

async function foundAndWalked({ lane, station, worker, now }: Of): Promise<void> {
  for (const [i, words] of foundShown.entries()) {
    const at = now - 36 * 3_600_000
    const on = businessDay(new Date(at))
    const row = await lane.as(at, worker, recordDiscovery, {
      station: station.id,
      foundOn: addDays(on, -2),
      ...words,
      needs: [...words.needs],
      place: station.plan.place,
      members: 3,
      minutes: 30,
      files: [],
    })
    if (i === 1) continue
    await lane.as(at, worker, verifyDiscovery, {
      id: row.id,
      version: row.version,
      verifiedOn: on,
      note: '现场查看属实',
    })
    await lane.as(at, worker, referDiscovery, {
      id: row.id,
      version: row.version + 1,
      referredOn: on,
      referredTo: 'charity',
      party: '示例慈善会',
    })
  }
  await lane.as(now - 30 * 3_600_000, worker, recordPatrol, {
    station: station.id,
    onDay: businessDay(new Date(now - 48 * 3_600_000)),
    fromTime: '20:30',
    toTime: '22:10',
    reason: 'cold',
    route: patrolWords.route,
    note: patrolWords.note,
    files: [],
    people: [
      {
        name: patrolWords.person,
        sex: 'male',
        age: 60,
        minor: 'no',
        metAt: patrolWords.metAt,
        situation: patrolWords.situation,
        help: ['advice', 'food', 'clothes', 'escorted'],
        handOver: 'station',
        receiver: '示例救助管理站值班员',
      },
    ],
  })
}
