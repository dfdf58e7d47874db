import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import { behind, figures, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds, render } from '../papers/index.server.ts'
import {
  addCourse,
  callRoll,
  cancelCourse,
  correctAttendance,
  getCourse,
  hoursBoard,
  join,
  listCourses,
  peopleToTrain,
  recordCourse,
  signUp,
  trainingOf,
} from './index.server.ts'
import { hoursReachedShare, trainingHours } from './training.measures.ts'

let world: World
let county: Actor
let head: Actor
let otherHead: Actor
let worker: Actor
let station: string
let other: string
const people: string[] = []
const clauseYear = periodOf('2026')!

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '120116' }))
  station = (await aStation(world, county, { place: '120116001' })).id
  other = (await aStation(world, county, { place: '120116006' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  otherHead = await world.actor(await world.account({ role: 'stationHead', station: other }))
  for (let i = 0; i < 40; i++) people.push((await aPerson(world, county, i < 38 ? station : other)).id)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, people[0]!))
})
afterAll(() => world.close())

const aCourse = (over: Partial<InputOfCall<typeof addCourse>> = {}): InputOfCall<typeof addCourse> => ({
  station,
  title: '示例实务培训',
  way: 'offline',
  kind: 'training.continuing',
  fromOn: '2026-11-20',
  toOn: '2026-11-21',
  hours: 12,
  continuing: true,
  files: [],
  ...over,
})
const record = (over: Partial<InputOfCall<typeof recordCourse>> = {}, actor = county) =>
  world.as(actor, recordCourse, { ...aCourse(), people: [], absent: [], ...over })

async function measured(measure: typeof trainingHours, at = station) {
  return transact(world.db, { whole: ['120116'], stations: [], own: [] }, 'read', async (connection) => {
    const asked = { subject: { stations: [at] }, period: clauseYear, with: { hours: '30' } }
    return {
      total: total(await figures(connection, measure, asked)),
      list: await behind(connection, measure, asked, ''),
    }
  })
}

it('[BH-3.2][GD-A3.41][KM-7.3] a course for forty people is recorded in one step, and their hours count at once', async () => {
  const before = (await measured(trainingHours)).total.numerator
  const course = await record({ people: people.slice(0, 39), absent: people.slice(39) })
  expect(course).toMatchObject({ state: 'held', kindName: '继续教育培训（驻站社工）' })
  expect((await measured(trainingHours)).total.numerator).toBe(before + 38 * 12)
  const { list } = await world.as(county, getCourse, { id: course.id })
  expect(list.filter(({ attendance }) => attendance.state === 'present')).toHaveLength(39)
  const { continuing, required } = await world.as(worker, trainingOf, { person: people[0]! })
  expect([continuing, required]).toEqual([12, 30])
})

it('[BH-3.2] 30 学时 a worker and year: the share, the list behind it and the finding agree; other training does not count', async () => {
  await record({ people: people.slice(0, 2), hours: 18 })
  await record({ people: people.slice(2, 4), hours: 40, continuing: false, kind: 'training.preJob' })
  const { total: share, list } = await measured(hoursReachedShare)
  expect(share).toEqual({ numerator: 2, denominator: 38 })
  expect(list.filter(({ hit }) => hit).map(({ value }) => value)).toEqual([30, 30])
  const { findings } = await world.as(county, findingsOfStation, { station })
  expect(findings.find(({ rule }) => rule === 'rule.trainingHours')).toMatchObject({
    result: 'notMet',
    pending: true,
    gap: '38 个中有 36 个不符合',
  })
  const board = await world.as(head, hoursBoard, { station })
  expect(board.people).toHaveLength(38)
  expect(board.people.find(({ person }) => person === people[0])).toMatchObject({ continuing: 30, reached: true })
  const third = board.people.find(({ person }) => person === people[2])!
  expect(third).toMatchObject({ hours: 52, continuing: 12, reached: false })
  expect(third.kinds.map(({ kindName }) => kindName)).toEqual(['岗前培训（驻站社工）', '继续教育培训（驻站社工）'])
})

it('[KM-7.3] an office offers a course online: stations below sign up their own people, and the roll is called by list', async () => {
  const online = aCourse({
    way: 'online',
    venue: '示例学习平台',
    fromOn: '2026-11-23',
    toOn: '2026-11-24',
    seats: 3,
    hours: 4,
  })
  const { station: _none, ...office } = online
  const course = await world.as(county, addCourse, { ...office, place: '120116' })
  const seen = await world.as(head, listCourses, {})
  expect(seen.find((one) => one.course.id === course.id)).toMatchObject({ organiser: '滨海新区民政部门', onList: 0 })
  await world.as(head, signUp, { course: course.id, people: people.slice(4, 6) })
  await expect(world.as(head, signUp, { course: course.id, people: [people[39]!] })).rejects.toMatchObject({
    code: 'notFound',
  })
  await world.as(worker, join, { course: course.id })
  await expect(world.as(otherHead, signUp, { course: course.id, people: people.slice(38) })).rejects.toBeDefined()
  const { list } = await world.as(county, getCourse, { id: course.id })
  expect(list).toHaveLength(3)
  const held = await world.as(county, callRoll, {
    id: course.id,
    version: course.version,
    people: [people[4]!, people[39]!],
    absent: [people[5]!],
  })
  expect(held.can).toEqual([])
  const after = await world.as(county, getCourse, { id: course.id })
  expect(after.list.map(({ attendance }) => attendance.state).sort()).toEqual([
    'absent',
    'present',
    'present',
    'signedUp',
  ])
})

it('a full course takes nobody more; a cancelled one nobody at all', async () => {
  const course = await world.as(county, addCourse, aCourse({ seats: 1, fromOn: '2026-12-01', toOn: '2026-12-01' }))
  await world.as(head, signUp, { course: course.id, people: [people[6]!] })
  await expect(world.as(head, signUp, { course: course.id, people: [people[7]!] })).rejects.toMatchObject({
    message: '名额 1 人，已报名 1 人，还能报 0 人',
  })
  await expect(
    world.as(county, callRoll, { id: course.id, version: 1, people: [people[6]!], absent: [] }),
  ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('到那天再点名') })
  await world.as(county, cancelCourse, { id: course.id, version: 1, cancelReason: '讲师改期' })
  await expect(world.as(head, signUp, { course: course.id, people: [people[8]!] })).rejects.toMatchObject({
    message: '课程已取消，不能再报名',
  })
})

it('a correction of the roll takes the hours back, also after they were counted', async () => {
  const course = await record({ people: [people[10]!, people[11]!], hours: 6 })
  const counted = (await measured(trainingHours)).total.numerator
  const { list } = await world.as(head, getCourse, { id: course.id })
  const { attendance } = list.find((one) => one.attendance.person === people[10])!
  await world.as(head, correctAttendance, { id: attendance.id, version: attendance.version, state: 'absent' })
  expect((await measured(trainingHours)).total.numerator).toBe(counted - 6)
})

it('wrong input is said at its field', async () => {
  await expect(record({ people: [people[0]!], kind: 'training.nothing' })).rejects.toMatchObject({
    fields: { kind: expect.stringContaining('继续教育培训') },
  })
  await expect(record({ people: [people[0]!], toOn: '2026-11-19' })).rejects.toMatchObject({
    fields: { toOn: expect.any(String) },
  })
  await expect(record({ people: [people[0]!], fromOn: '2026-11-30', toOn: '2026-11-30' })).rejects.toMatchObject({
    fields: { toOn: expect.stringContaining('还没有结束') },
  })
  await expect(record({ people: [] })).rejects.toMatchObject({ fields: { people: expect.any(String) } })
})

it('a worker organises nothing, and another county sees neither a station’s course nor an office’s', async () => {
  await expect(record({ people: [people[0]!] }, worker)).rejects.toMatchObject({ code: 'forbidden' })
  const stranger = await world.actor(await world.account({ role: 'county', place: '530111' }))
  expect(await world.as(stranger, listCourses, {})).toEqual([])
  expect((await world.as(head, peopleToTrain, {})).every((one) => one.station === station)).toBe(true)
})

it('[BH-3.2] the certificate of hours lists every course a person completed, by year', async () => {
  const kind = paperKinds().get('trainingHours')!
  const paper = await world.door.read(head, kind.grant, (tx, reach) =>
    kind.build({ tx, reach, input: { id: people[0]! } }),
  )
  expect(paper.blocks[0]).toMatchObject({ text: expect.stringContaining('共完成培训 2 门，计 30 学时') })
  expect((await render(paper, 'docx')).length).toBeGreaterThan(2000)
})
