import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registry } from '../src/app/modules.ts'
import type { Actor } from '../src/core/access.ts'
import { Failure } from '../src/core/failure.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { openWorld, type World } from './world.ts'

let world: World
let bare: Actor

beforeAll(async () => {
  world = await openWorld()
  // signed in, without a single role
  bare = { account: uuidv7(), person: null, name: '无权者', county: '530111', grants: new Map(), session: null }
})
afterAll(() => world.close())

const call = (name: string, actor: Actor | null) =>
  world.door.call(name, { actor, ip: '127.0.0.1', agent: 'test', session: null }, { opId: uuidv7(), input: {} })

const guarded = [...registry].filter(([, one]) => one.grant !== 'anyone')

describe('unset means no', () => {
  it.each(guarded.map(([name]) => name))('%s refuses whoever has not logged in', async (name) => {
    await expect(call(name, null)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it.each(guarded.filter(([, one]) => one.grant !== 'signedIn').map(([name]) => name))(
    '%s refuses whoever lacks its grant',
    async (name) => {
      await expect(call(name, bare)).rejects.toMatchObject({ code: 'forbidden' })
    },
  )

  it('a call that does not exist is refused like any other', async () => {
    await expect(call('stations/dropEverything', bare)).rejects.toBeInstanceOf(Failure)
    await expect(call('__proto__/constructor', bare)).rejects.toMatchObject({ code: 'notFound' })
  })
})
