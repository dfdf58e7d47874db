import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type, typeJson } from '../../../tests/commandLine.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yizhan-new-'))
  vi.stubEnv('YIZHAN_DATA', join(folder, 'data'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Checked {
  problems: unknown[]
  hints: string[]
  packs: { code: string; counts: Record<string, number>; notYet: { key: string; why: string }[] }[]
}

it('a new pack is written, passes the check at once, and is not written twice', async () => {
  const typed = `policy new ZX --name 示例县办法 --place 530127 --dir ${join(folder, 'packs')}`
  expect((await type(typed)).code).toBe(0)
  expect(existsSync(join(folder, 'packs/ZX/pack.yaml'))).toBe(true)
  expect(existsSync(join(folder, 'packs/schema.json'))).toBe(true)
  const checked = await typeJson<Checked>(`policy check ${join(folder, 'packs')}`)
  expect(checked.packs.map(({ code }) => code)).toContain('ZX')
  expect(await type(typed)).toMatchObject({ code: 1, err: expect.stringContaining('已经存在') })
  const taken = typed.replace('ZX', 'GD')
  expect(await type(taken)).toMatchObject({ code: 1, err: expect.stringContaining('代号 GD 已被《官渡区方案》使用') })
  const nowhere = typed.replace('ZX', 'ZY').replace('530127', '五华区')
  expect(await type(nowhere)).toMatchObject({ code: 2, err: expect.stringContaining('写区划代码') })
})

it('what is done with every line is counted, and what nothing reads yet is named with the reason', async () => {
  await appendFile(
    join(folder, 'packs/ZX/rules.yaml'),
    'rule:\n  - key: rule.later\n    label: 持证\n    each: station\n    measure: people.tallest\n    atLeast: 1\n    period: now\n    clause: 第一条\n',
  )
  const { packs } = await typeJson<Checked>(`policy check ${join(folder, 'packs')}`)
  expect(packs.find(({ code }) => code === 'ZX')!.notYet).toContainEqual(
    expect.objectContaining({
      key: 'rule.later',
      why: expect.stringContaining('还没有度量 people.tallest'),
    }),
  )
  const [guandu] = await typeJson<Checked['packs']>('policy uses GD')
  expect(guandu!.counts.measured).toBeGreaterThan(50)
  expect(guandu!.notYet.length).toBe(guandu!.counts.notYet)
})
