import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  arrived,
  barriers,
  desk,
  follow,
  leave,
  open,
  openSeats,
  passwordOf,
  phone,
  resize,
  type Seat,
  type Seats,
  sees,
  shot,
  tooWide,
} from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

/** Who sees most comes first: axe reads a page with everything on it, and the two who see most of it walk through it. */
const logins = [
  'guandu',
  'taihe.zhan',
  'guanli',
  'anquan',
  'shenji',
  'kunming',
  'taihe.shegong',
  'hefeng',
  'taihe',
  'hepinglu',
  'yunnan',
]

/** Pages that axe has read, in which size. */
const read = new Set<string>()
/** How many have walked through a page of the menu. */
const walked = new Map<string, number>()
const enough = 2

/** What is wrong with a page as it stands, at a desk and on a phone. */
async function faults({ page, complaints }: Seat, name: string): Promise<string[]> {
  const found: string[] = []
  const add = (...more: string[]) => found.push(...more.map((one) => `${name}: ${one}`))
  for (const size of [desk, phone]) {
    await resize(page, size)
    const wider = await tooWide(page)
    if (wider > 0) add(`${wider} px wider than ${size.width}`)
    const address = `${new URL(page.url()).pathname.replace(/\d+-[0-9a-f-]{36}|[0-9a-f]{8}-[0-9a-f-]{27}/, '$id')} ${size.width}`
    if (read.has(address) && !address.startsWith('/ ')) continue
    read.add(address)
    add(...(await barriers(page)).map((one) => `${size.width}: ${one}`))
  }
  await resize(page, desk)
  const headings = await page.getByRole('heading', { level: 1 }).count()
  if (headings !== 1) add(`${headings} headings of the first level`)
  if (!/^.+ · 一站$/.test(await page.title())) add(`is titled ${await page.title()}`)
  add(...complaints())
  return found
}

const menuOf = (page: Page) => page.getByRole('navigation', { name: '主菜单' }).getByRole('menuitem')

describe('every page, of every role, at a desk and on a phone', () => {
  for (const login of logins) {
    it(`${login}: readable by everyone, never wider than the screen, with a heading and a title`, async () => {
      const seat = await seats.of(login)
      const { page } = seat
      await open(page, '/')
      await shot(page, `${login}-home`)
      const found = await faults(seat, `${login} 首页`)
      for (let i = 0; i < (await menuOf(page).count()); i++) {
        const name = await menuOf(page).nth(i).innerText()
        const times = walked.get(name) ?? 0
        if (times >= enough) continue
        walked.set(name, times + 1)
        await follow(page, () => menuOf(page).nth(i).click())
        await shot(page, `${login}-${name}`)
        found.push(...(await faults(seat, `${login} ${name}`)))
      }
      expect(found).toEqual([])
    })
  }

  it('so is every record, and every form that begins one', async () => {
    const found: string[] = []
    const records: [string, string][] = [
      ['guandu', '/stations'],
      ['guandu', '/people'],
      ['guandu', '/organisations'],
      ['guandu', '/services'],
      ['guandu', '/reports'],
      ['taihe.zhan', '/reports'],
      ['guanli', '/accounts'],
    ]
    for (const [login, list] of records) {
      const seat = await seats.of(login)
      await open(seat.page, list)
      const first = seat.page
        .locator('.data-table .opens')
        .or(seat.page.getByRole('button', { name: '打开' }))
        .first()
      await follow(seat.page, () => first.click())
      await shot(seat.page, `record${list.replaceAll('/', '-')}-${login}`)
      found.push(...(await faults(seat, `${login} ${list}/$id`)))
    }
    const forms: [string, string][] = [
      ['guandu', '/stations/new'],
      ['guandu', '/people/new'],
      ['guandu', '/organisations/new'],
      ['guanli', '/accounts/new'],
      ['guanli', '/accounts/roles'],
      ['anquan', '/accounts/locks'],
      ['shenji', '/audit?tab=looks'],
      ['shenji', '/audit?tab=chains'],
      ['taihe.shegong', '/me'],
      ['taihe.shegong', '/jobs'],
    ]
    for (const [login, path] of forms) {
      const seat = await seats.of(login)
      await open(seat.page, path)
      await shot(seat.page, `form${path.replaceAll(/\W/g, '-')}`)
      found.push(...(await faults(seat, `${login} ${path}`)))
    }
    const stranger = await seats.stranger()
    await open(stranger.page, '/login')
    await shot(stranger.page, 'login')
    // that nobody is signed in is asked, and answered with a refusal
    found.push(...(await faults(stranger, '/login')).filter((one) => !one.includes('401')))
    await leave(stranger)
    expect(found).toEqual([])
  })
})

describe('by the keyboard alone', () => {
  const focused = (page: Page) =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      const label = at?.labels?.[0]?.innerText ?? at?.getAttribute('aria-label') ?? at?.innerText ?? ''
      return label.replace('*', '').trim()
    })

  /** Goes on with the Tab key until this stands in focus. */
  async function tabTo(page: Page, label: string, atMost = 12): Promise<void> {
    const passed: string[] = []
    for (let i = 0; i < atMost; i++) {
      await page.keyboard.press('Tab')
      const at = await focused(page)
      if (at === label) return
      passed.push(at)
    }
    throw new Error(`「${label}」 is not within ${atMost} steps; passed ${passed.join(' · ')}`)
  }

  /** Writes into the list that has the focus, and takes what it offers. */
  async function takeWritten(page: Page, line: string): Promise<void> {
    await page.keyboard.type(line)
    await page.locator('.ant-select-item-option-active', { hasText: line }).waitFor()
    const taken = () =>
      page.evaluate((chosen) => {
        const box = document.activeElement?.closest('.ant-select')?.cloneNode(true) as Element | undefined
        // what is typed is measured by a copy of it, and what is offered is read aloud: neither is a choice
        for (const other of box?.querySelectorAll('[class*="mirror"], [role="listbox"], [aria-live]') ?? [])
          other.remove()
        return box?.textContent?.includes(chosen) ?? false
      }, line)
    // the list is drawn anew while it is being narrowed: an Enter in that moment is pressed again, as people do
    await expect
      .poll(
        async () => {
          if (await taken()) return true
          await page.keyboard.press('Enter')
          await page.waitForTimeout(500)
          return taken()
        },
        { timeout: 10_000, message: `「${line}」 is chosen` },
      )
      .toBe(true)
  }

  it('one logs in, finds a station with the search key, and records a service', async () => {
    const seat = await seats.stranger()
    const { page } = seat
    await page.goto('/login')
    await page.getByLabel('登录名').waitFor()
    // the first field waits for what is typed
    await page.keyboard.type('taihe.shegong')
    await tabTo(page, '口令')
    await page.keyboard.type(passwordOf('taihe.shegong'))
    await page.keyboard.press('Enter')
    await arrived(page, /您好$/)

    await page.keyboard.press('/')
    expect(await focused(page)).toBe('全局搜索')
    await page.keyboard.type('太和街道社会')
    await page
      .getByRole('option', { name: /太和街道社会工作服务站/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await arrived(page, /太和街道社会工作服务站$/)

    await page.keyboard.press('/')
    await page.keyboard.type('登记服务')
    await page.getByRole('option', { name: '登记服务' }).waitFor()
    await page.keyboard.press('Enter')
    await arrived(page, '登记服务')

    await tabTo(page, '服务形式', 30)
    await takeWritten(page, '咨询')
    await tabTo(page, '服务事项')
    await takeWritten(page, '救助政策宣传')
    await page.keyboard.press('Escape')
    await tabTo(page, '服务时长')
    await page.keyboard.type('20')
    await tabTo(page, '服务内容')
    await page.keyboard.type('来访咨询临时救助的申请条件，当场答复')
    await tabTo(page, '保存')
    await page.keyboard.press('Enter')
    await arrived(page, '服务记录')
    await sees(page, '来访咨询临时救助的申请条件，当场答复')
    await leave(seat)
  })

  it('the way past the menu leads to the page', async () => {
    const { page } = await seats.of('guandu')
    await open(page, '/stations')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('跳到正文')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  })
})
