import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type, typeJson } from '../../../tests/commandLine.ts'
import { type Installation, openInstallation } from '../../../tests/installation.ts'
import { anchorStore, keepAnchor } from '../anchor.ts'
import type { Check } from './check.ts'
import { examine } from './doctor.ts'
import { clockSane, nodeVersion } from './machine.ts'

let office: Installation
beforeAll(async () => {
  office = await openInstallation()
  vi.stubEnv('YIZHAN_DATA', office.data)
  // somebody works here: there is something on the trail
  await typeJson('user add guandu --name 示例 --role county --place 官渡区')
  await keepAnchor(office.runtime.owner, office.data, new Date().toISOString())
}, 180_000)
afterAll(() => office?.close())

const inData = (name: string) => join(office.data, name)
const sql = (text: string, values: unknown[] = []) => office.runtime.owner.pool.query(text, values)
const look = (now?: Date) => examine({ data: office.data, suite: 'aes' }, now)
const found = async (name: string, now?: Date) => (await look(now)).find(({ check }) => check === name)!
const hours = (n: number) => new Date(Date.now() + n * 3_600_000)

describe('./yizhan doctor over a sound installation', () => {
  let checks: Check[]
  let before: unknown[]
  const files = async () => (await readdir(office.data, { recursive: true })).filter((name) => !name.startsWith('pg/'))
  const rows = async () =>
    (await sql('select (select count(*) from audit) + (select count(*) from access_log) as n')).rows

  beforeAll(async () => {
    before = [await files(), await rows()]
    checks = await typeJson<Check[]>('doctor')
  })

  it('answers one line for each thing with --json, and ends with 0', () => {
    expect(Object.keys(checks[0]!)).toEqual(['check', 'label', 'state', 'says', 'todo'])
    expect(checks.map(({ check }) => check)).toEqual(
      'node data disk keys packs fonts pdf backup database schema role walls places anchor clock'.split(' '),
    )
  })

  it('finds everything well; only that there is no backup yet is worth a word', () => {
    // how full this disk is, is no matter of ours
    const worth = checks.filter(({ check, state }) => state !== 'ok' && check !== 'disk')
    expect(worth).toEqual([
      {
        check: 'backup',
        label: '备份',
        state: 'warn',
        says: '还没有做过备份',
        todo: expect.stringContaining('请用 ./yizhan backup 备份'),
      },
    ])
  })

  it('has changed nothing by looking', async () => {
    expect([await files(), await rows()]).toEqual(before)
  })

  it('ends with 1 when something has failed, and says what to do under it', async () => {
    await chmod(inData('master.key'), 0o644)
    const { code, out } = await type('doctor')
    await chmod(inData('master.key'), 0o600)
    expect(code).toBe(1)
    expect(out).toMatch(/\n✗ {2}密钥 +别的用户也能读 master\.key\n {3}→ 请执行 chmod 600 /)
    expect(out).toMatch(/\n1 项有问题\n$/)
  })
})

describe('what is wrong is found, named, and comes with what to do', () => {
  let sick: Check[]
  let mended: Check[]
  const says = (name: string) => sick.find(({ check }) => check === name)!

  beforeAll(async () => {
    const { rows: reach } = await sql(
      `select pg_get_expr(polqual, polrelid) as text from pg_policy where polname = 'reach' and polrelid = 'fact'::regclass`,
    )
    await chmod(inData('master.key'), 0o644)
    await mkdir(inData('policies/XX'), { recursive: true })
    await writeFile(inData('policies/XX/pack.yaml'), 'code: XX\n')
    const old = { at: hours(-8 * 24).toISOString(), file: '/backup/old.yz' }
    await writeFile(inData('backups.jsonl'), `${JSON.stringify(old)}\n{"at":"20`)
    await sql('alter table person disable row level security')
    await sql('alter table station no force row level security')
    await sql('create policy everybody on report using (true)')
    await sql('alter policy reach on fact using (true)')
    await sql('drop policy reach on file')
    await sql('grant update on audit to yz_app')
    await sql(`insert into migration (name, sha256, at) values ('209901010900_later', '', now())`)
    sick = await look()
    await chmod(inData('master.key'), 0o600)
    await rm(inData('policies'), { recursive: true })
    await writeFile(inData('backups.jsonl'), `${JSON.stringify({ ...old, at: hours(-24).toISOString() })}\n`)
    await sql('alter table person enable row level security')
    await sql('alter table station force row level security')
    await sql('drop policy everybody on report')
    await sql(`alter policy reach on fact using (${reach[0].text})`)
    await sql(`create policy reach on file using (${reach[0].text}) with check (${reach[0].text})`)
    await sql('revoke update on audit from yz_app')
    await sql(`delete from migration where name = '209901010900_later'`)
    mended = await look()
  })

  it('once it is mended, nothing is left to say', () => {
    expect(mended.filter(({ check, state }) => state !== 'ok' && check !== 'disk')).toEqual([])
  })

  it('a Node.js that is too old', () => {
    expect(nodeVersion('20.18.9')).toMatchObject({ state: 'fail', todo: '请升级到 20.19 以上' })
    expect(nodeVersion('24.0.0').state).toBe('ok')
  })

  it('a key that others may read', () => {
    const todo = `请执行 chmod 600 ${inData('master.key')}`
    expect(says('keys')).toMatchObject({ state: 'fail', says: '别的用户也能读 master.key', todo })
  })

  it('a pack of one’s own with a fault', () => {
    expect(says('packs')).toMatchObject({ state: 'fail', todo: '请用 ./yizhan policy check 逐条查看并改正' })
  })

  it('a backup that is a week old, also when the last line of the list was cut off', () => {
    const at = expect.stringMatching(/old\.yz）.*已过 8 天$/)
    expect(says('backup')).toMatchObject({ state: 'warn', says: at })
  })

  it.each([
    ['is switched off', 'person（没有开启'],
    ['does not bind the owner', 'station（对属主不强制'],
    ['has a way round it', 'report（多出策略 everybody'],
    ['was widened', 'fact（策略 reach 被改动'],
    ['has lost its policy', 'file（少了策略 reach'],
  ])('a table whose wall %s', (_what, fault) => {
    expect(says('walls')).toMatchObject({ state: 'fail', says: expect.stringContaining(fault) })
    expect(says('walls').says).toMatch(/^5 张表的行级安全有缺口：/)
    expect(says('walls').todo).toContain('请立即停用一站')
  })

  it('an application that may change the trail', () => {
    expect(says('role')).toMatchObject({ state: 'fail', says: expect.stringContaining('可以改动或删除 audit') })
  })

  it('a database that a newer product has worked on', () => {
    const later = '数据库由较新的一站更新过（209901010900_later）'
    expect(says('schema')).toMatchObject({ state: 'fail', says: later })
  })

  it('a script that has not run yet, and one that was changed after it ran', async () => {
    const { rows } = await sql('select name, sha256, at from migration order by name desc limit 1')
    const { name, sha256, at } = rows[0]
    await sql('delete from migration where name = $1', [name])
    expect(await found('schema')).toMatchObject({ state: 'warn', todo: expect.stringContaining('./yizhan migrate') })
    await sql('insert into migration (name, sha256, at) values ($1, $2, $3)', [name, 'another', at])
    const changed = expect.stringContaining(`${name} 在执行之后被改动过`)
    expect(await found('schema')).toMatchObject({ state: 'fail', says: changed })
    await sql('update migration set sha256 = $2 where name = $1', [name, sha256])
  })

  it('a trail cut behind the last anchor, with its head mended', async () => {
    const { rows } = await sql('select * from audit order by at desc limit 1')
    const { county, station, seq, hash } = rows[0]
    await sql('update audit set hash = $4 where county = $1 and station = $2 and seq = $3', [
      county,
      station,
      seq,
      Buffer.alloc(32),
    ])
    expect(await found('anchor')).toMatchObject({
      state: 'fail',
      says: expect.stringContaining('共 1 处'),
      todo: expect.stringContaining('./yizhan audit verify'),
    })
    await sql('update audit set hash = $4 where county = $1 and station = $2 and seq = $3', [
      county,
      station,
      seq,
      hash,
    ])
  })

  it('a clock that is set back, and anchors that have stopped', async () => {
    expect((await anchorStore(office.data).newest())?.anchor.at).toBeDefined()
    expect(await clockSane(office.data, hours(-48), 0)).toMatchObject({
      state: 'fail',
      todo: expect.stringContaining('NTP'),
    })
    await typeJson('user disable guandu')
    expect(await found('anchor', hours(3))).toMatchObject({ state: 'warn', todo: expect.stringContaining('锚点') })
  })

  it('a database that cannot be reached, while everything else is still looked at, and no password is shown', async () => {
    const databaseUrl = 'postgres://somebody:not-to-be-seen@127.0.0.1:1/nothing'
    const checks = await examine({ data: office.data, suite: 'aes', databaseUrl })
    expect(checks.find(({ check }) => check === 'database')).toMatchObject({ state: 'fail', label: '数据库' })
    expect(checks.map(({ check }) => check)).toContain('clock')
    expect(JSON.stringify(checks)).not.toContain('not-to-be-seen')
  })

  it('a folder in which nothing was ever started, which stays so', async () => {
    const data = await mkdtemp(join(tmpdir(), 'yizhan-fresh-'))
    const checks = await examine({ data, suite: 'aes' })
    expect(checks.find(({ check }) => check === 'database')).toMatchObject({
      state: 'warn',
      says: '还没有建立数据库',
      todo: '请用 npm start 启动一次',
    })
    expect(await readdir(data)).toEqual([])
    await rm(data, { recursive: true })
  })
})
