import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { addCategory, timelineOf } from '../clients/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { findAnything } from '../search/index.server.ts'
import {
  addAgreement,
  addEmergencyNumber,
  addIncidentStep,
  closeIncident,
  editAgreement,
  emergencyNumbers,
  listAgreements,
  listIncidents,
  openIncident,
  reopenIncident,
  reportIncident,
} from './index.server.ts'

let world: World
let clerk: Actor
let head: Actor
let worker: Actor
let colleague: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  const [one, other] = [await aPerson(world, clerk, station), await aPerson(world, clerk, station)]
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, one.id))
  colleague = await world.actor(await world.account({ role: 'residentWorker', station }, other.id))
})
afterAll(() => world.close())

const found = (over: object = {}) =>
  world.as(worker, reportIncident, {
    station,
    kind: 'incident.childHarm',
    situation: 'injuries',
    foundAt: '2026-11-24T01:30:00.000Z',
    source: 'self',
    danger: false,
    victim: '示例儿童甲',
    summary: '手臂和背部多处新旧伤痕，孩子不愿说明原因',
    files: [],
    ...over,
  })

const opened = (actor: Actor, id: string) => world.as(actor, openIncident, { id, reason: 'handling' })

describe('suspected harm', () => {
  it('the law it cites is that of who is harmed: a child’s, that against violence at home, none for a mishap', async () => {
    const lawOf = async (situation: string) => {
      const { id } = await found({ kind: null, situation, victim: '示例居民乙' })
      return (await opened(worker, id)).clause
    }
    expect(await lawOf('missing')).toBe('未成年人保护法 第十一条')
    expect(await lawOf('violence')).toBe('反家庭暴力法 第十三条、第十四条')
    expect(await lawOf('accident')).toBeNull()
  })

  it('[GD-A3.10] is taken down in a minute, must be reported, is taken up within its clock and closed with what came of it', async () => {
    const { id, number } = await found()
    expect(number).toMatch(/^2026-\d{4}$/)
    const { incident, victim, summary, measures, clause } = await opened(worker, id)
    expect({ victim, summary, clause }).toEqual({
      victim: '示例儿童甲',
      summary: '手臂和背部多处新旧伤痕，孩子不愿说明原因',
      clause: '官渡区方案 附件3 第10项',
    })
    expect(measures).toContain('临时监护')
    expect(incident).toMatchObject({ state: 'found', mandatory: true, actBy: '2026-11-24T02:30:00.000Z' })
    await world.as(worker, addIncidentStep, {
      id,
      version: incident.version,
      kind: 'counsel',
      at: '2026-11-24T01:40:00.000Z',
      files: [],
    })
    const tooEarly = { id, version: 2, outcome: 'safe' as const, closing: '已由派出所处置' }
    await expect(world.as(head, closeIncident, tooEarly)).rejects.toMatchObject({
      fields: { outcome: '这一情形须强制报告：请先登记报警或报告主管部门的处置，再结案' },
    })
    await world.as(head, addIncidentStep, {
      id,
      version: 2,
      kind: 'police',
      at: '2026-11-24T01:45:00.000Z',
      party: '示例派出所',
      receipt: '接警回执 0001',
      note: '民警到场',
      files: [],
    })
    await world.as(head, closeIncident, { ...tooEarly, version: 3 })
    const closed = await opened(clerk, id)
    expect(closed.incident).toMatchObject({ state: 'closed', outcome: 'safe', takenUpAt: '2026-11-24T01:40:00.000Z' })
    expect(closed.closing).toBe('已由派出所处置')
    expect(closed.steps.map(({ kind, receipt, note }) => [kind, receipt, note])).toEqual([
      ['counsel', null, null],
      ['police', '接警回执 0001', '民警到场'],
    ])
    await world.as(head, reopenIncident, { id, version: closed.incident.version })
    expect((await opened(head, id)).incident.state).toBe('inHand')
  })

  it('every look needs a reason, is written down and is shown to all who may look', async () => {
    const { id } = await found()
    await opened(worker, id)
    await world.as(clerk, openIncident, { id, reason: 'supervision' })
    const { looks } = await opened(head, id)
    expect(looks.map(({ reason }) => reason)).toEqual(['处置本事件', '督导或检查', '处置本事件'])
  })

  it('a curious colleague of the same station cannot see that it exists', async () => {
    const child = (await aClient(world, worker, station, { bornOn: '2015-03-02', basis: 'law', law: '未成年人保护法' }))
      .id
    const { id, number } = await found({ client: child, victim: '示例儿童乙' })
    expect(await world.as(colleague, listIncidents, {})).toEqual([])
    await expect(opened(colleague, id)).rejects.toMatchObject({
      code: 'notFound',
      message: '找不到该事件，或您无权查看',
    })
    await expect(
      world.as(colleague, addIncidentStep, {
        id,
        version: 1,
        kind: 'other',
        at: '2026-11-24T02:00:00.000Z',
        files: [],
      }),
    ).rejects.toMatchObject({ code: 'notFound' })
    const { lines } = await world.as(colleague, timelineOf, { id: child })
    expect(JSON.stringify(lines)).not.toContain(number)
    expect(JSON.stringify(await world.as(colleague, findAnything, { text: '示例儿童乙' }))).not.toContain(id)
    // an account that stands elsewhere hears the same as of what is not there
    const away = await world.actor(await world.account({ role: 'county', place: '530102' }))
    await expect(opened(away, id)).rejects.toMatchObject({ code: 'notFound' })
  })

  it('what was written lies encrypted in the database, and the audit says only that it changed', async () => {
    const { id } = await found({ summary: '这句话不应明文出现' })
    const uuid = id.slice(id.indexOf('-') + 1)
    const { rows } = await world.owner.query('select i::text as whole from incident i where id = $1', [uuid])
    const { rows: lines } = await world.owner.query('select a::text as whole from audit a where record = $1', [id])
    expect(rows[0].whole + JSON.stringify(lines)).not.toContain('这句话不应明文出现')
    expect(lines.length).toBeGreaterThan(0)
    const { rows: answers } = await world.owner.query(
      "select coalesce(string_agg(answer::text, ''), '') as all from op_log",
    )
    expect(answers[0].all).not.toContain('这句话不应明文出现')
  })

  it('[GD-A3.10] what is not taken up in time shows as such, and in the share of what was taken up', async () => {
    const { id } = await found({ foundAt: '2026-11-22T01:00:00.000Z', danger: true })
    const listed = await world.as(head, listIncidents, { state: 'found' })
    expect(listed.find((one) => one.id === id)).toMatchObject({ late: true, actBy: '2026-11-22T02:00:00.000Z' })
    const [cell] = await world.door.read(head, 'incident.read', (tx) =>
      figures(tx, measureNamed('protection.takenUpShare'), {
        subject: { stations: [station] },
        period: periodOf('2026-11')!,
      }),
    )
    expect(cell!.numerator).toBeLessThan(cell!.denominator!)
    expect(measureNamed('protection.takenUpShare').grant).toBe('incident.read')
  })

  it('[PZ-G3.2.2e] harm to the old and to families is taken down alike, without the duty that is for children', async () => {
    const { id } = await found({ kind: null, situation: 'neglect', victim: '示例老人', summary: '无人照料三日' })
    expect((await opened(worker, id)).incident).toMatchObject({ mandatory: false, kind: 'adult' })
  })

  it('wrong times are refused in words', async () => {
    await expect(found({ foundAt: '2027-01-01T00:00:00.000Z' })).rejects.toMatchObject({
      fields: { foundAt: '发现时间不能晚于现在' },
    })
  })
})

describe('children left behind', () => {
  it('[GD-A3.9] each has a signed agreement or is named as missing one', async () => {
    const { id: child } = await aClient(world, worker, station, {
      bornOn: '2017-05-06',
      basis: 'law',
      law: '未成年人保护法',
    })
    await world.as(worker, addCategory, {
      id: child,
      category: 'leftBehindChild',
      fromOn: '2026-09-01',
      source: 'discovered',
      proof: [],
    })
    const state = async () => (await world.as(worker, listAgreements, { client: child }))[0]
    expect(await state()).toMatchObject({ state: 'unsigned', agreement: null })
    const agreement = await world.as(worker, addAgreement, {
      client: child,
      parents: '示例父亲、示例母亲',
      entrusted: '示例奶奶',
      relation: '祖母',
      files: [],
      signedOn: '2026-11-20',
      validUntil: '2027-11-19',
    })
    // the paper itself is not here yet
    expect(await state()).toMatchObject({ state: 'unsigned' })
    const share = async () => {
      const [cell] = await world.door.read(worker, 'client.read', (tx) =>
        figures(tx, measureNamed('protection.agreementSignedShare'), {
          subject: { stations: [station] },
          period: periodOf('2026-11-24')!,
          with: { category: 'leftBehindChild' },
        }),
      )
      return [cell!.numerator, cell!.denominator]
    }
    expect(await share()).toEqual([0, 1])
    const file = await world.door.perform(worker, 'test/file', async (tx) => {
      const { insert } = await import('../../core/records.ts')
      const { StoredFile } = await import('../../core/files.ts')
      const { newId } = await import('../../core/identifiers.ts')
      return insert(
        tx,
        StoredFile,
        { id: newId('530111'), station },
        { name: '确认书.pdf', type: 'application/pdf', size: 1, sha256: 'a'.repeat(64), readBy: 'client.read' },
      )
    })
    const { id, version, parents, entrusted, relation, signedOn, validUntil } = agreement
    await world.as(worker, editAgreement, {
      id,
      version,
      parents,
      entrusted,
      relation,
      signedOn,
      validUntil,
      files: [file.id],
    })
    expect(await state()).toMatchObject({ state: 'signed' })
    expect(await share()).toEqual([1, 1])
    world.setDay('2027-10-01')
    expect(await state()).toMatchObject({ state: 'ending' })
    world.setDay('2026-11-24')
  })
})

it('whom to call: the county’s own numbers come before the country’s', async () => {
  await world.as(clerk, addEmergencyNumber, { county: '530111', name: '示例区未成年人保护中心', phone: '19900000001' })
  const numbers = await world.as(worker, emergencyNumbers, {})
  expect(numbers.slice(0, 2).map(({ phone }) => phone)).toEqual(['19900000001', '110'])
})
