import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { businessDay } from '../../src/core/time.ts'
import { aPhone, ask, enrol, everythingRaw, pin, small, status, syncs, usual } from './phone.ts'
import { barriers, leave, openSeats, type Seats, sees, tooWide } from './seats.ts'

const folder = mkdtempSync(join(tmpdir(), 'yizhan-phone-'))
const name = '院坝里的防骗小课堂'

let phone: BrowserContext
let page: Page
let seats: Seats
let activity: string

beforeAll(async () => {
  seats = await openSeats()
  phone = await aPhone(folder)
  page = phone.pages()[0] ?? (await phone.newPage())
})
afterAll(async () => {
  await phone.close()
  await seats.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('residents sign in at the worker’s phone', () => {
  it('which carries the station’s activity of today, with its time and place', async () => {
    const { page: desk } = await seats.of('taihe.zhan')
    const station = (await ask(desk, 'accounts/whoAmI', {})).stations[0].id
    const [item] = (await ask(desk, 'services/catalogueOf', { station })).items
    const { rows } = await ask(desk, 'people/listPeople', {})
    const planned = await ask(desk, 'activities/planActivity', {
      ...{ station, name, kind: 'lecture', onDay: businessDay(new Date()), startsAt: '00:00', endsAt: '23:59' },
      ...{ venueKind: 'outdoors', venue: '太和村老槐树下', audience: '附近老人', target: 20, items: [item.key] },
      ...{ aim: '认得出诈骗电话', programme: '签到、讲案例、答问', asksContact: true, worker: rows[0].person.id },
    })
    expect(planned).toMatchObject({ name })
    activity = planned.id

    await page.goto('/field')
    await enrol(page, 'taihe.shegong', pin)
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toMatch(/全部已同步 · 上次/)
    await page.goto('/field/#/')
    const row = page.getByRole('link', { name: new RegExp(name) })
    await sees(row, /00:00–23:59/)
    await sees(row, '太和村老槐树下')
    await row.click()
    await sees(page, '请用手机扫一扫，签到')
    await sees(page, '已签到 0 人')
  })

  it('shows the very code of the desk’s poster, and counts whoever scanned it', async () => {
    const { page: desk } = await seats.of('taihe.zhan')
    const drawn = decodeURIComponent((await page.getByAltText('签到二维码').getAttribute('src'))!.split(',')[1]!)
    const poster = await desk.evaluate(async (id) => (await fetch(`/api/activities/code/${id}.svg`)).text(), activity)
    expect(drawn).toBe(poster)

    const station = (await ask(page, 'accounts/whoAmI', {})).stations[0].id
    const { activities } = await ask(page, 'devices/devicePack', { station })
    const { code } = activities.find(({ id }: { id: string }) => id === activity)
    const resident = await seats.stranger()
    await resident.page.goto(`${inject('address')}/sign/${code}`)
    await resident.page.getByRole('button', { name: '签到' }).click()
    await sees(resident.page, /谢谢您来参加/)
    await leave(resident)
    await sees(page, '已签到 1 人')
    expect(await everythingRaw(page)).not.toContain(code.split('-')[1])
  })

  for (const size of [small, usual])
    it(`shows it without a network, on ${size.width} × ${size.height} and in large letters`, async () => {
      await syncs(page)
      await phone.setOffline(true)
      await page.setViewportSize(size)
      await page.goto('/field/#/')
      await page.getByRole('link', { name: new RegExp(name) }).click()
      await page.getByAltText('签到二维码').waitFor()
      await sees(page, '签到人数联网后显示')
      expect([await barriers(page), await tooWide(page)]).toEqual([[], 0])
      if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `signIn-${size.width}.png`) })
      await page.evaluate(() => void (document.documentElement.dataset.large = 'true'))
      expect(await tooWide(page)).toBe(0)
      await page.evaluate(() => void (document.documentElement.dataset.large = 'false'))
      await phone.setOffline(false)
    })
})

describe('the programs on their way to a browser', () => {
  for (const start of ['/field/', '/'])
    it(`${start} loads its files packed, kept for good under their names; its page is asked for anew`, async () => {
      const at = inject('address')
      const page = await fetch(at + start)
      const [, script] = /src="([^"]+\.js)"/.exec(await page.text())!
      const of = async (encoding: string) => {
        const answer = await fetch(at + script, { headers: { 'accept-encoding': encoding } })
        return { headers: answer.headers, text: await answer.text() }
      }
      const [brotli, gzip, plain] = [await of('gzip, br'), await of('gzip'), await of('identity')]
      expect([brotli, gzip, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['br', 'gzip', null])
      expect(brotli.text).toBe(plain.text)
      expect(gzip.text).toBe(plain.text)
      for (const { headers } of [brotli, gzip, plain]) {
        expect(headers.get('content-type')).toMatch(/javascript/)
        expect(headers.get('vary')).toMatch(/accept-encoding/i)
        expect(headers.get('cache-control')).toMatch(/max-age=31536000/)
      }
      expect(page.headers.get('cache-control')).toBe('no-cache')
    })
})
