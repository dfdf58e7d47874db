import { inflateRawSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrived, barriers, open, openSeats, phone, type Seats, sees, settled, shot, tooWide } from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const seatOf = async (login: string): Promise<Page> => (await seats.of(login)).page

/** Name and birthday of a client of 太和街道, as its own worker sees them. */
async function someone(page: Page): Promise<{ id: string; name: string; bornOn: string }> {
  const answer = await page.evaluate(async () => {
    const response = await fetch('/api/clients/listClients', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: { category: 'livingAlone' } }),
    })
    return (await response.json()) as { rows: { id: string; name: string; bornOn: string }[] }
  })
  return answer.rows[0]!
}

/** The text of a Word document: its one XML part, unpacked. */
function wordText(docx: Buffer): string {
  const end = docx.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = docx.readUInt32LE(end + 16)
  for (let i = 0; i < docx.readUInt16LE(end + 10); i++) {
    const [packed, nameLength] = [docx.readUInt32LE(at + 20), docx.readUInt16LE(at + 28)]
    const [extra, comment, local] = [docx.readUInt16LE(at + 30), docx.readUInt16LE(at + 32), docx.readUInt32LE(at + 42)]
    if (docx.toString('utf8', at + 46, at + 46 + nameLength) === 'word/document.xml') {
      const from = local + 30 + docx.readUInt16LE(local + 26) + docx.readUInt16LE(local + 28)
      return inflateRawSync(docx.subarray(from, from + packed))
        .toString('utf8')
        .replace(/<[^>]+>/g, '')
    }
    at += 46 + nameLength + extra + comment
  }
  throw new Error('no document in it')
}

describe('a client is on file once', () => {
  it('a worker who enters somebody again is warned beside the field, on the phone too', async () => {
    const page = await seatOf('taihe.shegong')
    const { name, bornOn } = await someone(page)
    await page.setViewportSize(phone)
    await open(page, '/clients/new')
    await page.getByLabel('姓名', { exact: true }).fill(name)
    await page.getByLabel('出生日期').fill(bornOn)
    await page.keyboard.press('Enter')
    await sees(page, '可能已经建档，请先核对')
    await sees(page, '姓名与出生日期相同')
    // away from the field, where the picker shows its own small clear sign
    await page.mouse.move(0, 0)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    expect(await barriers(page)).toEqual([])
    await shot(page, 'clients-warned')
    // what was typed is still there after leaving
    await open(page, '/clients')
    await open(page, '/clients/new')
    expect(await page.getByLabel('姓名', { exact: true }).inputValue()).toBe(name)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('the county finds the same person at two stations, compares, merges, and takes it back', async () => {
    const page = await seatOf('guandu')
    await open(page, '/clients/duplicates')
    await page.getByRole('button', { name: '查找重复' }).click()
    await settled(page)
    await page.getByRole('row').filter({ hasText: '姓名与出生日期相同' }).first().click()
    await arrived(page, '比对档案')
    expect(await barriers(page)).toEqual([])
    await shot(page, 'clients-compare')
    await page.getByLabel('合并理由').fill('同一人在两个站各建了一份档案')
    await page.getByRole('button', { name: /合并到/ }).click()
    await arrived(page, '重复档案')
    await sees(page, '同一人在两个站各建了一份档案')
    await page.getByRole('button', { name: '撤销合并' }).first().click()
    await page.getByLabel('撤销理由').fill('核对后是两位同名的老人')
    await page.getByRole('dialog').getByRole('button', { name: '撤销合并' }).click()
    await sees(page, '已撤销')
    await shot(page, 'clients-undone')
  })
})

describe('an archive', () => {
  it('[KM-A2s] says what is missing, and can be printed and read as a whole', async () => {
    const page = await seatOf('taihe.shegong')
    const { id, name } = await someone(page)
    await open(page, `/clients/${id}`)
    await sees(page, '档案核对')
    await sees(page, '时间线')
    expect(await barriers(page)).toEqual([])
    await shot(page, 'clients-file')
    const word = await page.request.get(`/api/papers/clientArchive/${id}.docx`)
    expect(word.status()).toBe(200)
    const text = wordText(await word.body())
    for (const part of [name, '基本情况', '建档依据与同意', '需求评估', '服务经过', '上门看望'])
      expect(text).toContain(part)
    const pdf = await page.request.get(`/api/papers/clientArchive/${id}.pdf`)
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')
    // somebody of another area gets nothing of it
    const county = await seatOf('wuhua')
    expect((await county.request.get(`/api/papers/clientArchive/${id}.docx`)).status()).toBe(403)
  })
})
