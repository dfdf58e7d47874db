import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityCheck } from '../../src/modules/people/index.ts'
import {
  arrived,
  barriers,
  choose,
  desk,
  field,
  leave,
  open,
  openSeats,
  passwordOf,
  phone,
  resize,
  type Seats,
  sees,
  settled,
  shot,
  signIn,
  tooWide,
} from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const seatOf = async (login: string): Promise<Page> => (await seats.of(login)).page

/** Eighteen characters that look like an identity number of nobody, but end wrongly. */
function endingWrongly(): string {
  const seventeen = '99999919950203104'
  const right = identityCheck(seventeen)
  return `${seventeen}${right === '5' ? '6' : '5'}`
}

async function fillService(page: Page, summary: string): Promise<void> {
  await open(page, '/services/new')
  await choose(page, '服务形式', '走访')
  await choose(page, '服务事项', '救助政策宣传')
  await page.keyboard.press('Escape')
  await field(page, '服务时长').control.fill('35')
  await field(page, '服务内容').control.fill(summary)
}

const save = (page: Page) => page.getByRole('button', { name: '保存', exact: true }).click()
const recorded = (page: Page, summary: string) => page.getByRole('row', { name: summary }).count()

async function recordsOf(page: Page, summary: string): Promise<number> {
  await open(page, `/services?text=${encodeURIComponent(summary)}`)
  return recorded(page, summary)
}

describe('what is wrong is said where it is wrong, and nothing typed is lost', () => {
  // before any other wrong password of this address, which would be counted with these
  it('five wrong passwords lock name and address; the security officer sees it at home, and unlocks', async () => {
    const page = await seatOf('anquan')
    const seat = await seats.stranger()
    await open(page, '/')
    await sees(page, '现在没有被锁定的账号和网络地址')
    await shot(page, 'locks-none')
    for (let i = 0; i < 5; i++)
      await seat.page.request.post('/api/accounts/login', {
        data: { opId: crypto.randomUUID(), input: { login: 'taihe.tongshi', password: `不对的口令 ${i}` } },
      })
    await open(page, '/')
    const locked = page.getByRole('row').filter({ hasText: '锁定' })
    await expect.poll(() => locked.count()).toBe(2)
    await sees(locked.filter({ hasText: 'taihe.tongshi' }), /锁定 \d\d:\d\d 至 \d\d:\d\d/)
    expect(await barriers(page)).toEqual([])
    await shot(page, 'locks')
    await page.getByRole('button', { name: /^解除 .*taihe\.tongshi/ }).click()
    await expect.poll(() => locked.count()).toBe(1)
    await page.getByRole('button', { name: /^解除 / }).click()
    await sees(page, '现在没有被锁定的账号和网络地址')
    await signIn(seat.page, 'taihe.tongshi')
    await leave(seat)
  })

  it('a wrong password is said, and the login name stays', async () => {
    const seat = await seats.stranger()
    const { page } = seat
    await page.goto('/login')
    await page.getByLabel('登录名').fill('taihe.shegong')
    await page.getByLabel('口令', { exact: true }).fill('不对的口令 1')
    await page.getByRole('button', { name: '登录' }).click()
    await sees(page, '登录名或口令不对')
    expect(await page.getByLabel('登录名').inputValue()).toBe('taihe.shegong')
    await shot(page, 'wrong-login')
    await leave(seat)
  })

  it('missing and impossible input is said at its field, and mended there', async () => {
    const page = await seatOf('taihe.shegong')
    await open(page, '/services/new')
    await field(page, '服务时长').control.fill('2000')
    await field(page, '服务内容').control.fill('陪同办理残疾证')
    await save(page)
    await sees(field(page, '服务形式').wrong, '请填写「服务形式」')
    await sees(field(page, '服务事项').wrong, '请填写「服务事项」')
    await sees(field(page, '服务时长').wrong, '「服务时长」不能大于 1440 分钟，请核对')
    expect(await field(page, '服务内容').control.inputValue()).toBe('陪同办理残疾证')
    // the first wrong field is where one goes on
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-form')
    await shot(page, 'service-refused')
    await field(page, '服务时长').control.fill('60')
    expect(await field(page, '服务时长').wrong.count()).toBe(0)
    // begun, left, and found again
    await open(page, '/')
    await open(page, '/services/new')
    expect(await field(page, '服务内容').control.inputValue()).toBe('陪同办理残疾证')
    expect(await field(page, '服务时长').control.inputValue()).toBe('60')
  })

  it('an identity number that ends wrongly is told its right end; it is not kept in the draft', async () => {
    const page = await seatOf('taihe.zhan')
    await open(page, '/people/new')
    const typed = endingWrongly()
    await field(page, '姓名').control.fill('欧阳试')
    await field(page, '身份证号').control.fill(typed)
    await sees(page, `第 18 位应为 ${identityCheck(typed.slice(0, 17))}`)
    await page.getByRole('button', { name: '新增', exact: true }).click()
    await sees(field(page, '身份证号').wrong, '第 18 位应为')
    expect(await field(page, '姓名').control.inputValue()).toBe('欧阳试')
    expect(await field(page, '身份证号').control.inputValue()).toBe(typed)
    await shot(page, 'person-refused')
    await open(page, '/people/new')
    expect(await field(page, '姓名').control.inputValue()).toBe('欧阳试')
    expect(await field(page, '身份证号').control.inputValue()).toBe('')
  })

  it('what only the server can know is said at its field too: an organisation that is there already', async () => {
    const page = await seatOf('guandu')
    await open(page, '/organisations')
    await page.getByRole('row', { name: '示例' }).first().click()
    await page.waitForURL(/\/organisations\/.+/)
    const code = await page
      .getByText(/^[0-9A-Z]{18}$/)
      .first()
      .innerText()
    await open(page, '/organisations/new')
    await field(page, '机构名称').control.fill('昆明示例重名服务中心')
    await field(page, '统一社会信用代码').control.fill(code)
    await page.locator('.ant-form-item', { hasText: '业务范围含社会工作' }).getByText('是', { exact: true }).click()
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await sees(field(page, '统一社会信用代码').wrong, '已登记')
    expect(await field(page, '机构名称').control.inputValue()).toBe('昆明示例重名服务中心')
    await shot(page, 'organisation-refused')
  })

  it('who comes second to a record is told so, and keeps what was typed', async () => {
    const first = await seatOf('taihe.shegong')
    const other = await seats.stranger()
    await signIn(other.page, 'taihe.shegong')
    await fillService(first, '两处同时打开的一条')
    await save(first)
    await arrived(first, '服务记录')
    await first.getByRole('row', { name: '两处同时打开的一条' }).first().click()
    await arrived(first, /^走访/)
    await open(other.page, new URL(first.url()).pathname)
    for (const page of [first, other.page]) await page.getByRole('button', { name: '修改', exact: true }).click()
    await field(first, '服务内容').control.fill('两处同时打开的一条，先改')
    await first.getByRole('button', { name: '保存修改' }).click()
    await first.getByRole('button', { name: '保存修改' }).waitFor({ state: 'hidden' })
    await field(other.page, '服务内容').control.fill('两处同时打开的一条，后改')
    await other.page.getByRole('button', { name: '保存修改' }).click()
    await sees(other.page, '刚刚在别处被改过')
    expect(await field(other.page, '服务内容').control.inputValue()).toBe('两处同时打开的一条，后改')
    // the newest is on the page, and saving once more saves on top of it
    await sees(other.page, '这一项在别处改成了「两处同时打开的一条，先改」')
    await shot(other.page, 'changed-elsewhere')
    await other.page.getByRole('button', { name: '保存修改' }).click()
    await other.page.getByRole('button', { name: '保存修改' }).waitFor({ state: 'hidden' })
    await sees(other.page, '两处同时打开的一条，后改')
    await leave(other)
  })
})

const picture = (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
})

describe('nothing that was typed is lost on its way', () => {
  it('a photo still on its way is waited for; one that is refused says why and holds up nothing', async () => {
    const page = await seatOf('taihe.shegong')
    const summary = '照片还在路上的一次走访'
    const longName = '太和街道吴井社区第三网格独居老人王奶奶家入户走访现场照片（二）20261124'
    await fillService(page, summary)
    const files = page.locator('#field-files')
    await files.setInputFiles({ name: '假的.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('不是照片') })
    await sees(page, '「假的.jpg」不是可以上传的类型')
    await page.route('**/api/files?*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3000))
      await route.continue()
    })
    const arrivedFile = page.waitForResponse(/api\/files\?/)
    await files.setInputFiles(picture(`${longName}.png`))
    await save(page)
    await sees(page, '还有 1 个文件正在上传')
    await shot(page, 'file-on-its-way')
    await arrivedFile
    await page.unroute('**/api/files?*')
    await page.locator('.ant-upload-list-item-done').waitFor()
    await save(page)
    await arrived(page, '服务记录')
    await page.getByRole('row', { name: summary }).first().click()
    await arrived(page, /^走访/)
    const link = page.getByRole('link', { name: `${longName}.webp`, exact: true })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe(`${longName}.webp`)
    await shot(page, 'file-named')
    await resize(page, phone)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await resize(page, desk)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await sees(page.locator('.ant-upload-list'), `${longName}.webp`)
    await shot(page, 'file-edited')
  })

  it('a draft is its writer’s alone, and goes when they sign out', async () => {
    const seat = await seats.stranger()
    const { page } = seat
    const typed = '只有写的人看得到'
    await signIn(page, 'taihe.shegong')
    await fillService(page, typed)
    await page.context().clearCookies()
    await signIn(page, 'taihe.tongshi')
    await open(page, '/services/new')
    expect(await field(page, '服务内容').control.inputValue()).toBe('')
    // the first one comes back to it
    await page.context().clearCookies()
    await signIn(page, 'taihe.shegong')
    await open(page, '/services/new')
    await sees(page, '已找回您')
    expect(await field(page, '服务内容').control.inputValue()).toBe(typed)
    await shot(page, 'draft-found')
    await page.locator('.user').click()
    await page.getByText('退出', { exact: true }).click()
    await page.getByLabel('登录名').waitFor()
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(typed)
    await leave(seat)
  })

  it('a form that was only opened keeps nothing, and what was typed can be begun anew', async () => {
    const page = await seatOf('taihe.zhan')
    await open(page, '/services/new')
    expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain('.service')
    await field(page, '服务内容').control.fill('写了一半')
    await open(page, '/services/new')
    await sees(page, '已找回您')
    await page.getByRole('button', { name: '清空重填' }).click()
    expect(await field(page, '服务内容').control.inputValue()).toBe('')
    expect(await page.evaluate(() => Object.keys(sessionStorage).join())).not.toContain('.service')
  })

  it('an answer that was lost, and the page loaded anew, make one record', async () => {
    const page = await seatOf('taihe.shegong')
    const summary = '回答丢失又重新打开的一条'
    await fillService(page, summary)
    await page.route('**/api/services/recordService', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
    })
    await save(page)
    await sees(page, '网络不通，您填写的内容还在')
    await page.unroute('**/api/services/recordService')
    await page.reload()
    await sees(page, '已找回您')
    await save(page)
    await arrived(page, '服务记录')
    expect(await recordsOf(page, summary)).toBe(1)
  })

  it('an edit outlives the session it was typed in', async () => {
    const seat = await seats.stranger()
    const { page } = seat
    await signIn(page, 'taihe.shegong')
    await fillService(page, '会话中断前的一条')
    await save(page)
    await arrived(page, '服务记录')
    await page.getByRole('row', { name: '会话中断前的一条' }).first().click()
    await arrived(page, /^走访/)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await field(page, '服务内容').control.fill('会话中断前改的')
    await page.context().clearCookies()
    await page.getByRole('button', { name: '保存修改' }).click()
    await page.getByLabel('登录名').fill('taihe.shegong')
    await page.getByLabel('口令', { exact: true }).fill(passwordOf('taihe.shegong'))
    await page.getByRole('button', { name: '登录' }).click()
    await arrived(page, /^走访/)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    expect(await field(page, '服务内容').control.inputValue()).toBe('会话中断前改的')
    await leave(seat)
  })

  it('too long a text is kept whole and said; a day that may not be is said, and not changed', async () => {
    const page = await seatOf('taihe.shegong')
    await fillService(page, '长'.repeat(700))
    const day = field(page, '服务日期')
    await day.control.fill('2031-01-01')
    await day.control.press('Enter')
    await sees(day.wrong, '不能晚于今天')
    expect(await day.control.inputValue()).toBe('2031-01-01')
    await save(page)
    await sees(field(page, '服务内容').wrong, '500')
    expect((await field(page, '服务内容').control.inputValue()).length).toBe(700)
    await shot(page, 'too-long')
    await open(page, '/services/new')
    await page.getByRole('button', { name: '清空重填' }).click()
  })

  it('without a network it is said at once, and what was typed is sent when there is one', async () => {
    const page = await seatOf('taihe.shegong')
    const summary = '断网时写的一条'
    await fillService(page, summary)
    await page.context().setOffline(true)
    await save(page)
    await sees(page, '网络不通，您填写的内容还在')
    await page.context().setOffline(false)
    await save(page)
    await arrived(page, '服务记录')
    expect(await recordsOf(page, summary)).toBe(1)
  })
})

describe('a page that cannot be opened says so', () => {
  const closed: [string, string][] = [
    ['/accounts', '没有「账号」的权限'],
    ['/nowhere/at/all', '没有这个页面'],
    ['/services/530111-01999999-9999-7999-8999-999999999999', '找不到该服务记录'],
    ['/reports/not-a-report', '这个地址写错了或不完整'],
  ]
  for (const [path, why] of closed) {
    it(`${path}: ${why}`, async () => {
      const page = await seatOf('taihe.shegong')
      await open(page, path)
      await page.getByRole('heading', { level: 1, name: '打不开这一页' }).waitFor()
      await sees(page, why)
      await page.getByRole('link', { name: '回到首页' }).click()
      await arrived(page, /您好$/)
    })
  }

  it('a filter or a month that cannot be is left out instead of breaking the page', async () => {
    const page = await seatOf('guandu')
    await open(page, '/reports?period=2026-99')
    await page.getByRole('heading', { level: 1, name: '报表' }).waitFor()
    await sees(page, '报送情况')
  })
})

describe('when the server is lost', () => {
  it('a form says so, keeps what was typed, and saves it once when the line is back', async () => {
    const page = await seatOf('taihe.shegong')
    const summary = '断网时填写的一条'
    await fillService(page, summary)
    await page.route('**/api/services/recordService', (route) => route.abort())
    await save(page)
    await sees(page, '网络不通，您填写的内容还在，请检查网络后重试')
    expect(await field(page, '服务内容').control.inputValue()).toBe(summary)
    await shot(page, 'offline')
    await page.unroute('**/api/services/recordService')
    await save(page)
    await arrived(page, '服务记录')
    expect(await recordsOf(page, summary)).toBe(1)
  })

  it('an answer lost on its way back does not make a second record', async () => {
    const page = await seatOf('taihe.shegong')
    const summary = '答复在路上丢失的一条'
    await fillService(page, summary)
    await page.route('**/api/services/recordService', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await save(page)
    await sees(page, '网络不通')
    await page.unroute('**/api/services/recordService')
    await save(page)
    await arrived(page, '服务记录')
    expect(await recordsOf(page, summary)).toBe(1)
  })

  it('a page that finds no server offers to try again, and then opens', async () => {
    const page = await seatOf('taihe.shegong')
    await page.route('**/api/services/listServices', (route) => route.abort())
    await page.goto('/services')
    await sees(page, '网络不通')
    await page.unroute('**/api/services/listServices')
    await page.getByRole('button', { name: '重试' }).click()
    await page.getByRole('row', { name: '断网时填写的一条' }).first().waitFor()
  })

  it('a session that has ended asks to log in, and leads back to what was being typed', async () => {
    const seat = await seats.stranger()
    const { page } = seat
    await signIn(page, 'taihe.shegong')
    const summary = '登录过期时填写的一条'
    await fillService(page, summary)
    // logged out on another page of the same browser
    const beside = await page.context().newPage()
    await open(beside, '/')
    await beside.getByRole('button', { name: /驻站社工/ }).click()
    await beside.getByRole('menuitem', { name: '退出' }).click()
    await beside.waitForURL(/\/login/)
    await save(page)
    await page.waitForURL(/\/login/)
    await page.getByLabel('登录名').fill('taihe.shegong')
    await page.getByLabel('口令', { exact: true }).fill(passwordOf('taihe.shegong'))
    await page.getByRole('button', { name: '登录' }).click()
    await arrived(page, '登记服务')
    await settled(page)
    expect(await field(page, '服务内容').control.inputValue()).toBe(summary)
    await leave(seat)
  })
})
