import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CommandLine, openCommandLine } from '../../../tests/commandLine.ts'
import {
  type Installation,
  openInstallation,
  openStreet,
  passwordOf,
  type Street,
} from '../../../tests/installation.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { businessDay } from '../../core/time.ts'
import { connect, openRuntime } from '../runtime.ts'
import { buildServer } from '../server/http.ts'
import { readArchive } from './archive.ts'
import { drill } from './drill.ts'
import { type BackupMade, makeBackup } from './make.ts'
import { type Restored, restoreBackup } from './restore.ts'

const passphrase = '示例 口令 竹子 砚台 海棠'
const uploaded = Buffer.from('%PDF-1.4\n示例附件：入户走访照片说明\nstartxref\n0\n%%EOF\n')

let office: Installation
let server: FastifyInstance
let line: CommandLine
let address: string
let worker: string
let street: Street
let item: string

const beside = (name: string) => join(office.beside, name)

/** Calls the running server as a browser does. */
async function call<T>(cookie: string, name: string, input: unknown): Promise<T> {
  const response = await fetch(`${address}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ opId: uuidv7(), input }),
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as T
}

async function signIn(login: string): Promise<string> {
  const response = await fetch(`${address}/api/accounts/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input: { login, password: passwordOf(login) } }),
  })
  return response.headers.get('set-cookie')!.split(';')[0]!
}

async function record(): Promise<string> {
  const onDay = businessDay(new Date())
  const input = {
    station: street.station,
    onDay,
    form: 'visit',
    items: [item],
    people: 1,
    minutes: 20,
    summary: '看望',
    files: [],
  }
  return (await call<{ id: string }>(worker, 'services/recordService', input)).id
}

beforeAll(async () => {
  office = await openInstallation()
  street = await openStreet(office)
  vi.stubEnv('YIZHAN_DATA', office.data)
  server = await buildServer(office.runtime)
  address = await server.listen({ port: 0, host: '127.0.0.1' })
  line = await openCommandLine(office.data)
  await writeFile(beside('passphrase'), `${passphrase}\n`)
  worker = await signIn('shegong')
  item = (await call<{ items: { key: string }[] }>(worker, 'services/catalogueOf', { station: street.station }))
    .items[0]!.key
  const form = new FormData()
  form.append('file', new Blob([uploaded]), '说明.pdf')
  const response = await fetch(`${address}/api/files?station=${street.station}`, {
    method: 'POST',
    headers: { cookie: worker },
    body: form,
  })
  expect(response.status).toBe(200)
}, 240_000)
afterAll(async () => {
  await line?.close()
  await server?.close()
  await office?.close()
})

describe('a backup that is made while people write, restored into an empty folder', () => {
  const acknowledged: string[] = []
  let before: string[]
  let made: BackupMade
  let restored: Restored & { good: boolean }

  beforeAll(async () => {
    let stopped = false
    const writing = [1, 2].map(async () => {
      // a busy office, not a load test
      for (; !stopped; await wait(30)) acknowledged.push(await record())
    })
    while (acknowledged.length < 10) await wait(30)
    before = [...acknowledged]
    const backup = await line.run(`backup --out ${beside('all.yz')} --passphrase-file ${beside('passphrase')} --json`)
    stopped = true
    await Promise.all(writing)
    expect(backup).toMatchObject({ code: 0, err: '' })
    made = JSON.parse(backup.out)
    const restore = await line.run(
      `restore ${beside('all.yz')} --to ${beside('copy')} --passphrase-file ${beside('passphrase')} --json`,
    )
    expect(restore).toMatchObject({ code: 0, err: '' })
    restored = JSON.parse(restore.out)
  }, 180_000)

  it('is one sealed file that only whoever runs Yizhan may read, with the key of keys in it', async () => {
    expect(made).toMatchObject({ file: beside('all.yz'), kind: 'cluster', sealed: true, masterKey: true })
    const { mode, size } = await stat(beside('all.yz'))
    expect([(mode & 0o777).toString(8), size]).toEqual(['600', made.bytes])
    expect(existsSync(`${beside('all.yz')}.part`)).toBe(false)
  })

  it('was checked file by file, and agrees in every table, chain, key and upload', () => {
    expect(restored.good).toBe(true)
    expect(restored.checked).toBeGreaterThan(500)
    const { tables, audit, keys, files, problems } = restored.drill
    expect(problems).toEqual([])
    expect(tables.filter(({ agrees }) => !agrees)).toEqual([])
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['audit', 'fact', 'person', 'op_log', 'place']),
    )
    // people did write while it was made
    expect(tables.find(({ name }) => name === 'service_record')!.after).toBeGreaterThan(before.length)
    expect(audit.rows).toBeGreaterThan(before.length)
    expect(audit.anchorAt).not.toBeNull()
    expect(keys).toBe(1)
    expect(files).toEqual({ rows: 1, missing: 0 })
  })

  it('holds everything that was acknowledged before it began, opens hidden values with its own keys, and reads the upload', async () => {
    const county = await signIn('guandu')
    const reveal = { id: street.people[0]!, field: 'idNumber', reason: '核对备份' }
    const { value } = await call<{ value: string }>(county, 'people/revealPerson', reveal)
    expect(value).toMatch(/^999999\d{11}[\dX]$/)
    const copy = await openRuntime({ data: beside('copy'), suite: 'aes' })
    try {
      const { rows } = await copy.owner.pool.query<{ id: string }>(
        `select county || '-' || id as id from service_record where county || '-' || id = any($1)`,
        [acknowledged],
      )
      const there = new Set(rows.map(({ id }) => id))
      expect(before.filter((id) => !there.has(id))).toEqual([])
      const caller = { actor: street.clerk, ip: '127.0.0.1', agent: 'test', session: null }
      const { answer } = await copy.door.call('people/revealPerson', caller, { input: reveal })
      expect(answer).toEqual({ value })
      const { rows: files } = await copy.owner.pool.query<{ sha256: string }>('select sha256 from file')
      expect(await text(copy.files.read(files[0]!.sha256))).toBe(uploaded.toString())
    } finally {
      await copy.close()
    }
    // the copy was a visit: nobody serves it now
    expect(existsSync(join(beside('copy'), 'pg/postmaster.pid'))).toBe(false)
  })

  it('did not disturb the installation it was made of', async () => {
    expect(await record()).toMatch(/^530111-/)
    expect((await readdir(office.data)).filter((name) => name.includes('scratch'))).toEqual([])
  })

  it('names no person, no login and no key; the same unsealed would', async () => {
    const key = await readFile(join(office.data, 'master.key'), 'utf8')
    const passwords = JSON.parse(await readFile(join(office.data, 'database-passwords.json'), 'utf8'))
    const { rows } = await office.runtime.owner.pool.query<{ name: string }>('select name from person limit 5')
    const words = [key, passwords.yz_app, street.name, passphrase, uploaded.toString(), ...rows.map(({ name }) => name)]
    const holds = (content: Buffer) => words.filter((word) => content.includes(word))
    expect(holds(await readFile(beside('all.yz')))).toEqual([])
    const plain = await makeBackup(
      { data: office.data, suite: 'aes' },
      { out: beside('plain.gz'), passphrase: null, asTables: true },
    )
    expect(plain).toMatchObject({ sealed: false, kind: 'tables' })
    const open = holds(gunzipSync(await readFile(beside('plain.gz'))))
    expect(open).toEqual(words.filter((word) => word !== passphrase))
  })

  it('and even unsealed, it gives no identity number, no telephone and no password away', async () => {
    const content = gunzipSync(await readFile(beside('plain.gz')))
    const { rows } = await office.runtime.owner.pool.query<{ n: number }>(
      'select count(id_number)::int as n from person',
    )
    expect(rows[0]!.n).toBe(6)
    const text = content.toString('latin1')
    // the made-up numbers of tests/world.ts
    expect(text.match(/999999(19|20)\d{9}[\dX]/g)).toBeNull()
    expect(text.match(/1990000\d{4}/g)).toBeNull()
    expect(text).not.toContain(passwordOf('shegong'))
  })

  it('is found bad when rows are missing, an upload is lost, or the key is another', async () => {
    const tables = [{ name: 'fact', lasting: true, before: 9e6, after: 9e6 }]
    await rm(join(beside('copy'), 'files'), { recursive: true })
    await writeFile(join(beside('copy'), 'master.key'), Buffer.alloc(32, 1).toString('base64'))
    const connections = await connect({ data: beside('copy'), suite: 'aes' })
    try {
      expect((await drill(connections, beside('copy'), { tables, suite: 'aes', masterKey: true })).problems).toEqual([
        expect.stringMatching(/^表 fact 有 \d+ 行，备份时有 9000000 行$/),
        '主密钥打不开数据里的密文：密钥与数据不是同一套',
        '1 份附件的内容不在备份里',
      ])
    } finally {
      await connections.stop()
    }
  })
})

describe('what cannot be restored is refused in words, and nothing of it stays', () => {
  const restore = (file: string, over: { passphrase?: string; folder?: string } = {}) =>
    restoreBackup({ file, folder: beside('never'), passphrase, ...over })
  const whole = () => readFile(beside('all.yz'))
  const damaged = '备份文件不完整或被改动过，不能用来恢复：请重新复制一份，或改用另一份备份'

  it.each<[string, (content: Buffer) => Buffer]>([
    ['[F12] cut in the middle', (content) => content.subarray(0, content.length >> 1)],
    ['[F12] cut by its last byte', (content) => content.subarray(0, -1)],
    ['[F12] cut right behind its first line', (content) => content.subarray(0, content.indexOf('\n') + 1)],
    [
      'with one bit changed',
      (content) => content.fill(content[content.length >> 1]! ^ 1, content.length >> 1, (content.length >> 1) + 1),
    ],
    ['with something behind its end', (content) => Buffer.concat([content, Buffer.from('more')])],
  ])('a backup %s', async (_what, change) => {
    await writeFile(beside('changed.yz'), change(await whole()))
    const reading = readArchive(beside('changed.yz'), passphrase, async (_name, content) => {
      for await (const _part of content);
    })
    await expect(reading).rejects.toMatchObject({ code: 'invalid', message: damaged })
  })

  it('[F12] a backup cut short of its end, when most of it was unpacked already', async () => {
    await writeFile(beside('changed.yz'), (await whole()).subarray(0, -100_000))
    await expect(restore(beside('changed.yz'))).rejects.toMatchObject({ code: 'invalid', message: damaged })
    expect(existsSync(beside('never'))).toBe(false)
  })

  it('a wrong passphrase, none at all, and a file that is no backup', async () => {
    await expect(restore(beside('all.yz'), { passphrase: `${passphrase} ` })).rejects.toMatchObject({
      message: '备份口令不对，打不开这份备份：请核对后重试',
    })
    await expect(restoreBackup({ file: beside('all.yz'), folder: beside('never') })).rejects.toMatchObject({
      message: expect.stringContaining('这份备份是加密的：请用 --passphrase-file'),
    })
    await writeFile(beside('letter.txt'), '不是备份\n')
    await expect(restore(beside('letter.txt'))).rejects.toMatchObject({
      message: expect.stringContaining('不是一站的备份文件'),
    })
    expect(existsSync(beside('never'))).toBe(false)
  })

  it('into a folder that is not empty, which stays as it is', async () => {
    await mkdir(beside('full'))
    await writeFile(join(beside('full'), 'own.txt'), '别人的文件')
    await expect(restore(beside('all.yz'), { folder: beside('full') })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('不是空的：请用 --to 指定一个空的或新的文件夹'),
    })
    expect(await readdir(beside('full'))).toEqual(['own.txt'])
  })

  it('a backup over a file that exists, before anything is copied', async () => {
    const said: string[] = []
    await expect(
      makeBackup(
        { data: office.data, suite: 'aes' },
        { out: beside('letter.txt'), passphrase, progress: (one) => void said.push(one) },
      ),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('备份不覆盖已有文件') })
    expect([await readFile(beside('letter.txt'), 'utf8'), said]).toEqual(['不是备份\n', []])
  })
})

describe('a backup by tables, for another machine or another PostgreSQL', () => {
  it('brings every row and key, and tells of a chain that somebody had changed before it was made', async () => {
    const { pool } = office.runtime.owner
    await pool.query(
      `update audit a set action = 'made up' from station s where s.county = a.county and s.id = a.station and s.name = $1 and a.seq = 2`,
      [street.name],
    )
    await makeBackup({ data: office.data, suite: 'aes' }, { out: beside('tables.yz'), passphrase, asTables: true })
    const { drill: looked } = await restoreBackup({
      file: beside('tables.yz'),
      folder: beside('moved'),
      passphrase,
    })
    expect(looked.tables.filter(({ before, found }) => before !== found)).toEqual([])
    expect(looked.keys).toBe(1)
    expect(looked.problems).toEqual([expect.stringMatching(/^留痕 530111\|/)])
  }, 180_000)
})
