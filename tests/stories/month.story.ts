import exceljs from 'exceljs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { businessDay } from '../../src/core/time.ts'
import { periodBefore, periodKeyOf, periodOf } from '../../src/modules/measures/index.ts'
import { arrived, barriers, choose, field, open, openSeats, type Seats, sees, settled, shot } from './seats.ts'

const month = periodBefore(periodKeyOf('month', businessDay(new Date())))
const { to: lastDay, label: monthName } = periodOf(month)!
const station = '昆明市官渡区太和街道社会工作服务站'
const told = '为新到岗志愿者讲走访礼仪与记录要求'

let seats: Seats
beforeAll(async () => {
  seats = await openSeats()
})
afterAll(() => seats.close())

const seatOf = async (login: string): Promise<Page> => (await seats.of(login)).page

/** Counts what a hand does: a press, or a text written. */
function counted(page: Page) {
  const touches: string[] = []
  return {
    touches,
    async press(name: string) {
      touches.push(name)
      await page.getByRole('button', { name }).first().click()
    },
    async choose(label: string, line: string) {
      touches.push(label, line)
      await choose(page, label, line)
    },
    async write(label: string, text: string) {
      touches.push(label)
      await page.getByLabel(label, { exact: true }).fill(text)
    },
  }
}

/** The figure of a report in its row: what stands on its button. */
const figure = (page: Page, row: string) => page.getByRole('row', { name: row }).first().getByRole('button')

async function openMonth(page: Page): Promise<void> {
  await open(page, `/reports?period=${month}`)
  await page.getByRole('button', { name: '打开' }).first().click()
  await arrived(page, /工作月报$/)
}

async function openFromBoard(page: Page, name: string): Promise<void> {
  await open(page, `/reports?period=${month}`)
  await page.getByRole('row', { name }).first().click()
  await arrived(page, /工作月报$/)
}

describe('a month, from the worker to the city', () => {
  it('a worker records a service in at most eight touches, and one like the last in three', async () => {
    const page = await seatOf('taihe.shegong')
    await open(page, '/')
    const first = counted(page)
    await first.press('登记服务')
    await arrived(page, '登记服务')
    await first.choose('服务形式', '走访')
    await first.choose('服务事项', '救助政策宣传')
    await page.keyboard.press('Escape')
    await first.write('服务时长', '40')
    await first.write('服务内容', '入户看望独居老人，核对救助政策，情况平稳')
    await first.press('保存')
    await arrived(page, '服务记录')
    await sees(page, '入户看望独居老人，核对救助政策，情况平稳')
    expect(first.touches.length, first.touches.join(' · ')).toBeLessThanOrEqual(8)

    await open(page, '/')
    const again = counted(page)
    await again.press('登记服务')
    await arrived(page, '登记服务')
    await again.press('复制上一条')
    await page.waitForURL(/copy=/)
    await settled(page)
    await again.press('保存')
    await arrived(page, '服务记录')
    expect(again.touches.length).toBeLessThanOrEqual(3)
    await settled(page)
    await expect.poll(() => page.getByText('入户看望独居老人，核对救助政策，情况平稳').count()).toBe(2)
    await shot(page, 'worker-records')
  })

  it('what is recorded late for the last month shows in its report as a dated correction', async () => {
    const worker = await seatOf('taihe.shegong')
    await open(worker, '/services/new')
    await worker.getByLabel('服务日期').fill(lastDay)
    await worker.keyboard.press('Enter')
    await choose(worker, '服务形式', '培训')
    await choose(worker, '服务事项', '为老志愿服务队伍')
    await worker.keyboard.press('Escape')
    await field(worker, '服务人次').control.fill('6')
    await field(worker, '服务时长').control.fill('90')
    await field(worker, '服务内容').control.fill(told)
    await worker.getByRole('button', { name: '保存' }).click()
    await arrived(worker, '服务记录')

    const head = await seatOf('taihe.zhan')
    await openMonth(head)
    const late = head.locator('.block', { has: head.getByRole('heading', { name: '上报后的更正' }) })
    await sees(late, lastDay)
    await sees(late, '+6')
  })

  it('[KM-3.4] a station head opens a figure down to its records, writes the remarks and hands the report up', async () => {
    const page = await seatOf('taihe.zhan')
    await open(page, '/')
    await sees(page, '已退回')
    await page.getByRole('button', { name: '修改后重报' }).click()
    await arrived(page, /工作月报$/)
    const trainings = Number((await figure(page, '培训 · 各形式服务次数').innerText()).split(' ')[0])
    // a returned report reads the records again: what is handed up is what was seen; figures cannot be typed
    expect(await page.getByRole('spinbutton').count()).toBe(0)
    await page.getByRole('button', { name: '填写并上报' }).click()
    await page.getByLabel('工作情况').fill('按计划走访独居老人和留守儿童，小组活动写明了名称、节次和效果。')
    await page.getByLabel('下期计划').fill('完成逾期未访对象的入户，整理个案档案。')
    await shot(page, 'head-report')
    await page.getByRole('button', { name: '上报', exact: true }).click()
    await page.getByText('已上报', { exact: true }).first().waitFor()

    expect(await figure(page, '培训 · 各形式服务次数').innerText()).toBe(`${trainings} 次`)
    await figure(page, '培训 · 各形式服务次数').click()
    const drawer = page.getByRole('dialog')
    await sees(drawer, '统计口径')
    await drawer.getByRole('link').first().waitFor()
    expect(await drawer.getByRole('row').count()).toBe(trainings + 1)
    expect(await barriers(page)).toEqual([])
    await drawer.getByRole('link', { name: told }).click()
    await page.getByRole('heading', { level: 1, name: `培训 · ${lastDay}` }).waitFor()
  })

  it('[KM-3.2] the district gives the report back with a reason, and the station head finds it at home', async () => {
    const county = await seatOf('guandu')
    await open(county, '/')
    await county.getByRole('row', { name: station }).first().click()
    await arrived(county, /工作月报$/)
    await county.getByRole('button', { name: '退回' }).click()
    const paper = county.getByRole('dialog')
    await paper.getByRole('button', { name: '退回' }).click()
    await sees(field(county, '退回原因').wrong, '请填写「退回原因」')
    await paper.getByLabel('退回原因').fill('请写明志愿者培训的人数和效果')
    await paper.getByRole('button', { name: '退回' }).click()
    await county.getByText('已退回', { exact: true }).first().waitFor()
    await paper.waitFor({ state: 'hidden' })

    const head = await seatOf('taihe.zhan')
    await open(head, '/')
    await sees(head, '请写明志愿者培训的人数和效果')
    await head.getByRole('button', { name: '修改后重报' }).click()
    await arrived(head, /工作月报$/)
    const before = await head.getByLabel('工作情况').inputValue()
    await head.getByLabel('工作情况').fill(`${before}\n培训新到岗志愿者 6 人，能独立填写走访记录。`)
    await head.getByRole('button', { name: '上报', exact: true }).click()
    await head.getByText('已上报', { exact: true }).first().waitFor()
    // what is handed up is waited for by others: it is not late any more
    await open(head, `/reports?period=${month}`)
    await sees(head, '已上报')
    expect(await head.getByText(/已过 \d+ 天/).count()).toBe(0)
  })

  it('the district accepts: the report is locked, with every step and who took it', async () => {
    const county = await seatOf('guandu')
    await openFromBoard(county, station)
    await sees(county, '能独立填写走访记录')
    await county.getByRole('button', { name: '接收' }).click()
    await county.getByText('已接收', { exact: true }).first().waitFor()
    await shot(county, 'county-accepted')

    const head = await seatOf('taihe.zhan')
    await openMonth(head)
    expect(await head.getByRole('button', { name: '上报', exact: true }).count()).toBe(0)
    const steps = await head.locator('.ant-timeline-item strong').allInnerTexts()
    expect(steps.slice(-4)).toEqual(['上报', '退回', '上报', '接收'])
  })

  it('[KM-3.1] the county compiles its own, and the city reads it down to the records and sees its coverage', async () => {
    const county = await seatOf('guandu')
    await open(county, `/reports?period=${month}`)
    await county.getByRole('button', { name: '汇总编制' }).click()
    await arrived(county, /工作月报$/)
    await county.getByRole('button', { name: '查看各站' }).click()
    await sees(county.getByRole('dialog').getByRole('row', { name: station }), '已接收')
    await county.keyboard.press('Escape')
    await county.getByRole('dialog').waitFor({ state: 'hidden' })
    await shot(county, 'county-report')
    await county.getByLabel('工作情况').fill('各站按要求报送，服务记录逐条可查。')
    await county.getByLabel('下期计划').fill('督促缺岗站点限期补齐人员。')
    await county.getByRole('button', { name: '上报', exact: true }).click()
    await county.getByText('已上报', { exact: true }).first().waitFor()

    const city = await seatOf('kunming')
    await open(city, '/')
    await sees(city, '乡镇（街道）社工站全覆盖')
    await city.getByRole('row', { name: '官渡区' }).first().click()
    await arrived(city, /工作月报$/)
    await city.getByRole('heading', { level: 1, name: `官渡区${monthName}工作月报` }).waitFor()
    expect(await figure(city, '服务事项覆盖率').innerText()).toMatch(/^\d+(\.\d+)?%$/)
    await figure(city, '培训 · 各形式服务次数').click()
    const drawer = city.getByRole('dialog')
    const line = drawer.getByRole('row', { name: station })
    await sees(line, '已接收的月报')
    await shot(city, 'city-figure')
    await line.getByRole('button').click()
    await sees(drawer, told)
    await city.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    await city.getByRole('button', { name: '接收' }).click()
    await city.getByText('已接收', { exact: true }).first().waitFor()
    await open(city, `/reports?period=${month}`)
    const counties = city.locator('.block', { has: city.getByRole('heading', { name: '各区县' }) })
    await sees(counties.getByRole('row', { name: '官渡区' }), '已接收')
    await shot(city, 'city-board')
  })

  it('the report comes as Word, Excel and PDF, with the figures of the page', async () => {
    const page = await seatOf('taihe.zhan')
    await openMonth(page)
    const trainings = (await figure(page, '培训 · 各形式服务次数').innerText()).split(' ')[0]
    const id = page.url().split('/').at(-1)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出' }).click()
    await page.getByRole('menuitem', { name: 'Word 文档' }).click()
    expect((await saved).suggestedFilename()).toContain(station)

    const paper = async (format: string) => {
      const answer = await page.request.get(`${inject('address')}/api/papers/report/${id}.${format}`)
      const headers = answer.headers()
      expect(headers['content-disposition']).toMatch(/^attachment;/)
      return { type: headers['content-type'], body: await answer.body() }
    }
    const word = await paper('docx')
    expect(word.type).toBe('application/vnd.openxmlformats-officedocument.wordprocessingml.document')
    expect(word.body.subarray(0, 2).toString()).toBe('PK')
    expect(word.body.length).toBeGreaterThan(5_000)
    const pdf = await paper('pdf')
    expect(pdf.type).toBe('application/pdf')
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.body.length).toBeGreaterThan(10_000)
    const sheet = await paper('xlsx')
    expect(sheet.type).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    const book = new exceljs.Workbook()
    await book.xlsx.load(sheet.body as never)
    const rows: string[] = []
    book.eachSheet((one) => one.eachRow((row) => rows.push((row.values as unknown[]).slice(1).join('|'))))
    expect(rows.join('\n')).toContain(station)
    expect(rows.find((row) => row.includes('培训'))).toContain(trainings)
  })
})
