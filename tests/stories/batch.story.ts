import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrived, barriers, desk, open, openSeats, phone, resize, type Seats, sees, shot, tooWide } from './seats.ts'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

/** Chooses the first rows of a list; answers whom they are about. */
async function chooseRows(page: Page, many: number): Promise<string[]> {
  const names: string[] = []
  for (let i = 0; i < many; i++) {
    const box = page.getByRole('checkbox', { name: /^选择(?!本页全部)/ }).nth(i)
    names.push((await box.getAttribute('aria-label'))!.replace('选择', ''))
    await box.check()
  }
  return names
}

async function printAs(page: Page, many: number, way: string): Promise<void> {
  await page.getByRole('button', { name: `打印 ${many} 份` }).click()
  await page.getByRole('menuitem', { name: way }).click()
  await sees(page, '已开始制作，可以离开本页')
}

/** Fetches what the job of this name has left, once it is there. */
async function fetched(page: Page, job: string): Promise<{ name: string; content: Buffer }> {
  const row = page.getByRole('row').filter({ hasText: job }).first()
  const link = row.getByRole('link', { name: /^下载/ })
  await link.waitFor()
  const [left] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { name: left.suggestedFilename(), content: await readFile(await left.path()) }
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

describe('papers of several people at once', () => {
  it('a station’s head chooses clients, leaves while they are printed, and comes back to one PDF', async () => {
    const { page, complaints } = await seats.of('taihe.zhan')
    await open(page, '/clients')
    const names = await chooseRows(page, 3)
    expect(await barriers(page)).toEqual([])
    await shot(page, 'batch-chosen')
    complaints()
    await printAs(page, 3, '合成一个 PDF')
    // what was said leads to the job, and the page stands as it was
    await sees(page, names[0]!)
    await page.getByRole('link', { name: '后台任务' }).click()
    await arrived(page, '后台任务')
    await open(page, '/')
    await open(page, '/jobs')
    const { name, content } = await fetched(page, '打印：服务对象档案（3 份）')
    expect(name).toBe('服务对象档案.pdf')
    expect(pagesOf(content)).toBeGreaterThanOrEqual(3)
    expect(complaints()).toEqual([])
    expect(await barriers(page)).toEqual([])
    await shot(page, 'batch-job')
  })

  it('cases come one by one in a package, each under its number and name, also on a phone', async () => {
    const { page } = await seats.of('taihe.zhan')
    await resize(page, phone)
    await open(page, '/cases')
    await chooseRows(page, 2)
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await printAs(page, 2, '逐份 PDF，打包下载')
    await open(page, '/jobs')
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await resize(page, desk)
    const { name, content } = await fetched(page, '打印：个案档案（2 份）')
    expect(name).toBe('个案档案.zip')
    const listed = new Set(content.toString('utf8').match(/00\d-[^/]{1,80}?\.pdf/g))
    expect([...listed].map((one) => one.slice(0, 3)).sort()).toEqual(['001', '002'])
  })
})
