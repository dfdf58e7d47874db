import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  arrived,
  barriers,
  field,
  follow,
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
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

describe('a county clerk asks what another figure would change', () => {
  it('from the rule on 政策依据 to the stations that would change, with nothing stored', async () => {
    const { page, complaints } = await seats.of('guandu')
    await open(page, '/policy?code=GD&kind=post')
    const line = page.getByRole('row', { name: /副站长配备/ }).first()
    await follow(page, () => line.getByRole('link', { name: '试算' }).click())
    await arrived(page, '试算')
    await sees(page, '现行：2')
    const people = field(page, '人数').control
    await people.fill('1')
    await page.getByRole('button', { name: '试算', exact: true }).click()
    await sees(page, /项由达到变为未达到/)
    await sees(page, '正好 2 人')
    await sees(page, '正好 1 人')
    expect(await barriers(page)).toEqual([])
    await shot(page, 'what-if')
    // the document still says two
    await open(page, '/policy?code=GD&kind=post')
    await sees(page.getByRole('row', { name: /副站长配备/ }).first(), '2人')
    expect(complaints()).toEqual([])
  })

  it('on a phone, and what cannot be is refused at its field', async () => {
    const { page } = await seats.of('guandu')
    await page.setViewportSize(phone)
    await open(page, '/what-if?code=GD&line=range.demonstration')
    const most = field(page, '至多')
    await most.control.fill('2')
    await page.getByRole('button', { name: '试算', exact: true }).click()
    await sees(most.wrong, '至多 2 小于至少 3')
    await most.control.fill('4')
    await page.getByRole('button', { name: '试算', exact: true }).click()
    await sees(page, '试算结果')
    await settled(page)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    expect(await barriers(page)).toEqual([])
  })
})
