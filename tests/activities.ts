import { modules } from '../src/app/modules.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { figures, measureNamed } from '../src/modules/measures/index.server.ts'
import { periodOf } from '../src/modules/measures/index.ts'
import { aPerson, aStation, openWorld, today } from './world.ts'

const { finishActivity, getActivity, planActivity, posterOf, signIn } = modules.activities

/** A world with a station that holds activities: a worker who plans them, whoever scans, and what their tests do again and again. */
export async function openActivities() {
  const world = await openWorld()
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  const station = (await aStation(world, clerk, { place: '530111004' })).id
  const head = await world.actor(await world.account({ role: 'stationHead', station }))
  const person = (await aPerson(world, clerk, station)).id
  const worker = await world.actor(await world.account({ role: 'residentWorker', station }, person))
  const item = (await world.as(worker, modules.services.catalogueOf, { station })).items[0]!.key

  // the world's clock stands at ten in the morning
  const plan = (over: object = {}) =>
    world.as(worker, planActivity, {
      station,
      name: '重阳敬老茶话会',
      kind: 'festival',
      onDay: today,
      startsAt: '09:30',
      endsAt: '11:30',
      venueKind: 'station',
      venue: '太和街道社工站活动室',
      audience: '辖区老年人',
      target: 30,
      items: [item],
      aim: '让独居老人出来坐一坐',
      programme: '签到、茶话、量血压',
      asksContact: true,
      ...over,
    })

  const codeOf = (id: string) =>
    world.door.read(worker, 'activity.write', async (tx, reach) => {
      const { address } = await posterOf(tx, reach, id, 'https://yizhan.example')
      return address.slice(address.lastIndexOf('/') + 1)
    })

  const opened = (id: string, actor = worker) => world.as(actor, getActivity, { id })
  const scan = (code: string, over: object = {}) =>
    world.as(null, signIn, { code, token: uuidv7(), role: 'participant', ...over })

  const summary = {
    minutes: 120,
    summary: '老人围坐，社工逐位问候',
    outcome: '三位愿意加入互助小组',
    photos: [],
    reach: [],
  }
  async function finish(id: string, over: object = {}) {
    const { activity } = await opened(id)
    return world.as(worker, finishActivity, { id, version: activity.version, people: 30, ...summary, ...over } as never)
  }

  async function counted(name: string, dimension = '', actor = worker): Promise<number> {
    return world.door.read(actor, 'service.read', async (tx) => {
      const cells = await figures(tx, measureNamed(name), {
        subject: { stations: [station] },
        period: periodOf('2026-11')!,
      })
      return cells.find((one) => one.dimension === dimension)?.numerator ?? 0
    })
  }
  return { world, clerk, head, worker, person, station, summary, plan, codeOf, opened, scan, finish, counted }
}

export type Activities = Awaited<ReturnType<typeof openActivities>>
