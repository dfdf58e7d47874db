import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  arrived,
  barriers,
  choose,
  desk,
  open,
  openSeats,
  phone,
  type Seats,
  sees,
  settled,
  shot,
  tooWide,
} from './seats.ts'

let seats: Seats
let worker: Page
let head: Page
const victim = '示例女孩小芸'
const child = '示例留守儿童小穗'
let home: string
let evidence: string
let number: string

/** Calls the server as whoever sits at this page, for what the story only stands on. */
async function ask<A>(page: Page, path: string, input: object): Promise<A> {
  const answer = await page.request.post(`/api/${path}`, { data: { opId: crypto.randomUUID(), input } })
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`)
  return answer.json() as Promise<A>
}

async function looksRight(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize(phone)
  await settled(page)
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize(desk)
  await settled(page)
}

const fill = (page: Page, label: string, words: string) => page.getByLabel(label, { exact: true }).fill(words)

/** Opens the sealed page for a reason. */
async function look(page: Page, reason: string): Promise<void> {
  await page.getByRole('radio', { name: reason, exact: true }).check()
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await sees(page, '查阅记录')
}

/** The smallest picture there is. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

beforeAll(async () => {
  seats = await openSeats()
  worker = (await seats.of('taihe.shegong')).page
  head = (await seats.of('taihe.zhan')).page
})
afterAll(() => seats.close())

describe('suspected harm, from the first minute to the closure', () => {
  it('[GD-A3.10] is taken down in a minute, with whom to call above it', async () => {
    await open(worker, '/incidents')
    await worker.getByRole('button', { name: '立即登记' }).click()
    await arrived(worker, '登记疑似侵害')
    await sees(worker, '公安报警')
    await choose(worker, '情形', '身体有多处伤痕')
    await fill(worker, '当事人', victim)
    await fill(worker, '情况', '手臂上有几处新旧不一的淤青。\n孩子说是摔的，神情害怕。')
    await worker
      .locator('input[type=file]')
      .setInputFiles({ name: '小芸-手臂照片.png', mimeType: 'image/png', buffer: picture })
    await sees(worker, '小芸-手臂照片.png')
    await looksRight(worker)
    await shot(worker, 'protection-intake')
    await worker.getByRole('button', { name: '登记', exact: true }).click()
    await arrived(worker, '打开事件')
    home = new URL(worker.url()).pathname
  })

  it('opens with a reason only, and says until when somebody must have acted', async () => {
    await shot(worker, 'protection-sealed')
    await look(worker, '处置本事件')
    await sees(worker, victim)
    await sees(worker, '须强制报告')
    await sees(worker, /还没有处置；请在/)
    number = (await worker.getByRole('heading', { level: 1 }).innerText()).replace('事件 ', '')
    evidence = (await worker.getByRole('link', { name: '小芸-手臂照片.webp', exact: true }).getAttribute('href'))!
    expect((await worker.request.get(evidence)).status()).toBe(200)
    await looksRight(worker)
    await shot(worker, 'protection-opened')
  })

  it('cannot be closed before it was reported to those who must hear of it', async () => {
    await choose(worker, '处置', '情绪安抚')
    await fill(worker, '说明', '陪同孩子在站里休息')
    await worker.getByRole('button', { name: '登记处置' }).click()
    await sees(worker, '陪同孩子在站里休息')
    await worker.getByRole('button', { name: '结案', exact: true }).click()
    await worker.getByRole('radio', { name: '已脱离危险，风险消除' }).check()
    expect(await worker.locator('textarea#field-closing').count()).toBe(1)
    await fill(worker, '结案说明', '先行结案')
    await worker.locator('.form-actions').first().getByRole('button', { name: '结案', exact: true }).click()
    await sees(worker, /请先登记报警或报告主管部门的处置/)
    await worker.getByRole('button', { name: '取消' }).click()
  })

  it('is reported with its receipt, and closed with what came of it', async () => {
    await choose(worker, '处置', '报警')
    await fill(worker, '单位或对方', '派出所')
    await fill(worker, '回执或接警编号', '示例-0001')
    await worker.getByRole('button', { name: '登记处置' }).click()
    await sees(worker, '派出所 · 示例-0001')
    await worker.getByRole('button', { name: '结案', exact: true }).click()
    await worker.getByRole('radio', { name: '已移交主管部门处置' }).check()
    await fill(worker, '结案说明', '派出所立案，孩子由外祖母接走照料。\n每周回访一次。')
    await shot(worker, 'protection-closing')
    await worker.locator('.form-actions').first().getByRole('button', { name: '结案', exact: true }).click()
    await sees(worker, /派出所立案/)
    await looksRight(worker)
    await shot(worker, 'protection-closed')
  })

  it('the head of the station looks in for supervision, and the worker sees that it was looked at', async () => {
    await open(head, home)
    await look(head, '督导或检查')
    await sees(head, victim)
    const name = (await ask<{ account: { name: string } }>(head, 'accounts/whoAmI', {})).account.name
    await open(worker, home)
    await look(worker, '处置本事件')
    await sees(worker, new RegExp(`${name}.*督导或检查`))
  })
})

describe('a curious colleague', () => {
  it('[GD-A3.10] cannot see that it exists: not in the list, the search, a link, a count, a timeline or a file name', async () => {
    const { page } = await seats.of('taihe.tongshi')
    const answers: string[] = []
    page.on('response', async (response) => {
      if (response.url().includes('/api/')) answers.push(await response.text().catch(() => ''))
    })
    await open(page, '/incidents')
    await sees(page, '没有登记过疑似侵害或危机事件')
    await shot(page, 'protection-colleague')

    await open(page, '/')
    await page.keyboard.press('/')
    for (const typed of [victim, number, '手臂照片']) {
      await page.getByRole('combobox').first().fill(typed)
      await sees(page, '没有找到')
    }

    await open(page, home)
    await page.getByRole('button', { name: '打开', exact: true }).click()
    await sees(page, '找不到该事件，或您无权查看')
    const nobody = home.replace(/[0-9a-f]{4}$/, (end) => (end === '0000' ? '0001' : '0000'))
    await open(page, nobody)
    await page.getByRole('button', { name: '打开', exact: true }).click()
    await sees(page, '找不到该事件，或您无权查看')

    expect((await page.request.get(evidence)).status()).toBe(404)
    expect(await (await page.request.get(evidence.replace('/files/', '/files?ids='))).json()).toEqual([])
    expect(await ask(page, 'protection/listIncidents', {})).toEqual([])
    await open(page, '/jobs')
    await open(page, '/findings')

    const said = answers.join('\n')
    for (const secret of [victim, '淤青', '手臂照片', home.split('/').at(-1)!])
      expect(said, secret).not.toContain(secret)
  })

  it('nor the township, the city or the operating organisation', async () => {
    for (const login of ['taihe', 'kunming', 'hefeng']) {
      const { page } = await seats.of(login)
      await open(page, home)
      await sees(page, /打不开这一页|没有查看的权限|没有这一页/)
      expect((await page.request.get(evidence)).status(), login).toBe(404)
      expect(await page.getByRole('menuitem', { name: '疑似侵害与危机' }).count(), login).toBe(0)
    }
  })
})

describe('who looks after a child left behind', () => {
  it('[GD-A3.9] is written down, printed, signed and filed', async () => {
    const me = await ask<{ stations: { id: string }[] }>(worker, 'accounts/whoAmI', {})
    const { rows } = await ask<{ rows: { id: string }[] }>(worker, 'clients/listClients', {})
    const known = await ask<{ client: { place: string } }>(worker, 'clients/getClient', { id: rows[0]!.id })
    await ask(worker, 'clients/addClient', {
      station: me.stations[0]!.id,
      name: child,
      sex: 'female',
      bornOn: '2015-03-02',
      noIdReason: '证件由外地的父母保管',
      place: known.client.place,
      basis: 'consent',
      way: 'written',
      givenBy: 'guardian',
      guardianName: '示例外祖父',
      guardianRelation: 'grandparent',
      categories: [{ category: 'leftBehindChild', fromOn: '2026-01-05', source: 'discovered' }],
    })
    await open(worker, '/guardianships')
    const row = worker.getByRole('row', { name: child })
    expect(await row.innerText()).toContain('未签订')
    await row.getByRole('button', { name: '登记' }).click()
    await fill(worker, '委托人（父母）', '示例父亲')
    await fill(worker, '受委托人', '示例外祖父')
    await fill(worker, '与儿童关系', '外祖父')
    await worker.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await worker.getByRole('dialog').waitFor({ state: 'hidden' })

    const print = await row.getByRole('link', { name: '打印' }).getAttribute('href')
    const paper = await worker.request.get(print!)
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')

    await row.getByRole('button', { name: '补充' }).click()
    const dialog = worker.getByRole('dialog')
    await dialog.getByLabel('签订日期').fill('2026-06-01')
    await worker.keyboard.press('Tab')
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: '签字件.png', mimeType: 'image/png', buffer: picture })
    await sees(dialog, '签字件.png')
    await shot(worker, 'protection-agreement')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(() => row.innerText()).toContain('已签订')
    await looksRight(worker)
    await shot(worker, 'protection-agreements')
  })

  it('the county sees which children are still without one', async () => {
    const { page } = await seats.of('guandu')
    await open(page, '/')
    await page.getByRole('menuitem', { name: '委托监护' }).click()
    await arrived(page, '委托监护责任确认书')
    await sees(page, '未签订')
    await looksRight(page)
  })
})
