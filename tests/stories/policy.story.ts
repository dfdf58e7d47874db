import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrived, barriers, follow, open, openSeats, type Seats, sees, settled, shot } from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const seatOf = async (login: string): Promise<Page> => (await seats.of(login)).page

describe('every rule leads up to its clause and down to its evidence', () => {
  it('政策依据 opens with the document of one’s own place, and says what the system does with each line', async () => {
    const page = await seatOf('guandu')
    await open(page, '/policy')
    await sees(page, '昆明市官渡区街道社会工作服务站建设实施方案（试行）')
    await page.getByPlaceholder('内容、条款').fill('副站长')
    await page.keyboard.press('Enter')
    const own = page
      .getByRole('row', { name: /副站长/ })
      .filter({ hasText: '官渡区方案' })
      .first()
    await sees(own, '自动核查')
    await sees(own, /官渡区方案 /)
    await own.click()
    const drawer = page.getByRole('dialog')
    await sees(drawer, '系统如何使用')
    await sees(drawer, '替代')
    expect(await barriers(page)).toEqual([])
    await shot(page, 'policy-line')
    // a line that another replaces stays visible, and says by whom it is replaced
    await page.keyboard.press('Escape')
    await sees(page, '由 官渡区方案 替代')
    // what is not in use yet is not hidden
    await open(page, '/policy?use=notYet')
    expect(await page.getByRole('row').filter({ hasText: '尚未接入' }).count()).toBeGreaterThan(5)
  })

  it('a finding of a station leads up to its clause', async () => {
    const page = await seatOf('taihe.zhan')
    await open(page, '/stations')
    await follow(page, () => page.getByRole('row', { name: '太和街道' }).first().click())
    const block = page.locator('.block', { has: page.getByRole('heading', { name: '核查结论' }) })
    await block.getByRole('row', { name: '45岁以下' }).first().click()
    const drawer = page.getByRole('dialog')
    await sees(drawer, '未达到')
    await sees(drawer, '怎样达到')
    await shot(page, 'finding')
    await drawer.getByRole('link', { name: /昆民通〔2021〕8号/ }).click()
    await arrived(page, '政策依据')
    const line = page.getByRole('dialog')
    await sees(line, '45岁以下')
    await sees(line, '昆民通〔2021〕8号 四（四）')
    expect(await barriers(page)).toEqual([])
  })

  it('and down to whom it counts, as far as the person’s file', async () => {
    const page = await seatOf('taihe.zhan')
    await open(page, '/findings')
    await page.getByRole('row', { name: '45岁以下' }).first().click()
    const drawer = page.getByRole('dialog')
    const wrong = drawer
      .getByRole('row')
      .filter({ has: page.getByRole('link'), hasText: '不符合' })
      .first()
    await wrong.waitFor()
    await wrong.getByRole('link').click()
    await sees(page, '任职条件')
    await sees(page, '不符合')
    await settled(page)
  })

  it('a city judges its counties each by their own document', async () => {
    const page = await seatOf('kunming')
    await open(page, '/findings')
    await sees(page, '官渡区方案 一')
    await sees(page, '昆民通〔2021〕8号 一')
    await page.getByRole('row', { name: '五华区西翥街道' }).first().click()
    const drawer = page.getByRole('dialog')
    await sees(drawer, '还差 1 人')
    await shot(page, 'findings-city')
  })
})
