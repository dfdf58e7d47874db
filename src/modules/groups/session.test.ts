import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Groups, openGroups } from '../../../tests/groups.ts'
import { aClient } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { timelineOf } from '../clients/index.server.ts'
import { devicePack } from '../devices/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds } from '../papers/index.server.ts'
import { cancelSession, enrolMember, holdSession, leaveGroup, linkMember, undoSession } from './index.server.ts'

let world: Groups['world']
let clerk: Groups['clerk']
let head: Groups['head']
let worker: Groups['worker']
let station: Groups['station']
let running: Groups['running']
let opened: Groups['opened']
let hold: Groups['hold']
let counted: Groups['counted']

beforeAll(async () => {
  ;({ world, clerk, head, worker, station, running, opened, hold, counted } = await openGroups())
})
afterAll(() => world.close())

describe('who takes part', () => {
  it('[KM-5p] clients and people without a file are on one list; the seats hold, and a file opened later is joined to its sessions', async () => {
    const first = await aClient(world, worker, station)
    const later = await aClient(world, worker, station)
    const id = await running([{ client: first.id }, { name: '示例邻居甲' }])
    await hold(id, 1)
    const { members } = await opened(id)
    expect(members.map(({ row }) => row.name)).toEqual([first.name, '示例邻居甲'])
    const neighbour = members[1]!.row
    await world.as(worker, linkMember, { id: neighbour.id, client: later.id })
    const { lines } = await world.as(worker, timelineOf, { id: later.id })
    expect(lines.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      '小组 银龄互助小组 · 第 1 节 互相认识',
      '报名小组 银龄互助小组',
    ])
    expect(lines[0]!.path).toBe(`/groups/${id}`)
    for (const name of ['示例邻居乙', '示例邻居丙'])
      await world.as(worker, enrolMember, { id, name, fromOn: '2026-11-12' })
    await expect(world.as(worker, enrolMember, { id, name: '示例邻居丁', fromOn: '2026-11-12' })).rejects.toMatchObject(
      {
        fields: { name: '名额 4 人已满，请先在计划中增加名额' },
      },
    )
    await expect(world.as(worker, enrolMember, { id, client: first.id, fromOn: '2026-11-12' })).rejects.toMatchObject({
      message: expect.stringMatching(/名额|已经在本组/),
    })
  })

  it('everybody on the list of that day is called, and who has left is not', async () => {
    const id = await running([{ name: '示例甲' }, { name: '示例乙' }])
    const { members, sessions } = await opened(id)
    const [one, two] = members.map(({ row }) => row.id)
    await expect(hold(id, 1, { roll: [{ enrolment: one, presence: 'present' }] })).rejects.toMatchObject({
      fields: { roll: '还有 1 位组员没有点名：示例乙' },
    })
    await hold(id, 1, {
      roll: [
        { enrolment: one, presence: 'present' },
        { enrolment: two, presence: 'leave' },
      ],
      others: 3,
    })
    await world.as(worker, leaveGroup, { id: two!, toOn: '2026-11-12', leaveReason: '搬去女儿家' })
    await hold(id, 2, { roll: [{ enrolment: one, presence: 'present' }] })
    const now = await opened(id)
    expect(now.sessions.map(({ people }) => people)).toEqual([4, 1])
    expect(now.members.map(({ present }) => present)).toEqual([2, 0])
    expect(sessions).toHaveLength(2)
  })

  it('the county sees what was planned and how many came, not who', async () => {
    const id = await running([{ name: '示例丙' }])
    await hold(id, 1)
    const seen = await opened(id, clerk)
    expect(seen).toMatchObject({ named: false, members: [], memberCount: 1, opinions: [] })
    expect(seen.sessions[0]).toMatchObject({ people: 1, roll: [], row: { process: null } })
    expect(JSON.stringify(seen)).not.toContain('示例丙')
    const paper = (name: string, actor: Actor) =>
      world.door.read(actor, 'group.read', (tx, reach) => paperKinds().get(name)!.build({ tx, reach, input: { id } }))
    await expect(paper('groupSignIn', clerk)).rejects.toMatchObject({ code: 'forbidden' })
    expect(JSON.stringify(await paper('groupSignIn', worker))).toContain('示例丙')
  })
})

describe('what was held is counted, once', () => {
  it('[KM-5p] a session is a service of the month without a second entry; corrected or undone, it counts as it now stands', async () => {
    const before = { service: await counted('service.byForm', 'group'), people: await counted('groups.people') }
    const id = await running([{ name: '示例一' }, { name: '示例二' }])
    await hold(id, 1, { others: 1 })
    expect(await counted('service.byForm', 'group')).toBe(before.service + 1)
    expect(await counted('groups.people')).toBe(before.people + 3)
    await hold(id, 1, { others: null })
    expect(await counted('service.byForm', 'group')).toBe(before.service + 1)
    expect(await counted('groups.people')).toBe(before.people + 2)
    const { sessions } = await opened(id)
    const { row } = sessions[0]!
    await world.as(worker, undoSession, { id: row.id, version: row.version, why: '登记错了小组' })
    expect(await counted('service.byForm', 'group')).toBe(before.service)
    expect(await counted('groups.people')).toBe(before.people)
  })

  it('a group of several sessions is one group, and only what is full enough qualifies', async () => {
    const before = await counted('groups.held')
    const id = await running([{ name: '示例三' }])
    await hold(id, 1)
    await hold(id, 2)
    expect(await counted('groups.held')).toBe(before + 1)
    const qualified = (parameters: object) =>
      world.door.read(worker, 'service.read', async (tx) => {
        const cells = await figures(tx, measureNamed('groups.qualified'), {
          subject: { stations: [station] },
          period: periodOf('2026')!,
          with: parameters as never,
        })
        return cells.reduce((sum, one) => sum + one.numerator, 0)
      })
    const loose = await qualified({ leastSessions: 2, leastPeopleEach: 1 })
    expect(loose).toBeGreaterThanOrEqual(1)
    expect(await qualified({ leastSessions: 2, leastPeopleEach: 5 })).toBe(0)
  })

  it('a session nobody came to is called off, not held', async () => {
    const id = await running([{ name: '示例四' }])
    const { members, sessions } = await opened(id)
    await expect(hold(id, 1, { roll: [{ enrolment: members[0]!.row.id, presence: 'absent' }] })).rejects.toMatchObject({
      fields: { roll: expect.stringContaining('请取消这一节') },
    })
    const { row } = sessions[0]!
    const off = await world.as(worker, cancelSession, { id: row.id, version: row.version, why: '大雨' })
    expect(off.state).toBe('cancelled')
  })
})

describe('a roll is called away from the desk', () => {
  it('the phone carries the worker’s own coming sessions with who is on the list, and one that was held no more', async () => {
    const id = await running([{ name: '示例组员甲' }, { name: '示例组员乙' }], { name: '户外健步小组' })
    const carried = async (actor = worker) =>
      (await world.as(actor, devicePack, { station })).sessions.filter((one) => one.groupName === '户外健步小组')
    const [first, second] = await carried()
    expect(first).toMatchObject({ ordinal: 1, plannedMinutes: 90 })
    expect(first!.members.map(({ name }) => name)).toEqual(['示例组员甲', '示例组员乙'])
    expect(await carried(head)).toEqual([])
    await world.as(worker, holdSession, {
      id: first!.id,
      version: first!.version,
      heldOn: '2026-11-10',
      minutes: 80,
      roll: first!.members.map((one, i) => ({
        enrolment: one.id,
        presence: i === 0 ? ('present' as const) : ('leave' as const),
      })),
      process: '沿河走了一圈',
      files: [],
    })
    expect((await carried()).map((one) => one.id)).toEqual([second!.id])
    expect((await opened(id)).sessions[0]!.row.state).toBe('held')
  })
})
