import { addAgreement, addIncidentStep, reportIncident } from '../../modules/protection/index.server.ts'
import type { EnteredClient } from './clients.ts'
import type { BuiltStation } from './network.ts'
import type { Lane, Stage } from './stage.ts'

interface Protecting {
  stage: Stage
  built: readonly BuiltStation[]
  files: ReadonlyMap<string, readonly EnteredClient[]>
  now: number
}

const day = 86_400_000
const hour = 3_600_000

/** Who looks after the children left behind, and two incidents: one in hand, one that nobody has taken up in time. */
export async function protect({ stage, built, files, now }: Protecting): Promise<void> {
  const working = built.filter(
    ({ plan, workers, id }) => plan.level === 'station' && workers.length > 0 && files.has(id),
  )
  await stage.each(working, async (station, lane) => {
    const child = files.get(station.id)!.find(({ plan }) => plan.categories.includes('leftBehindChild'))
    if (child && Number(station.plan.place.slice(-1)) % 3 !== 0) await entrust(lane, station, child, now - 20 * day)
    if (station.plan.place === '530111002') await takenUp(lane, station, now - 6 * day)
    if (station.plan.place === '530111004') await waiting(lane, station, now - 2 * day)
  })
}

/** An agreement that is written and still waits for its signatures. */
async function entrust(lane: Lane, { workers }: BuiltStation, { id, plan }: EnteredClient, at: number): Promise<void> {
  await lane.as(at, workers[0]!.account, addAgreement, {
    client: id,
    parents: '父亲、母亲（均在外务工）',
    awayWhere: '外省制衣厂，春节返乡',
    entrusted: plan.guardian?.name ?? '外祖母',
    relation: '祖辈',
    promises: '每周与孩子视频两次；学校有事先告知受委托人，再告知父母。',
    files: [],
  })
}

const told = { danger: false, source: 'neighbour', files: [] as string[] } as const

async function takenUp(lane: Lane, { id: station, workers }: BuiltStation, at: number): Promise<void> {
  const worker = workers[0]!.account
  const { id } = await lane.as(at, worker, reportIncident, {
    ...told,
    station,
    situation: 'violence',
    foundAt: new Date(at - hour).toISOString(),
    victim: '示例居民（女，四十岁左右）',
    summary: '邻居听到争吵与哭声，上门后本人说被推搡，不愿声张。',
  })
  await lane.as(at + 2 * hour, worker, addIncidentStep, {
    id,
    version: 1,
    kind: 'counsel',
    at: new Date(at + hour).toISOString(),
    note: '单独谈话，告知可以报警和申请人身安全保护令，留了站里电话。',
    files: [],
  })
}

async function waiting(lane: Lane, { id: station, workers }: BuiltStation, at: number): Promise<void> {
  await lane.as(at, workers[0]!.account, reportIncident, {
    ...told,
    station,
    situation: 'accident',
    foundAt: new Date(at - hour).toISOString(),
    victim: '示例家庭',
    summary: '家中失火，房屋不能居住，一家三口暂住亲戚家。',
  })
}
