import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Activities, openActivities } from '../../../tests/activities.ts'
import { today } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { addDays } from '../../core/time.ts'
import { cancelActivity, countSignIns, drawCode, posterOf } from '../activities/index.server.ts'
import { drawSignIn, signInAddress } from '../activities/index.ts'
import { devicePack } from './index.server.ts'

let made: Activities
beforeAll(async () => {
  made = await openActivities()
})
afterAll(() => made.world.close())

const carried = async (actor: Actor) => (await made.world.as(actor, devicePack, { station: made.station })).activities

describe('the activities that a phone carries', () => {
  it('are those planned for the next days, with time, place and code; not the past, the far, the cancelled', async () => {
    const { world, plan, worker, codeOf } = made
    const { id } = await plan()
    const over = await plan({ onDay: addDays(today, -3), toOn: addDays(today, -1) })
    const lasting = await plan({ onDay: addDays(today, -1), toOn: addDays(today, 1) })
    const far = await plan({ onDay: addDays(today, 8) })
    const off = await plan({ onDay: addDays(today, 1) })
    await world.as(worker, cancelActivity, { id: off.id, version: off.version, opinion: '下雨' })
    const found = await carried(worker)
    expect(found.map((one) => one.id)).toEqual([lasting.id, id])
    expect([over.id, far.id].some((one) => found.some((other) => other.id === one))).toBe(false)
    const { venue, code, startsAt } = found[1]!
    expect({ venue, code, startsAt }).toEqual({
      ...{ venue: '太和街道社工站活动室', startsAt: '09:30' },
      code: await codeOf(id),
    })
  })

  it('come to whoever writes the station’s activities, as the poster does, and to nobody else who reads its clients', async () => {
    const { world, head, clerk } = made
    const township = await world.actor(await world.account({ role: 'township', place: '530111004' }))
    expect((await carried(head)).length).toBeGreaterThan(0)
    expect(await carried(township)).toEqual([])
    await expect(carried(clerk)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('show the same drawing as the desk, and say how many have signed in without naming them', async () => {
    const { world, plan, worker, codeOf, scan } = made
    const { id } = await plan()
    const code = await codeOf(id)
    const poster = await world.door.read(worker, 'activity.write', (tx, reach) =>
      posterOf(tx, reach, id, 'https://yizhan.example'),
    )
    expect(await drawSignIn(signInAddress('https://yizhan.example', code))).toBe(await drawCode(poster))
    await scan(code, { name: '示例大妈', phone: '19900003333' })
    expect(await world.as(worker, countSignIns, { id })).toEqual({ people: 1 })
    const stranger = await world.actor(await world.account({ role: 'county', place: '530112' }))
    await expect(world.as(stranger, countSignIns, { id })).rejects.toMatchObject({ code: 'notFound' })
  })
})
