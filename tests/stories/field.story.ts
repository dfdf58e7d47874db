import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPhone, ask, enrol, enter, everythingRaw, pin, small, status, syncs, unlock, usual } from './phone.ts'
import { barriers, openSeats, passwordOf, type Seats, sees, tooWide } from './seats.ts'

const worker = join(dirname(fileURLToPath(import.meta.url)), '../../dist/field/sw.js')

let folder: string
let phone: BrowserContext
let page: Page
let seats: Seats
const program = readFileSync(worker, 'utf8')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yizhan-phone-'))
  seats = await openSeats()
  await openThePhone()
})
afterAll(async () => {
  writeFileSync(worker, program)
  await phone.close()
  await seats.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Switches the phone on: the same store as before, whatever was open is closed. */
async function openThePhone(offline = false): Promise<void> {
  phone = await aPhone(folder, offline)
  page = phone.pages()[0] ?? (await phone.newPage())
}

async function fillVisit(name: string, finding: string): Promise<void> {
  await page.goto('/field/#/clients')
  await page.getByRole('link', { name: new RegExp(name) }).click()
  await page.getByRole('button', { name: '走访' }).click()
  await page.locator('fieldset.seen').first().waitFor()
  for (const box of await page.locator('fieldset.seen').all()) await box.getByText('正常', { exact: true }).click()
  await page.getByLabel(/发现的情况/).fill(finding)
}

/** A browser that was closed has forgotten its session: what waits goes out after one login. */
async function logInAgain(): Promise<void> {
  await page.getByLabel(/的口令$/).waitFor()
  await page.getByLabel(/的口令$/).fill(passwordOf('taihe.shegong'))
  await page.getByRole('button', { name: '登录并同步' }).click()
}

/** A photo from the phone's camera, as its picker hands it over. */
async function photographs(): Promise<void> {
  const buffer = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await page.locator('input[type=file]').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer })
  await page.getByRole('button', { name: /^去掉照片/ }).waitFor()
}

let carried: { id: string; name: string }[] = []

describe('a worker goes out without a network', () => {
  it('takes the phone into use once, and then needs no network to open it', async () => {
    await page.goto('/field')
    await enrol(page, 'taihe.shegong', '123456')
    await sees(page, /太好猜/)
    await page.getByLabel('PIN（6 位数字）').fill(pin)
    await page.getByLabel('再输一次').fill(pin)
    await page.getByRole('button', { name: '开始使用' }).click()
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toMatch(/全部已同步 · 上次/)
    await page.goto('/field/#/clients')
    carried = await page.locator('a.row').evaluateAll((rows) =>
      rows.map((row) => ({
        id: row.getAttribute('href')!.slice('#/client/'.length),
        name: row.querySelector('.name')!.textContent!,
      })),
    )
    expect(carried.length).toBeGreaterThan(1)
    // the program has to be on the phone before the network goes
    await page.evaluate(() => navigator.serviceWorker.ready)
  })

  it('fills a visit, is cut off in the middle of another, and finds both after the phone was switched off', async () => {
    await phone.setOffline(true)
    await fillVisit(carried[0]!.name, '离线走访一')
    await photographs()
    await page.getByRole('button', { name: '保存走访' }).click()
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 1 条/)
    await fillVisit(carried[1]!.name, '离线走访二')
    await page.waitForTimeout(800)
    const raw = await everythingRaw(page)
    expect(raw).toContain('taihe.shegong')
    for (const word of [...carried.map(({ name }) => name), '离线走访', '现场.png']) expect(raw).not.toContain(word)
    await phone.close()

    await openThePhone(true)
    await page.goto('/field/')
    await enter(page, '111222')
    await sees(page, /PIN 不对，还可以试 4 次/)
    await unlock(page)
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 1 条/)
    await page.getByRole('link', { name: `走访 ${carried[1]!.name}` }).click()
    expect(await page.getByLabel(/发现的情况/).inputValue()).toBe('离线走访二')
    expect(await page.locator('fieldset.seen input:checked').count()).toBe(await page.locator('fieldset.seen').count())
    await page.getByRole('button', { name: '保存走访' }).click()
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 2 条/)
  })

  it('a full store is said, and nothing typed is lost', async () => {
    await page.goto('/field/#/service')
    await page.getByText('咨询', { exact: true }).or(page.getByLabel('服务形式')).first().waitFor()
    await page.getByLabel('服务形式').selectOption({ label: '咨询' })
    await page.getByLabel(/服务内容/).fill('空间已满时填写的一条')
    await page.getByLabel('服务事项').fill('救助')
    await page.locator('main .rows button').first().click()
    await page.waitForTimeout(600)
    // what the browser itself says once its store is full
    await page.evaluate(() => {
      const store = IDBObjectStore.prototype as unknown as { add: unknown; kept?: unknown }
      store.kept = store.add
      store.add = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await page.getByRole('button', { name: '保存服务记录' }).click()
    await sees(page, /没有存上：手机空间可能不足/)
    expect(await page.getByLabel(/服务内容/).inputValue()).toBe('空间已满时填写的一条')
    await page.evaluate(() => {
      const store = IDBObjectStore.prototype as unknown as { add: unknown; kept?: unknown }
      store.add = store.kept
    })
    await page.getByRole('button', { name: '保存服务记录' }).click()
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 3 条/)
  })

  it('a newer program comes in without touching what waits, which then is there once', async () => {
    // as if another window were in the middle of a round: nothing is sent while the program changes
    await page.evaluate(async () => {
      const store = (await indexedDB.databases())
        .map(({ name }) => name!)
        .find((name) => name.startsWith('yizhan-field-'))!
      void navigator.locks.request(store, () => new Promise(() => {}))
    })
    writeFileSync(worker, program.replace("const version = '", "const version = 'next-"))
    await phone.setOffline(false)
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration('/field/'))!.update()))
    await page.goto('/field/#/')
    expect(await status(page).innerText()).toMatch(/未同步 3 条/)
    await page.getByRole('button', { name: '现在更新' }).click()
    await page.getByLabel('6 位数字').waitFor()
    await unlock(page)
    await logInAgain()
    await expect.poll(() => status(page).innerText(), { timeout: 60_000 }).toMatch(/全部已同步 · 上次/)
    expect(await page.evaluate(() => caches.keys())).toEqual([expect.stringContaining('next-')])
    const { rows } = await ask(page, 'visits/listVisits', {})
    for (const finding of ['离线走访一', '离线走访二'])
      expect(rows.filter(({ visit }: { visit: { findings: string } }) => visit.findings === finding)).toHaveLength(1)
    const [withPhoto] = rows.filter(({ visit }: { visit: { findings: string } }) => visit.findings === '离线走访一')
    expect(withPhoto.visit.files).toHaveLength(1)
    const services = await ask(page, 'services/listServices', { text: '空间已满时填写的一条' })
    expect(services.rows).toHaveLength(1)
  })

  it('two windows send it once', async () => {
    await phone.setOffline(true)
    await fillVisit(carried[0]!.name, '两个窗口')
    await page.getByRole('button', { name: '保存走访' }).click()
    const second = await phone.newPage()
    await second.goto('/field/')
    await unlock(second)
    for (const one of [page, second]) await expect.poll(() => status(one).innerText()).toMatch(/未同步 1 条/)
    await phone.setOffline(false)
    await Promise.all([page, second].map((one) => status(one).click()))
    for (const one of [page, second])
      await expect.poll(() => status(one).innerText(), { timeout: 60_000 }).toMatch(/全部已同步/)
    const { rows } = await ask(page, 'visits/listVisits', {})
    expect(rows.filter(({ visit }: { visit: { findings: string } }) => visit.findings === '两个窗口')).toHaveLength(1)
    await second.close()
  })

  it('calls the roll of a group without a network', async () => {
    await phone.setOffline(true)
    await page.goto('/field/#/record')
    const sessions = page.locator('a[href^="#/session/"]')
    const before = await sessions.count()
    expect(before).toBeGreaterThan(0)
    await sessions.first().click()
    await page.getByRole('button', { name: '保存节次' }).waitFor()
    await page.getByLabel(/^过程/).fill('离线点名的一节')
    await page.getByRole('button', { name: '保存节次' }).click()
    await sees(page, /位组员没有点名/)
    for (const member of await page.locator('fieldset.seen').all())
      await member.getByText('到', { exact: true }).click()
    await page.getByRole('button', { name: '保存节次' }).click()
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 1 条/)
    await phone.setOffline(false)
    await status(page).click()
    await expect.poll(() => status(page).innerText(), { timeout: 60_000 }).toMatch(/全部已同步/)
    await page.goto('/field/#/record')
    await expect.poll(() => sessions.count()).toBe(before - 1)
  })
})

describe('a worker with another phone', () => {
  it('finds there what was begun on the first one, and is told where it comes from', async () => {
    const { name } = carried[1]!
    await fillVisit(name, '第一台手机上写了一半')
    await page.waitForTimeout(600)
    await syncs(page)
    const copies = async (at: Page) => (await ask(at, 'devices/listDrafts', { known: [] })).length
    await expect.poll(() => copies(page)).toBe(1)

    const other = mkdtempSync(join(tmpdir(), 'yizhan-phone-'))
    const second = await aPhone(other)
    const there = second.pages()[0] ?? (await second.newPage())
    await there.goto('/field')
    await enrol(there, 'taihe.shegong', '852147')
    await there.getByRole('link', { name: `走访 ${name}` }).click()
    await sees(there, /这份草稿来自另一台手机/)
    expect(await there.getByLabel(/发现的情况/).inputValue()).toBe('第一台手机上写了一半')
    expect(await barriers(there)).toEqual([])
    if (process.env.PICTURES) await there.screenshot({ path: join(process.env.PICTURES, 'draft.png') })
    await there.getByLabel(/发现的情况/).fill('第二台手机上写完了')
    await there.getByRole('button', { name: '保存走访' }).click()
    await expect.poll(() => status(there).innerText(), { timeout: 30_000 }).toMatch(/全部已同步/)
    await expect.poll(() => copies(there)).toBe(0)
    await second.close()
    rmSync(other, { recursive: true, force: true })

    await syncs(page)
    await page.goto('/field/#/')
    await page
      .getByRole('link', { name: `走访 ${name}` })
      .first()
      .click()
    await sees(page, /在另一台手机上已保存或放弃/)
    await page.getByRole('button', { name: '放弃草稿' }).click()
    await page.getByRole('button', { name: '确认放弃草稿' }).click()
    await expect.poll(() => page.getByText('没写完的').count()).toBe(0)
    const { rows } = await ask(page, 'visits/listVisits', { client: carried[1]!.id })
    expect(
      rows.filter(({ visit }: { visit: { findings: string } }) => visit.findings?.includes('台手机上写')),
    ).toHaveLength(1)
  })
})

describe('two people change the same client', () => {
  it('what both changed is shown side by side and chosen in three taps', async () => {
    const { id } = carried[0]!
    await phone.setOffline(true)
    await page.goto(`/field/#/contact/${id}`)
    await page.getByLabel(/备注/).fill('手机上写的备注')
    await page.getByLabel(/职业/).fill('手机上写的职业')
    await page.getByRole('button', { name: '保存' }).click()
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 1 条/)
    const { page: desk } = await seats.of('taihe.zhan')
    const { client } = await ask(desk, 'clients/getClient', { id })
    const edited = await ask(desk, 'clients/editContact', { id, version: client.version, memo: '站里写的备注' })
    expect(edited).toMatchObject({ memo: '站里写的备注' })

    await phone.setOffline(false)
    await page.goto('/field/#/unsent')
    await status(page).click()
    await sees(page, '站里写的备注')
    expect(await page.getByText('手机上写的职业').count()).toBe(0)
    await page.getByRole('button', { name: /我填的/ }).click()
    await page.getByRole('button', { name: '按所选保存' }).click()
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toMatch(/全部已同步/)
    const { client: after } = await ask(desk, 'clients/getClient', { id })
    expect(after).toMatchObject({ memo: '手机上写的备注', occupation: '手机上写的职业' })
  })
})

describe('what was mended after it had arrived', () => {
  it('is said so, and goes out as another only when its writer asks for it twice', async () => {
    const bad = { code: 'invalid', message: '走访日期不对', fields: { onDay: '走访日期不对，请核对' } }
    let sendings = 0
    await page.route('**/api/visits/recordVisit', async (route) => {
      sendings += 1
      // the first one arrives and its answer is lost, the second is refused for another reason, the third meets the office
      if (sendings === 1) {
        await route.fetch()
        return route.abort()
      }
      return sendings === 2 ? route.fulfill({ status: 400, json: bad }) : route.continue()
    })
    const { id, name } = carried[0]!
    const found = async () => {
      const { rows } = await ask(page, 'visits/listVisits', { client: id })
      return rows.filter(({ visit }: { visit: { findings: string } }) => visit.findings === '先到了一份').length
    }
    await fillVisit(name, '先到了一份')
    await page.getByRole('button', { name: '保存走访' }).click()
    await expect.poll(() => sendings).toBe(1)
    await page.goto('/field/#/unsent')
    await page.getByRole('button', { name: '现在同步' }).click()
    await sees(page, '走访日期不对，请核对')
    const day = page.getByLabel('改为')
    await day.fill(new Date(Date.parse(await day.inputValue()) - 86_400_000).toISOString().slice(0, 10))
    await page.getByRole('button', { name: '再试一次' }).click()
    await sees(page, /先前已经送到，并按当时填写的内容办理了/)
    expect([await barriers(page), await tooWide(page), await found()]).toEqual([[], 0, 1])
    if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, 'used.png') })
    await page.getByRole('button', { name: '作为新的一条送出' }).click()
    await page.getByRole('button', { name: '会多登记一条，确认送出' }).click()
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toMatch(/全部已同步/)
    expect(await found()).toBe(2)
    await page.unroute('**/api/visits/recordVisit')
  })
})

describe('two workers share a phone', () => {
  it('what one has typed is never sent under the other’s login', async () => {
    await phone.setOffline(true)
    await fillVisit(carried[0]!.name, '换人之前写的')
    await page.getByRole('button', { name: '保存走访' }).click()
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 1 条/)
    await page.goto('/field/#/mine')
    await page.getByRole('button', { name: '锁上' }).click()
    await phone.setOffline(false)
    await page.getByRole('button', { name: '另一位社工使用这台设备' }).click()
    await enrol(page, 'taihe.tongshi', '741963')
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toMatch(/全部已同步 · 上次/)
    await page.goto('/field/#/mine')
    await page.getByRole('button', { name: '锁上' }).click()

    await unlock(page)
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toMatch(/未同步 1 条.*登录已过期/)
    await logInAgain()
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toMatch(/全部已同步/)
    const { rows } = await ask(page, 'visits/listVisits', { client: carried[0]!.id })
    const [sent] = rows.filter(({ visit }: { visit: { findings: string } }) => visit.findings === '换人之前写的')
    const { account } = await ask(page, 'accounts/whoAmI', {})
    expect([account.login, sent.visit.createdBy]).toEqual(['taihe.shegong', account.id])
  })
})

describe('the pages of the phone', () => {
  for (const size of [small, usual])
    it(`fit ${size.width} × ${size.height}, in large letters too, and axe finds nothing serious`, async () => {
      await page.setViewportSize(size)
      for (const place of [
        '',
        'clients',
        `client/${carried[0]!.id}`,
        `visit/${carried[0]!.id}`,
        'record',
        'service',
        'incident',
        'unsent',
        'mine',
      ]) {
        await page.goto(`/field/#/${place}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForTimeout(100)
        expect([place, await barriers(page)]).toEqual([place, []])
        await page.evaluate(() => {
          document.documentElement.dataset.large = 'true'
        })
        expect([place, await tooWide(page)]).toEqual([place, 0])
        await page.evaluate(() => {
          document.documentElement.dataset.large = 'false'
        })
      }
    })
})

describe('a phone that is lost', () => {
  it('is stopped by the head; at its next contact what it had not sent goes to the head, and it forgets everything', async () => {
    await phone.setOffline(true)
    await page.setViewportSize(usual)
    await fillVisit(carried[1]!.name, '丢失前写的一次走访')
    await photographs()
    await page.getByRole('button', { name: '保存走访' }).click()
    await expect.poll(() => status(page).innerText()).toMatch(/未同步 1 条/)
    await phone.close()

    const { page: desk } = await seats.of('taihe.zhan')
    await desk.goto('/devices')
    await desk.getByRole('button', { name: /^停用/ }).first().click()
    await desk.getByLabel('停用原因').fill('手机丢失')
    await desk.getByRole('dialog').getByRole('button', { name: '停用' }).click()
    await sees(desk, '已停用')
    expect(await barriers(desk)).toEqual([])

    await openThePhone()
    await page.goto('/field/')
    await sees(page, /未同步的 1 条已转交站长/)
    // the other worker's part is not touched
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(2)

    await desk.goto('/devices')
    await sees(desk, '离线待处理')
    await desk.getByRole('button', { name: '打开' }).click()
    await sees(desk, '丢失前写的一次走访')
    await sees(desk, carried[1]!.name)
    await desk.getByRole('button', { name: /^查看照片/ }).click()
    await desk.getByRole('img', { name: /^照片/ }).waitFor()
    expect(await barriers(desk)).toEqual([])
    if (process.env.PICTURES) await desk.screenshot({ path: join(process.env.PICTURES, 'handover.png') })
    await desk.getByRole('button', { name: '代为办理' }).click()
    await expect.poll(() => desk.getByText('离线待处理').count()).toBe(0)
    const { rows } = await ask(desk, 'visits/listVisits', { client: carried[1]!.id })
    const there = rows.filter(({ visit }: { visit: { findings: string } }) => visit.findings === '丢失前写的一次走访')
    expect(there.map(({ visit }: { visit: { files: string[] } }) => visit.files.length)).toEqual([1])
  })
})
