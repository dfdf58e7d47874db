import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { render } from '../papers/index.server.ts'
import { placeChildren } from '../places/index.server.ts'
import { importPlanSheet, readPlanSheet, setPlan, taskMatrix, taskStations } from './index.server.ts'
import { taskPaper } from './network.print.ts'
import { addUp, type PlanRow, totalNotes } from './planSums.ts'

let world: World
let city: Actor
let dongqu: Actor
let neighbour: Actor

beforeAll(async () => {
  world = await openWorld()
  city = await world.actor(await world.account({ role: 'city', place: '510400' }))
  dongqu = await world.actor(await world.account({ role: 'county', place: '510402' }))
  neighbour = await world.actor(await world.account({ role: 'county', place: '510403' }))
})
afterAll(() => world.close())

const matrix = (actor: Actor, place: string, year?: number, on?: string) =>
  world.as(actor, taskMatrix, { place, year: year ?? null, on: on ?? null })

describe('the tasks of 2021', () => {
  it('[PZ-2.1] are 5 hubs, 12 stations and 31 rooms by county, and rows and columns agree with 48', async () => {
    const { plans, year, years } = await matrix(city, '510400')
    expect([year, years]).toEqual([2021, [2021]])
    const [plan] = plans
    expect(plan!.document).toBe('攀民政〔2021〕31号')
    expect(
      plan!.rows.map(({ name, hub, station, room, task, stated }) => [name, hub, station, room, task, stated]),
    ).toEqual([
      ['东区', 1, 4, 7, 12, 12],
      ['西区', 1, 1, 4, 6, 6],
      ['仁和区', 1, 3, 8, 12, 12],
      ['米易县', 1, 3, 9, 13, 13],
      ['盐边县', 1, 1, 3, 5, 5],
    ])
    expect(plan!.totals).toMatchObject({ hub: 5, station: 12, room: 31, task: 48, open: 0 })
    expect(plan!.notes.some(({ text }) => text.includes('合计'))).toBe(false)
    expect(plan!.rows[0]!.label).toBe('省级社会工作服务试点区')
  })

  it('[PZ-1.3b] show that 米易县’s nine rooms exceed the range of a pilot county, and leave the task as it is', async () => {
    const { plans } = await matrix(city, '510400')
    expect(plans[0]!.notes).toEqual([
      {
        text: expect.stringMatching(/^米易县：村（社区）室任务 9 个，不在试点县（区）的 5—8 个之内.*附件1为准/),
        clause: '攀民政〔2021〕31号 一（三）',
      },
    ])
  })

  it('[PZ-2.1] a total that does not agree with its parts is said, never corrected', () => {
    const row = (name: string, room: number, stated: number | null): PlanRow => ({
      place: name,
      name,
      stated,
      label: null,
      ...{ hub: 1, station: 2, room, task: 3 + room, hubOpen: 0, stationOpen: 0, roomOpen: 0, open: 0 },
    })
    const rows = [row('甲县', 4, 7), row('乙县', 5, 9)]
    const stated = { rows: new Map(), columns: new Map([['room', 10] as const]), all: 16 }
    expect(totalNotes({ rows, totals: addUp(rows), stated }, '附件1').map(({ text }) => text)).toEqual([
      '乙县：文件所列合计 9 个，按各项相加是 8 个，请与发文单位核对',
      expect.stringContaining('村（社区）室：文件所列合计 10 个，按各项相加是 9 个'),
      '总计：文件所列合计 16 个，按各项相加是 15 个，请与发文单位核对',
    ])
  })

  it('[PZ-2.1] progress counts stations open on the day, and each figure opens down to them', async () => {
    await aStation(world, dongqu, { place: '510402002', name: '示例炳草岗站', openedOn: '2021-06-20' })
    await aStation(world, dongqu, { place: '510402005', name: '示例筹建站', openedOn: null })
    await aStation(world, dongqu, {
      place: '510402002001',
      name: '示例社工室',
      level: 'room',
      openedOn: '2021-07-10',
      closedOn: '2021-12-31',
    })
    const on = async (day: string) => (await matrix(city, '510400', 2021, day)).plans[0]!.rows[0]!
    expect(await on('2021-06-19')).toMatchObject({ stationOpen: 0, roomOpen: 0, open: 0 })
    expect(await on('2021-07-10')).toMatchObject({ stationOpen: 1, roomOpen: 1, open: 2 })
    expect(await on('2022-01-01')).toMatchObject({ stationOpen: 1, roomOpen: 0, open: 1 })
    const stations = await world.as(city, taskStations, { place: '510402', level: 'station' })
    expect(stations.map(({ name, open }) => [name, open])).toEqual([
      ['示例炳草岗站', true],
      ['示例筹建站', false],
    ])
  })

  it('[PZ-2.1] a county sees its own row of the city’s table, and no other county’s', async () => {
    const { plans } = await matrix(dongqu, '510402')
    expect(plans[0]).toMatchObject({ whole: false, rows: [{ name: '东区', task: 12 }] })
    await expect(matrix(dongqu, '510400')).rejects.toMatchObject({ code: 'notFound' })
    await expect(matrix(neighbour, '510402')).rejects.toMatchObject({ code: 'notFound' })
  })
})

describe('a plan of one’s own', () => {
  const streets = async () =>
    (await world.as(city, placeChildren, { parent: '510402' })).children.filter(({ kind }) => kind === 'township')

  it('[PZ-2.1] stands for its year beside what was asked from above, and is changed only by whoever made it', async () => {
    const [one, two] = await streets()
    const rows = [
      { place: one!.id, hub: 0, station: 1, room: 2 },
      { place: two!.id, hub: 0, station: 1, room: 0 },
    ]
    expect(await world.as(dongqu, setPlan, { planner: '510402', year: 2026, rows })).toEqual({ changed: 3 })
    const { year, years, plans, mayPlan } = await matrix(dongqu, '510402')
    expect({ year, years, mayPlan }).toEqual({ year: 2026, years: [2026, 2021], mayPlan: true })
    expect(plans[0]).toMatchObject({ document: null, plannerName: '东区', totals: { station: 2, room: 2, task: 4 } })
    await world.as(dongqu, setPlan, { planner: '510402', year: 2026, rows: [{ ...rows[0]!, room: 1 }] })
    expect((await matrix(dongqu, '510402')).plans[0]!.totals.task).toBe(3)
    await expect(world.as(neighbour, setPlan, { planner: '510402', year: 2026, rows })).rejects.toMatchObject({
      fields: { planner: expect.stringContaining('辖区') },
    })
    await expect(
      world.as(dongqu, setPlan, { planner: '510402', year: 2026, rows: [{ ...rows[0]!, place: '510403' }] }),
    ).rejects.toMatchObject({ fields: { rows: expect.stringContaining('辖区内') } })
  })

  it('[PZ-2.1] a city’s own plan of a year stands instead of its document’s, and the county is shown it', async () => {
    const rows = [{ place: '510403', hub: 0, station: 2, room: 1 }]
    await world.as(city, setPlan, { planner: '510400', year: 2025, rows })
    expect((await matrix(neighbour, '510403', 2025)).plans[0]).toMatchObject({
      plannerName: '攀枝花市',
      rows: [{ task: 3 }],
    })
    await expect(world.as(neighbour, setPlan, { planner: '510400', year: 2025, rows })).rejects.toMatchObject({
      fields: { planner: expect.any(String) },
    })
  })
})

describe('a table in Excel', () => {
  async function sheet(lines: (string | number)[][]): Promise<string> {
    const { default: exceljs } = await import('exceljs')
    const workbook = new exceljs.Workbook()
    const page = workbook.addWorksheet('任务')
    for (const line of lines) page.addRow(line)
    return Buffer.from(await workbook.xlsx.writeBuffer()).toString('base64')
  }

  it('[PZ-2.1] is read without writing, and what is wrong is said with its cell', async () => {
    const content = await sheet([
      ['2027年任务'],
      ['地区', '总站', '站', '室', '小计'],
      ['东区', 1, 4, '七', 12],
      ['南区', 0, 1, 0, 1],
      ['西区', 1, 1, 4, 7],
      ['合计', 2, 5, 5, 12],
    ])
    const { rows, problems } = await world.as(city, readPlanSheet, { planner: '510400', content })
    expect(rows.map(({ name }) => name)).toEqual(['东区', '西区'])
    expect(problems).toEqual([
      { cell: 'D3', says: '「七」不是个数，请填写整数' },
      { cell: 'E3', says: '小计写 12，本行相加是 5' },
      { cell: 'A4', says: '辖区里没有「南区」，请核对名称' },
      { cell: 'E5', says: '小计写 7，本行相加是 6' },
      { cell: 'D6', says: '合计写 5，各行相加是 4' },
    ])
    await expect(world.as(city, importPlanSheet, { planner: '510400', content, year: 2027 })).rejects.toMatchObject({
      fields: { content: expect.stringContaining('D3') },
    })
    expect((await matrix(city, '510400')).years).not.toContain(2027)
  })

  it('[PZ-2.1] the exported table of tasks can be read back in as it is', async () => {
    const paper = await world.door.read(city, 'network.read', (tx, reach) =>
      taskPaper.build({ tx, reach, input: { id: '510400_2021' } }),
    )
    const content = (await render(paper, 'xlsx')).toString('base64')
    const { rows, problems } = await world.as(city, readPlanSheet, { planner: '510400', content })
    expect(problems).toEqual([])
    expect(rows.map(({ hub, station, room }) => [hub, station, room])).toEqual([
      [1, 4, 7],
      [1, 1, 4],
      [1, 3, 8],
      [1, 3, 9],
      [1, 1, 3],
    ])
    expect(await world.as(city, importPlanSheet, { planner: '510400', content, year: 2028 })).toMatchObject({ rows: 5 })
    expect((await matrix(city, '510400', 2028)).plans[0]!.totals.task).toBe(48)
  })

  it('a file that is no workbook is refused with what to upload', async () => {
    const content = Buffer.from('不是表格').toString('base64')
    await expect(world.as(city, readPlanSheet, { planner: '510400', content })).rejects.toMatchObject({
      fields: { content: expect.stringContaining('.xlsx') },
    })
  })
})
