import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aService, aStation, openWorld, today, type World } from '../../tests/world.ts'
import { editService, getService, recordService, reverseService } from '../modules/services/index.server.ts'
import { editStation, listStations } from '../modules/stations/index.server.ts'
import type { Actor } from './access.ts'
import type { InputOfCall } from './action.ts'
import { uuidv7 } from './identifiers.ts'

let world: World
let clerk: Actor
let worker: Actor
let other: Actor
let station: string
let items: string[]

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  const [one, two] = [await aPerson(world, clerk, station), await aPerson(world, clerk, station)]
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, one.id))
  other = await world.actor(await world.account({ role: 'residentWorker', station }, two.id))
  items = (await aService(world, worker, station)).items
})
afterAll(() => world.close())

const service = (): InputOfCall<typeof recordService> => ({
  station,
  onDay: today,
  form: 'visit',
  items,
  people: 1,
  minutes: 30,
  summary: '入户',
  files: [],
})
const count = async (table: string) =>
  (await world.owner.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]!.n

describe('exactly once', () => {
  it('ten sendings of one command at the same time make one record, one fact and one audit line', async () => {
    const before = [await count('service_record'), await count('fact'), await count('audit')]
    const opId = uuidv7()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.as(worker, recordService, service(), opId)),
    )
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect([await count('service_record'), await count('fact'), await count('audit')]).toEqual(before.map((n) => n + 1))
  })

  it('the same command id for something else, or by somebody else, is refused and shows nothing', async () => {
    const opId = uuidv7()
    await world.as(worker, recordService, service(), opId)
    await expect(world.as(worker, recordService, { ...service(), people: 2 }, opId)).rejects.toMatchObject({
      code: 'used',
    })
    await expect(world.as(other, recordService, service(), opId)).rejects.toMatchObject({
      code: 'conflict',
      fields: {},
    })
  })

  it('a refused command leaves nothing behind and may be sent again', async () => {
    const opId = uuidv7()
    const before = [await count('service_record'), await count('op_log'), await count('fact')]
    await expect(
      world.as(worker, recordService, { ...service(), items: ['catalogue.none'] }, opId),
    ).rejects.toMatchObject({ code: 'invalid' })
    expect([await count('service_record'), await count('op_log'), await count('fact')]).toEqual(before)
    await world.as(worker, recordService, service(), opId)
    expect(await count('service_record')).toBe(before[0]! + 1)
  })

  it('a replay answers the version that the command made, whatever others have made of the record since', async () => {
    const opId = uuidv7()
    const made = await world.as(worker, recordService, service(), opId)
    await world.as(worker, reverseService, { id: made.id, version: 1, reversedReason: '登记有误' })
    expect(await world.as(worker, recordService, service(), opId)).toMatchObject({ id: made.id, version: 1 })
  })

  it('a replay is rebuilt through today’s reach: whoever lost the right is not shown the record again', async () => {
    const opId = uuidv7()
    await world.as(worker, recordService, service(), opId)
    const without: Actor = {
      ...worker,
      grants: new Map([
        ['service.record', { whole: [], stations: ['530111-00000000-0000-7000-8000-000000000000'], own: [] }],
      ]),
    }
    await expect(world.as(without, recordService, service(), opId)).rejects.toMatchObject({ code: 'notFound' })
  })
})

describe('bad input', () => {
  it('says what is wrong at each field, and refuses what nobody asked for', async () => {
    const wrong = {
      ...service(),
      onDay: '2026-13-01',
      people: -1,
      minutes: 1.5,
      form: 'magic',
      colour: 'red',
      summary: ' \n ',
    }
    await expect(world.as(worker, recordService, wrong as never)).rejects.toMatchObject({
      code: 'invalid',
      fields: {
        onDay: '「服务日期」请写成 2026-11-24 这样的日期',
        people: '「服务人次」不能小于 0 人次',
        minutes: '「服务时长」请填写整数',
        form: '「服务形式」请从列表中选择',
        colour: '没有「colour」这一项，请删除后重试',
        summary: '请填写「服务内容」，不能只有空格或不可见字符',
      },
    })
  })

  it('missing fields are named, one by one', async () => {
    await expect(world.as(worker, recordService, { station } as never)).rejects.toMatchObject({
      fields: {
        onDay: '请填写「服务日期」',
        form: '请填写「服务形式」',
        items: '请填写「服务事项」',
        people: '请填写「服务人次」',
        minutes: '请填写「服务时长」',
        summary: '请填写「服务内容」',
        files: '请填写「照片与附件」',
      },
    })
  })

  it('a day in the future, an id of another county and an id that never was are refused at their field', async () => {
    await expect(world.as(worker, recordService, { ...service(), onDay: '2026-11-25' })).rejects.toMatchObject({
      fields: { onDay: expect.stringContaining('不能晚于今天') },
    })
    const stranger = await world.actor(await world.account({ role: 'county', place: '530102' }))
    const foreign = await aStation(world, stranger, { place: '530102001' })
    await expect(world.as(worker, recordService, { ...service(), station: foreign.id })).rejects.toMatchObject({
      code: 'notFound',
      fields: { station: expect.any(String) },
    })
    await expect(world.as(worker, recordService, { ...service(), worker: `530111-${uuidv7()}` })).rejects.toMatchObject(
      { fields: { worker: expect.any(String) } },
    )
  })

  it('keys of the prototype are unknown keys like any other', async () => {
    const poisoned = JSON.parse(`{"__proto__":{"admin":true},"station":"${station}"}`)
    await expect(world.as(worker, listStations as never, poisoned as never)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('two people on one record', () => {
  it('whoever comes second is told so, and the first one’s words stay', async () => {
    const row = await world.as(worker, recordService, service())
    const change = (summary: string) => ({
      id: row.id,
      version: row.version,
      onDay: row.onDay,
      form: row.form,
      items: row.items,
      people: row.people,
      minutes: row.minutes,
      files: [],
      summary,
    })
    await world.as(worker, editService, change('甲先改'))
    await expect(world.as(worker, editService, change('乙后改'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('刚刚在别处被改过'),
    })
    const found = await world.as(worker, getService, { id: row.id })
    expect(found.record.summary).toBe('甲先改')
  })

  it('own reach reaches own records only: a colleague’s record is read, not changed', async () => {
    const row = await world.as(worker, recordService, service())
    const seen = await world.as(other, getService, { id: row.id })
    expect(seen.record.can).toEqual([])
    const attempt = {
      id: row.id,
      version: row.version,
      onDay: row.onDay,
      form: row.form,
      items: row.items,
      people: 9,
      minutes: row.minutes,
      files: [],
      summary: '改别人的',
    }
    await expect(world.as(other, editService, attempt)).rejects.toMatchObject({ code: 'notFound' })
  })
})

it('the audit keeps before and after of what changed, and who', async () => {
  const found = await world.as(clerk, listStations, {})
  const { id, version, name, level, place, openedOn } = found.rows[0]!.station
  await world.as(clerk, editStation, { id, version, name, level, place, openedOn, address: '示例路 1 号' })
  const { rows } = await world.owner.query(
    `select action, changes, account from audit where record = $1 order by seq desc limit 1`,
    [id],
  )
  expect(rows).toEqual([
    { action: 'stations/editStation', changes: { address: [null, '示例路 1 号'] }, account: clerk.account },
  ])
})
