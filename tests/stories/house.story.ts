import { readFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrived, barriers, leave, open, openSeats, phone, type Seats, sees, settled, shot, tooWide } from './seats.ts'

const station = '昆明市官渡区太和街道社会工作服务站'
const rule = {
  name: '运行流程（2026 年修订）.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF'),
}
const drawing = {
  name: '标志.svg',
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><script>alert(1)</script><rect width="60" height="60" fill="#1f5fa8"/></svg>',
  ),
}

let seats: Seats
let head: Page
let home: string
beforeAll(async () => {
  seats = await openSeats()
  head = (await seats.of('taihe.zhan')).page
})
afterAll(() => seats.close())

/** Everything a PDF holds, its packed streams unpacked. */
function insides(pdf: Buffer): string {
  let text = pdf.toString('latin1')
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    try {
      text += inflateSync(pdf.subarray(at + 7)).toString('latin1')
    } catch {
      // not a packed stream
    }
  }
  return text
}

async function fits(page: Page): Promise<void> {
  await page.setViewportSize(phone)
  await settled(page)
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1440, height: 900 })
  await settled(page)
}

describe('a station keeps its house', () => {
  it('[GD-4.2] the head opens what is missing and enters it from the checklist', async () => {
    await open(head, '/premises')
    await head.getByRole('link', { name: station }).click()
    await arrived(head, station)
    home = new URL(head.url()).pathname
    await open(head, `${home}/premises`)
    expect(await barriers(head)).toEqual([])
    await fits(head)
    await shot(head, 'premises')
    const line = head.getByRole('row', { name: /办公桌椅/ }).first()
    await sees(line, '缺')
    await line.getByRole('button', { name: '登记办公桌椅' }).click()
    const drawer = head.getByRole('dialog')
    await drawer.getByLabel('数量').fill('4')
    expect(await barriers(head)).toEqual([])
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.waitFor({ state: 'hidden' })
    await sees(line, '已具备')
    await sees(line, '4 套')
  })

  it('[GD-4.3] a missing document is registered with its file, and stands as in force', async () => {
    await open(head, `${home}/documents`)
    expect(await barriers(head)).toEqual([])
    await fits(head)
    await shot(head, 'documents')
    const line = head.getByRole('row', { name: /^运行流程/ })
    await sees(line, '缺')
    await line.getByRole('button', { name: '登记运行流程' }).click()
    const drawer = head.getByRole('dialog')
    await drawer.locator('input[type=file]').setInputFiles(rule)
    await drawer.locator('.ant-upload-list-item-done').waitFor()
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.waitFor({ state: 'hidden' })
    await sees(line, '有效')
    await line.getByRole('link', { name: '运行流程（第 1 版）' }).click()
    await arrived(head, '运行流程')
    expect(await barriers(head)).toEqual([])
    const [download] = await Promise.all([
      head.waitForEvent('download'),
      head.getByRole('link', { name: rule.name }).first().click(),
    ])
    expect(download.suggestedFilename()).toBe(rule.name)
  })

  it('[KM-A3] the plaque is printed at its true size; the office’s mark takes the place of the placeholder', async () => {
    await open(head, `${home}/plaques`)
    await sees(head, '中国社会工作标志现在是占位图')
    await sees(head, '尺寸 50 × 70 厘米（文件规定）')
    expect(await barriers(head)).toEqual([])
    await fits(head)
    await shot(head, 'plaques')
    const link = await head.getByRole('link', { name: /^下载 PDF/ }).getAttribute('href')
    const pdf = await (await head.request.get(link!)).body()
    const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1'))!
    expect([width, height].map((points) => (Number(points) / 72) * 2.54)).toEqual([
      expect.closeTo(50, 2),
      expect.closeTo(70, 2),
    ])

    const county = (await seats.of('guandu')).page
    await open(county, '/plaque-marks/530111')
    const block = county.locator('.block', { has: county.getByRole('heading', { name: '中国社会工作标志' }) })
    await block.getByRole('button', { name: '上传' }).click()
    const dialog = county.getByRole('dialog')
    await dialog.locator('input[type=file]').setInputFiles(drawing)
    await dialog.locator('.ant-upload-list-item-done').waitFor()
    await dialog.getByRole('button', { name: '使用这个标志' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await sees(block, '已上传')

    await open(head, `${home}/plaques`)
    expect(await head.getByText('现在是占位图').count()).toBe(0)
    const svg = await (await head.request.get(link!.replace('.pdf', '.svg'))).text()
    expect(svg).toContain('data:image/png')
    expect(svg).not.toContain('alert(1)')
  })

  it('[KM-4.6] a badge is printed, and its page opens for anyone who scans it, without a login', async () => {
    const [download] = await Promise.all([
      head.waitForEvent('download'),
      head.getByRole('button', { name: /打印全部/ }).click(),
    ])
    const pdf = await readFile(await download.path())
    const [, path] = /\((?:https?:\/\/[^/)]+)(\/verify\/[\w-]+)\)/.exec(insides(pdf))!
    const stranger = await seats.stranger()
    await open(stranger.page, path!)
    await arrived(stranger.page, '工作证查验')
    await sees(stranger.page, '在岗')
    await sees(stranger.page, station)
    expect(await barriers(stranger.page)).toEqual([])
    await fits(stranger.page)
    await shot(stranger.page, 'verify')
    expect(stranger.complaints()).toEqual([])
    await open(stranger.page, `${path!.slice(0, -4)}aaaa`)
    await sees(stranger.page, '查不到这张工作证')
    await leave(stranger)
  })
})
