import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  arrived,
  barriers,
  choose,
  desk,
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
let worker: Page
let county: Page
let workerName: string
const name = '示例留守儿童小禾'
const station = '昆明市官渡区太和街道社会工作服务站'

/** Calls the server as whoever sits at this page, for what the story only stands on. */
async function ask<A>(page: Page, path: string, input: object): Promise<A> {
  const answer = await page.request.post(`/api/${path}`, { data: { opId: crypto.randomUUID(), input } })
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`)
  return answer.json() as Promise<A>
}

/** Somebody new at the station of the worker's desk, who becomes the responsible worker. */
async function newClient(values: object): Promise<void> {
  const me = await ask<{ stations: { id: string }[]; account: { name: string } }>(worker, 'accounts/whoAmI', {})
  workerName = me.account.name
  const { rows } = await ask<{ rows: { id: string }[] }>(worker, 'clients/listClients', {})
  const known = await ask<{ client: { place: string } }>(worker, 'clients/getClient', { id: rows[0]!.id })
  await ask(worker, 'clients/addClient', { station: me.stations[0]!.id, place: known.client.place, ...values })
}

/** A child left behind, of this month's list. */
const newChild = () =>
  newClient({
    name,
    sex: 'male',
    bornOn: '2016-05-06',
    noIdReason: '证件由外地的父母保管',
    basis: 'consent',
    way: 'written',
    givenBy: 'guardian',
    guardianName: '示例祖母',
    guardianRelation: 'grandparent',
    categories: [{ category: 'leftBehindChild', fromOn: '2026-01-05', source: 'discovered' }],
  })

/** An old man who lives alone. */
const newElder = () =>
  newClient({
    name: '示例独居老人',
    sex: 'male',
    bornOn: '1944-03-09',
    noIdReason: '证件正在补办',
    basis: 'law',
    law: '社会救助暂行办法',
    categories: [{ category: 'livingAlone', fromOn: '2026-01-05', source: 'discovered' }],
  })

async function looksRight(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize(phone)
  await settled(page)
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
  await page.setViewportSize(desk)
  await settled(page)
}

beforeAll(async () => {
  seats = await openSeats()
  worker = (await seats.of('taihe.shegong')).page
  county = (await seats.of('guandu')).page
  await newChild()
})
afterAll(() => seats.close())

describe('every child of the special groups is visited at home once a month', () => {
  it('[GD-A3.5] the worker brings the list up to date, and the child is on it', async () => {
    await open(worker, '/visits')
    await worker.getByText('全站', { exact: true }).click()
    await worker.getByRole('button', { name: '更新名单' }).click()
    await sees(worker, name)
    await looksRight(worker)
    await shot(worker, 'visits-due')
  })

  it('a child not visited this month is found from the county’s page in three clicks', async () => {
    await open(county, '/')
    await sees(county, '本月走访')
    await looksRight(county)
    await shot(county, 'visits-county')
    await follow(county, () => county.getByRole('button', { name: /^查看未走访的/ }).click())
    await sees(county, '统计口径')
    await looksRight(county)
    await shot(county, 'visits-completion')
    await county
      .getByRole('row', { name: station })
      .filter({ hasText: workerName })
      .getByRole('button', { name: /未完成的名单/ })
      .click()
    const row = county.getByRole('row', { name })
    await row.waitFor()
    expect(await row.innerText()).toContain('留守')
    expect(await row.innerText()).toContain('附件3 第8项')
  })

  it('a telephone call is written down and does not count as the visit at home', async () => {
    await open(worker, '/visits?mine=false')
    await worker.getByRole('row', { name }).getByRole('button', { name: '走访' }).click()
    await arrived(worker, new RegExp(name))
    await worker.getByRole('radio', { name: '电话', exact: true }).check()
    await worker.getByLabel('发现的情况').fill('祖母说孩子最近咳嗽，约好上门时间')
    await worker.getByLabel('服务事项').click()
    await worker.locator('.ant-select-item-option').first().click()
    await worker.keyboard.press('Escape')
    await worker.getByRole('button', { name: '保存走访' }).click()
    await arrived(worker, /^走访$/)
    await open(worker, '/visits?mine=false')
    await sees(worker, name)
  })

  it('the worker visits at home, sees each thing, and notes what follows', async () => {
    await worker.getByRole('row', { name }).getByRole('button', { name: '走访' }).click()
    await arrived(worker, new RegExp(name))
    await worker.getByRole('radio', { name: '有变化，逐项填写' }).check()
    for (const part of await worker.locator('.seen-item').all()) await part.getByRole('radio').first().check()
    await worker.getByLabel('发现的情况').fill('与祖母同住，作业无人辅导')
    await worker.getByRole('button', { name: '加一件要跟进的事' }).click()
    await worker.getByLabel('跟进事项 1').fill('联系学校安排课后辅导')
    await looksRight(worker)
    await shot(worker, 'visits-form')
    await worker.getByRole('button', { name: '保存走访' }).click()
    await arrived(worker, /^走访$/)
    await open(worker, '/visits?view=done&mine=false')
    await sees(worker, name)
  })

  it('what follows is on the worker’s list until it is done', async () => {
    await open(worker, '/visits?tab=tasks')
    await worker.getByRole('row', { name: '联系学校安排课后辅导' }).getByRole('button', { name: '完成' }).click()
    const dialog = worker.getByRole('dialog')
    await dialog.getByLabel('结果').fill('学校已安排每周两次')
    await dialog.getByRole('button', { name: '完成', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(await worker.getByRole('row', { name: '联系学校安排课后辅导' }).count()).toBe(0)
  })

  it('visits at home and calls are counted apart, and the form is printed', async () => {
    await open(worker, '/visits?tab=records')
    await choose(worker, '走访方式', '电话')
    await sees(worker, name)
    await open(worker, '/visits?tab=records')
    await follow(worker, () => worker.getByRole('row', { name }).filter({ hasText: '入户' }).first().click())
    await sees(worker, '作业无人辅导')
    await looksRight(worker)
    await shot(worker, 'visits-visit')
    const id = new URL(worker.url()).pathname.split('/').at(-1)
    const paper = await worker.request.get(`/api/papers/visit/${id}.docx`)
    expect(paper.status()).toBe(200)
  })

  it('[GD-A3.24] the street lays down how often its elderly are visited, and they stand on the worker’s list', async () => {
    await newElder()
    const { page: street } = await seats.of('taihe')
    await open(street, '/visits?tab=arrangements')
    await looksRight(street)
    await street.getByRole('button', { name: '增加走访安排' }).click()
    const dialog = street.getByRole('dialog')
    await choose(street, '社工站', station)
    await dialog.getByLabel('名称').fill('示例独居老人巡防关爱')
    await dialog.getByLabel('服务对象类别').fill('独居')
    await street.locator('.ant-select-item-option', { hasText: '独居' }).click()
    await street.keyboard.press('Escape')
    await dialog.getByLabel('依据').fill('街道巡防关爱办法，2026年1月印发')
    await looksRight(street)
    await shot(street, 'visits-arrangement')
    await dialog.getByRole('button', { name: '增加走访安排' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await sees(street.getByRole('row', { name: '示例独居老人巡防关爱' }), '每月 1 次')
    await open(worker, '/visits?mine=false')
    await sees(worker.getByRole('row', { name: '示例独居老人' }), '街道巡防关爱办法')
  })
})
