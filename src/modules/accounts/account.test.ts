import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOrganisation, aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { historyOf, listAudit } from '../audit/index.server.ts'
import {
  accountSessions,
  disableAccount,
  editAccount,
  endRole,
  getAccount,
  giveRole,
  inviteAccount,
  listAccounts,
  login,
  mySessions,
  openAccount,
  setPassword,
  staffToName,
  whoAmI,
} from './index.server.ts'

let world: World
let admin: Actor
let cityAdmin: Actor
let officer: Actor
let neighbour: Actor
let clerk: Actor
let station: string
let serial = 0

beforeAll(async () => {
  world = await openWorld()
  const actor = async (role: Parameters<World['account']>[0]) => world.actor(await world.account(role))
  admin = await actor({ role: 'administrator', place: '530111' })
  cityAdmin = await actor({ role: 'administrator', place: '530100' })
  officer = await actor({ role: 'securityOfficer', place: '530111' })
  neighbour = await actor({ role: 'administrator', place: '530102' })
  clerk = await actor({ role: 'county', place: '530111' })
  station = (await aStation(world, clerk, { place: '530111004' })).id
})
afterAll(() => world.close())

async function opened(by: Actor, over: Partial<InputOfCall<typeof openAccount>> = {}) {
  serial += 1
  return world.as(by, openAccount, { login: `new${serial}`, name: '示例乙', role: 'stationHead', station, ...over })
}

describe('opening an account', () => {
  it('gives it one role, and a link with which the person sets a password', async () => {
    const { id } = await opened(admin)
    const found = await world.as(admin, getAccount, { id })
    expect(found).toMatchObject({ hasPassword: false, mayInvite: true, account: { mustChangePassword: true } })
    expect(found.roles.map(({ role, over }) => [role.role, over])).toEqual([['stationHead', expect.any(String)]])
    const link = await world.as(admin, inviteAccount, { id })
    expect(link).toEqual({
      path: expect.stringMatching(/^\/join\/[\w-]{32}$/),
      until: expect.stringMatching(/^2026-12-01T02:00/),
    })
  })

  it('each role asks for what it is held over, at its field and of the right level', async () => {
    for (const [role, field] of [
      ['county', 'place'],
      ['residentWorker', 'station'],
      ['operator', 'organisation'],
    ] as const)
      await expect(opened(admin, { role, station: null })).rejects.toMatchObject({
        code: 'invalid',
        fields: { [field]: expect.stringContaining('请选择') },
      })
    await expect(opened(admin, { role: 'county', place: '530111004' })).rejects.toMatchObject({
      fields: { place: expect.stringContaining('层级不对') },
    })
    await expect(opened(admin, { role: 'auditor', place: '530111004' })).rejects.toMatchObject({
      fields: { place: expect.stringContaining('层级不对') },
    })
  })

  it('a login name is used once', async () => {
    const { login: taken } = await opened(admin)
    await expect(opened(admin, { login: taken })).rejects.toMatchObject({
      fields: { login: expect.stringContaining('已被使用') },
    })
    await expect(opened(admin, { login: '张三' })).rejects.toMatchObject({ fields: { login: expect.any(String) } })
  })

  it('nobody gives what lies outside their own reach', async () => {
    const beyond = { code: 'forbidden', message: expect.stringContaining('超出您自己辖区') }
    await expect(opened(admin, { role: 'city', place: '530100' })).rejects.toMatchObject(beyond)
    await expect(opened(admin, { role: 'county', place: '530102' })).rejects.toMatchObject(beyond)
    await expect(opened(neighbour)).rejects.toMatchObject({ code: 'notFound' })
    expect((await opened(cityAdmin, { role: 'county', place: '530102', station: null })).county).toBe('530102')
  })

  it('an organisation that works beyond the district is given by whoever reaches as far', async () => {
    const cityClerk = await world.actor(
      await world.account([
        { role: 'county', place: '530111' },
        { role: 'county', place: '530102' },
      ]),
    )
    const { id: organisation } = await anOrganisation(world, cityClerk)
    const run = { mode: 'purchased', operator: organisation } as const
    await aStation(world, cityClerk, { place: '530111003', ...run })
    await aStation(world, cityClerk, { place: '530102001', ...run })
    const role = { role: 'operator', organisation, station: null } as const
    const elsewhere = { role: 'county', place: '530102', station: null } as const
    await expect(opened(admin, role)).rejects.toMatchObject({ code: 'forbidden' })
    const { id } = await opened(cityAdmin, role)
    expect((await world.actor(id)).grants.get('station.read')?.stations).toHaveLength(2)
    // looking further for the refusal has not widened what the giver sees
    expect((await world.as(cityAdmin, getAccount, { id })).roles).toHaveLength(1)
    await expect(world.as(admin, getAccount, { id: (await opened(neighbour, elsewhere)).id })).rejects.toMatchObject({
      code: 'notFound',
    })
  })
})

describe('roles', () => {
  it('administrator, security officer and auditor are never one person, not even with two accounts', async () => {
    const one = await opened(admin, { role: 'auditor', place: '530111', station: null })
    const apart = { fields: { role: expect.stringContaining('三权分立') } }
    for (const role of ['administrator', 'securityOfficer'] as const)
      await expect(world.as(admin, giveRole, { id: one.id, role, place: '530111' })).rejects.toMatchObject(apart)
    const person = await aPerson(world, clerk, station)
    await opened(admin, { role: 'auditor', place: '530111', station: null, person: person.id })
    await expect(
      opened(admin, { role: 'securityOfficer', place: '530111', station: null, person: person.id }),
    ).rejects.toMatchObject(apart)
  })

  it('the same role over the same place is not given twice', async () => {
    const { id } = await opened(admin)
    await expect(world.as(admin, giveRole, { id, role: 'stationHead', station })).rejects.toMatchObject({
      fields: { role: expect.stringContaining('不用再授予') },
    })
  })

  it('nobody gives themselves a role, or takes one of their own away', async () => {
    await expect(
      world.as(admin, giveRole, { id: admin.account, role: 'county', place: '530111' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    const { account, roles } = await world.as(admin, getAccount, { id: admin.account })
    expect([...account.can, ...roles[0]!.role.can]).toEqual([])
  })

  it('an ended role is kept with its days, and can be given again', async () => {
    const { id } = await opened(admin)
    const { roles } = await world.as(admin, getAccount, { id })
    await world.as(admin, endRole, { id: roles[0]!.role.id })
    await expect(world.as(admin, endRole, { id: roles[0]!.role.id })).rejects.toMatchObject({ code: 'conflict' })
    await world.as(admin, giveRole, { id, role: 'stationHead', station })
    const again = await world.as(admin, getAccount, { id })
    expect(again.roles.map(({ role }) => role.toOn === null)).toEqual([true, false])
  })

  it('an account of another area cannot be found, changed or looked at', async () => {
    const { id, version } = await opened(admin)
    for (const attempt of [
      () => world.as(neighbour, getAccount, { id }),
      () => world.as(neighbour, giveRole, { id, role: 'county', place: '530102' }),
      () => world.as(neighbour, editAccount, { id, version, name: '示例丙' }),
      () => world.as(neighbour, inviteAccount, { id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'notFound' })
    const { rows } = await world.as(neighbour, listAccounts, {})
    expect(rows.every(({ account }) => account.county === '530102')).toBe(true)
  })
})

describe('who may reset what', () => {
  it('once a password is set, the administrator can no longer hand out a link: that is the security officer’s', async () => {
    const { id } = await opened(admin)
    await setPassword(world.surroundings, id, 'Shi-fan-7', false)
    await expect(world.as(admin, inviteAccount, { id })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await world.as(officer, getAccount, { id })).mayInvite).toBe(true)
    expect((await world.as(officer, inviteAccount, { id })).path).toContain('/join/')
  })

  it('a disabled account gets no link', async () => {
    const { id, version } = await opened(admin)
    await world.as(officer, disableAccount, { id, version })
    await expect(world.as(admin, inviteAccount, { id })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('the administrator names the people of a station to link an account, and sees no more of them than that', async () => {
    const person = await aPerson(world, clerk, station)
    const staff = await world.as(admin, staffToName, { station })
    expect(staff).toContainEqual({ id: person.id, name: person.name })
    expect(await world.as(neighbour, staffToName, { station })).toEqual([])
  })
})

it('handing out a link and resetting leave a line in the account’s history', async () => {
  const { id, version } = await opened(admin)
  await world.as(admin, inviteAccount, { id })
  await world.as(officer, disableAccount, { id, version })
  const { lines } = await world.as(admin, historyOf, { id, entity: 'account' })
  expect(lines.map(({ action }) => action)).toEqual(['停用账号', '生成一次性链接', '开设账号', '开设账号'])
})

it('no answer ever holds a password, a hash, a token or a secret', async () => {
  const { id, login: name } = await opened(admin)
  await setPassword(world.surroundings, id, 'Shi-fan-7', false)
  await world.as(null, login, { login: name, password: 'Shi-fan-7' })
  const auditor = await world.actor(await world.account({ role: 'auditor', place: '530111' }))
  const self = await world.actor(id)
  const answers = [
    await world.as(admin, listAccounts, {}),
    await world.as(admin, getAccount, { id }),
    await world.as(self, whoAmI, {}),
    await world.as(self, mySessions, {}),
    await world.as(officer, accountSessions, { id }),
    await world.as(admin, historyOf, { id, entity: 'account' }),
    await world.as(auditor, listAudit, {}),
  ]
  const { rows } = await world.owner.query<{ secrets: string[] }>(
    `select array[s.password_hash, encode(e.token_hash, 'hex'), encode(e.token_hash, 'base64')] as secrets
     from account_secret s join session e on e.account = s.account where s.account = $1`,
    [id],
  )
  expect(rows[0]!.secrets).toHaveLength(3)
  const said = JSON.stringify(answers)
  for (const secret of [...rows[0]!.secrets, 'Shi-fan-7', '$argon2', 'token', 'Hash', 'totp'])
    expect(said, secret).not.toContain(secret)
})
