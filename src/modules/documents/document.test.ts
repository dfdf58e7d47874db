import { afterAll, beforeAll, expect, it } from 'vitest'
import { aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { transact } from '../../core/db.ts'
import { newId } from '../../core/identifiers.ts'
import { figures, measureNamed, readingOf, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import {
  addDocument,
  addEdition,
  adoptDocument,
  declineDocument,
  documentEditions,
  editDocument,
  endDocument,
} from './document.server.ts'
import { documentsOfArea, documentsOfStation } from './holdings.server.ts'
import { addPlan, addTask, dropTask, getPlan, reportTask } from './plan.server.ts'
import { addTemplate, listTemplates, offerTemplate } from './template.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface At {
  clerk: Actor
  station: string
}

async function at(county: string, place: string): Promise<At> {
  const clerk = await world.actor(await world.account({ role: 'county', place: county }))
  return { clerk, station: (await aStation(world, clerk, { place })).id }
}

type DocumentOver = Partial<Parameters<typeof world.as<typeof addDocument>>[2]>

const aDocument = ({ clerk, station }: At, lines: string[], over: DocumentOver = {}) =>
  world.as(clerk, addDocument, {
    station,
    title: '站点制度汇编',
    lines,
    inForceFrom: '2024-01-01',
    onWall: false,
    files: [],
    ...over,
  })

const held = ({ clerk, station }: At) => world.as(clerk, documentsOfStation, { station })
const standingOf = async (one: At, key: string) => (await held(one)).lines.find((line) => line.key === key)!.standing

function measured({ station }: At, name: string, parameters: Record<string, unknown>, period = today) {
  return transact(world.db, { whole: [station.slice(0, 6)], stations: [], own: [] }, 'read', async (connection) =>
    readingOf(
      total(
        await figures(connection, measureNamed(name), {
          subject: { stations: [station] },
          period: periodOf(period)!,
          with: parameters,
        }),
      ),
    ),
  )
}

/** A file as it stands after an upload, for a station or for the office's own area. */
async function aFile(county: string, station: string | null, sha256 = 'a'.repeat(64)): Promise<string> {
  const id = newId(county)
  await world.owner.query(
    `insert into file (county, id, station, version, created_at, name, type, size, sha256, read_by)
     values ($1, $2, $3, 1, now(), '制度.pdf', 'application/pdf', 10, $4, 'station.read')`,
    [county, id.slice(county.length + 1), station?.slice(county.length + 1) ?? null, sha256],
  )
  return id
}

it('[KM-4.3] thirteen documents are asked for, one document may serve several, and what is missing is named', async () => {
  const wuhua = await at('530102', '530102001')
  const before = await held(wuhua)
  expect(before.lines).toHaveLength(13)
  expect(before.lines.every(({ standing }) => standing === 'missing')).toBe(true)
  await aDocument(wuhua, ['document.personnel', 'document.finance', 'document.volunteers'])
  const after = await held(wuhua)
  expect(after.lines.filter(({ standing }) => standing === 'inForce').map(({ value }) => value)).toEqual([
    '人员管理制度',
    '财务管理制度',
    '志愿者管理制度',
  ])
  expect(after.documents).toHaveLength(1)
  expect(await measured(wuhua, 'documents.current', { key: 'document.finance' })).toBe(1)
  expect(await measured(wuhua, 'documents.current', { key: 'document.promise' })).toBe(0)
})

it('[GD-4.3] the station rules must be in writing, and need not hang on the wall', async () => {
  const guandu = await at('530111', '530111004')
  const { lines } = await held(guandu)
  const rules = lines.find(({ key }) => key === 'document.stationRules')!
  expect(rules).toMatchObject({ value: '站点管理制度', wall: false, standing: 'missing' })
  await aDocument(guandu, ['document.stationRules'], { onWall: false })
  expect((await held(guandu)).lines.find(({ key }) => key === 'document.stationRules')).toMatchObject({
    standing: 'inForce',
    notOnWall: false,
  })
})

it('[PZ-G4.2] eight rules by the guide; a day is judged by the edition in force on it', async () => {
  const dongqu = await at('510402', '510402002')
  expect((await held(dongqu)).lines.map(({ value }) => value)).toEqual([
    '日常管理制度',
    '会议培训制度',
    '工作考核制度',
    '项目管理制度',
    '档案管理制度',
    '财务管理制度',
    '信息公开制度',
    '服务监督制度',
  ])
  const first = await aDocument(dongqu, ['document.daily', 'document.finance'], { inForceFrom: '2024-01-01' })
  const second = await world.as(dongqu.clerk, addEdition, {
    id: first.id,
    version: first.version,
    title: '站点制度汇编（修订）',
    lines: ['document.daily'],
    inForceFrom: '2025-07-01',
    onWall: false,
    files: [],
  })
  expect(second.edition).toBe(2)
  const { editions } = await world.as(dongqu.clerk, documentEditions, { id: second.id })
  expect(editions.map(({ edition, inForceFrom, inForceUntil }) => [edition, inForceFrom, inForceUntil])).toEqual([
    [2, '2025-07-01', null],
    [1, '2024-01-01', '2025-06-30'],
  ])
  const finance = (day: string) => measured(dongqu, 'documents.current', { key: 'document.finance' }, day)
  expect([await finance('2023-12-31'), await finance('2025-06-30'), await finance('2025-07-01')]).toEqual([0, 1, 0])
  expect(await standingOf(dongqu, 'document.finance')).toBe('ended')
  expect(await standingOf(dongqu, 'document.daily')).toBe('inForce')
  expect(await measured(dongqu, 'stations.hasRules', {})).toBe(1)
})

it('a document that runs out is said two months ahead, and missing the day after', async () => {
  const dongqu = await at('510402', '510402005')
  const row = await aDocument(dongqu, ['document.daily'], { inForceUntil: '2027-01-10' })
  expect(await standingOf(dongqu, 'document.daily')).toBe('ending')
  await world.as(dongqu.clerk, endDocument, { id: row.id, version: row.version, inForceUntil: '2026-11-23' })
  expect(await standingOf(dongqu, 'document.daily')).toBe('ended')
  await expect(
    world.as(dongqu.clerk, editDocument, {
      id: row.id,
      version: row.version + 1,
      title: row.title,
      lines: ['document.needsStandard'],
      inForceFrom: '2024-01-01',
      onWall: false,
      files: [],
    }),
  ).rejects.toMatchObject({ code: 'invalid', fields: { lines: expect.stringContaining('不在本地适用的文件里') } })
})

it('[BH-2.1] the work guide of a development zone or street has five parts, kept by the street itself', async () => {
  const binhai = await at('120116', '120116006')
  const guide = (await held(binhai)).lines.filter(({ group }) => group === 'guide')
  expect(guide.map(({ value, by }) => [value, by])).toEqual(
    ['职责任务', '运行流程', '管理制度', '服务协议', '资金监管'].map((part) => [`工作指引：${part}`, 'township']),
  )
  const street = await world.actor(await world.account({ role: 'township', place: '120116006' }))
  await aDocument(
    { ...binhai, clerk: street },
    guide.map(({ key }) => key),
    { title: '街道社工站工作指引' },
  )
  for (const { key } of guide) expect(await standingOf(binhai, key), key).toBe('inForce')
})

it('[BH-3.3] the organisation’s rules and standards are asked for, satisfaction feedback among them', async () => {
  const binhai = await at('120116', '120116007')
  const { lines } = await held(binhai)
  expect(lines.filter(({ by }) => by === 'operator').map(({ value }) => value)).toEqual(
    expect.arrayContaining(['人员管理制度', '满意度反馈管理制度', '需求评估制度和标准', '绩效评估制度和标准']),
  )
  const operatorKeys = lines.filter(({ by }) => by === 'operator').map(({ key }) => key)
  await aDocument(binhai, operatorKeys, { title: '机构制度汇编' })
  expect(
    (await held(binhai)).lines.filter(({ standing }) => standing === 'missing').every(({ by }) => by !== 'operator'),
  ).toBe(true)
})

it('a county’s template reaches each of its stations once, with its files; each takes it or says why not', async () => {
  const county = '510421'
  const one = await at(county, '510421101')
  const other = await at(county, '510421102')
  const template = await world.as(one.clerk, addTemplate, {
    place: county,
    title: '财务管理制度（范本）',
    lines: ['document.finance'],
    files: [await aFile(county, null)],
  })
  const offer = () =>
    world.as(one.clerk, offerTemplate, { id: template.id, version: template.version, levels: ['station'] })
  expect(await offer()).toEqual({ offered: 2 })
  await expect(offer()).rejects.toMatchObject({ code: 'conflict', message: '所选层级的站点都已收到这份范本' })

  const head = await world.actor(await world.account({ role: 'stationHead', station: one.station }))
  const mine = (await world.as(head, documentsOfStation, { station: one.station })).documents[0]!.document
  expect(mine).toMatchObject({ state: 'offered', title: '财务管理制度（范本）' })
  expect(mine.files).toHaveLength(1)
  expect(mine.files[0]).not.toBe(template.files[0])
  expect(await standingOf(one, 'document.finance')).toBe('offered')
  await world.as(head, adoptDocument, {
    id: mine.id,
    version: mine.version,
    adoptedBy: '站务会',
    inForceFrom: '2026-11-01',
    onWall: false,
  })
  expect(await standingOf(one, 'document.finance')).toBe('inForce')

  const theirs = (await held(other)).documents[0]!.document
  await world.as(other.clerk, declineDocument, { id: theirs.id, version: theirs.version, note: '沿用承接机构的制度' })
  expect(await standingOf(other, 'document.finance')).toBe('declined')
  const [listed] = await world.as(one.clerk, listTemplates, { place: county })
  expect(listed).toMatchObject({ offered: 2, adopted: 1, declined: 1 })
})

it('an office keeps its own documents, which no station can be asked for or see', async () => {
  const renhe = await at('510411', '510411101')
  const own = await world.as(renhe.clerk, addDocument, {
    place: '510411',
    title: '站点评价细则',
    lines: ['document.evaluationRules'],
    inForceFrom: '2025-01-01',
    onWall: false,
    files: [],
  })
  const area = await world.as(renhe.clerk, documentsOfArea, { place: '510411' })
  expect(area.lines.find(({ key }) => key === 'document.evaluationRules')!.standing).toBe('inForce')
  expect((await held(renhe)).lines.map(({ key }) => key)).not.toContain('document.evaluationRules')
  const head = await world.actor(await world.account({ role: 'stationHead', station: renhe.station }))
  await expect(world.as(head, documentEditions, { id: own.id })).rejects.toMatchObject({ code: 'notFound' })
  await expect(
    world.as(head, addDocument, {
      place: '510411',
      title: '越级的文件',
      lines: [],
      inForceFrom: '2025-01-01',
      onWall: false,
      files: [],
    }),
  ).rejects.toMatchObject({ code: 'invalid' })
})

it('[PZ-G4.3] overall plan, stage plan and measures are asked for each year; tasks have owner, due day and progress', async () => {
  const xiqu = await at('510403', '510403001')
  expect((await held(xiqu)).planLines.map(({ value, running }) => [value, running])).toEqual(
    ['总体工作规划', '阶段性工作计划', '具体实施办法和执行措施', '项目年度计划'].map((name) => [name, false]),
  )
  const plan = await world.as(xiqu.clerk, addPlan, {
    station: xiqu.station,
    line: 'plan.stage',
    title: '2026 年下半年工作计划',
    fromOn: '2026-07-01',
    toOn: '2026-12-31',
    files: [],
  })
  expect(await measured(xiqu, 'plans.exists', { key: 'plan.stage' }, '2026')).toBe(1)
  expect(await measured(xiqu, 'plans.exists', { key: 'plan.stage' }, '2025')).toBe(0)
  const task = (title: string, dueOn: string) =>
    world.as(xiqu.clerk, addTask, { id: plan.id, title, owner: '站长', dueOn })
  const [visits, late, dropped] = [
    await task('完成空巢老人建档', '2026-12-20'),
    await task('召开联席会议', '2026-11-10'),
    await task('夏令营', '2026-08-20'),
  ]
  await world.as(xiqu.clerk, reportTask, {
    id: visits.id,
    version: visits.version,
    progress: 100,
    doneOn: '2026-11-20',
  })
  await world.as(xiqu.clerk, reportTask, { id: late.id, version: late.version, progress: 40 })
  await world.as(xiqu.clerk, dropTask, { id: dropped.id, version: dropped.version, droppedOn: today, note: '场地维修' })
  const opened = await world.as(xiqu.clerk, getPlan, { id: plan.id })
  expect(opened).toMatchObject({ done: 1, counted: 2 })
  expect(await measured(xiqu, 'plans.completedShare', { plan: 'plan.stage' }, '2026')).toBe(50)
  await expect(task('超出计划的任务', '2027-03-01')).rejects.toMatchObject({
    fields: { dueOn: '请填写计划起止 2026-07-01 至 2026-12-31 之间的日期' },
  })
  await expect(
    world.as(xiqu.clerk, reportTask, { id: late.id, version: late.version + 1, progress: 60, doneOn: today }),
  ).rejects.toMatchObject({ code: 'invalid' })
})
