import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPerson, aStation, madeUpIdentity, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import {
  addCertificate,
  appoint,
  editCertificate,
  editPerson,
  endAppointment,
  getPerson,
  listLooks,
  listPeople,
  listStaff,
  revealPerson,
} from './index.server.ts'

let world: World
let county: Actor
let neighbour: Actor
let head: Actor
let station: string
let other: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  neighbour = await world.actor(await world.account({ role: 'county', place: '530102' }))
  station = (await aStation(world, county, { place: '530111001' })).id
  other = (await aStation(world, county, { place: '530111002' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
})
afterAll(() => world.close())

type Added = Awaited<ReturnType<typeof aPerson>>
const { bornOn, number } = { bornOn: '1990-07-01', number: madeUpIdentity('1990-07-01', 901) }
const editable = ({ name, sex, bornOn: born, education, socialWorkMajor, localHousehold, localMinority }: Added) => ({
  name,
  sex,
  bornOn: born,
  education,
  socialWorkMajor,
  localHousehold,
  localMinority,
})
const edit = (actor: Actor, person: Added, over: object) =>
  world.as(actor, editPerson, { ...editable(person), id: person.id, version: person.version, ...over })

it('birthday and sex must be those of the identity number', async () => {
  const over = { idNumber: number, bornOn, sex: 'male' } as const
  await expect(aPerson(world, county, station, { ...over, bornOn: '1990-07-02' })).rejects.toMatchObject({
    fields: { bornOn: expect.stringContaining('1990-07-01') },
  })
  await expect(aPerson(world, county, station, { ...over, sex: 'female' })).rejects.toMatchObject({
    fields: { sex: expect.any(String) },
  })
  const last = number.at(-1) === '0' ? '1' : '0'
  await expect(
    aPerson(world, county, station, { ...over, idNumber: number.slice(0, 17) + last }),
  ).rejects.toMatchObject({ fields: { idNumber: `身份证号第 18 位应为 ${number.at(-1)}，请核对` } })
})

it('an identity number is added once in a county, also when two add it at the same moment', async () => {
  const over = { idNumber: madeUpIdentity(bornOn, 903), bornOn, sex: 'male' } as const
  const added = await Promise.allSettled([
    aPerson(world, county, station, { ...over, name: '示例同号' }),
    aPerson(world, county, other, { ...over, name: '示例同号' }),
  ])
  expect(added.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(aPerson(world, county, station, over)).rejects.toMatchObject({
    fields: { idNumber: '这个身份证号已登记在「示例同号」名下，请在人员列表中查找' },
  })
  const person = await aPerson(world, county, station)
  await expect(edit(county, person, over)).rejects.toMatchObject({ fields: { idNumber: expect.any(String) } })
})

it('a person may have no identity number, with a reason; once there is one, the reason goes', async () => {
  await expect(aPerson(world, county, station, { idNumber: null })).rejects.toMatchObject({
    fields: { idNumber: expect.stringContaining('无身份证号的原因') },
  })
  const person = await aPerson(world, county, station, {
    idNumber: null,
    noIdReason: '证件遗失补办中',
    bornOn,
    sex: 'male',
  })
  expect(person).toMatchObject({ idNumber: null, noIdReason: '证件遗失补办中' })
  const edited = await edit(county, person, { idNumber: madeUpIdentity(bornOn, 905) })
  expect(edited).toMatchObject({ noIdReason: null, idNumber: { masked: true } })
})

it('an edit without the number is still held against the number on file, without telling it', async () => {
  const person = await aPerson(world, county, station, { idNumber: madeUpIdentity(bornOn, 907), bornOn, sex: 'male' })
  const refused = edit(county, person, { bornOn: '1990-07-02' })
  await expect(refused).rejects.toMatchObject({ fields: { bornOn: expect.stringContaining('已登记的身份证号') } })
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('1990-07-01') })
  expect(await edit(county, person, { education: 'master' })).toMatchObject({ education: 'master', version: 2 })
})

it('the same post at a station is held once at a time; after its end it may be held again', async () => {
  const person = await aPerson(world, county, station, { fromOn: '2022-01-01' })
  const again = { id: person.id, at: station, post: 'socialWorker', origin: 'dispatched', fullTime: true } as const
  await expect(world.as(county, appoint, { ...again, fromOn: '2024-01-01' })).rejects.toMatchObject({
    fields: { fromOn: '此人自 2022-01-01 起已在该岗位任职，请先结束原任职' },
  })
  const { appointments } = await world.as(county, getPerson, { id: person.id })
  const { id, version } = appointments[0]!.appointment
  await expect(world.as(county, endAppointment, { id, version, toOn: '2021-12-31' })).rejects.toMatchObject({
    fields: { toOn: '不能早于任职起始日 2022-01-01' },
  })
  const ended = await world.as(county, endAppointment, { id, version, toOn: '2023-12-31' })
  expect(ended.can).toEqual([])
  await expect(world.as(county, appoint, { ...again, fromOn: '2023-12-31' })).rejects.toMatchObject({
    fields: { fromOn: '此人在该岗位任职到 2023-12-31，请填写之后的日期' },
  })
  const both = await Promise.allSettled([
    world.as(county, appoint, { ...again, fromOn: '2024-01-01' }),
    world.as(county, appoint, { ...again, fromOn: '2024-02-01' }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

it('a certificate is registered once, and its days stand in order', async () => {
  const person = await aPerson(world, county, station)
  const one = { id: person.id, certificate: 'assistant', number: '示例证0001', issuedOn: '2022-03-01' } as const
  const held = await world.as(county, addCertificate, {
    ...one,
    registeredOn: '2022-06-01',
    registeredUntil: '2025-05-31',
  })
  await expect(world.as(county, addCertificate, one)).rejects.toMatchObject({ fields: { number: expect.any(String) } })
  const wrong = { ...one, number: '示例证0002' }
  await expect(world.as(county, addCertificate, { ...wrong, registeredOn: '2022-02-28' })).rejects.toMatchObject({
    fields: { registeredOn: expect.any(String) },
  })
  await expect(world.as(county, addCertificate, { ...wrong, registeredUntil: '2025-05-31' })).rejects.toMatchObject({
    fields: { registeredOn: expect.any(String) },
  })
  await expect(
    world.as(county, addCertificate, { ...wrong, registeredOn: '2022-06-01', registeredUntil: '2022-05-31' }),
  ).rejects.toMatchObject({ fields: { registeredUntil: expect.any(String) } })
  const renewed = {
    ...one,
    id: held.id,
    version: held.version,
    registeredOn: '2025-06-01',
    registeredUntil: '2028-05-31',
  }
  expect(await world.as(county, editCertificate, renewed)).toMatchObject({ registeredUntil: '2028-05-31', version: 2 })
})

it('a station head manages the own people, and nobody of another station', async () => {
  const mine = await aPerson(world, head, station)
  const theirs = await aPerson(world, county, other)
  expect(mine.can).toEqual(
    expect.arrayContaining(['appoint', 'addCertificate', 'editPerson', 'addEmployment', 'addCheck']),
  )
  await expect(aPerson(world, head, other)).rejects.toMatchObject({ code: 'notFound' })
  const post = { post: 'clerk', origin: 'hired', fullTime: true, fromOn: '2026-01-01' } as const
  await expect(world.as(head, appoint, { id: mine.id, at: other, ...post })).rejects.toMatchObject({ code: 'notFound' })
  await expect(world.as(head, appoint, { id: theirs.id, at: station, ...post })).rejects.toMatchObject({
    code: 'notFound',
  })
  await expect(world.as(head, getPerson, { id: theirs.id })).rejects.toMatchObject({ code: 'notFound' })
  await expect(world.as(head, listStaff, { station: other })).rejects.toMatchObject({ code: 'notFound' })
  const { rows } = await world.as(head, listPeople, {})
  expect(rows.every(({ person }) => person.station === station)).toBe(true)
})

it('another county’s clerk neither sees nor changes a person, nor learns that a number is known here', async () => {
  const over = { idNumber: madeUpIdentity(bornOn, 909), bornOn, sex: 'male' } as const
  const person = await aPerson(world, county, station, over)
  await expect(world.as(neighbour, getPerson, { id: person.id })).rejects.toMatchObject({ code: 'notFound' })
  await expect(edit(neighbour, person, { education: 'master' })).rejects.toMatchObject({ code: 'notFound' })
  const reason = '核对合同'
  await expect(world.as(neighbour, revealPerson, { id: person.id, field: 'idNumber', reason })).rejects.toMatchObject({
    code: 'notFound',
  })
  expect(await world.as(neighbour, listPeople, { search: over.idNumber })).toMatchObject({ rows: [], total: 0 })
  const { id: elsewhere } = await aStation(world, neighbour, { place: '530102001' })
  expect(await aPerson(world, neighbour, elsewhere, over)).toMatchObject({ county: '530102' })
})

it('a person is appointed only at stations of their own county', async () => {
  const both = await world.actor(
    await world.account([
      { role: 'county', place: '530111' },
      { role: 'county', place: '530102' },
    ]),
  )
  const { id: elsewhere } = await aStation(world, neighbour, { place: '530102003' })
  const person = await aPerson(world, county, station)
  await expect(
    world.as(both, appoint, {
      id: person.id,
      at: elsewhere,
      post: 'clerk',
      origin: 'hired',
      fullTime: true,
      fromOn: '2026-01-01',
    }),
  ).rejects.toMatchObject({ fields: { at: expect.stringContaining('本区县') } })
})

it('hidden values never leave in answers or audit lines; a look at one is written down first, with its reason', async () => {
  const secret = { idNumber: madeUpIdentity(bornOn, 911), phone: '19900001234' }
  const person = await aPerson(world, county, station, { ...secret, bornOn, sex: 'male', name: '示例密文' })
  const edited = await edit(county, person, { phone: '19900005678' })
  const seen = JSON.stringify([
    person,
    edited,
    await world.as(county, getPerson, { id: person.id }),
    await world.as(county, listPeople, { search: secret.idNumber }),
    await world.as(county, listStaff, { station }),
    (await world.owner.query('select changes from audit where record = $1', [person.id])).rows,
    (await world.owner.query('select answer from op_log')).rows,
  ])
  expect(seen).toContain('示例密文')
  for (const value of [secret.idNumber, secret.phone, '19900005678']) expect(seen).not.toContain(value)
  expect(await world.as(county, listLooks, { id: person.id })).toEqual([])
  const { value } = await world.as(head, revealPerson, { id: person.id, field: 'phone', reason: '通知值班' })
  expect(value).toBe('19900005678')
  const looks = await world.as(county, listLooks, { id: person.id })
  expect(looks).toMatchObject([{ byName: 'stationHead', field: '联系电话', reason: '通知值班' }])
})

it('a look without a reason, or without the right to it, shows nothing and leaves no line', async () => {
  const person = await aPerson(world, county, station)
  const worker = await world.actor(await world.account({ role: 'residentWorker', station }))
  const asked = { id: person.id, field: 'idNumber', reason: ' ' } as const
  await expect(world.as(county, revealPerson, asked)).rejects.toMatchObject({ fields: { reason: expect.any(String) } })
  await expect(world.as(worker, revealPerson, { ...asked, reason: '看看' })).rejects.toMatchObject({ code: 'notFound' })
  await expect(world.as(worker, listLooks, { id: person.id })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await world.as(worker, getPerson, { id: person.id })).toMatchObject({ mayReveal: false, maySeeLooks: false })
  expect(await world.as(county, listLooks, { id: person.id })).toEqual([])
})

it('an auditor reads who looked, without being able to look', async () => {
  const auditor = await world.actor(await world.account({ role: 'auditor', place: '530111' }))
  const person = await aPerson(world, county, station)
  await world.as(county, revealPerson, { id: person.id, field: 'idNumber', reason: '核对证件' })
  expect(await world.as(auditor, listLooks, { id: person.id })).toMatchObject([{ reason: '核对证件' }])
  await expect(
    world.as(auditor, revealPerson, { id: person.id, field: 'idNumber', reason: '审计' }),
  ).rejects.toMatchObject({ code: 'notFound' })
})

it('people are found by part of the name, by pinyin initials and by the whole identity number, never by a part of it', async () => {
  const idNumber = madeUpIdentity(bornOn, 913)
  const person = await aPerson(world, county, station, { name: '欧阳示例', idNumber, bornOn, sex: 'male' })
  const found = async (search: string) =>
    (await world.as(county, listPeople, { search })).rows.map((row) => row.person.id)
  for (const typed of ['欧阳', '阳示', 'oysl', 'OYSL', idNumber, idNumber.toLowerCase()])
    expect(await found(typed), typed).toEqual([person.id])
  expect(await found(idNumber.slice(0, 17))).toEqual([])
})

it('the people of a station are those it keeps the files of and those in post there', async () => {
  const { id: third } = await aStation(world, county, { place: '530111003' })
  const mine = await aPerson(world, county, third)
  const lent = await aPerson(world, county, station)
  await world.as(county, appoint, {
    id: lent.id,
    at: third,
    post: 'clerk',
    origin: 'hired',
    fullTime: false,
    fromOn: '2026-01-01',
  })
  const { rows } = await world.as(county, listPeople, { station: third })
  expect(rows.map(({ person }) => person.id).sort()).toEqual([mine.id, lent.id].sort())
  expect(rows.find(({ person }) => person.id === lent.id)?.posts.toSorted()).toEqual(['专业岗位', '事务性岗位'])
  const thirdHead = await world.actor(await world.account({ role: 'stationHead', station: third }))
  const staff = await world.as(thirdHead, listStaff, { station: third })
  expect(staff.find(({ appointment }) => appointment.person === lent.id)).toMatchObject({
    fileInReach: false,
    eligibility: [],
  })
})
