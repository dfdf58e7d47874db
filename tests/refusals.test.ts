import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registry } from '../src/app/modules.ts'
import type { Actor } from '../src/core/access.ts'
import { Failure } from '../src/core/failure.ts'
import type { Field, Fields } from '../src/core/field.ts'
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

/** What nobody has, as it would be written in an address or a queue: ids, places, keys. */
function unknownTo(key: string, field: Field, word: string, whole: boolean): unknown {
  const of = ([name, part]: [string, Field]) =>
    part.optional && !whole ? [] : [[name, unknownTo(name, part, word, whole)]]
  switch (field.kind) {
    case 'ref':
    case 'farRef':
      return '530111-00000000-0000-7000-8000-000000000000'
    case 'link':
      if (field.target === 'place') return '999999'
      return word === 'zz' ? word : '00000000-0000-7000-8000-000000000000'
    case 'list':
      return [unknownTo(key, field.parts!.of!, word, whole)]
    case 'shape':
      return Object.fromEntries(Object.entries(field.parts!).flatMap(of))
    case 'text':
      return /place|county|area|parent/i.test(key) ? '999999' : word
    default:
      return field.sample(1)
  }
}

describe('what nobody has is refused with a sentence, never with an error of ours', () => {
  let everyone: Actor

  beforeAll(async () => {
    const actor = await world.actor(await world.account({ role: 'administrator', place: '530100' }))
    const grants = [...registry.values()].map(({ grant }) => grant)
    const reach = { whole: ['530111'], stations: [], own: [] }
    everyone = { ...actor, grants: new Map([...actor.grants.keys(), ...grants].map((grant) => [grant, reach])) }
  })

  it.each(guarded.map(([name]) => name))('%s', async (name) => {
    const fields = registry.get(name)!.input as Fields
    const broken: unknown[] = []
    for (const [word, whole] of [
      ['x', false],
      ["' or 1=1", true],
      ['zz', true],
    ] as const) {
      const input = unknownTo('', { kind: 'shape', parts: fields } as Field, word, whole)
      await world.door
        .call(name, { actor: everyone, ip: '127.0.0.1', agent: 'test', session: null }, { opId: uuidv7(), input })
        .catch((error: unknown) => error instanceof Failure || broken.push([input, error]))
    }
    expect(broken).toEqual([])
  })
})
