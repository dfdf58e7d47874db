import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import {
  addMatter,
  addSeat,
  closeMatter,
  dissolveGroup,
  foundGroup,
  getGroup,
  groupsOf,
  recordMeeting,
  removeSeat,
  takeSeat,
} from './index.server.ts'

let world: World
let guandu: Actor
let chengguan: Actor

beforeAll(async () => {
  world = await openWorld()
  guandu = await world.actor(await world.account({ role: 'county', place: '530111' }))
  chengguan = await world.actor(await world.account({ role: 'county', place: '620102' }))
})
afterAll(() => world.close())

it('[GD-3] the leading group is founded with a seat for each post of the document and no person in it', async () => {
  const before = await world.as(guandu, groupsOf, { place: '530111' })
  expect(before.asked.map(({ kind }) => kind)).toContain('leadingGroup')
  const group = await world.as(guandu, foundGroup, {
    place: '530111',
    kind: 'leadingGroup',
    name: '社工站建设领导小组',
    foundedOn: '2021-05-10',
  })
  const { seats } = await world.as(guandu, getGroup, { id: group.id })
  const of = (seat: string) => seats.filter((one) => one.seat.seat === seat)
  expect([of('组长').length, of('副组长').length, of('成员').length]).toEqual([1, 10, 7])
  const streets = ['太和', '金马', '关上', '吴井', '官渡', '六甲', '矣六', '小板桥']
  for (const street of streets)
    expect(
      of('副组长').some(({ seat }) => seat.post.startsWith(`${street}街道`)),
      street,
    ).toBe(true)
  expect(seats.every(({ holders }) => holders.length === 0)).toBe(true)
  const { groups, asked } = await world.as(guandu, groupsOf, { place: '530111' })
  expect(groups).toMatchObject([{ seats: seats.length, vacant: seats.length }])
  expect(asked.map(({ kind }) => kind)).not.toContain('leadingGroup')
})

it('[GD-3] a successor takes the seat, whoever held it before stays in its history', async () => {
  const group = await world.as(guandu, foundGroup, {
    place: '530111',
    kind: 'leadingGroup',
    name: '示例领导小组',
    foundedOn: '2021-05-10',
  })
  const { seats } = await world.as(guandu, getGroup, { id: group.id })
  const head = seats.find(({ seat }) => seat.seat === '组长')!.seat
  await world.as(guandu, takeSeat, { id: head.id, name: '示例甲', fromOn: '2021-05-10' })
  await world.as(guandu, takeSeat, { id: head.id, name: '示例乙', fromOn: '2024-03-01' })
  await expect(world.as(guandu, takeSeat, { id: head.id, name: '示例丙', fromOn: '2023-01-01' })).rejects.toMatchObject(
    {
      fields: { fromOn: expect.stringContaining('2024-03-01') },
    },
  )
  const { holders } = (await world.as(guandu, getGroup, { id: group.id })).seats.find(
    ({ seat }) => seat.id === head.id,
  )!
  expect(holders.map(({ name, fromOn, toOn }) => [name, fromOn, toOn])).toEqual([
    ['示例乙', '2024-03-01', null],
    ['示例甲', '2021-05-10', '2024-02-29'],
  ])
  const seat = await world.as(guandu, addSeat, { id: group.id, seat: '成员', post: '矣六街道社会建设办公室主任' })
  await world.as(guandu, removeSeat, { id: seat.id, version: 1 })
  expect((await world.as(guandu, getGroup, { id: group.id })).seats).toHaveLength(seats.length)
})

it('[CG-4.1] the coordination mechanism meets, and what it decides is tracked until it is done', async () => {
  const group = await world.as(chengguan, foundGroup, {
    place: '620102',
    kind: 'coordination',
    name: '社工站项目协调机制',
    foundedOn: '2022-04-01',
  })
  const { seats } = await world.as(chengguan, getGroup, { id: group.id })
  expect(seats.map(({ seat }) => seat.post)).toEqual([
    '职能部门',
    '业务部门',
    '市级',
    '区级',
    '街道',
    '社区',
    '社会工作服务机构',
  ])
  const meeting = await world.as(chengguan, recordMeeting, {
    id: group.id,
    onDay: '2022-06-15',
    subject: '场地与进度',
    attended: '职能部门、街道、社会工作服务机构',
    minutes: '研究三个站点的场地改造',
    files: [],
  })
  const matter = {
    id: group.id,
    meeting: meeting.id,
    matter: '白银路站场地改造',
    responsible: '街道',
    dueOn: '2022-07-31',
  }
  const taken = await world.as(chengguan, addMatter, matter)
  expect((await world.as(chengguan, groupsOf, { place: '620102' })).groups).toMatchObject([
    { open: 1, overdue: 1, metOn: '2022-06-15' },
  ])
  const closed = await world.as(chengguan, closeMatter, {
    id: taken.id,
    version: 1,
    doneOn: '2022-07-20',
    outcome: '已完工',
  })
  await expect(
    world.as(chengguan, closeMatter, { id: taken.id, version: closed.version, doneOn: '2022-07-21', outcome: '再办' }),
  ).rejects.toMatchObject({ message: '这件事已经办结' })
  expect((await world.as(chengguan, groupsOf, { place: '620102' })).groups).toMatchObject([{ open: 0, overdue: 0 }])
  await world.as(chengguan, dissolveGroup, { id: group.id, version: 1, dissolvedOn: '2025-04-17' })
  await expect(world.as(chengguan, addMatter, matter)).rejects.toMatchObject({ message: '这个工作机制已经撤销' })
})

it('another district neither reads nor changes a group', async () => {
  const { groups } = await world.as(guandu, groupsOf, { place: '530111' })
  const { id } = groups[0]!.group
  await expect(world.as(chengguan, getGroup, { id })).rejects.toMatchObject({ code: 'notFound' })
  await expect(world.as(chengguan, addSeat, { id, seat: '成员', post: '示例' })).rejects.toMatchObject({
    code: 'notFound',
  })
  await expect(world.as(chengguan, groupsOf, { place: '530111' })).rejects.toMatchObject({ code: 'notFound' })
})
