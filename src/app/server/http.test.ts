import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { openFileStore } from '../../core/files.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { openSession } from '../../modules/accounts/session.server.ts'
import type { Runtime } from '../runtime.ts'
import { buildServer } from './http.ts'

let world: World
let server: FastifyInstance
let folder: string
let worker: Actor
let auditor: Actor
let station: string
const cookies = new Map<string, string>()

beforeAll(async () => {
  world = await openWorld()
  folder = await mkdtemp(join(tmpdir(), 'yizhan-http-'))
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  const person = await aPerson(world, clerk, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  auditor = await world.actor(await world.account({ role: 'auditor', place: '530111' }))
  const { surroundings, door, ownerDb: owner } = world
  const runtime = { surroundings, door, owner, files: openFileStore(folder), settings: { data: folder } } as Runtime
  server = await buildServer(runtime)
})
afterAll(async () => {
  await server.close()
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

async function cookieOf(actor: Actor): Promise<string> {
  const known = cookies.get(actor.account)
  if (known) return known
  const token = await openSession(world.surroundings, actor.account, { ip: '', agent: '' }, 60)
  cookies.set(actor.account, `yz_session=${token}`)
  return `yz_session=${token}`
}

async function post(actor: Actor, path: string, input: unknown, headers: Record<string, string> = {}) {
  const payload = JSON.stringify({ opId: uuidv7(), input })
  const sent = { 'content-type': 'application/json', cookie: await cookieOf(actor), ...headers }
  const answered = await server.inject({ method: 'POST', url: `/api/${path}`, headers: sent, payload })
  return { status: answered.statusCode, body: answered.json() as { message?: string; fields?: Record<string, string> } }
}

it('the same photo sent many times at once is kept once, and nobody is broken off', async () => {
  const [photo, store] = [Buffer.from('the same photo'), openFileStore(folder)]
  const kept = await Promise.all(Array.from({ length: 12 }, () => store.put(photo)))
  expect(new Set(kept).size).toBe(1)
})

it('a refusal, also of what could not be read, says as an answer does that it is JSON, our own pages’, and not kept', async () => {
  const headers = { 'content-type': 'application/json', cookie: await cookieOf(worker) }
  const answers = await Promise.all(
    ['{"input":{}}', '{"input":', JSON.stringify({ input: {}, '<b>': 1 })].map((payload) =>
      server.inject({ method: 'POST', url: '/api/services/recordService', headers, payload }),
    ),
  )
  for (const answer of answers) {
    expect(answer.statusCode).toBe(400)
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('application/json'),
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  }
})

describe('what is sent', () => {
  it('a queue that says whose it is does not go in under somebody else’s session', async () => {
    const own = await post(worker, 'services/recordService', { station }, { 'x-yizhan-account': worker.account })
    expect(own.status).toBe(400)
    const other = await post(worker, 'services/recordService', { station }, { 'x-yizhan-account': uuidv7() })
    expect([other.status, other.body.message]).toEqual([401, '请先登录'])
  })

  it('a refusal names its fields', async () => {
    const { status, body } = await post(worker, 'services/recordService', { station })
    expect(status).toBe(400)
    expect(Object.keys(body.fields!)).toContain('onDay')
    for (const sentence of Object.values(body.fields!)) expect(sentence).toMatch(/[\u4e00-\u9fff]/)
  })

  it('too much is refused in words, and an area’s boundaries have the room their field says', async () => {
    const large = 'x'.repeat(2_000_000)
    expect(await post(worker, 'services/recordService', { text: large })).toMatchObject({
      status: 413,
      body: { message: '提交的内容太大，请精简后重试' },
    })
    const administrator = await world.actor(await world.account({ role: 'administrator', place: '530100' }))
    const boundary = { id: '530111', fileName: 'a.json', source: '自绘', geojson: large }
    const { status, body } = await post(administrator, 'places/uploadBoundary', boundary)
    expect(status).toBe(400)
    expect(body.fields).toHaveProperty('geojson')
  })

  it('a long answer comes packed where that is asked for, with the same content; a short one or one about accounts does not', async () => {
    const asked = async (path: string, input: unknown, encoding: string) => {
      const headers = {
        'content-type': 'application/json',
        cookie: await cookieOf(worker),
        'accept-encoding': encoding,
      }
      const payload = JSON.stringify({ input })
      return server.inject({ method: 'POST', url: `/api/${path}`, headers, payload })
    }
    const long = await asked('services/catalogueOf', { station }, 'gzip, deflate, br')
    const plain = await asked('services/catalogueOf', { station }, 'identity')
    expect([long.headers['content-encoding'], long.headers.vary]).toEqual(['gzip', expect.stringContaining('encoding')])
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(gunzipSync(long.rawPayload).toString()).toBe(plain.body)
    expect(long.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
    expect(long.headers['cache-control']).toBe('no-store')
    for (const path of ['accounts/whoAmI', 'accounts/mySessions']) {
      const mine = await asked(path, {}, 'gzip')
      expect([mine.statusCode, mine.headers['content-encoding']]).toEqual([200, undefined])
    }
  })

  it('a request that another site makes is refused', async () => {
    const { status, body } = await post(worker, 'services/recordService', {}, { origin: 'https://example.org' })
    expect([status, body.message]).toEqual([403, '请求来自别的网站，已拒绝'])
  })

  it('keys beside the command and its input are refused, and so is what is no JSON', async () => {
    const headers = { 'content-type': 'application/json', cookie: await cookieOf(worker) }
    const url = '/api/services/recordService'
    const beside = await server.inject({
      method: 'POST',
      url,
      headers,
      payload: '{"opId":"1","input":{},"as":"admin"}',
    })
    expect(beside.json()).toMatchObject({
      code: 'invalid',
      message: '没有「as」这一项：请求由 opId、input 和 base 组成',
    })
    const broken = await server.inject({ method: 'POST', url, headers, payload: '{"opId":' })
    expect([broken.statusCode, broken.json().message]).toEqual([400, '请求的格式不对，请刷新页面后重试'])
  })
})

describe('files', () => {
  async function upload(actor: Actor, content: Buffer, name: string, query = '') {
    const boundary = 'yizhan'
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`
    const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)])
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, cookie: await cookieOf(actor) }
    return server.inject({ method: 'POST', url: `/api/files?station=${station}${query}`, headers, payload })
  }
  const photo = () =>
    sharp({ create: { width: 2400, height: 1200, channels: 3, background: '#1F5FA8' } })
      .png()
      .toBuffer()

  it('a photo comes back smaller, as a download of a checked type and with the ending of what it became', async () => {
    const { id } = (await upload(worker, await photo(), '../照片.png')).json() as { id: string }
    const back = await server.inject({
      method: 'GET',
      url: `/api/files/${id}`,
      headers: { cookie: await cookieOf(worker) },
    })
    expect(back.headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' })
    expect(back.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''%E7%85%A7%E7%89%87\.webp$/)
    expect((await sharp(back.rawPayload).metadata()).width).toBe(1600)
  })

  it('its name is told to whom it may be downloaded by; to all others it is a file that is not there', async () => {
    const contract = (await upload(worker, await photo(), '王芳的劳动合同.png', '&for=person.manage')).json()
      .id as string
    const plain = (await upload(worker, await photo(), '入户走访.png')).json().id as string
    const nothing = `${contract.slice(0, contract.indexOf('-'))}-00000000-0000-7000-8000-000000000000`
    const namesFor = async (actor: Actor) => {
      const url = `/api/files?ids=${[contract, nothing, 'x', plain].join(',')}`
      const answer = await server.inject({ method: 'GET', url, headers: { cookie: await cookieOf(actor) } })
      return (answer.json() as { name: string; size: number }[]).map(({ name }) => name).sort()
    }
    const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
    const elsewhere = await world.actor(await world.account({ role: 'county', place: '530102' }))
    expect(await namesFor(clerk)).toEqual(['入户走访.webp', '王芳的劳动合同.webp'])
    expect(await namesFor(worker)).toEqual(['入户走访.webp'])
    expect(await namesFor(elsewhere)).toEqual([])
    expect((await server.inject({ method: 'GET', url: `/api/files?ids=${plain}` })).statusCode).toBe(401)
    const many = `/api/files?ids=${Array(101).fill(plain).join(',')}`
    const answer = await server.inject({ method: 'GET', url: many, headers: { cookie: await cookieOf(worker) } })
    expect([answer.statusCode, answer.json().message]).toEqual([400, '一次最多查 100 个文件的名称，请分几次查'])
  })

  it('what its content shows to be something else is refused, whatever it is called', async () => {
    const answer = await upload(worker, Buffer.from('<script>alert(1)</script>'), '照片.png')
    expect([answer.statusCode, answer.json().message]).toEqual([
      400,
      '「照片.png」不是可以上传的类型：请上传 JPG、PNG 照片、录音或 PDF、Word、Excel 文件',
    ])
  })

  it('is read with the grant of the record it belongs to: not by others, nor joined to another kind of record', async () => {
    const { id } = (await upload(worker, await photo(), '名册.png', '&for=person.manage')).json() as { id: string }
    const read = async (actor: Actor) =>
      (await server.inject({ method: 'GET', url: `/api/files/${id}`, headers: { cookie: await cookieOf(actor) } }))
        .statusCode
    const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
    const elsewhere = await world.actor(await world.account({ role: 'county', place: '530102' }))
    expect([await read(clerk), await read(worker), await read(auditor), await read(elsewhere)]).toEqual([
      200, 404, 404, 404,
    ])
    const record = {
      station,
      onDay: '2026-11-24',
      form: 'visit',
      items: ['any'],
      people: 1,
      minutes: 30,
      summary: '看望',
      files: [id],
    }
    expect((await post(worker, 'services/recordService', record)).body.fields).toHaveProperty('files')
  })
})
