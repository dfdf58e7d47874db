import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { addExpert, declareConflict } from '../experts/index.server.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import {
  awaitingFeedback,
  giveFeedback,
  planSupervision,
  recordSession,
  reverseSession,
  supervisionBoard,
  supervisionOf,
  supervisionTeams,
} from './index.server.ts'

let world: World
let county: Actor
let head: Actor
let worker: Actor
let station: string
let people: string[]
let expert: { id: string; name: string }

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '120116' }))
  station = (await aStation(world, county, { place: '120116001' })).id
  people = [(await aPerson(world, county, station)).id, (await aPerson(world, county, station)).id]
  head = await world.actor(await world.account({ role: 'stationHead', station }, people[1]!))
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, people[0]!))
  expert = await world.as(county, addExpert, {
    place: '120116',
    name: '示例督导',
    kind: 'external',
    title: '高级社会工作师',
    body: '专业督导团队',
    expertise: ['个案'],
    tasks: ['supervision'],
    fromOn: '2026-01-01',
  })
})
afterAll(() => world.close())

const aSession = (over: Partial<InputOfCall<typeof recordSession>> = {}): InputOfCall<typeof recordSession> => ({
  station,
  onDay: '2026-10-10',
  kind: 'group',
  hours: 3,
  expert: expert.id,
  project: '示例养老项目',
  summary: '讨论预估方法',
  files: [],
  guided: people,
  ...over,
})
const hoursNow = async () => (await world.as(head, supervisionBoard, { station })).stations[0]!

it('[BH-3.1b] hours of supervision add up per station and year against 30, on the board and in the finding', async () => {
  await world.as(head, planSupervision, {
    station,
    year: 2026,
    hours: 36,
    kinds: ['group', 'onSite'],
    supervisor: '专业督导团队',
    goals: '每月一次',
  })
  await world.as(head, recordSession, aSession())
  for (let i = 0; i < 3; i++)
    await world.as(head, recordSession, aSession({ hours: 9, onDay: `2026-0${i + 4}-10`, kind: 'onSite' }))
  expect(await hoursNow()).toMatchObject({ hours: 30, sessions: 4, required: 30, planned: 36 })
  const supervision = async () =>
    (await world.as(county, findingsOfStation, { station })).findings.find(({ rule }) => rule === 'rule.supervision')
  expect(await supervision()).toMatchObject({ result: 'met', value: 30 })
  const { sessions } = await world.as(head, supervisionBoard, { station })
  const [last] = sessions
  await world.as(head, reverseSession, { id: last!.session.id, version: 1, reversedReason: '重复登记' })
  expect(await supervision()).toMatchObject({ result: 'notMet', value: 27, gap: '还差 3 小时' })
  expect((await hoursNow()).hours).toBe(27)
})

it('[BH-3.4] the supervision team is the pool’s body, with what each member gave this year', async () => {
  const [team] = await world.as(head, supervisionTeams, {})
  expect(team).toMatchObject({ body: '专业督导团队', members: [{ name: '示例督导', hours: 27 }] })
})

it('[BH-3.4] the guided answer for themselves: one who was there rates it, nobody else does', async () => {
  const session = await world.as(
    head,
    recordSession,
    aSession({ kind: 'individual', guided: [people[0]!], onDay: '2026-11-20' }),
  )
  const waiting = await world.as(worker, awaitingFeedback, {})
  const mine = waiting.find((one) => one.session.id === session.id)!.guided.find(({ person }) => person === people[0])!
  expect(mine.can).toEqual(['giveFeedback'])
  await expect(world.as(head, giveFeedback, { id: mine.id, version: 1, rating: 1 })).rejects.toMatchObject({
    code: 'conflict',
  })
  await world.as(worker, giveFeedback, { id: mine.id, version: 1, rating: 5, feedback: '思路更清楚了' })
  expect((await hoursNow()).rating).toBe(5)
  expect((await world.as(worker, supervisionOf, { person: people[0]! })).length).toBeGreaterThan(0)
})

it('one supervisor a session, inside or outside, never one with a conflict or supervising themselves', async () => {
  const { expert: _out, ...none } = aSession()
  await expect(world.as(head, recordSession, none)).rejects.toMatchObject({ fields: { expert: expect.any(String) } })
  await expect(world.as(head, recordSession, { ...none, person: people[0]!, guided: people })).rejects.toMatchObject({
    fields: { guided: expect.stringContaining('不能同时') },
  })
  const peer = await world.as(head, recordSession, { ...none, kind: 'peer', person: people[0]!, guided: [people[1]!] })
  expect(peer.supervisorName).toMatch(/^示例社工/)
  await expect(world.as(head, recordSession, aSession({ kind: 'individual' }))).rejects.toMatchObject({
    fields: { guided: expect.stringContaining('个别督导只选一人') },
  })
  await world.as(county, declareConflict, { id: expert.id, about: station, reason: '亲属任职', fromOn: '2026-11-01' })
  await expect(world.as(head, recordSession, aSession({ onDay: '2026-11-15' }))).rejects.toMatchObject({
    fields: { expert: '这位专家申明与该站有利害关系（亲属任职），请另选一位' },
  })
  await expect(world.as(worker, recordSession, aSession())).rejects.toMatchObject({ code: 'forbidden' })
})
