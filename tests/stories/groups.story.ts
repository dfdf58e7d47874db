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
let home: string

beforeAll(async () => {
  seats = await openSeats()
  worker = (await seats.of('taihe.shegong')).page
  head = (await seats.of('taihe.zhan')).page
})
afterAll(() => seats.close())

const fill = (page: Page, label: string, words: string) => page.getByLabel(label, { exact: true }).fill(words)

async function pickItem(page: Page): Promise<void> {
  await page.getByLabel('服务事项').click()
  await page.locator('.ant-select-item-option:visible').first().click()
  await page.keyboard.press('Escape')
}

/** Presses a button of the page's head and then the same word in the dialog it opens. */
async function step(page: Page, word: string): Promise<void> {
  await page.locator('.page-head').getByRole('button', { name: word, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: word, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await settled(page)
}

/** Fills a form that a button opens in a dialog, and sends it by the same word. */
async function inDialog(page: Page, word: string, fields: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: word, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  for (const [label, words] of Object.entries(fields)) await dialog.getByLabel(label, { exact: true }).fill(words)
  await dialog.getByRole('button', { name: word, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await settled(page)
}

async function looksRight(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize(phone)
  await settled(page)
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize(desk)
  await settled(page)
}

describe('a group from its plan to a session', () => {
  it('[KM-5p] a worker plans a group and hands the plan in', async () => {
    await open(worker, '/groups/new')
    await fill(worker, '小组名称', '示例阅读小组')
    await choose(worker, '类型', '教育')
    await fill(worker, '服务对象', '放学后的孩子和家长')
    await fill(worker, '名额', '12')
    await fill(worker, '结束日期', '2030-12-31')
    await worker.keyboard.press('Tab')
    await fill(worker, '地点', '儿童之家')
    await pickItem(worker)
    await fill(worker, '总目的', '让孩子放学后有处去，家长学会陪读')
    await fill(worker, '招募方式', '学校班主任转告')
    await fill(worker, '可能的困难与应对', '家长来不了的由志愿者陪')
    await fill(worker, '评估方法', '前后各一次问卷')
    await looksRight(worker)
    await worker.getByRole('button', { name: '保存计划' }).click()
    await arrived(worker, '示例阅读小组')
    home = new URL(worker.url()).pathname
    await worker.locator('.page-head').getByRole('button', { name: '提交计划' }).click()
    await sees(worker.getByRole('dialog'), '至少写一个目标')
    await worker.keyboard.press('Escape')
    await worker.getByRole('dialog').waitFor({ state: 'hidden' })
    await inDialog(worker, '写目标', { 目标: '每周共读两次', 怎样衡量: '阅读记录', 要达到的程度: '连续四周' })
    await inDialog(worker, '排一节', { 主题: '一起读', 内容安排: '选书、轮读、说一说' })
    await looksRight(worker)
    await shot(worker, 'groups-plan')
    await step(worker, '提交计划')
    await sees(worker, '等待督导审核计划')
  })

  it('the head finds it on the home page and signs; the worker calls the roll and writes the session', async () => {
    await open(head, '/')
    await sees(head, '计划审核')
    await open(head, home)
    await step(head, '通过计划')
    await open(worker, `${home}?part=members`)
    await inDialog(worker, '登记组员', { 姓名: '示例邻居小朋友' })
    await sees(worker, '未建档')
    await open(worker, `${home}?part=sessions`)
    await worker.getByRole('button', { name: '点名与记录' }).first().click()
    await worker.getByRole('button', { name: '全部到场' }).click()
    await fill(worker, '名单外的参加者', '2')
    await fill(worker, '过程', '轮流读了两页，家长在旁边听')
    await looksRight(worker)
    await shot(worker, 'groups-session')
    await worker.getByRole('button', { name: '保存', exact: true }).click()
    await sees(worker, '3 人次')
    const pdf = await worker.request.get(`/api/papers/groupBundle/${home.split('/').at(-1)}.pdf`)
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('the county sees the group and the heads, not the names', async () => {
    const { page } = await seats.of('guandu')
    await open(page, `${home}?part=members`)
    await sees(page, '姓名由本站人员查看')
    expect(await page.getByText('示例邻居小朋友').count()).toBe(0)
  })
})

describe('an activity with a code at the entrance', () => {
  let sign: string
  let activity: string

  it('a worker sets it up and the poster carries the code', async () => {
    await open(worker, '/activities/new')
    await fill(worker, '活动名称', '示例义诊')
    await choose(worker, '类型', '义诊与健康')
    await fill(worker, '开始时间', '00:00')
    await fill(worker, '结束时间', '23:59')
    await fill(worker, '地点', '社工站门口')
    await fill(worker, '面向谁', '辖区居民')
    await fill(worker, '预计人数', '50')
    await pickItem(worker)
    await fill(worker, '目的', '方便老人量血压')
    await fill(worker, '流程安排', '签到、问诊、取药箱')
    await looksRight(worker)
    await worker.getByRole('button', { name: '保存安排' }).click()
    await arrived(worker, '示例义诊')
    activity = new URL(worker.url()).pathname
    const svg = await worker.request.get(`/api/activities/code/${activity.split('/').at(-1)}.svg`)
    expect(await svg.text()).toContain('<svg')
    await looksRight(worker)
    await shot(worker, 'activities-one')
    sign = await signAddress(worker, activity.split('/').at(-1)!)
  })

  it('a resident scans it, is thanked once, and says how it was; the worker sees the head counted', async () => {
    const { page } = await seats.stranger()
    await page.setViewportSize(phone)
    await open(page, sign)
    await sees(page, '示例义诊')
    expect(await barriers(page)).toEqual([])
    expect(await tooWide(page)).toBeLessThanOrEqual(0)
    await page.getByRole('button', { name: '签到' }).click()
    await sees(page, '谢谢您来参加「示例义诊」')
    await shot(page, 'activities-sign-in')
    await page.getByRole('radio', { name: '很满意', exact: true }).check()
    await page.getByRole('button', { name: '提交评价' }).click()
    await sees(page, '您的意见已经收到')
    await open(page, sign)
    await sees(page, '您已经签到')
    await open(worker, activity)
    await sees(worker, '签到（1 人）')
    await sees(worker, '平均 5 分')
  })

  it('the worker sums it up with whom it reached', async () => {
    await worker.locator('.page-head').getByRole('button', { name: '总结', exact: true }).click()
    await fill(worker, '参加人数', '20')
    await fill(worker, '活动情况', '二十位居民来量血压')
    await fill(worker, '成效', '两位转介到卫生院')
    await worker.getByRole('button', { name: '加一类人群' }).click()
    await choose(worker, '人群 1', '独居老年人')
    await fill(worker, '人数 1', '6')
    await looksRight(worker)
    await worker.getByRole('button', { name: '保存总结' }).click()
    await sees(worker, '独居老年人 6 人')
    await sees(worker, '已举办')
  })
})

/** The address behind the code: read out of the poster's link, as a phone's camera would. */
async function signAddress(page: Page, id: string): Promise<string> {
  const pdf = await page.request.get(`/api/activities/code/${id}.pdf`)
  const found = /\/sign\/[0-9A-Za-z]+-[\w-]{22}/.exec((await pdf.body()).toString('latin1'))
  expect(found).not.toBeNull()
  return found![0]
}

describe('a meeting with minutes', () => {
  it('is set down, minuted, and what was decided is asked after', async () => {
    await open(worker, '/meetings/new')
    await choose(worker, '类别', '工作例会')
    await fill(worker, '会议名称', '示例工作例会')
    await fill(worker, '地点', '会议室')
    await fill(worker, '主持', '站长')
    await worker.getByLabel('议题 1').fill('走访情况')
    await worker.getByLabel('姓名 1').fill('示例社工')
    await looksRight(worker)
    await worker.getByRole('button', { name: '保存安排' }).click()
    await arrived(worker, '示例工作例会')
    const address = new URL(worker.url()).pathname
    await worker.getByRole('button', { name: '写纪要' }).click()
    await worker.getByRole('radio', { name: '出席' }).check()
    await worker.getByLabel('结论 1').fill('三户复查')
    await fill(worker, '会议内容', '核对了走访')
    await worker.getByRole('button', { name: '加一件议定事项' }).click()
    await worker.getByLabel('事项 1', { exact: true }).fill('复查三户')
    await worker.getByLabel('由谁办理 1').fill('示例社工')
    await looksRight(worker)
    await worker.getByRole('button', { name: '保存纪要' }).click()
    await sees(worker, '复查三户')
    await shot(worker, 'meetings-one')
    await open(worker, '/')
    await sees(worker, '复查三户')
    const word = await worker.request.get(`/api/papers/minutes/${address.split('/').at(-1)}.docx`)
    expect(word.status()).toBe(200)
  })
})
