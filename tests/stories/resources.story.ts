import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { businessDay } from '../../src/core/time.ts'
import { barriers, choose, follow, open, openSeats, type Seats, sees, settled, shot, tooWide } from './seats.ts'

let seats: Seats
let worker: Page
const name = '示例殡仪服务站（太和）'

async function looksRight(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([])
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
}

beforeAll(async () => {
  seats = await openSeats()
  worker = (await seats.of('taihe.shegong')).page
})
afterAll(() => seats.close())

describe('what a community can give, and who was helped by it', () => {
  it('[BH-S1.3] the worker takes a resource into the library', async () => {
    await open(worker, '/resources')
    await looksRight(worker)
    await shot(worker, 'resources')
    await worker.getByRole('button', { name: '登记资源' }).click()
    await worker.getByLabel('资源名称').fill(name)
    await choose(worker, '类别', '殡葬')
    await worker.getByLabel('提供单位或个人').fill('示例殡葬服务所')
    await worker.getByLabel('能提供什么').fill('遗体接运、惠民殡葬办理')
    await choose(worker, '所在社区（村）', '和平路')
    await looksRight(worker)
    await follow(worker, () => worker.getByRole('button', { name: '保存', exact: true }).click())
    await sees(worker, '还没有对接过')
    await sees(worker, /太和街道 · 和平路/)
  })

  it('[PZ-G3.2.4b] brings a need there, says what came of it, and finds it in the funeral archive', async () => {
    const dialog = worker.getByRole('dialog')
    await worker.getByRole('button', { name: '登记对接' }).click()
    await dialog.getByLabel('需要什么').fill('家属在外，协助联系接运')
    await dialog.getByRole('button', { name: '登记对接' }).click()
    await sees(dialog, '请选择服务对象，或写明为谁')
    await dialog.getByLabel('为谁').fill('示例户丁')
    await dialog.getByRole('button', { name: '登记对接' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await worker.getByRole('button', { name: '登记结果' }).click()
    await dialog.getByLabel('结果说明').fill('当日接运')
    await dialog.getByRole('button', { name: '登记结果' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await sees(worker, '已落实')
    await looksRight(worker)
    await shot(worker, 'resources-one')
    await open(worker, '/resources/matches?kind=funeral')
    await sees(worker.getByRole('row', { name: '示例户丁' }), '当日接运')
    await looksRight(worker)
    await shot(worker, 'resources-matches')
    const archive = await worker.getByRole('link', { name: '本年殡葬服务档案' }).getAttribute('href')
    expect(archive).toContain(`_${businessDay(new Date()).slice(0, 4)}_funeral.xlsx`)
    expect((await worker.request.get(archive!)).status()).toBe(200)
    await settled(worker)
  })

  it('whoever oversees reads the library without changing it', async () => {
    const { page: county } = await seats.of('guandu')
    await open(county, `/resources?search=${encodeURIComponent('太和')}`)
    await sees(county, name)
    expect(await county.getByRole('button', { name: '登记资源' }).count()).toBe(0)
    await follow(county, () => county.getByRole('row', { name }).click())
    expect(await county.getByRole('button', { name: '登记对接' }).count()).toBe(0)
  })
})
