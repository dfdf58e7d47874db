import { deflateRawSync } from 'node:zlib'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aService, aStation, madeUpIdentity, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { jobKinds } from '../../core/jobs.ts'
import { getPerson, listPeople } from '../people/index.server.ts'
import {
  checkImport,
  discardImport,
  getImport,
  importTemplate,
  listImports,
  startImport,
  undoImport,
} from './index.server.ts'

let world: World
let county: Actor
let head: Actor
let neighbour: Actor
let station: { id: string; name: string }
let other: { id: string; name: string }

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  neighbour = await world.actor(await world.account({ role: 'county', place: '530102' }))
  station = await aStation(world, county, { place: '530111001', name: '示例街道社工站' })
  other = await aStation(world, county, { place: '530111002', name: '示例乡社工站' })
  head = await world.actor(await world.account({ role: 'stationHead', station: station.id }))
})
afterAll(() => world.close())

const headings = ['社工站', '姓名', '身份证号', '学历', '社会工作专业毕业', '本地户籍', '本地少数民族', '岗位', '人员来源', '专职', '任职起', '证书', '证书编号', '取得日期'] // biome-ignore format: one line is the sheet's first row

type Value = string | number | Date | null | { formula: string; result?: string | number }

const bornOn = '1994-03-04'
let serial = 500
const aNumber = () => madeUpIdentity(bornOn, (serial += 1))

/** A row of the sheet as an office would type it. */
const aRow = (over: Partial<Record<(typeof headings)[number], Value>> = {}) => {
  const row: Record<string, Value> = {
    社工站: station.name,
    姓名: '示例甲',
    身份证号: aNumber(),
    学历: '本科',
    社会工作专业毕业: '是',
    本地户籍: '是',
    本地少数民族: '否',
    岗位: '专业岗位',
    人员来源: '承接主体派驻',
    专职: '是',
    任职起: '2026-03-01',
    证书: null,
    证书编号: null,
    取得日期: null,
    ...(over as Record<string, Value>),
  }
  return headings.map((heading) => row[heading]!)
}

async function workbook(rows: Value[][], change?: (sheet: exceljs.Worksheet) => void): Promise<string> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('花名册')
  sheet.addRow(headings)
  for (const row of rows) sheet.addRow(row)
  change?.(sheet)
  return Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
}

const check = (actor: Actor, content: string, at: { station?: string; place?: string } = { place: '530111' }) =>
  world.as(actor, checkImport, { kind: 'roster', fileName: '花名册.xlsx', content, ...at })

async function run(actor: Actor, batch: { id: string; version: number }, onlyGood = false) {
  const started = await world.as(actor, startImport, { id: batch.id, version: batch.version, onlyGood })
  expect(started.state).toBe('importing')
  await jobKinds()
    .get('imports.write')!
    .run({
      surroundings: world.surroundings,
      actor,
      parameters: { batch: batch.id },
      path: '',
      progress: async () => {},
    })
  return (await world.as(actor, getImport, { id: batch.id })).batch
}

const peopleNamed = async (name: string) => (await world.as(county, listPeople, { search: name })).rows

describe('a sheet is checked before anything of it is written', () => {
  it('each problem is said at its cell, with what was typed; nothing is saved', async () => {
    const wrong = aNumber()
    const last = wrong.at(-1) === '0' ? '1' : '0'
    const batch = await check(
      county,
      await workbook([
        aRow({ 姓名: '示例对' }),
        aRow({ 身份证号: wrong.slice(0, 17) + last }),
        aRow({ 社工站: '没有的站' }),
        aRow({ 学历: '博士后', 任职起: '2026年13月1日' }),
        aRow({ 姓名: null }),
        aRow({ 岗位: '保安' }),
      ]),
    )
    expect(batch).toMatchObject({ rows: 6, good: 1, known: 0, problems: 6, state: 'checked' })
    expect(batch.can.toSorted()).toEqual(['discardImport', 'startImport'])
    const { problems } = await world.as(county, getImport, { id: batch.id })
    expect(problems.map(({ row, column, typed }) => [row, column, typed])).toEqual([
      [3, 'C 身份证号', wrong.slice(0, 17) + last],
      [4, 'A 社工站', '没有的站'],
      [5, 'D 学历', '博士后'],
      [5, 'K 任职起', '2026年13月1日'],
      [6, 'B 姓名', ''],
      [7, 'H 岗位', '保安'],
    ])
    expect(problems[0]!.message).toBe(`身份证号第 18 位应为 ${wrong.at(-1)}，请核对`)
    expect(problems[3]!.message).toBe('「任职起」没有 2026-13-01 这一天，请核对')
    expect(await peopleNamed('示例对')).toEqual([])
  })

  it('dates, numbers and full-width digits are read however an office types them', async () => {
    const number = aNumber()
    const wide = [...number].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('')
    const days = [
      '2026年3月1日',
      '2026/3/1',
      '2026.03.01',
      46082,
      '２０２６－０３－０１',
      20260301,
      new Date(Date.UTC(2026, 2, 1)),
    ]
    const batch = await check(
      county,
      await workbook([
        ...days.map((day, i) => aRow({ 任职起: day as Value, 姓名: `示例日${i}` })),
        aRow({ 姓名: '示　例　宽', 身份证号: wide, 学历: '大学本科', 专职: '√', 本地户籍: '1' }),
        aRow({ 姓名: '示例式', 学历: { formula: '"本"&"科"', result: '本科' } }),
      ]),
    )
    expect((await world.as(county, getImport, { id: batch.id })).problems).toEqual([])
    expect((await run(county, batch)).written).toBe(9)
    const [wideOne] = await peopleNamed('示例宽')
    expect(wideOne!.person).toMatchObject({ name: '示例宽', bornOn, education: 'bachelor', localHousehold: true })
    for (let i = 0; i < days.length; i++) {
      const [found] = await peopleNamed(`示例日${i}`)
      const { appointments } = await world.as(county, getPerson, { id: found!.person.id })
      expect(appointments[0]!.appointment, String(days[i])).toMatchObject({
        fromOn: '2026-03-01',
        postName: '专业岗位',
      })
    }
  })

  it('what Excel spoilt or hides is explained: long numbers, formulas without a result, merged cells', async () => {
    const batch = await check(
      county,
      await workbook(
        [
          aRow({ 身份证号: 530111199403040000 }),
          aRow({ 姓名: { formula: 'VLOOKUP(A1,B:C,2)' } }),
          aRow({ 社工站: station.name }),
          aRow({ 社工站: null }),
        ],
        (sheet) => sheet.mergeCells('A4:A5'),
      ),
    )
    const { problems } = await world.as(county, getImport, { id: batch.id })
    expect(problems.map(({ row, column, message }) => [row, column, message.slice(0, 12)])).toEqual([
      [2, 'C 身份证号', expect.stringContaining('「身份证号」这一格是')],
      [3, 'B 姓名', '这一格是公式，没有算出结'],
      [5, 'A 社工站', '这一格与别的格合并了，请'],
    ])
  })

  it('a title above, merged headings, other orders, blanks and a line for the signature below do no harm', async () => {
    const book = new exceljs.Workbook()
    book.addWorksheet('填表须知').addRow(['请认真填写'])
    const sheet = book.addWorksheet('2026')
    sheet.addRow(['示例区社工花名册'])
    sheet.mergeCells(1, 1, 1, headings.length + 1)
    const order = ['序号', ...[...headings].reverse()].map((one) => (one === '身份证号' ? '身份证号码*' : one))
    sheet.addRow(order)
    const row = aRow({ 姓名: '示例序' })
    sheet.addRow([1, ...row.toReversed()])
    sheet.addRow([])
    sheet.addRow(['', ...headings.map(() => '  ')])
    sheet.addRow(['', ...headings.map((_, i) => (i === 0 ? '填表人：示例' : ''))])
    const batch = await check(county, Buffer.from(await book.xlsx.writeBuffer()).toString('base64'))
    expect(batch).toMatchObject({ rows: 1, good: 1, problems: 0 })
    const { notes } = await world.as(county, getImport, { id: batch.id })
    expect(notes.join()).toContain('「填表须知」没有认得的表头')
    expect(notes.join()).toContain('序号')
  })

  it('someone already there, or twice in the sheet, is said and not made again', async () => {
    const idNumber = aNumber()
    await aPerson(world, county, station.id, { idNumber, bornOn, sex: 'male', name: '示例在册' }).catch(() =>
      aPerson(world, county, station.id, { idNumber, bornOn, sex: 'female', name: '示例在册' }),
    )
    const twice = aNumber()
    const batch = await check(
      county,
      await workbook([aRow({ 身份证号: idNumber }), aRow({ 身份证号: twice }), aRow({ 身份证号: twice })]),
    )
    expect(batch).toMatchObject({ rows: 3, good: 1, known: 1, problems: 1 })
    const { known, problems } = await world.as(county, getImport, { id: batch.id })
    expect(known).toEqual([{ sheet: '花名册', row: 2, note: '身份证号已登记在「示例在册」名下，不重复登记' }])
    expect(problems[0]).toMatchObject({ row: 4, message: '与「花名册」第 3 行是同一人，请只留一行' })
  })

  it('a file that is no workbook, too large inside, or without known headings is refused in words', async () => {
    const refused = async (content: Buffer) =>
      check(county, content.toString('base64')).then(
        () => 'accepted',
        (error: Error) => error.message,
      )
    expect(await refused(Buffer.from('这不是表格'))).toContain('另存为 .xlsx')
    expect(await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toContain('旧格式（.xls）')
    const empty = new exceljs.Workbook()
    empty.addWorksheet('一').addRow(['甲', '乙'])
    expect(await refused(Buffer.from(await empty.xlsx.writeBuffer()))).toContain('没有找到表头')
    expect(await refused(zipOf(Buffer.alloc(100_000_000, ' ')))).toContain('展开后太大')
    const merged = zipOf(
      Buffer.from('<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'),
    )
    expect(await refused(merged)).toContain('展开后太大')
  })
})

/** A file with one sheet of this content, which claims to be small whatever it unfolds to. */
function zipOf(body: Buffer): Buffer {
  const packed = deflateRawSync(body)
  const name = Buffer.from('xl/worksheets/sheet1.xml')
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(10, 22)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(10, 24)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, name, packed, central, name, end])
}

describe('an import is one batch', () => {
  it('with problems left it starts only for the good rows, when that is chosen', async () => {
    const batch = await check(county, await workbook([aRow({ 姓名: '示例可' }), aRow({ 学历: '不详' })]))
    await expect(
      world.as(county, startImport, { id: batch.id, version: batch.version, onlyGood: false }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('还有 1 处问题') })
    const done = await run(county, batch, true)
    expect(done).toMatchObject({ state: 'done', written: 1 })
    expect(await peopleNamed('示例可')).toHaveLength(1)
  })

  it('writes person, post and certificate as the forms do, findable, masked and in the audit', async () => {
    const idNumber = aNumber()
    const certificate = { 证书: '助理社会工作师', 证书编号: '示例证1', 取得日期: '2025-09-01' }
    const batch = await check(county, await workbook([aRow({ 姓名: '欧阳导入', 身份证号: idNumber, ...certificate })]))
    await run(county, batch)
    const [found] = await peopleNamed('oydr')
    expect(found).toMatchObject({ licensed: true, stationName: station.name, person: { idNumber: { masked: true } } })
    const { certificates } = await world.as(county, getPerson, { id: found!.person.id })
    expect(certificates[0]!.certificate).toMatchObject({ certificate: 'assistant', number: '示例证1' })
    const { rows } = await world.owner.query('select action, changes from audit where record = $1', [found!.person.id])
    expect(rows).toMatchObject([{ action: 'imports/startImport', changes: { name: [null, '欧阳导入'] } }])
    const kept = await world.owner.query('select 1 from import_content where id = $1', [batch.id.slice(7)])
    expect(kept.rowCount).toBe(0)
    expect(JSON.stringify(rows)).not.toContain(idNumber)
  })

  it('whoever was recorded since the check stops it whole: nothing is half saved', async () => {
    const idNumber = aNumber()
    const batch = await check(county, await workbook([aRow({ 姓名: '示例先' }), aRow({ 身份证号: idNumber })]))
    const sex = Number(idNumber[16]) % 2 === 1 ? 'male' : 'female'
    await aPerson(world, county, station.id, { idNumber, bornOn, sex, name: '示例抢先' })
    const running = run(county, batch)
    await expect(running).rejects.toMatchObject({
      message: expect.stringContaining('「花名册」第 3 行：身份证号已登记在「示例抢先」名下'),
    })
    expect(await peopleNamed('示例先')).toEqual([])
    expect((await world.as(county, getImport, { id: batch.id })).batch.state).toBe('checked')
  })

  it('is undone as a whole while nothing was built upon it; afterwards it says what stands in the way', async () => {
    const rows = ['示例撤一', '示例撤二'].map((name) =>
      aRow({ 姓名: name, 证书: '社会工作师', 证书编号: name, 取得日期: '2024-09-01' }),
    )
    const first = await run(county, await check(county, await workbook(rows)))
    await world.as(county, undoImport, { id: first.id, version: first.version })
    expect(await peopleNamed('示例撤')).toEqual([])
    const removed = await world.owner.query(
      `select entity from audit where action = 'imports/undoImport' and version = 2 and entity <> 'import_batch'`,
    )
    expect(removed.rows.map(({ entity }) => entity).sort()).toEqual([
      'appointment',
      'appointment',
      'certificate',
      'certificate',
      'person',
      'person',
    ])
    // the same sheet may come again
    const again = await run(county, await check(county, await workbook(rows)))
    const [person] = await peopleNamed('示例撤一')
    const worker = await world.actor(
      await world.account({ role: 'residentWorker', station: station.id }, person!.person.id),
    )
    await aService(world, worker, station.id)
    await expect(world.as(county, undoImport, { id: again.id, version: again.version })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('1 条服务记录'),
    })
    expect(await peopleNamed('示例撤')).toHaveLength(2)
  })

  it('a sheet that was given up leaves nothing behind', async () => {
    const batch = await check(county, await workbook([aRow({ 姓名: '示例弃' })]))
    const dropped = await world.as(county, discardImport, { id: batch.id, version: batch.version })
    expect(dropped.state).toBe('discarded')
    expect(await world.as(county, getImport, { id: batch.id })).toMatchObject({ problems: [], known: [] })
    await expect(
      world.as(county, startImport, { id: batch.id, version: dropped.version, onlyGood: false }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('who may', () => {
  it('a station head imports to the own station only; a neighbour sees nothing of it', async () => {
    const at = { station: station.id }
    const mine = await check(head, await workbook([aRow({ 社工站: null, 姓名: '示例本站' })]), at)
    expect(mine).toMatchObject({ good: 1 })
    const foreign = await check(head, await workbook([aRow({ 社工站: other.name })]), at)
    expect(foreign).toMatchObject({ good: 0, problems: 1 })
    await expect(check(head, await workbook([aRow()]), { station: other.id })).rejects.toMatchObject({
      code: 'notFound',
    })
    await expect(check(head, await workbook([aRow()]), { place: '530111' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(world.as(neighbour, getImport, { id: mine.id })).rejects.toMatchObject({ code: 'notFound' })
    expect(await world.as(neighbour, listImports, { kind: 'roster' })).toEqual([])
    expect((await world.as(head, listImports, { kind: 'roster' })).map(({ batch }) => batch.id)).toContain(mine.id)
    const worker = await world.actor(await world.account({ role: 'residentWorker', station: station.id }))
    await expect(check(worker, await workbook([aRow()]), at)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('the template carries the lists of the place, and comes back without problems when filled in', async () => {
    const { content, fileName } = await world.as(county, importTemplate, { kind: 'roster', place: '530111' })
    expect(fileName).toBe('花名册导入模板.xlsx')
    const book = new exceljs.Workbook()
    await book.xlsx.load(Buffer.from(content, 'base64') as never)
    const sheet = book.getWorksheet('花名册')!
    const titles = (sheet.getRow(1).values as string[]).slice(1).map((one) => one.replace('*', ''))
    expect(sheet.getCell(2, titles.indexOf('岗位') + 1).dataValidation).toMatchObject({ type: 'list' })
    const row = aRow({ 姓名: '示例模板' })
    sheet.getRow(2).values = titles.map((title) => row[headings.indexOf(title)] ?? null)
    const filled = Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
    expect(await check(county, filled)).toMatchObject({ rows: 1, good: 1, problems: 0 })
  })
})
