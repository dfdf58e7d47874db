import exceljs from 'exceljs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, aPerson, aStation, madeUpIdentity, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { jobKinds } from '../../core/jobs.ts'
import { checkImport, getImport, startImport, undoImport } from '../imports/index.server.ts'
import { getClient, listClients } from './index.server.ts'

let world: World
let head: Actor
let otherHead: Actor
let station: { id: string; name: string }
let other: string
let workerName: string

beforeAll(async () => {
  world = await openWorld()
  const county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = await aStation(world, county, { place: '530111004' })
  other = (await aStation(world, county, { place: '530111003' })).id
  workerName = (await aPerson(world, county, station.id)).name
  head = await world.actor(await world.account({ role: 'stationHead', station: station.id }))
  otherHead = await world.actor(await world.account({ role: 'stationHead', station: other }))
})
afterAll(() => world.close())

const headings = ['姓名', '身份证号', '性别', '无身份证号的原因', '电话', '住址', '类别', '责任社工', '依据']

async function sheetOf(rows: (string | null)[][]): Promise<string> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('名册')
  sheet.addRow(headings)
  for (const row of rows) sheet.addRow(row)
  return Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
}

it('a sheet of clients is checked at every cell before anything is written: known numbers, lookalikes, categories, workers', async () => {
  const number = madeUpIdentity('1948-08-08', 402)
  await aClient(world, otherHead, other, { idNumber: number, bornOn: '1948-08-08' })
  await aClient(world, head, station.id, { name: '示例同名', idNumber: null, noIdReason: '未带', bornOn: '1950-05-05' })
  const twin = madeUpIdentity('1950-05-05', 404)
  const twice = madeUpIdentity('1951-05-05', 406)
  const content = await sheetOf([
    [
      '示例导入甲',
      madeUpIdentity('1947-07-07', 408),
      null,
      null,
      '19900004321',
      '示例路 9 号',
      '独居老年人、空巢老年人',
      workerName,
      '社会救助暂行办法',
    ],
    ['示例已有', number, null, null, null, null, null, null, '社会救助暂行办法'],
    ['示例同名', twin, null, null, null, null, null, null, '社会救助暂行办法'],
    ['示例两行', twice, null, null, null, null, null, null, '社会救助暂行办法'],
    ['示例两行', twice, null, null, null, null, null, null, '社会救助暂行办法'],
    ['示例无证', null, '女', null, null, null, '没有的类别', '没有的人', '社会救助暂行办法'],
  ])
  const batch = await world.as(head, checkImport, {
    kind: 'clients',
    station: station.id,
    fileName: '名册.xlsx',
    content,
  })
  expect(batch).toMatchObject({ rows: 6, good: 2, known: 2 })
  const { problems } = await world.as(head, getImport, { id: batch.id })
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('第 5 行是同一人'),
    expect.stringContaining('没有「没有的类别」'),
    expect.stringContaining('不是'),
    expect.stringContaining('请填写身份证号'),
  ])
  expect((await world.as(head, listClients, { search: '示例导入甲' })).rows).toEqual([])

  const before = (await world.as(head, listClients, {})).total
  const started = await world.as(head, startImport, { id: batch.id, version: 1, onlyGood: true })
  await jobKinds()
    .get('imports.write')!
    .run({
      surroundings: world.surroundings,
      actor: head,
      parameters: { batch: started.id },
      path: '',
      progress: async () => {},
    })
  const [row] = (await world.as(head, listClients, { search: 'sldrj' })).rows
  expect(row).toMatchObject({ name: '示例导入甲', categories: ['独居老年人', '空巢老年人'], workerName })
  expect((await world.as(head, getClient, { id: row!.id })).client).toMatchObject({
    sex: 'female',
    bornOn: '1947-07-07',
  })
  expect((await world.as(head, listClients, {})).total).toBe(before + 2)

  const { batch: done } = await world.as(head, getImport, { id: batch.id })
  await world.as(head, undoImport, { id: done.id, version: done.version })
  expect((await world.as(head, listClients, {})).total).toBe(before)
  expect((await world.as(head, listClients, { search: '示例导入甲' })).rows).toEqual([])
})
