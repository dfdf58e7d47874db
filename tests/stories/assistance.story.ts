import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  arrived,
  barriers,
  choose,
  field,
  follow,
  open,
  openSeats,
  phone,
  resize,
  type Seats,
  sees,
  settled,
  shot,
  tooWide,
} from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const seatOf = async (login: string): Promise<Page> => (await seats.of(login)).page
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()

/** Presses a button that opens a form, fills it, and sends it by the form's own button. */
async function take(page: Page, opens: string, fill: () => Promise<unknown>, sends = opens): Promise<void> {
  await press(page, opens)
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await fill()
  await dialog.getByRole('button', { name: sends, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await settled(page)
}

/** Somebody of the worker's own station who has applied for nothing yet. */
async function freshClient(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const ask = async (call: string, input: object) => {
      const response = await fetch(`/api/${call}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input }),
      })
      return response.json()
    }
    const { rows } = (await ask('clients/listClients', {})) as { rows: { id: string }[] }
    for (const { id } of rows) {
      const { total } = (await ask('assistance/listApplications', { view: 'all', client: id })) as { total: number }
      if (total === 0) return id
    }
    throw new Error('everybody has applied')
  })
}

describe('an application for assistance', () => {
  it('[GD-A3.2] a worker takes it down with its papers, looks at the home, passes the first review and puts up the notice', async () => {
    const page = await seatOf('taihe.shegong')
    const client = await freshClient(page)
    await open(page, `/assistance/new?client=${encodeURIComponent(JSON.stringify(client))}`)
    await choose(page, '救助种类', '最低生活保障')
    await sees(page, '家庭收入和财产状况声明')
    await page.getByLabel('申请理由').fill('独自抚养孙子，只有零工收入')
    expect(await barriers(page)).toEqual([])
    await shot(page, 'assistance-new')
    await press(page, '登记申请')
    await arrived(page, /^最低生活保障 · /)
    await sees(page, '待受理')
    // accepted only when nothing is missing
    await press(page, '受理')
    await page.getByRole('dialog').getByRole('button', { name: '受理', exact: true }).click()
    await sees(page, /还缺 4 份材料/)
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await press(page, '必须的都已收到')
    await settled(page)
    await take(page, '受理', async () => {})
    await sees(page, '待初审')
    await take(
      page,
      '登记调查：登记家庭调查',
      () => page.getByRole('dialog').getByLabel('调查情况').fill('住房简陋，无车辆，与申报相符'),
      '登记调查',
    )
    await take(page, '初审通过', () => page.getByRole('dialog').getByLabel('初审意见').fill('情况属实'))
    await take(page, '开始公示', () => page.getByRole('dialog').getByLabel('张贴地点').fill('社区公开栏'))
    await sees(page, '公示中')
    expect(await barriers(page)).toEqual([])
    await shot(page, 'assistance-notice')
    const sheet = await page.request.get(
      (await page.getByRole('link', { name: '打印公示' }).getAttribute('href'))!.replace('.docx', '.pdf'),
    )
    expect((await sheet.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await resize(page, phone)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await resize(page, { width: 1440, height: 900 })
  })

  it('[GD-A3.25] the street finds what waits for it on its first page, reviews it with another hand, and it is on the roster', async () => {
    const page = await seatOf('taihe')
    await open(page, '/')
    await sees(page, '待办的救助申请')
    await follow(page, () => page.getByRole('row').filter({ hasText: '待复核' }).first().click())
    await sees(page, '待复核')
    await take(page, '复核通过', () => page.getByRole('dialog').getByLabel('复核意见').fill('同意上报'))
    await take(page, '报送', () => page.getByRole('dialog').getByLabel('报送单位').fill('区民政局'))
    await sees(page, '已报送')
    await take(page, '登记批准', async () => {
      const { control } = field(page, '金额')
      await control.fill('1500')
    })
    await sees(page, '已批准')
    await shot(page, 'assistance-granted')
    await open(page, '/rosters')
    await sees(page, /在册 \d+ 条/)
    expect(await barriers(page)).toEqual([])
    await shot(page, 'assistance-roster')
  })

  it('[GD-A3.23] who is still to be asked after is a list; one call and they are off it', async () => {
    const page = await seatOf('taihe.shegong')
    await open(page, '/certifications')
    const before = await page
      .getByText(/应认证 \d+ 人/)
      .first()
      .textContent()
    expect(before).toMatch(/未认证 [1-9]/)
    expect(await barriers(page)).toEqual([])
    await press(page, /^认证：/)
    await page.getByRole('dialog').getByRole('radio', { name: '电话' }).check()
    await page.getByRole('dialog').getByRole('button', { name: '认证', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await settled(page)
    expect(
      await page
        .getByText(/应认证 \d+ 人/)
        .first()
        .textContent(),
    ).not.toBe(before)
    await shot(page, 'assistance-certified')
  })
})

describe('those who do not ask', () => {
  it('[GD-A3.4] a patrol is written down on the phone with whom it met and to whom they were handed', async () => {
    const page = await seatOf('taihe.shegong')
    await resize(page, phone)
    await open(page, '/patrols/new')
    await page.getByLabel('开始时间').fill('20:30')
    await page.getByLabel('结束时间').fill('22:00')
    await page.getByLabel('路线与地点').fill('客运站、地下通道')
    await press(page, '添加遇到的人员')
    await page.getByLabel('姓名或特征').fill('无名氏，蓝色外套')
    await page.getByLabel('地点', { exact: true }).fill('地下通道')
    await page.getByLabel('情况', { exact: true }).fill('露宿，身体尚好')
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    expect(await barriers(page)).toEqual([])
    await shot(page, 'patrol-new')
    await resize(page, phone)
    await press(page, '保存巡查')
    await arrived(page, /^街面巡查 · /)
    await sees(page, '本人谢绝，留下联系方式')
    await resize(page, { width: 1440, height: 900 })
    await open(page, '/discoveries')
    await sees(page, '待核实')
    expect(await barriers(page)).toEqual([])
    await shot(page, 'discoveries')
    await follow(page, () => page.getByRole('row').filter({ hasText: '待核实' }).first().click())
    await take(page, '核实属实', async () => {})
    await sees(page, '已核实')
    await take(page, '报街道：报街道（乡镇）', async () => {}, '报街道')
    await press(page, '转办')
    await page.getByRole('dialog').getByRole('radio', { name: '救助申请' }).check()
    await page.getByRole('dialog').getByRole('combobox').click()
    await page.locator('.ant-select-item-option').first().click()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: '转办', exact: true }).click()
    await sees(page, '已转办')
    await shot(page, 'discovery')
  })
})
