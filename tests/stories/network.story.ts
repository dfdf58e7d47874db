import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { businessDay } from '../../src/core/time.ts'
import { barriers, field, open, openSeats, type Seats, sees, settled, shot, tooWide } from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const seatOf = async (login: string): Promise<Page> => (await seats.of(login)).page
const today = businessDay(new Date())
const name = '昆明市官渡区阿拉街道社会工作服务站'

/** Writes a day into a date control, as typed. */
async function day(page: Page, label: string, on: string): Promise<void> {
  const { control } = field(page, label)
  await control.fill(on)
  await control.press('Tab')
}

/** Chooses a place by its name. */
async function place(page: Page, label: string, typed: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(typed)
  await page.locator('.ant-select-item-option', { hasText: typed }).first().click()
}

describe('a station from plan to opening', () => {
  it('[PZ-1.2] the district plans a station in a street that has none, with a node of its own', async () => {
    const page = await seatOf('guandu')
    await open(page, '/network?view=coverage')
    await page.getByText('未覆盖', { exact: false }).first().click()
    await sees(page, '阿拉街道')
    await open(page, '/stations/new')
    await place(page, '所在区划', '阿拉街道')
    await settled(page)
    await page.getByText('政府自办', { exact: true }).click()
    await page.getByRole('button', { name: '新增', exact: true }).click()
    await page.waitForURL(/\/stations\/530111-/)
    await settled(page)
    await sees(page, '筹建')
    await page.getByRole('button', { name: /增加节点/ }).click()
    await page.getByLabel('节点', { exact: true }).fill('落实办公场地')
    await day(page, '完成时限', today)
    await page.getByRole('dialog').getByRole('button', { name: '增加节点' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await sees(page, '落实办公场地')
    await shot(page, 'network-planned')
  })

  it('[BH-2.3] its node is done with a word on it, and the document’s own waits for the opening', async () => {
    const page = await seatOf('guandu')
    const row = page.getByRole('row', { name: /落实办公场地/ })
    await row.getByRole('button', { name: /登记完成/ }).click()
    await page.getByLabel('完成情况', { exact: true }).fill('街道腾出办公用房两间')
    await page.getByRole('dialog').getByRole('button', { name: '登记完成', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await sees(row, '按期完成')
    await sees(page.getByRole('row', { name: /开展驻站服务/ }), '随启用日期')
  })

  it('[GD-1] the day it opens it counts: in the coverage of the district and in its street’s row', async () => {
    const page = await seatOf('guandu')
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await day(page, '启用日期', today)
    await page.getByRole('button', { name: '保存修改' }).click()
    await page.getByRole('button', { name: '保存修改' }).waitFor({ state: 'hidden' })
    await sees(page, '运行')
    await open(page, '/network?view=coverage')
    await page.getByText('列表', { exact: true }).click()
    const street = page.getByRole('row', { name: /阿拉街道/ })
    await sees(street, '已覆盖')
    await sees(street, name)
    await shot(page, 'network-open')
  })
})

describe('the city reads coverage as of two dates', () => {
  it('[PZ-2.1] the figure, the tiles and the table of two days say the same', async () => {
    const page = await seatOf('panzhihua')
    await open(page, '/network?view=coverage&on=2021-12-31&than=2021-07-01')
    await sees(page, '截至 2021-07-01')
    await sees(page, '截至 2021-12-31')
    const [before, now] = await Promise.all(
      ['截至 2021-07-01', '截至 2021-12-31'].map(async (title) => {
        const box = page.locator('.ant-descriptions', { hasText: title })
        return /(\d+) \/ (\d+)/
          .exec((await box.textContent()) ?? '')!
          .slice(1)
          .map(Number)
      }),
    )
    expect(now![0]).toBeGreaterThan(before![0]!)
    const tiles = page.locator('.place-tile')
    await tiles.first().waitFor()
    expect(await tiles.filter({ hasText: '已覆盖' }).count()).toBe(now![0])
    expect(await tiles.count()).toBe(now![1])
    await page.getByText('列表', { exact: true }).click()
    await settled(page)
    const rows = page.locator('.block', { hasText: '的乡镇（街道）' }).locator('tbody tr.ant-table-row')
    expect(await rows.filter({ has: page.locator('td:nth-child(5)', { hasText: '已覆盖' }) }).count()).toBe(now![0])
    expect(await rows.filter({ has: page.locator('td:nth-child(4)', { hasText: '已覆盖' }) }).count()).toBe(before![0])
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await settled(page)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('[PZ-1.3b] the task table adds up to 48, and says where the document contradicts itself', async () => {
    const page = await seatOf('panzhihua')
    await open(page, '/network')
    await sees(page.getByRole('row', { name: /合计/ }), '48 / 48')
    await sees(page, /米易县：村（社区）室任务 9 个/)
    await page.getByRole('button', { name: '东区乡镇（街道）社会工作服务站：已建 4 个，任务 4 个' }).click()
    await sees(page.getByRole('dialog'), '炳草岗街道社会工作服务站')
    await shot(page, 'network-tasks')
  })
})
