import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../../../tests/world.ts'
import { historyOf } from '../audit/index.server.ts'
import { login, setUp, setUpCode, setUpState } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const first = { code: setUpCode, place: '530111', name: '示例管理员', login: 'admin', password: 'Shi-fan-7' }
const attempt = (over: Partial<typeof first> = {}) => world.as(null, setUp, { ...first, ...over })

it('only who sees the server’s terminal sets the first administrator up, over a county or above', async () => {
  expect(await world.as(null, setUpState, {})).toEqual({ needed: true })
  await expect(attempt({ code: '00000000' })).rejects.toMatchObject({ fields: { code: expect.any(String) } })
  await expect(attempt({ password: 'admin123' })).rejects.toMatchObject({ fields: { password: expect.any(String) } })
  for (const place of ['530111004', '999999'])
    await expect(attempt({ place })).rejects.toMatchObject({ fields: { place: expect.stringContaining('区县') } })
  expect(await world.as(null, setUpState, {})).toEqual({ needed: true })
})

it('of two who set up at the same moment one becomes administrator, and nobody after them', async () => {
  const both = await Promise.allSettled([attempt(), attempt({ login: 'second' })])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(attempt({ login: 'third' })).rejects.toMatchObject({ code: 'conflict' })
  const { rows } = await world.owner.query<{ id: string; login: string }>('select id, login from account')
  expect(rows).toHaveLength(1)
  await world.as(null, login, { login: rows[0]!.login, password: first.password })
  const admin = await world.actor(rows[0]!.id)
  expect(admin.grants.get('account.manage')?.whole).toContain('530111')
  const { lines } = await world.as(admin, historyOf, { id: rows[0]!.id, entity: 'account' })
  expect(lines.map(({ action }) => action)).toEqual(['首次设置', '首次设置'])
})
