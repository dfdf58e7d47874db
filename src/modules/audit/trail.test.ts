import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aService, aStation, madeUpIdentity, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { AnswerOfCall } from '../../core/action.ts'
import { takeAnchor } from '../../core/audit.ts'
import { openDatabase } from '../../core/db.ts'
import { giveRole } from '../accounts/index.server.ts'
import { editPerson, revealPerson } from '../people/index.server.ts'
import { editService, reverseService } from '../services/index.server.ts'
import { auditKinds, chainState, historyOf, listAudit, listLooks, setAnchors, verifyChains } from './index.server.ts'

let world: World
let county: Actor
let worker: Actor
let colleague: Actor
let auditor: Actor
let stranger: Actor
let strangeAuditor: Actor
let station: string
let person: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004', name: '甲街道社会工作服务站' })).id
  person = (await aPerson(world, county, station, { name: '示例甲' })).id
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person))
  const elsewhere = (await aStation(world, county, { place: '530111003' })).id
  colleague = await world.actor(await world.account({ role: 'residentWorker', station: elsewhere }))
  auditor = await world.actor(await world.account({ role: 'auditor', place: '530111' }))
  stranger = await world.actor(await world.account({ role: 'county', place: '530102' }))
  strangeAuditor = await world.actor(await world.account({ role: 'auditor', place: '530102' }))
})
afterAll(() => world.close())

const history = (actor: Actor, id: string, entity?: string) =>
  world.as(actor, historyOf, { id, ...(entity && { entity }) })

async function editedService() {
  const row = await aService(world, worker, station, { people: 3, summary: '入户' })
  const { id, version, onDay, form, items, minutes, files } = row
  return world.as(worker, editService, {
    id,
    version,
    onDay,
    form,
    items,
    minutes,
    files,
    people: 5,
    summary: '入户看望',
  })
}

describe('the history of a record', () => {
  it('says in the record’s own words who changed what, from what to what', async () => {
    const row = await editedService()
    const { lines } = await history(worker, row.id)
    expect(lines.map(({ action, first }) => [action, first])).toEqual([
      ['修改服务记录', false],
      ['登记服务', true],
    ])
    expect(lines[0]).toMatchObject({ byName: 'residentWorker', entityLabel: '服务记录', chain: '甲街道社会工作服务站' })
    expect(lines[0]!.changes).toEqual([
      { label: '服务人次', before: '3 人次', after: '5 人次', hidden: false },
      { label: '服务内容', before: '入户', after: '入户看望', hidden: false },
    ])
    expect(lines[1]!.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ label: '服务形式', after: '走访' }),
        expect.objectContaining({ label: '服务人员', after: '示例甲' }),
        expect.objectContaining({ label: '状态', after: '有效' }),
      ]),
    )
  })

  it('names what was served as the catalogue does', async () => {
    const row = await editedService()
    const [items] = (await history(worker, row.id)).lines[1]!.changes.filter(({ label }) => label === '服务事项')
    expect(items!.after).toMatch(/\p{Script=Han}{2,}/u)
    expect(items!.after).not.toContain(row.items[0])
  })

  it('is for whoever may read the record, and for the auditor of the area', async () => {
    const row = await editedService()
    for (const reader of [worker, county, auditor]) expect((await history(reader, row.id)).lines).toHaveLength(2)
    for (const other of [colleague, stranger, strangeAuditor])
      await expect(history(other, row.id)).rejects.toMatchObject({ code: 'notFound' })
  })

  it('what does not exist looks like what may not be seen', async () => {
    const never = '530111-00000000-0000-7000-8000-000000000000'
    const refusal = { code: 'notFound', message: '找不到这条记录的修改记录，或您无权查看' }
    for (const [id, entity] of [
      [never, undefined],
      ['00000000-0000-7000-8000-000000000000', 'account'],
      ['没有这样的编号'.length.toString(), 'account'],
      ['530111', 'place_nowhere'],
    ] as const)
      await expect(history(county, id, entity)).rejects.toMatchObject(refusal)
  })

  it('a secret is named, its value is in no line', async () => {
    const number = madeUpIdentity('1990-07-02', 903)
    const found = await aPerson(world, county, station, { idNumber: number, bornOn: '1990-07-02', sex: 'male' })
    const other = madeUpIdentity('1990-07-02', 905)
    const { name, sex, bornOn, education, socialWorkMajor, localHousehold, localMinority } = found
    const edited = { name, sex, bornOn, education, socialWorkMajor, localHousehold, localMinority, idNumber: other }
    await world.as(county, editPerson, { id: found.id, version: found.version, ...edited, phone: '19900000001' })
    const answer = await history(county, found.id)
    expect(answer.lines[0]!.changes).toEqual(
      expect.arrayContaining([{ label: '联系电话', before: null, after: null, hidden: true }]),
    )
    for (const secret of [number, other, number.slice(-4), '19900000001', '0001'])
      expect(JSON.stringify(answer)).not.toContain(secret)
    expect(answer.lines.some(({ entityLabel }) => entityLabel === '任职')).toBe(true)
  })

  it('an account’s history tells its roles too', async () => {
    const admin = await world.actor(await world.account({ role: 'administrator', place: '530111' }))
    const account = await world.account({ role: 'stationHead', station })
    await world.as(admin, giveRole, { id: account, role: 'residentWorker', station })
    const { lines } = await history(admin, account, 'account')
    expect(lines[0]).toMatchObject({ action: '授予角色', entityLabel: '角色' })
    expect(lines[0]!.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ label: '角色', after: '驻站社工' }),
        expect.objectContaining({ label: '社工站', after: '甲街道社会工作服务站' }),
      ]),
    )
  })
})

describe('the audit pages', () => {
  it('list the area’s lines newest first, page after page without a gap or a repeat', async () => {
    for (let i = 0; i < 60; i++) await aService(world, worker, station)
    const seen: string[] = []
    const times: string[] = []
    let after: string | null = null
    do {
      const page: AnswerOfCall<typeof listAudit> = await world.as(auditor, listAudit, { after })
      seen.push(...page.lines.map(({ key }) => key))
      times.push(...page.lines.map(({ at }) => at))
      after = page.next
    } while (after)
    const { rows } = await world.owner.query<{ n: number }>(
      `select count(*)::int as n from audit where county = '530111'`,
    )
    expect(seen).toHaveLength(rows[0]!.n)
    expect(new Set(seen).size).toBe(seen.length)
    expect(times).toEqual([...times].sort().reverse())
  })

  it('are filtered by account, record, action and day', async () => {
    const row = await editedService()
    await world.as(worker, reverseService, { id: row.id, version: row.version, reversedReason: '重复登记' })
    const only = async (input: object) => (await world.as(auditor, listAudit, input as never)).lines
    expect(new Set((await only({ account: worker.account })).map(({ byName }) => byName))).toEqual(
      new Set(['residentWorker']),
    )
    expect(new Set((await only({ entity: 'person' })).map(({ entityLabel }) => entityLabel))).toEqual(new Set(['人员']))
    expect(await only({ action: 'services/reverseService' })).toHaveLength(1)
    expect(await only({ from: '2026-11-25' })).toEqual([])
    expect((await only({ from: today, to: today })).length).toBeGreaterThan(10)
    const { actions, entities } = await world.as(auditor, auditKinds, {})
    expect(actions).toContainEqual({ key: 'services/reverseService', label: '冲销服务记录' })
    expect(entities).toContainEqual({ key: 'service_record', label: '服务记录' })
  })

  it('refuse a page position that is none', async () => {
    for (const after of ['x', '[1,2,3,4]', '["2026-11-24T02:00:00.000Z","530111","x",1]'])
      await expect(world.as(auditor, listAudit, { after })).rejects.toMatchObject({
        message: '翻页位置不对，请回到第一页',
      })
  })

  it('of another area show nothing of this one', async () => {
    expect((await world.as(strangeAuditor, listAudit, {})).lines).toEqual([])
    expect((await world.as(strangeAuditor, listLooks, {})).looks).toEqual([])
    expect(await world.as(strangeAuditor, chainState, {})).toMatchObject({ chains: 0, lines: 0 })
  })

  it('show who looked at what was hidden, and why', async () => {
    await world.as(county, revealPerson, { id: person, field: 'idNumber', reason: '核对证书' })
    const { looks } = await world.as(auditor, listLooks, { from: today, to: today })
    expect(looks[0]).toMatchObject({
      byName: 'county',
      entityLabel: '人员',
      record: person,
      recordName: '示例甲',
      field: '身份证号',
      reason: '核对证书',
      chain: '甲街道社会工作服务站',
    })
    expect((await world.as(auditor, listLooks, { to: '2026-11-23' })).looks).toEqual([])
  })
})

describe('the state of the chains', () => {
  it('is read and verified within reach, and says in words what is wrong', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    const { host, port, user, password, database } = world.owner
    const owner = openDatabase({ host, port, user, password: password as string, database: database as string }, 1)
    const anchor = await takeAnchor(owner, privateKey, `${today}T02:00:00.000Z`)
    setAnchors({ newest: async () => ({ anchor, publicKey }) })
    try {
      // an account of the area itself hangs on the area's own chain
      const admin = await world.actor(await world.account({ role: 'administrator', place: '530111' }))
      await world.as(admin, giveRole, { id: auditor.account, role: 'county', place: '530111' })
      const state = await world.as(auditor, chainState, {})
      expect(state).toMatchObject({ anchorAt: anchor.at, problems: [] })
      expect(state.rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['甲街道社会工作服务站', '官渡区本级']))
      expect(await world.as(auditor, verifyChains, {})).toMatchObject({
        chains: state.chains,
        lines: state.lines,
        problems: [],
      })
      const harm = `update audit set changes = '{}' where county = '530111' and station = '${station.slice(7)}' and seq = 5`
      await owner.pool.query(harm)
      const found = await world.as(auditor, verifyChains, {})
      expect(found.problems).toMatchObject([
        { chain: '甲街道社会工作服务站', says: '第 5 条与链不符：这一条或它前面一条被改动过' },
      ])
      expect((await world.as(strangeAuditor, verifyChains, {})).problems).toEqual([])
    } finally {
      setAnchors(undefined)
      await owner.close()
    }
  })
})
