import { generate } from 'otplib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../../../tests/world.ts'
import { registry } from '../../app/modules.ts'
import type { Actor } from '../../core/access.ts'
import { type Door, openDoor } from '../../core/door.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import type { Surroundings } from '../../core/tx.ts'
import { openSessions, setPassword } from './index.server.ts'

const password = 'Shi-fan-7'

let world: World
let door: Door
let surroundings: Surroundings
let clock = Date.parse('2026-11-24T02:00:00Z')
let addresses = 0
let account: string
let login: string
let officer: Actor

beforeAll(async () => {
  world = await openWorld()
  surroundings = { ...world.surroundings, now: () => new Date((clock += 1)) }
  door = openDoor(surroundings, registry)
  officer = await world.actor(await world.account({ role: 'securityOfficer', place: '530111' }))
})
afterAll(() => world.close())

beforeEach(async () => {
  account = await world.account({ role: 'county', place: '530111' })
  login = `user${account.slice(-12)}`
  await setPassword(surroundings, account, password, false)
  addresses += 1
})

const pass = (minutes: number) => {
  clock += minutes * 60_000
}
const here = () => `10.0.0.${addresses}`

async function enter(name: string, input: object, from: { actor?: Actor; session?: string; ip?: string } = {}) {
  const { actor = null, session = null, ip = here() } = from
  const caller = {
    actor: actor && { ...actor, session },
    session,
    ip,
    agent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0',
  }
  return door.call(`accounts/${name}`, caller, { opId: uuidv7(), input })
}
const attempt = (input: object = {}, ip = here()) => enter('login', { login, password, ...input }, { ip })
const wrong = (ip = here()) => attempt({ password: 'Cuo-wu-88' }, ip).catch(() => {})

/** Logs in and answers who that is, as the server would know it from the cookie. */
async function loggedIn(input: object = {}): Promise<{ session: string; actor: Actor }> {
  const { session } = await attempt(input)
  return { session: session!, actor: (await openSessions(surroundings).actorOf(session!))! }
}

describe('logging in', () => {
  it('with the right password opens a session that knows the person and their reach', async () => {
    const { actor } = await loggedIn()
    expect(actor).toMatchObject({ account, county: '530111' })
    expect(actor.grants.get('report.decideStation')?.whole).toContain('530111')
  })

  it('a wrong password, an unknown name and a disabled account look the same', async () => {
    const refusals = []
    refusals.push(await attempt({ password: 'Cuo-wu-88' }).catch((error) => error))
    refusals.push(await attempt({ login: 'nobody' }).catch((error) => error))
    await world.owner.query(`update account set state = 'disabled' where id = $1`, [account])
    refusals.push(await attempt().catch((error) => error))
    const said = refusals.map(({ code, message, fields }) => JSON.stringify([code, message, fields]))
    expect(new Set(said).size).toBe(1)
    expect(said[0]).toContain('登录名或口令不对')
  })

  it('five failures lock the account from every address for five minutes, even for the right password', async () => {
    for (let i = 0; i < 5; i++) await wrong(`10.1.${addresses}.${i}`)
    await expect(attempt({}, `10.2.${addresses}.1`)).rejects.toMatchObject({
      code: 'tooMany',
      message: expect.stringContaining('5 分钟后再试'),
    })
    pass(6)
    expect((await attempt({}, `10.2.${addresses}.1`)).session).toBeTruthy()
  })

  it('five failures from one address lock it for every account', async () => {
    for (let i = 0; i < 5; i++) await enter('login', { login: `nobody${i}`, password }).catch(() => {})
    await expect(attempt()).rejects.toMatchObject({ code: 'tooMany' })
    expect((await attempt({}, `10.3.${addresses}.1`)).session).toBeTruthy()
  })

  it('four failures and a success begin the count anew', async () => {
    for (let i = 0; i < 4; i++) await wrong(`10.4.${addresses}.${i}`)
    await attempt({}, `10.4.${addresses}.9`)
    for (let i = 0; i < 4; i++) await wrong(`10.5.${addresses}.${i}`)
    expect((await attempt({}, `10.4.${addresses}.9`)).session).toBeTruthy()
  })

  it('the security officer sees what is locked, in words, and unlocks it', async () => {
    for (let i = 0; i < 5; i++) await wrong()
    const found = (await enter('listFailedLogins', {}, { actor: officer })).answer as unknown as {
      kind: string
      name: string
      locked: boolean
      lockedAt: string
      lockedUntil: string
    }[]
    const named = `county（${login}）`
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'account', name: named, failures: 5, locked: true, account }),
        expect.objectContaining({ kind: 'address', name: here(), failures: 5, locked: true }),
      ]),
    )
    const { lockedAt, lockedUntil } = found.find(({ name }) => name === named)!
    expect(Date.parse(lockedUntil) - Date.parse(lockedAt)).toBe(5 * 60_000)
    await enter('unlockAccount', { id: account }, { actor: officer })
    await enter('unlockAddress', { address: here() }, { actor: officer })
    expect((await attempt()).session).toBeTruthy()
    const neighbour = await world.actor(await world.account({ role: 'securityOfficer', place: '530102' }))
    for (let i = 0; i < 5; i++) await wrong()
    const theirs = (await enter('listFailedLogins', {}, { actor: neighbour })).answer as unknown as { name: string }[]
    expect(theirs.map(({ name }) => name)).not.toContain(named)
  })
})

describe('two-factor login', () => {
  const codeOf = (secret: string, later = 0) => generate({ secret, epoch: Math.floor(clock / 1000) + later })

  async function withTwoFactor(): Promise<string> {
    const { actor, session } = await loggedIn()
    const begun = await enter('beginTwoFactor', { current: password }, { actor, session })
    const { secret } = begun.answer as unknown as { secret: string }
    await enter('confirmTwoFactor', { code: await codeOf(secret) }, { actor, session })
    pass(2)
    return secret
  }

  it('is not in force before a code has confirmed it', async () => {
    const { actor, session } = await loggedIn()
    await enter('beginTwoFactor', { current: password }, { actor, session })
    await expect(enter('confirmTwoFactor', { code: '000000' }, { actor, session })).rejects.toMatchObject({
      fields: { code: expect.stringContaining('动态口令不对') },
    })
    expect((await attempt()).session).toBeTruthy()
  })

  it('asks for the code, takes it once, and refuses a wrong or an old one', async () => {
    const secret = await withTwoFactor()
    await expect(attempt()).rejects.toMatchObject({ fields: { code: expect.stringContaining('6 位动态口令') } })
    await expect(attempt({ code: '12ab56' })).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(attempt({ code: await codeOf(secret, -120) })).rejects.toMatchObject({ code: 'unauthenticated' })
    const code = await codeOf(secret)
    expect((await attempt({ code })).session).toBeTruthy()
    await expect(attempt({ code })).rejects.toMatchObject({ message: expect.stringContaining('刚才用过') })
    pass(1)
    expect((await attempt({ code: await codeOf(secret) })).session).toBeTruthy()
  })

  it('a lost phone: the security officer switches it off, and the password alone is enough again', async () => {
    await withTwoFactor()
    await enter('resetTwoFactor', { id: account, version: 1 }, { actor: officer })
    expect((await attempt()).session).toBeTruthy()
  })
})

describe('one-time links', () => {
  const link = async () =>
    ((await enter('inviteAccount', { id: account }, { actor: officer })).answer as unknown as { path: string }).path
  const accept = (path: string, fresh = 'Xin-kou-9') =>
    enter('acceptInvitation', { token: path.replace('/join/', ''), password: fresh })

  it('set a password once; then the old one and the link are dead', async () => {
    const path = await link()
    expect((await accept(path)).session).toBeTruthy()
    await expect(accept(path, 'You-yi-ci-9')).rejects.toMatchObject({ code: 'notFound' })
    await expect(attempt()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect((await attempt({ password: 'Xin-kou-9' })).session).toBeTruthy()
  })

  it('used twice at the same moment, one of the two sets the password', async () => {
    const path = await link()
    const both = await Promise.allSettled([accept(path, 'Xin-kou-1a'), accept(path, 'Xin-kou-2b')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('hold for seven days and not longer; a new link ends the one before', async () => {
    const [first, second] = [await link(), await link()]
    await expect(accept(first)).rejects.toMatchObject({ code: 'notFound' })
    pass(8 * 24 * 60)
    await expect(accept(second)).rejects.toMatchObject({ message: expect.stringContaining('已用过或已过期') })
    await expect(enter('lookAtInvitation', { token: second.replace('/join/', '') })).rejects.toMatchObject({
      message: expect.stringContaining('已用过或已过期'),
    })
  })

  it('a weak password is refused at its field and does not use the link up', async () => {
    const path = await link()
    for (const weak of ['short', 'alllowercase', `${login}A1`])
      await expect(accept(path, weak)).rejects.toMatchObject({ fields: { password: expect.any(String) } })
    expect((await accept(path)).session).toBeTruthy()
  })

  it('do not step round two-factor login', async () => {
    const { actor, session } = await loggedIn()
    const { secret } = (await enter('beginTwoFactor', { current: password }, { actor, session })).answer as unknown as {
      secret: string
    }
    const code = await generate({ secret, epoch: Math.floor(clock / 1000) })
    await enter('confirmTwoFactor', { code }, { actor, session })
    expect((await accept(await link())).session).toBeUndefined()
  })
})

describe('sessions', () => {
  it('whoever has a password made by somebody else may set their own, and nothing more', async () => {
    await setPassword(surroundings, account, password, true)
    const { actor, session } = await loggedIn()
    expect(actor.grants.size).toBe(0)
    await expect(
      door.call('stations/listStations', { actor, session, ip: here(), agent: '' }, { input: {} }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    const changed = await enter('changePassword', { current: password, fresh: 'Wo-zi-ji-5' }, { actor, session })
    const fresh = await openSessions(surroundings).actorOf(changed.session!)
    expect(fresh?.grants.has('station.read')).toBe(true)
    expect(await openSessions(surroundings).actorOf(session)).toBeUndefined()
  })

  it('a disabled account’s sessions die within the seconds a session is trusted', async () => {
    const sessions = openSessions(surroundings)
    const { session } = await attempt()
    expect(await sessions.actorOf(session!)).toBeDefined()
    await enter('disableAccount', { id: account, version: 1 }, { actor: officer })
    clock += 15_001
    expect(await sessions.actorOf(session!)).toBeUndefined()
    await expect(attempt()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('a role that ends takes its rights along within the same seconds', async () => {
    const sessions = openSessions(surroundings)
    const admin = await world.actor(await world.account({ role: 'administrator', place: '530111' }))
    const { session } = await attempt()
    expect((await sessions.actorOf(session!))!.grants.has('report.read')).toBe(true)
    const { rows } = await world.owner.query<{ id: string }>('select id from account_role where account = $1', [
      account,
    ])
    await enter('endRole', { id: rows[0]!.id }, { actor: admin })
    clock += 15_001
    expect((await sessions.actorOf(session!))!.grants.size).toBe(0)
  })

  it('one left alone for its idle time is over: ten minutes on a shared desk', async () => {
    const sessions = openSessions(surroundings)
    const own = (await attempt()).session!
    const shared = (await attempt({ shared: true })).session!
    pass(11)
    expect(await sessions.actorOf(shared)).toBeUndefined()
    expect(await sessions.actorOf(own)).toBeDefined()
  })

  it('are listed in words, and one’s own can be ended one by one', async () => {
    const { actor, session } = await loggedIn()
    const other = (await attempt()).session!
    type Line = { id: string; device: string; current: boolean }
    const listed = async () => (await enter('mySessions', {}, { actor, session })).answer as unknown as Line[]
    const lines = await listed()
    expect(lines.map(({ device, current }) => [device, current]).sort()).toEqual([
      ['Windows 电脑 · Chrome', false],
      ['Windows 电脑 · Chrome', true],
    ])
    await enter('endMySession', { session: lines.find(({ current }) => !current)!.id }, { actor, session })
    expect(await openSessions(surroundings).actorOf(other)).toBeUndefined()
    expect(await listed()).toHaveLength(1)
    const stranger = await world.actor(await world.account({ role: 'county', place: '530102' }))
    await expect(enter('endMySession', { session: lines[0]!.id }, { actor: stranger })).rejects.toMatchObject({
      code: 'notFound',
    })
  })
})
