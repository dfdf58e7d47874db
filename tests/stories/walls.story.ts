import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { field, open, openSeats, type Seats, sees, shot } from './seats.ts'

const worker = 'taihe.shegong'
const reason = '核对参保信息（故事）'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const seatOf = async (login: string): Promise<Page> => (await seats.of(login)).page

/** The address behind the first row of a list that says this. */
async function addressOf(page: Page, list: string, row: string | RegExp): Promise<string> {
  await open(page, list)
  await page.getByRole('row', { name: row }).first().click()
  await page.waitForURL((url) => /\/\d+-[0-9a-f-]{36}$/.test(url.pathname))
  return new URL(page.url()).pathname
}

describe('the walls, from where people stand', () => {
  it('a worker cannot open what belongs to another station, by any address', async () => {
    const county = await seatOf('guandu')
    const station = await addressOf(county, '/stations', '金马街道社会工作服务站')
    const others = [
      station,
      await addressOf(county, `/services?station=${station.split('/').at(-1)}`, '走访'),
      await addressOf(county, '/people', '金马街道'),
      await addressOf(county, '/reports', '金马街道社会工作服务站'),
    ]
    const page = await seatOf(worker)
    for (const address of others) {
      await open(page, address)
      await page.getByRole('heading', { level: 1, name: '打不开这一页' }).waitFor()
      await sees(page, /^找不到该.+，或您无权办理$/)
      expect(await page.locator('main').innerText()).not.toContain('金马')
    }
    await shot(page, 'walls')
    // nor as a paper, nor through the lists and the search
    const report = others.at(-1)!.split('/').at(-1)
    const paper = await page.request.get(`${inject('address')}/api/papers/report/${report}.pdf`)
    expect(paper.status()).toBe(404)
    await open(page, '/stations')
    expect(await page.getByRole('row').count()).toBe(2)
    await page.keyboard.press('/')
    await page.keyboard.type('金马街道社会')
    await sees(page, '没有找到')
  })

  it('identity numbers never reach a page unasked', async () => {
    const page = await seatOf('guandu')
    const answers: string[] = []
    page.on('response', async (response) => {
      if (response.url().includes('/api/people/')) answers.push(await response.text().catch(() => ''))
    })
    const person = await addressOf(page, '/people', '太和街道')
    await open(page, person)
    await sees(page, /^\*{4}/)
    expect(answers.length).toBeGreaterThan(0)
    expect(answers.join('\n')).not.toMatch(/999999(19|20)\d{9}/)
  })

  it('a look at one needs a reason, and the auditor finds who looked, at whom, and why', async () => {
    const county = await seatOf('guandu')
    await county.getByRole('button', { name: '查看身份证号原文' }).click()
    const dialog = county.getByRole('dialog')
    await dialog.getByRole('button', { name: '查看', exact: true }).click()
    await sees(field(county, '查看原因').wrong, '请填写「查看原因」')
    await dialog.getByLabel('查看原因').fill(reason)
    await dialog.getByRole('button', { name: '查看', exact: true }).click()
    await sees(county, /^999999\d{11}[\dX]$/)
    const name = await county.getByRole('heading', { level: 1 }).innerText()
    // those whose file it is find it on the file as well
    await sees(county, reason)
    await shot(county, 'revealed')

    const auditor = await seatOf('shenji')
    await open(auditor, '/audit?tab=looks')
    const line = auditor.getByRole('row', { name: reason }).first()
    await line.waitFor()
    const said = await line.innerText()
    expect(said).toContain(name)
    expect(said).toContain('身份证号')
    expect(said).not.toMatch(/999999\d{11}/)
    await shot(auditor, 'looks')
  })

  it('who may not look is not offered to', async () => {
    const page = await seatOf(worker)
    await addressOf(page, '/people', '太和街道')
    await sees(page, '基本情况')
    expect(await page.getByRole('button', { name: /查看.+原文/ }).count()).toBe(0)
    expect(await page.getByRole('button', { name: '修改', exact: true }).count()).toBe(0)
  })
})
