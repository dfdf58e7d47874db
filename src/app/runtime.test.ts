import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { keepSuite, openRuntime, settings } from './runtime.ts'

let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'yizhan-settings-'))
})
afterAll(() => rm(data, { recursive: true }))

const suite = (ciphers?: string) => settings({ YIZHAN_DATA: data, ...(ciphers && { YIZHAN_CIPHERS: ciphers }) }).suite

it('a data folder keeps the ciphers of its first start, whatever the environment says later', async () => {
  expect([suite(), suite('sm')]).toEqual(['aes', 'sm'])
  await keepSuite(data, 'sm')
  expect([suite(), suite('aes')]).toEqual(['sm', 'sm'])
  await keepSuite(data, 'aes')
  expect(suite()).toBe('sm')
})

it('a start with other ciphers is refused in words, before the database is touched', async () => {
  vi.stubEnv('YIZHAN_CIPHERS', 'aes')
  await expect(openRuntime({ data, suite: suite() })).rejects.toThrow(`${data} 第一次启动时用的是 sm，之后不能改`)
})
