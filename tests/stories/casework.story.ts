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
const name = '示例陈阿婆'

beforeAll(async () => {
  seats = await openSeats()
  worker = (await seats.of('taihe.shegong')).page
  head = (await seats.of('taihe.zhan')).page
})
afterAll(() => seats.close())

/** Calls the server as whoever sits at this page, for what the story only stands on. */
async function ask<A>(page: Page, path: string, input: object): Promise<A> {
  return page.evaluate(
    async ([to, sent]) => {
      const response = await fetch(`/api/${to}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ opId: crypto.randomUUID(), input: sent }),
      })
      return response.json()
    },
    [path, input] as const,
  ) as Promise<A>
}

/** A client of the worker's station without a case. */
async function newClient(): Promise<string> {
  const { rows } = await ask<{ rows: { id: string; station: string }[] }>(worker, 'clients/listClients', {})
  const known = await ask<{ client: { place: string } }>(worker, 'clients/getClient', { id: rows[0]!.id })
  const made = await ask<{ id: string }>(worker, 'clients/addClient', {
    station: rows[0]!.station,
    name,
    sex: 'female',
    bornOn: '1948-03-02',
    noIdReason: '证件正在补办',
    place: known.client.place,
    basis: 'law',
    law: '社会救助暂行办法',
  })
  return made.id
}

const fill = (page: Page, label: string, words: string) => page.getByLabel(label, { exact: true }).fill(words)

/** Presses a button of the page's head and then the same word in the dialog it opens, with a reason if one is given. */
async function step(page: Page, word: string, reason?: string): Promise<void> {
  await page.locator('.page-head').getByRole('button', { name: word, exact: true }).click()
  const dialog = page.getByRole('dialog')
  if (reason) await dialog.getByLabel('意见与理由').fill(reason)
  await dialog.getByRole('button', { name: word, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await settled(page)
}

const stage = (page: Page, word: string) =>
  page
    .getByRole('navigation', { name: '个案阶段' })
    .getByRole('button', { name: new RegExp(`^${word}`) })
    .click()

async function looksRight(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize(phone)
  await settled(page)
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize(desk)
  await settled(page)
}

describe('a case from the request to the closure', () => {
  it('[KM-5p] a worker takes a request in and opens the case', async () => {
    const client = await newClient()
    await open(worker, `/cases/new?client=${client}`)
    await choose(worker, '服务领域', '老年人')
    await fill(worker, '本人自述的要求', '想有人说说话')
    await fill(worker, '主要问题与服务需求', '独居，近半年少出门')
    await looksRight(worker)
    await shot(worker, 'casework-intake')
    await worker.getByRole('button', { name: '登记', exact: true }).click()
    await arrived(worker, new RegExp(name))
    home = new URL(worker.url()).pathname
    await step(worker, '开案')
    await sees(worker, '还没有填写预估表')
  })

  it('[PZ-G4.4] the next step names what is still missing', async () => {
    await worker.locator('.page-head').getByRole('button', { name: '完成预估' }).click()
    await sees(worker.getByRole('dialog'), '填写预估表')
    await worker.keyboard.press('Escape')
    await worker.getByRole('dialog').waitFor({ state: 'hidden' })
    await worker.getByRole('button', { name: '填写预估表' }).click()
    await fill(worker, '问题分析', '丧偶后与人来往少')
    await fill(worker, '本人与家庭的优势和资源', '邻居愿意照应')
    await worker.getByRole('button', { name: '保存', exact: true }).click()
    await sees(worker, '邻居愿意照应')
    await step(worker, '完成预估')
  })

  it('[BH-3.1p] plans with a goal that can be measured, and hands the plan in', async () => {
    await worker.getByRole('button', { name: '写目标' }).click()
    await fill(worker, '目标', '多出门')
    await fill(worker, '怎样衡量', '看情况')
    await fill(worker, '要达到的程度', '好一些')
    await worker.getByRole('button', { name: '保存目标' }).click()
    await sees(worker, '要达到：好一些')
    await worker.getByRole('button', { name: '填写计划' }).click()
    await fill(worker, '总体目的', '恢复日常交往')
    await fill(worker, '服务计划', '每两周家访一次，陪同去活动室')
    await worker.getByRole('radio', { name: '愿意', exact: true }).check()
    await worker.getByRole('button', { name: '保存计划' }).click()
    await sees(worker, '每两周家访一次')
    await looksRight(worker)
    await shot(worker, 'casework-plan')
    await step(worker, '提交计划')
    await sees(worker, '等待督导审核计划')
  })

  it('the supervisor finds it on the home page and returns it with a reason; the worker revises it', async () => {
    await open(head, '/')
    await sees(head, '待审核的个案')
    await head.getByRole('row').filter({ hasText: name }).first().click()
    await arrived(head, new RegExp(name))
    await head.locator('.page-head').getByRole('button', { name: '退回', exact: true }).click()
    const dialog = head.getByRole('dialog')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await sees(dialog, /请填写「?意见与理由/)
    await dialog.getByLabel('意见与理由').fill('目标要能衡量：写明每周几次')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })

    await open(worker, home)
    await sees(worker, '督导退回：目标要能衡量')
    await shot(worker, 'casework-returned')
    await worker.getByRole('button', { name: '修改', exact: true }).first().click()
    await fill(worker, '怎样衡量', '活动室签到')
    await fill(worker, '要达到的程度', '每周两次，连续四周')
    await worker.getByRole('button', { name: '保存目标' }).click()
    await sees(worker, '要达到：每周两次，连续四周')
    await step(worker, '提交计划')
    await open(head, home)
    await step(head, '通过计划', '同意')
    await sees(head, '按计划介入')
  })

  it('the worker meets the client, and nothing is entered a second time', async () => {
    const month = async () => {
      const { total } = await ask<{ total: number }>(worker, 'services/listServices', { form: 'case' })
      return total
    }
    const before = await month()
    await open(worker, home)
    await worker.getByRole('button', { name: '登记过程记录' }).click()
    await worker.getByLabel('服务事项').click()
    await worker.locator('.ant-select-item-option').first().click()
    await worker.keyboard.press('Escape')
    await fill(worker, '本次目标', '商量出门的办法')
    await fill(worker, '谈话内容', '愿意周四去活动室')
    await fill(worker, '处理与感受', '约好邻居结伴')
    await worker.getByRole('button', { name: '保存', exact: true }).click()
    await sees(worker, '过程记录（1 次）')
    // nothing was entered into the service records: the meeting itself is what the month counts
    expect(await month()).toBe(before)
    await looksRight(worker)
    await step(worker, '进入评估')
  })

  it('rates the goal, closes with the client’s own word, and the supervisor signs', async () => {
    await worker.getByRole('button', { name: '评定', exact: true }).click()
    await worker.getByRole('radio', { name: '达到', exact: true }).check()
    await fill(worker, '结果说明', '连续四周每周两次')
    await worker.getByRole('button', { name: '保存评定' }).click()
    await sees(worker, '结果：连续四周每周两次')
    await worker.getByRole('button', { name: '填写结案表' }).click()
    await fill(worker, '需求', '交往')
    await fill(worker, '介入摘要', '家访与陪同')
    await fill(worker, '目前情况', '情绪平稳')
    await choose(worker, '结案原因', '达到目标')
    await worker.locator('#field-clientTold').getByRole('radio', { name: '是' }).check()
    await fill(worker, '再求助的途径', '来站或打站里电话')
    await worker.getByRole('button', { name: '保存', exact: true }).click()
    await sees(worker, '来站或打站里电话')
    await worker.getByRole('button', { name: '登记结束评估' }).click()
    for (const label of [
      '对社工的服务满意',
      '社工能协助解决问题',
      '情况得到改善',
      '自己的积极性',
      '双方商定的目标达到',
    ])
      await fill(worker, label, '5')
    await worker.getByRole('radio', { name: '本人' }).check()
    await worker.getByRole('radio', { name: '纸质签字' }).check()
    await worker.getByRole('button', { name: '保存', exact: true }).click()
    await worker.getByRole('button', { name: '保存', exact: true }).waitFor({ state: 'hidden' })
    await looksRight(worker)
    await shot(worker, 'casework-evaluation')
    await step(worker, '提交结案')
    expect(await worker.getByRole('button', { name: '同意结案' }).count()).toBe(0)

    await open(head, home)
    await step(head, '同意结案', '目标达到')
    await stage(head, '结案回访')
    await sees(head, '达到目标')
    await sees(head, '回访')
    await looksRight(head)
    await shot(head, 'casework-closed')
  })

  it('the whole case is printed; a colleague, the township and the county cannot even see that it exists', async () => {
    const id = home.split('/').at(-1)!
    const pdf = await worker.request.get(`/api/papers/caseBundle/${id}.pdf`)
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')
    const word = await worker.request.get(`/api/papers/caseBundle/${id}.docx`)
    expect(word.status()).toBe(200)
    for (const login of ['taihe', 'guandu']) {
      const { page } = await seats.of(login)
      expect((await page.request.get(`/api/papers/caseBundle/${id}.pdf`)).status(), login).toBe(403)
      await open(page, home)
      await sees(page, '打不开这一页')
    }
  })

  it('[PZ-G3.2.2c] a scale is scored while it is answered, and the trend is drawn', async () => {
    const { rows } = await ask<{ rows: { id: string }[] }>(worker, 'clients/listClients', { search: name })
    const client = rows[0]!.id
    await open(worker, `/assessments/new?client=${client}&scale=elderMood`)
    await worker.locator('.question').first().waitFor()
    for (const question of await worker.locator('.question').all()) await question.getByRole('radio').last().check()
    await sees(worker.locator('.scale-result'), '得分')
    await looksRight(worker)
    await shot(worker, 'casework-scale')
    await worker.getByRole('button', { name: '保存评估' }).click()
    await arrived(worker, name)
    await sees(worker, '老年人情绪筛查')
  })
})
