import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { timelineOf } from '../clients/index.server.ts'
import { paperKinds, render } from '../papers/index.server.ts'
import { assessClient, clientAssessments, getAssessment, withdrawAssessment } from './assessment.server.ts'
import { listScales, loadScale, retireScale, scalesAt } from './scale.server.ts'
import { type Answers, rangeOf, type Scale, scaleProblem, scaleRange, scoreOf, writeAnswers } from './scale.ts'
import { shippedScales } from './scales.ts'

let world: World
let county: Actor
let worker: Actor
let colleague: Actor
let village: Actor
let stranger: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  const other = (await aStation(world, county, { place: '530111003' })).id
  const person = await aPerson(world, county, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  colleague = await world.actor(await world.account({ role: 'stationHead', station: other }))
  village = await world.actor(await world.account({ role: 'township', place: '530111004' }))
  stranger = await world.actor(await world.account({ role: 'county', place: '530102' }))
})
afterAll(() => world.close())

const shipped = (key: string): Scale => shippedScales.find((scale) => scale.key === key)!

/** Every question answered by its option of most or least points, before reversing. */
const all = (scale: Scale, pick: 'least' | 'most'): Answers =>
  Object.fromEntries(scale.items.map((item) => [item.key, rangeOf(item)[pick === 'least' ? 0 : 1]]))

async function assessed(client: string, key: string, answers: Answers, onDay = today) {
  return world.as(worker, assessClient, {
    client,
    scale: key,
    onDay,
    informant: 'self',
    answers: writeAnswers(answers),
  })
}

describe('scales are data', () => {
  it.each([
    [
      'PZ-G3.2.1b',
      'body, property and housing',
      ['dailyLiving', 'instrumentalLiving', 'familyEconomy', 'housingSafety'],
    ],
    ['PZ-G3.2.1d', 'needs', ['serviceNeeds', 'familyFunction']],
    ['PZ-G3.2.2a', 'the health risk of the elderly', ['elderHealth']],
    ['PZ-G3.2.2c', 'cognition and mood', ['cognition', 'elderMood']],
    ['PZ-G3.2.2f', 'the end of life and the bereaved', ['endOfLife', 'bereavement']],
    ['PZ-G3.2.5a', 'guardianship', ['guardianshipRisk']],
  ] as const)('[%s] %s can be assessed for a client, at its worst and at its best', async (_id, _what, keys) => {
    const client = await aClient(world, worker, station)
    for (const key of keys) {
      const scale = shipped(key)
      const way = (good: boolean): Answers =>
        Object.fromEntries(
          scale.items.map((item) => {
            const [least, most] = rangeOf(item)
            return [item.key, good === (scale.highIsGood !== (item.reversed ?? false)) ? most : least]
          }),
        )
      expect(await assessed(client.id, key, way(true)), key).toMatchObject({ tone: 'good', alerts: [] })
      const worst = await assessed(client.id, key, way(false))
      expect(worst.tone, key).toBe('risk')
    }
  })

  it.each(shippedScales.map((scale) => [scale.title, scale] as const))(
    '%s is whole: names its source and licence, every score falls into one band',
    (_title, scale) => {
      expect(scaleProblem(scale)).toBeUndefined()
      expect(scale.source.length).toBeGreaterThan(20)
      expect(scale.licence).toBe('ownItems')
      const [least, most] = scaleRange(scale)
      for (let score = least; score <= most; score++)
        expect(scale.bands.filter(({ from, to }) => score >= from && score <= to).length, `${scale.key} ${score}`).toBe(
          1,
        )
    },
  )

  it('sums points, mirrors reversed items, names the band and what must be acted upon', () => {
    const mood = shipped('elderMood')
    const calm = Object.fromEntries(mood.items.map((item) => [item.key, item.reversed ? 1 : 0]))
    expect(scoreOf(mood, calm)).toMatchObject({ score: 0, band: '情绪平稳', tone: 'good', alerts: [] })
    const low = { ...calm, content: 0, low: 1, life: 1, alone: 1, burden: 1, useless: 1, empty: 1 }
    expect(scoreOf(mood, low)).toMatchObject({ score: 7, band: '建议专业评估', tone: 'risk' })
    expect(scoreOf(mood, low)).toMatchObject({ alerts: [expect.stringContaining('不让其独处')] })
    expect(scoreOf(shipped('dailyLiving'), all(shipped('dailyLiving'), 'most'))).toMatchObject({
      score: 100,
      band: '能够自理',
    })
  })

  it('open questions follow the scale’s own rule: refused, averaged, or counted as nothing', () => {
    const { eating: _eating, ...nine } = all(shipped('dailyLiving'), 'most')
    expect(scoreOf(shipped('dailyLiving'), nine)).toBe('还有 1 题没有作答，从第 1 题继续')
    const { shopping: _shopping, ...seven } = all(shipped('instrumentalLiving'), 'most')
    expect(scoreOf(shipped('instrumentalLiving'), seven)).toMatchObject({ score: 16, missing: 1 })
    const { repeat: _repeat, ...rest } = all(shipped('cognition'), 'most')
    expect(scoreOf(shipped('cognition'), rest)).toMatchObject({ score: 9, missing: 1 })
    expect(scoreOf(shipped('cognition'), { repeat: 1 })).toContain('最多可缺 3 题')
    expect(scoreOf(shipped('cognition'), { ...rest, repeat: 7 })).toContain('请从选项中选择')
  })
})

describe('a scale filled in for a client', () => {
  it('[PZ-G3.2.1b] is scored by the system, stands in the timeline and is printed', async () => {
    const client = await aClient(world, worker, station)
    const scale = shipped('dailyLiving')
    const row = await assessed(client.id, scale.key, { ...all(scale, 'most'), bathing: 0, stairs: 5 })
    expect(row).toMatchObject({ score: 90, most: 100, band: '轻度依赖', tone: 'attention', missing: 0 })
    const timeline = await world.as(worker, timelineOf, { id: client.id })
    expect(timeline.lines.find(({ source }) => source === 'assessment')).toMatchObject({
      title: scale.title,
      note: '90 分 · 轻度依赖',
    })
    const paper = await world.door.read(worker, 'assessment.read', (tx, reach) =>
      paperKinds()
        .get('assessment')!
        .build({ tx, reach, input: { id: row.id } }),
    )
    const pdf = await render(paper, 'pdf')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await render(paper, 'docx')).length).toBeGreaterThan(5000)
    expect((await render(paper, 'xlsx')).length).toBeGreaterThan(3000)
  })

  it('[PZ-G3.2.2f] shows the trend over time: each score with the change since the last, withdrawn ones left out', async () => {
    const client = await aClient(world, worker, station)
    const scale = shipped('bereavement')
    const grieving = all(scale, 'most')
    await assessed(client.id, scale.key, { ...grieving, death: 0, routine: 0, people: 0 }, '2026-08-24')
    const wrong = await assessed(client.id, scale.key, all(scale, 'least'), '2026-09-24')
    await world.as(worker, withdrawAssessment, { id: wrong.id, version: wrong.version, withdrawnReason: '填错了人' })
    await assessed(client.id, scale.key, { ...all(scale, 'least'), routine: 3, people: 3 }, '2026-11-24')
    const { trends, rows } = await world.as(worker, clientAssessments, { client: client.id })
    expect(trends).toHaveLength(1)
    expect(trends[0]!.points.map(({ score, change }) => [score, change])).toEqual([
      [27, null],
      [0, -27],
    ])
    expect(rows.map(({ row }) => row.state)).toEqual(['valid', 'withdrawn', 'valid'])
  })

  it('is refused with a sentence when it cannot be scored, and is for the station’s own people only', async () => {
    const client = await aClient(world, worker, station)
    await expect(assessed(client.id, 'dailyLiving', { eating: 10 })).rejects.toMatchObject({
      code: 'invalid',
      fields: { answers: '还有 9 题没有作答，从第 2 题继续' },
    })
    await expect(assessed(client.id, 'unheardOf', { a: 1 })).rejects.toMatchObject({
      fields: { scale: expect.stringContaining('没有这个量表') },
    })
    const row = await assessed(client.id, 'cognition', all(shipped('cognition'), 'least'))
    expect((await world.as(worker, getAssessment, { id: row.id })).scale?.items).toHaveLength(10)
    await expect(world.as(colleague, getAssessment, { id: row.id })).rejects.toMatchObject({ code: 'notFound' })
    // the township may read the file, but not what a client answered about body and mind
    await expect(world.as(village, getAssessment, { id: row.id })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

const ownScale = (version: string) => `
key: dailyLiving
version: "${version}"
title: 本区自用日常能力表
construct: 日常活动
source: 区残联培训材料，版权人书面授权
licence: permitted
licenceNote: 仅限本区社工站使用
forWhom: 残疾人
instruction: 逐题询问
missing: refuse
highIsGood: true
items:
  - key: walk
    label: 能走路
    options: [{ points: 1, label: 能 }, { points: 0, label: 不能 }]
bands:
  - { from: 0, to: 0, label: 需帮助, tone: risk, advice: 安排照料 }
  - { from: 1, to: 1, label: 自理, tone: good, advice: 保持 }
`

describe('a county loads a scale of its own', () => {
  it('is used in that county instead of the shipped one, kept by version, and shown nowhere else', async () => {
    const client = await aClient(world, worker, station)
    const first = await world.as(county, loadScale, { county: '530111', source: ownScale('1') })
    const row = await assessed(client.id, 'dailyLiving', { walk: 1 })
    expect(row).toMatchObject({ scaleTitle: '本区自用日常能力表', band: '自理', most: 1 })
    await expect(world.as(county, loadScale, { county: '530111', source: ownScale('1') })).rejects.toMatchObject({
      fields: { source: expect.stringContaining('请改版本号') },
    })
    const second = await world.as(county, loadScale, { county: '530111', source: ownScale('2') })
    expect((await world.as(worker, getAssessment, { id: row.id })).scale?.version).toBe('1')
    const titles = (await world.as(stranger, listScales, {})).map(({ scale }) => scale.title)
    expect(titles).not.toContain('本区自用日常能力表')
    await world.as(county, retireScale, { id: second.id, version: second.version })
    const offered = await world.as(worker, scalesAt, { client: client.id })
    expect(offered.find(({ key }) => key === 'dailyLiving')?.items).toHaveLength(10)
    expect(first.state).toBe('used')
  })

  it('a file that is not right is refused with the place that is wrong', async () => {
    const wrong = async (source: string) =>
      world.as(county, loadScale, { county: '530111', source }).then(
        () => 'accepted',
        (error: { fields: Record<string, string> }) => error.fields.source ?? JSON.stringify(error),
      )
    expect(await wrong('key: [')).toContain('不是有效的 YAML')
    expect(await wrong(ownScale('9').replace('points: 1', 'points: many'))).toContain('第 1 题第 1 个选项')
    expect(await wrong(ownScale('9').replace('from: 1, to: 1', 'from: 3, to: 3'))).toContain('分级')
    expect(await wrong(ownScale('9').replace('title: 本区自用日常能力表', 'title: 甲\nscript: x'))).toContain(
      '没有「script」',
    )
    await expect(world.as(stranger, loadScale, { county: '530111', source: ownScale('9') })).rejects.toMatchObject({
      fields: { county: expect.stringContaining('只能为本区县') },
    })
  })
})
