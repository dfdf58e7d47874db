import { existsSync } from 'node:fs'
import { join } from 'node:path'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Caller } from '../../core/action.ts'
import { asFailure, errorCode } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import type { Fields } from '../../core/field.ts'
import { openSessions } from '../../modules/accounts/index.server.ts'
import type { Runtime } from '../runtime.ts'
import { root } from '../runtime.ts'
import { serveActivities } from './activities.ts'
import { serveFiles, serveJobs, servePapers } from './downloads.ts'
import { openApi, openApiPage } from './openApi.ts'
import { servePlaques } from './plaques.ts'

const cookieName = 'yz_session'
/** Bytes of a request's body. */
const usualBody = 1_048_576

const policy = {
  directives: {
    defaultSrc: ["'self'"],
    // Ant Design writes its styles into the page
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    upgradeInsecureRequests: null,
  },
}

const answerHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/**
 * An answer is no page: the rules for one are not said with each, only that it is what it says, for our own pages, and not
 * kept. A refusal is an answer too.
 */
const answered = {
  helmet: false,
  onRequest: (_request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    reply.headers(answerHeaders)
    done()
  },
} as const

/**
 * Long answers go out as gzip where that is asked for: at its fastest, which already does most of it (bench/README.md). Length then
 * tells of content, and who can put guesses of their own beside a secret, and have it sent again and again, could measure the
 * secret out (BREACH). Another site cannot have a call sent as somebody: the session's cookie does not go with a foreign
 * POST, and its origin is refused. Answers about accounts, which may hold a link or a second factor's key, stay as they are
 * all the same, and so do downloads, most of which are compressed already.
 */
const squeezed = { encodings: ['gzip' as const], threshold: 4096, zlibOptions: { level: 1 } }
const staysPlain = (call: string) => call.startsWith('accounts/')

/** The longest text that a call takes in one field, in characters. */
const longestText = (input: Fields) =>
  Math.max(0, ...Object.values(input).map(({ schema }) => (schema as { maxLength?: number }).maxLength ?? 0))

/** Tells requests of other sites from our own: a browser says where a POST comes from. */
function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers
  if (origin && new URL(origin).host !== request.headers.host)
    throw new Failure('forbidden', '请求来自别的网站，已拒绝')
}

/** The server over a runtime: the door by HTTP, the console's files, health. */
export async function buildServer(runtime: Runtime, options: { log?: boolean } = {}): Promise<FastifyInstance> {
  const server = Fastify({
    logger: options.log ? { level: 'warn' } : false,
    bodyLimit: usualBody,
    trustProxy: process.env.YIZHAN_TRUST_PROXY === '1',
  })
  const sessions = openSessions(runtime.surroundings)
  await server.register(cookie)
  await server.register(compress, { ...squeezed, global: false, globalDecompression: false })
  await server.register(helmet, {
    contentSecurityPolicy: policy,
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })

  const callerOf = async (request: FastifyRequest): Promise<Caller> => {
    const session = request.cookies[cookieName] ?? null
    const known = session ? ((await sessions.actorOf(session)) ?? null) : null
    // a phone's queue says whose it is: somebody else's session on the same phone does not enter it under another name
    const whose = request.headers['x-yizhan-account']
    const actor = whose === undefined || whose === known?.account ? known : null
    return { actor, session, ip: request.ip, agent: request.headers['user-agent'] ?? '' }
  }

  const setSession = (request: FastifyRequest, reply: FastifyReply, token: string | null): void => {
    const old = request.cookies[cookieName]
    if (old) sessions.forget(old)
    const secure = request.protocol === 'https'
    if (token === null) reply.clearCookie(cookieName, { path: '/' })
    else reply.setCookie(cookieName, token, { path: '/', httpOnly: true, sameSite: 'lax', secure })
  }

  server.setErrorHandler((thrown, request, reply) => {
    // the session is looked up before any transaction: there too the database may be away
    const error = asFailure(thrown)
    if (error instanceof Failure) {
      if (error.code === 'unavailable') reply.header('retry-after', '5')
      // an Error handed to send() would be written the framework’s own way, without its fields
      return reply.status(error.status).send(error.toJSON())
    }
    const { statusCode } = error as { statusCode?: number }
    if (statusCode === 413)
      return reply.status(413).send(new Failure('invalid', '提交的内容太大，请精简后重试').toJSON())
    if (statusCode && statusCode < 500)
      return reply.status(statusCode).send(new Failure('invalid', '请求的格式不对，请刷新页面后重试').toJSON())
    // whoever hangs up in the middle of an answer has broken nothing
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE')
      console.error(new Date().toISOString(), request.method, request.routeOptions.url, error)
    return reply
      .status(500)
      .send({ code: 'error', message: '系统出错了，您填写的内容还在；请稍后重试，若仍出错请告诉管理员', fields: {} })
  })

  server.get('/healthz', async () => {
    await runtime.surroundings.db.pool.query('select 1')
    return { ok: true }
  })

  const answer = async (name: string, request: FastifyRequest, reply: FastifyReply) => {
    refuseForeignOrigin(request)
    const body = (request.body ?? {}) as { opId?: string; input?: unknown; base?: unknown }
    const unknown = Object.keys(body).find((key) => !['opId', 'input', 'base'].includes(key))
    if (unknown) throw new Failure('invalid', `没有「${unknown}」这一项：请求由 opId、input 和 base 组成`)
    const { answer, session } = await runtime.door.call(name, await callerOf(request), {
      ...(body.opId && { opId: body.opId }),
      input: body.input,
      ...(body.base !== undefined && { base: body.base }),
    })
    if (session !== undefined) setSession(request, reply, session)
    const content = JSON.stringify(answer)
    return staysPlain(name) ? reply.send(content) : reply.compress(content)
  }
  server.post<{ Params: { module: string; call: string } }>('/api/:module/:call', answered, (request, reply) =>
    answer(`${request.params.module}/${request.params.call}`, request, reply),
  )
  // a few calls take more than others, such as the drawing of an area's boundaries: as much as their fields say
  for (const [name, { input }] of runtime.door.registry) {
    const longest = longestText(input)
    if (longest > usualBody)
      server.post(`/api/${name}`, { ...answered, bodyLimit: usualBody + longest }, (request, reply) =>
        answer(name, request, reply),
      )
  }

  await serveFiles(server, runtime, callerOf, refuseForeignOrigin)
  servePapers(server, runtime, callerOf)
  serveJobs(server, runtime, callerOf)
  servePlaques(server, runtime, callerOf)
  serveActivities(server, runtime, callerOf)
  server.get('/api/openapi.json', { compress: squeezed }, async () => openApi(runtime.door.registry))
  server.get('/api', { compress: squeezed }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(openApiPage(runtime.door.registry)),
  )

  const phone = join(root, 'dist/field')
  if (existsSync(phone)) {
    await server.register(fastifyStatic, {
      root: phone,
      prefix: '/field/',
      decorateReply: false,
      cacheControl: true,
      preCompressed: true,
      // files under a hash never change; the page and its service worker are asked for anew each time
      setHeaders: (reply, path) => {
        reply.header('cache-control', /[/]assets[/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    server.get('/field', async (_request, reply) => reply.redirect('/field/'))
  }

  const pages = join(root, 'dist/console')
  if (existsSync(pages)) {
    await server.register(fastifyStatic, {
      root: pages,
      wildcard: true,
      cacheControl: true,
      preCompressed: true,
      immutable: true,
      maxAge: '1y',
      index: false,
    })
    const page = (reply: FastifyReply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false })
    server.get('/', (_request, reply) => page(reply))
    // every other address is a page of the console, which says so itself when there is none
    server.setNotFoundHandler((request, reply) => {
      if (request.method === 'GET' && !request.url.startsWith('/api/') && !request.url.startsWith('/assets/'))
        return page(reply)
      return reply.status(404).send(new Failure('notFound', '没有这个地址'))
    })
  }
  return server
}
