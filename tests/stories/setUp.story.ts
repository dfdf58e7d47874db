import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Product, startProduct } from './product.ts'
import {
  arrived,
  barriers,
  choose,
  field,
  openSeats,
  type Seat,
  type Seats,
  sees,
  settled,
  shot,
  signIn,
} from './seats.ts'

let product: Product
let seats: Seats
let admin: Seat
beforeAll(async () => {
  ;[product, seats] = await Promise.all([startProduct('--empty'), openSeats()])
  admin = await seats.stranger(product.address)
})
afterAll(async () => {
  await seats.close()
  await product.stop()
})

const password = 'Qinghe-2026-shezhi'

async function fillSetUp(page: Page, code: string, chosen: string): Promise<void> {
  await page.getByLabel('设置码').fill(code)
  await page.getByLabel('姓名').fill('欧阳试')
  await page.getByLabel('登录名').fill('guanli')
  await page.getByLabel('口令').fill(chosen)
  await page.getByRole('button', { name: '完成设置' }).click()
}

describe('an installation of one’s own', () => {
  it('whoever opens it is led to the first set-up, which asks for the code of the terminal', async () => {
    const { page } = admin
    await page.goto('/')
    await arrived(page, '首次设置')
    expect(await barriers(page)).toEqual([])
    await page.getByLabel('使用单位所在区划').fill('官渡区')
    await page.locator('.ant-select-item-option', { hasText: '官渡区' }).first().click()
    await fillSetUp(page, '00000000', password)
    await sees(page, '设置码不对，请看启动一站的终端')
    expect(await page.getByLabel('姓名').inputValue()).toBe('欧阳试')
    await shot(page, 'set-up')
    const code = /设置码 ([0-9a-f]{8})/.exec(product.said)![1]!
    await fillSetUp(page, code, 'short')
    await sees(page, '至少 8 位')
    await fillSetUp(page, code, password)
    await arrived(page, /您好$/)
    expect(await page.getByText('演示数据').count()).toBe(0)
    await shot(page, 'first-home')
  })

  it('a second set-up is no more to be had', async () => {
    const late = await seats.stranger(product.address)
    await late.page.goto('/setup')
    await arrived(late.page, '一站')
    expect(new URL(late.page.url()).pathname).toBe('/login')
    await late.page.context().close()
  })

  it('an account is opened with a one-time link, by which its person sets a password', async () => {
    const { page } = admin
    await page.goto('/accounts/new')
    await arrived(page, '开设账号')
    await field(page, '姓名').control.fill('司徒试')
    await field(page, '登录名').control.fill('anquan')
    await choose(page, '角色', '安全管理员')
    await page.getByLabel('辖区').fill('官渡区')
    await page.locator('.ant-select-item-option', { hasText: '官渡区' }).first().click()
    await page.getByRole('button', { name: '开设', exact: true }).click()
    await arrived(page, '司徒试')
    await page.getByRole('button', { name: '生成一次性链接' }).click()
    const link = await page.getByRole('textbox', { name: '一次性链接' }).inputValue()
    await shot(page, 'invitation')

    const invited = await seats.stranger(product.address)
    await invited.page.goto(new URL(link).pathname)
    await arrived(invited.page, '启用账号')
    await invited.page.getByLabel('新口令').fill(password)
    await invited.page.getByLabel('再输一次').fill(`${password}x`)
    await invited.page.getByRole('button', { name: '启用并登录' }).click()
    await sees(invited.page, '两次输入的口令不一样')
    await invited.page.getByLabel('再输一次').fill(password)
    await invited.page.getByRole('button', { name: '启用并登录' }).click()
    await arrived(invited.page, /您好$/)
    // the link is spent, and says so before anything is typed
    const again = await seats.stranger(product.address)
    await again.page.goto(new URL(link).pathname)
    await sees(again.page, '这个链接已用过或已过期')
    for (const { page: used } of [invited, again]) await used.context().close()
  })

  it('a password that was generated must be changed before anything else', async () => {
    const said = await product.type('user', 'invite', 'anquan', '--password', '--json')
    const { password: given } = JSON.parse(said) as { password: string }
    const { page } = await seats.stranger(product.address)
    await signIn(page, 'anquan', given)
    await arrived(page, '我的账号')
    await sees(page, '首次登录请先设置自己的口令')
    await page.goto('/accounts')
    await arrived(page, '我的账号')
    await shot(page, 'forced-change')
    await field(page, '现口令').control.fill(given)
    await field(page, '新口令').control.fill('太短')
    await page.getByRole('button', { name: '保存新口令' }).click()
    await sees(field(page, '新口令').wrong, /至少 8 位|三类/)
    await field(page, '新口令').control.fill('Jianhu-2026-gaihao')
    await page.getByRole('button', { name: '保存新口令' }).click()
    await arrived(page, /您好$/)
    await page.goto('/accounts')
    await arrived(page, '账号')
    await settled(page)
  })
})
