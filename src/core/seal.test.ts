import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../../tests/world.ts'
import { openSealer, type Suite } from './seal.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe.each<[string, Suite, string]>([
  ['AES-256-GCM', 'aes', '530111'],
  ['SM4-CTR with HMAC-SM3', 'sm', '530102'],
])('%s', (_name, suite, county) => {
  const open = async () => {
    const sealer = openSealer(world.db, Buffer.alloc(32, 9), suite)
    await sealer.prepare([county])
    return sealer
  }

  it('what was sealed is read again, by another process with the same master key too', async () => {
    const sealed = (await open()).seal(county, 'person|1|idNumber', '999999199403050019')
    expect((await open()).unseal(county, 'person|1|idNumber', sealed)).toBe('999999199403050019')
    expect(sealed.includes('99999919940305')).toBe(false)
  })

  it('the same text is never sealed alike, but found again by its index', async () => {
    const sealer = await open()
    expect(sealer.seal(county, 'a', '同一个人').equals(sealer.seal(county, 'a', '同一个人'))).toBe(false)
    expect(sealer.index('person.idNumber', '99x').equals(sealer.index('person.idNumber', ' 99X '))).toBe(true)
    expect(sealer.index('person.idNumber', '99x').equals(sealer.index('person.phone', '99x'))).toBe(false)
    expect(sealer.index('person.idNumber', '99x')).toHaveLength(16)
  })

  it('a sealed text that was moved to another row, or changed by one bit, is not read', async () => {
    const sealer = await open()
    const sealed = sealer.seal(county, 'person|1|phone', '19900001234')
    expect(() => sealer.unseal(county, 'person|2|phone', sealed)).toThrow()
    const bent = Buffer.from(sealed)
    bent[bent.length - 1]! ^= 1
    expect(() => sealer.unseal(county, 'person|1|phone', bent)).toThrow()
  })

  it('without the master key nothing is read', async () => {
    const stranger = openSealer(world.db, Buffer.alloc(32, 1), suite)
    await expect(stranger.prepare([county])).rejects.toThrow()
  })
})
