import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Activities, openActivities } from '../../../tests/activities.ts'
import { aClient, today } from '../../../tests/world.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { timelineOf } from '../clients/index.server.ts'
import { whyNoSignIn } from './activity.ts'
import {
  cancelActivity,
  drawCode,
  enterFeedback,
  listActivities,
  openSignIn,
  posterOf,
  rateActivity,
} from './index.server.ts'

let world: Activities['world']
let clerk: Activities['clerk']
let worker: Activities['worker']
let station: Activities['station']
let plan: Activities['plan']
let codeOf: Activities['codeOf']
let opened: Activities['opened']
let scan: Activities['scan']

beforeAll(async () => {
  ;({ world, clerk, worker, station, plan, codeOf, opened, scan } = await openActivities())
})
afterAll(() => world.close())

describe('signing in by the code', () => {
  it('[KM-5p] whoever scans is thanked and counted once, with a name or without, however often it is sent', async () => {
    const { id } = await plan()
    const code = await codeOf(id)
    const token = uuidv7()
    const shown = await world.as(null, openSignIn, { code, token })
    expect(shown).toMatchObject({ name: '重阳敬老茶话会', why: null, signedIn: false, asksContact: true })
    expect(JSON.stringify(shown)).not.toContain(station)
    const answers = await Promise.all([1, 2, 3].map(() => scan(code, { token })))
    expect(answers.every(({ thanks }) => thanks === '谢谢您来参加「重阳敬老茶话会」')).toBe(true)
    await scan(code, { name: '示例大爷', phone: '19900001234' })
    await scan(code, { name: '示例大爷', phone: '19900001234' })
    const { signIns, counts } = await opened(id)
    expect(signIns).toHaveLength(2)
    expect(signIns.map(({ name }) => name)).toEqual([null, '示例大爷'])
    expect(counts).toEqual({ participant: 2, volunteer: 0, worker: 0, byCode: 2 })
    expect((await world.as(null, openSignIn, { code, token })).signedIn).toBe(true)
  })

  it('the code signs in only while the activity lasts, from half an hour before', async () => {
    const of = { state: 'planned', onDay: today, toOn: null, startsAt: '14:00', endsAt: '16:00' }
    expect(whyNoSignIn(of, `${today} 13:29`)).toBe(`还没有到签到时间：${today} 13:30 开始签到`)
    expect(whyNoSignIn(of, `${today} 13:30`)).toBeUndefined()
    expect(whyNoSignIn(of, `${today} 16:00`)).toBeUndefined()
    expect(whyNoSignIn(of, `${today} 16:01`)).toBe('签到时间已过，谢谢您的关心')
    expect(whyNoSignIn({ ...of, toOn: '2026-11-26' }, '2026-11-26 15:00')).toBeUndefined()

    const later = await plan({ startsAt: '14:00', endsAt: '16:00' })
    const code = await codeOf(later.id)
    await expect(scan(code)).rejects.toMatchObject({ code: 'conflict' })
    const now = await plan()
    const open = await codeOf(now.id)
    const { activity } = await opened(now.id)
    await world.as(worker, cancelActivity, { id: now.id, version: activity.version, opinion: '停电' })
    await expect(scan(open)).rejects.toMatchObject({ message: '这次活动已经取消' })
    expect((await opened(now.id)).signIns).toEqual([])
  })

  it('a code that is none, or guessed, opens nothing', async () => {
    const { id } = await plan()
    const code = await codeOf(id)
    const guessed = `${code.slice(0, -2)}${code.endsWith('AA') ? 'BB' : 'AA'}`
    for (const wrong of [guessed, 'nonsense', id])
      await expect(world.as(null, openSignIn, { code: wrong, token: uuidv7() })).rejects.toMatchObject({
        code: 'notFound',
      })
    expect((await opened(id)).activity.code).toEqual({ masked: true, hint: '见海报' })
    const listed = await world.as(clerk, listActivities, {})
    expect(listed.rows.every(({ activity }) => activity.code.hint === '见海报')).toBe(true)
  })

  it('where the plan asks for no name, none is kept even if it is sent', async () => {
    const { id } = await plan({ asksContact: false })
    await scan(await codeOf(id), { name: '示例大妈', phone: '19900005678' })
    expect((await opened(id)).signIns[0]).toMatchObject({ name: null, phone: null })
  })

  it('somebody with a file who leaves name and phone stands in their timeline; the door tells nobody', async () => {
    const client = await aClient(world, worker, station, { phone: '19900002222' })
    const { id } = await plan()
    const answer = await scan(await codeOf(id), { name: client.name, phone: '19900002222' })
    expect(JSON.stringify(answer)).not.toContain(client.id)
    const { lines } = await world.as(worker, timelineOf, { id: client.id })
    expect(lines[0]).toMatchObject({ kind: '社区活动', title: '重阳敬老茶话会', path: `/activities/${id}` })
  })

  it('a mark and words are given once, by whoever signed in', async () => {
    const { id } = await plan()
    const code = await codeOf(id)
    const token = uuidv7()
    await expect(world.as(null, rateActivity, { code, token, score: 5 })).rejects.toMatchObject({
      message: '请先签到再评价',
    })
    await scan(code, { token })
    await world.as(null, rateActivity, { code, token, score: 4, words: '椅子不够' })
    await world.as(null, rateActivity, { code, token, score: 1 })
    await world.as(worker, enterFeedback, { id, score: 5 })
    const { feedback, score } = await opened(id)
    expect(feedback.map((one) => one.score)).toEqual([4, 5])
    expect(score).toBe(4.5)
  })

  it('the code is a drawing that holds the address of the public page', async () => {
    const { id } = await plan()
    const poster = await world.door.read(worker, 'activity.write', (tx, reach) =>
      posterOf(tx, reach, id, 'https://yizhan.example'),
    )
    expect(poster.address).toMatch(/^https:\/\/yizhan\.example\/sign\/530111-[\w-]{22}$/)
    expect(await drawCode(poster)).toContain('<svg')
  })
})
