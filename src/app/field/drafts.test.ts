import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { Failure } from '../../core/failure.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { forgetOldDrafts, keepDraft, listDrafts } from '../../modules/devices/index.server.ts'
import { draftLimits } from '../../modules/devices/index.ts'
import { type Draft, type DraftStore, exchangeDrafts, stampsOf, swapped, typed } from './drafts.ts'
import type { Server } from './sync.ts'

let world: World
let clerk: Actor
let station: string
const dayMs = 86_400_000

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
})
afterAll(() => world.close())

const aWorker = async () =>
  world.actor(await world.account({ role: 'residentWorker', station }, (await aPerson(world, clerk, station)).id))

/** The product’s door as a phone reaches it; `network` says what gets through. */
const serverFor = (actor: Actor, network: { cut?: 'before' | 'after' }): Server => ({
  async call(path, body) {
    if (network.cut === 'before') return { kind: 'silent' }
    try {
      const caller = { actor, ip: '', agent: 'phone', session: null }
      const { answer } = await world.door.call(path, caller, { opId: uuidv7(), ...body })
      return network.cut === 'after' ? { kind: 'silent' } : { kind: 'done', answer }
    } catch (error) {
      const { code, message } = error as Failure
      return { kind: 'refused', code, message, fields: {} }
    }
  },
  upload: () => Promise.resolve({ kind: 'silent' }),
})

/** A writer's phone: its drafts, its clock (by so much wrong), and its network. */
function aPhone(actor: Actor, skew = 0) {
  const drafts = new Map<string, Draft>()
  const left = new Map<string, string[]>()
  const network: { cut?: 'before' | 'after' } = {}
  const open = new Set<string>()
  let ahead = skew
  const clock = () => Date.now() + ahead
  const store: DraftStore = {
    drafts: async () => structuredClone([...drafts.values()]),
    async changeDraft(form, change) {
      const now = drafts.get(form)
      const next = change(now)
      if (next) return void drafts.set(form, structuredClone(next))
      drafts.delete(form)
      if (now && stampsOf(now).length > 0) left.set(form, stampsOf(now))
    },
    dropped: async () => [...left].map(([form, stamps]) => ({ form, stamps })),
    forgotten: async (form) => void left.delete(form),
  }
  return {
    network,
    open,
    wait: (ms: number) => {
      ahead += ms
    },
    type: (form: string, findings: string) => store.changeDraft(form, (now) => typed(now, form, { findings }, clock())),
    drop: (form: string) => store.changeDraft(form, () => undefined),
    takeOther: (form: string) => store.changeDraft(form, (now) => now && swapped(now, clock())),
    meet: () => exchangeDrafts(store, serverFor(actor, network), (form) => open.has(form), clock),
    draft: (form: string) => drafts.get(form),
    says: (form: string) => drafts.get(form)?.main.values.findings,
  }
}

const form = '走访 示例居民|visit/530111-1'

describe('a draft on the writer’s two phones', () => {
  it('typed on one opens on the other, and says that it comes from another phone', async () => {
    const writer = await aWorker()
    const [one, two] = [aPhone(writer), aPhone(writer)]
    await one.type(form, '写了一半')
    await one.meet()
    expect(await two.meet()).toBe(1)
    expect(two.draft(form)!.main).toMatchObject({ values: { findings: '写了一半' }, elsewhere: true })
    expect(one.draft(form)!.main.elsewhere).toBe(false)
    expect([await one.meet(), await two.meet()]).toEqual([0, 0])
  })

  it('of two, the newer opens even where a clock is two days wrong; the other is kept beside it', async () => {
    const writer = await aWorker()
    const [one, two] = [aPhone(writer, 2 * dayMs), aPhone(writer)]
    await one.type(form, '先写的')
    one.wait(60_000)
    await two.type(form, '后写的')
    await one.meet()
    await two.meet()
    await one.meet()
    for (const phone of [one, two]) {
      expect(phone.says(form)).toBe('后写的')
      expect(phone.draft(form)!.other!.values).toEqual({ findings: '先写的' })
    }
    await one.takeOther(form)
    await one.meet()
    await two.meet()
    expect(two.says(form)).toBe('先写的')
  })

  it('is not touched while somebody types in it', async () => {
    const writer = await aWorker()
    const [one, two] = [aPhone(writer), aPhone(writer)]
    await two.type(form, '正在写')
    await one.type(form, '另一台')
    await one.meet()
    two.open.add(form)
    expect(await two.meet()).toBe(0)
    expect(two.says(form)).toBe('正在写')
    two.open.delete(form)
    await two.meet()
    expect(two.draft(form)!.other).toBeDefined()
  })

  it('is forgotten by the office when the form is saved, and the other phone is told, not emptied', async () => {
    const writer = await aWorker()
    const [one, two] = [aPhone(writer), aPhone(writer)]
    await one.type(form, '写完了')
    await one.meet()
    await two.meet()
    await one.drop(form)
    await one.meet()
    expect(await world.as(writer, listDrafts, { known: [] })).toEqual([])
    await two.meet()
    expect(two.draft(form)).toMatchObject({ gone: true, main: { values: { findings: '写完了' } } })
    await two.meet()
    expect(await world.as(writer, listDrafts, { known: [] })).toEqual([])
    await two.type(form, '又写了')
    await two.meet()
    expect(await world.as(writer, listDrafts, { known: [] })).toHaveLength(1)
  })

  it('a lost answer makes no second draft, and nothing of a saved form comes back', async () => {
    const writer = await aWorker()
    const phone = aPhone(writer)
    await phone.type(form, '信号断断续续')
    const server = serverFor(writer, {})
    await phone.meet()
    await phone.type(form, '信号断断续续，接着写')
    phone.network.cut = 'after'
    await phone.meet()
    delete phone.network.cut
    await phone.meet()
    expect(phone.draft(form)).toMatchObject({ copied: true })
    expect(phone.draft(form)!.other).toBeUndefined()
    // the answer to the very copy is lost, and the form is saved before the next contact
    await phone.type(form, '最后一句')
    const half: Server = {
      ...server,
      call: async (path, body) => {
        const reply = await server.call(path, body)
        return path === 'devices/keepDraft' ? { kind: 'silent' } : reply
      },
    }
    const held = phone.draft(form)!
    let now: Draft | undefined = held
    const left: string[][] = []
    const store: DraftStore = {
      drafts: async () => (now ? [now] : []),
      changeDraft: async (_form, change) => {
        const next = change(now)
        if (!next && now) left.push(stampsOf(now))
        now = next
      },
      dropped: async () => left.map((stamps) => ({ form, stamps })),
      forgotten: async () => void left.pop(),
    }
    await exchangeDrafts(store, half, () => false, Date.now)
    await store.changeDraft(form, () => undefined)
    expect(await exchangeDrafts(store, server, () => false, Date.now)).toBe(0)
    expect(now).toBeUndefined()
  })

  it('fails in silence without a network, and what is too long stays on the phone alone', async () => {
    const writer = await aWorker()
    const phone = aPhone(writer)
    await phone.type(form, '字'.repeat(draftLimits.chars))
    phone.network.cut = 'before'
    expect(await phone.meet()).toBe(0)
    delete phone.network.cut
    await phone.meet()
    expect(await world.as(writer, listDrafts, { known: [] })).toEqual([])
    expect(phone.draft(form)).toBeDefined()
  })
})

describe('the office’s copies of drafts', () => {
  const keep = (actor: Actor, over: object = {}) =>
    world.as(actor, keepDraft, {
      form,
      content: '{"findings":"家中情况"}',
      age: 0,
      stamp: uuidv7(),
      over: null,
      ...over,
    })

  it('are read by their writer only: not by a colleague, the head, the administrator or the county', async () => {
    const writer = await aWorker()
    await keep(writer)
    const others = [
      await aWorker(),
      await world.actor(await world.account({ role: 'stationHead', station })),
      await world.actor(await world.account({ role: 'administrator', place: '530111' })),
      clerk,
    ]
    for (const other of others) expect(await world.as(other, listDrafts, { known: [] })).toEqual([])
    expect(await world.as(writer, listDrafts, { known: [] })).toMatchObject([{ form, age: 0 }])
    const { rows } = await world.owner.query('select form, content from field_draft')
    const kept = Buffer.concat(rows.flatMap((row) => [row.form, row.content])).toString('utf8')
    expect(kept).not.toMatch(/示例居民|家中情况/)
  })

  it('moved to another account’s row, one opens nothing', async () => {
    const [writer, thief] = [await aWorker(), await aWorker()]
    await keep(thief)
    await keep(writer)
    await world.owner.query(
      'update field_draft set content = (select content from field_draft where account = $1) where account = $2',
      [writer.account, thief.account],
    )
    await expect(world.as(thief, listDrafts, { known: [] })).rejects.toThrow()
  })

  it('one that another phone has changed is not overwritten unseen', async () => {
    const writer = await aWorker()
    const stamp = uuidv7()
    expect(await keep(writer, { stamp })).toEqual({ kept: true })
    expect(await keep(writer)).toEqual({ kept: false })
    expect(await keep(writer, { over: stamp })).toEqual({ kept: true })
  })

  it('are at most a hundred for one account, none of them too long', async () => {
    const writer = await aWorker()
    for (let i = 0; i < draftLimits.most; i++) await keep(writer, { form: `${form}${i}` })
    await expect(keep(writer)).rejects.toMatchObject({ code: 'tooMany' })
    await expect(keep(await aWorker(), { content: '字'.repeat(draftLimits.chars + 1) })).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  it('go after thirty days untouched', async () => {
    const writer = await aWorker()
    await keep(writer)
    await keep(writer, { form: `${form}2`, age: 86_400 * 2 })
    await forgetOldDrafts(world.ownerDb, new Date(Date.parse(`${today}T02:00:00Z`) + 29 * dayMs))
    expect(await world.as(writer, listDrafts, { known: [] })).toMatchObject([{ form }])
    await forgetOldDrafts(world.ownerDb, new Date(Date.parse(`${today}T02:00:00Z`) + 31 * dayMs))
    expect(await world.as(writer, listDrafts, { known: [] })).toEqual([])
  })
})
