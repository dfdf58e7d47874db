import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type Reach, reachesNothing, reachOf, unite } from '../../core/access.ts'
import type { Caller } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { mostNames } from '../../core/field.ts'
import { checkFile, largestFile, plainName, readableFile, StoredFile } from '../../core/files.ts'
import { idShape, newId, splitId } from '../../core/identifiers.ts'
import { insert } from '../../core/records.ts'
import { grants } from '../../modules/accounts/index.ts'
import { type Format, formats, paperKinds, render } from '../../modules/papers/index.server.ts'
import { jobFolder } from '../jobs.ts'
import type { Runtime } from '../runtime.ts'

export type CallerOf = (request: FastifyRequest) => Promise<Caller>

export async function signedIn(request: FastifyRequest, callerOf: CallerOf): Promise<Actor> {
  const { actor } = await callerOf(request)
  if (!actor) throw new Failure('unauthenticated', '请先登录')
  return actor
}

/** A download is always that: never shown as a page of ours, never kept by a cache on the way. */
export function asDownload(reply: FastifyReply, name: string, type: string): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .type(type)
}

/** Uploads and their download: who may is asked anew each time, so a link dies with the right. */
export async function serveFiles(
  server: FastifyInstance,
  runtime: Runtime,
  callerOf: CallerOf,
  refuseForeignOrigin: (request: FastifyRequest) => void,
): Promise<void> {
  await server.register(multipart, { limits: { files: 1, fileSize: largestFile, fields: 5 } })

  server.post<{ Querystring: { station?: string; for?: string } }>('/api/files', async (request) => {
    refuseForeignOrigin(request)
    const actor = await signedIn(request, callerOf)
    const { station = '', for: readBy = 'service.read' } = request.query
    if (!(readBy in grants)) throw new Failure('invalid', '没有这种查看权限，请刷新页面后重新上传')
    const mine = unite(actor.grants.values())
    // an office uploads for its own area: then its home code stands for the station
    const area = mine.whole.includes(station) ? station : undefined
    const reached =
      area ??
      (mine.stations.includes(station) || mine.own.includes(station) || mine.whole.includes(splitId(station).county))
    if (!reached) throw new Failure('notFound', '找不到该社工站，或您无权在该站上传')
    const part = await request.file()
    if (!part) throw new Failure('invalid', '没有收到文件，请重新选择')
    const content = await part.toBuffer().catch(() => {
      throw new Failure('invalid', `「${plainName(part.filename)}」太大，请压缩到 ${largestFile / 1e6} MB 以内`)
    })
    const checked = await checkFile(plainName(part.filename), content)
    const sha256 = await runtime.files.put(checked.content)
    const row = await runtime.door.perform(actor, 'files/upload', async (tx) => {
      const there =
        area ??
        (await tx.first({
          text: 'select 1 from station where county = $1 and id = $2',
          values: [splitId(station).county, splitId(station).uuid],
        }))
      if (!there) throw new Failure('notFound', '找不到该社工站，或您无权在该站上传')
      return insert(
        tx,
        StoredFile,
        { id: newId(area ?? splitId(station).county), station: area ? null : station },
        { name: checked.name, type: checked.type, size: checked.content.length, sha256, readBy },
      )
    })
    return { id: row.id, name: row.name, type: row.type, size: row.size }
  })

  // beside the download and by the same check: a name says as much as many a photograph
  server.get<{ Querystring: { ids?: string } }>('/api/files', async (request) => {
    const actor = await signedIn(request, callerOf)
    const ids = request.query.ids?.split(',') ?? []
    if (ids.length > mostNames) throw new Failure('invalid', `一次最多查 ${mostNames} 个文件的名称，请分几次查`)
    const found = await reachableFiles(runtime, actor, ids)
    return found.map(({ id, name, size }) => ({ id, name, size }))
  })

  server.get<{ Params: { id: string } }>('/api/files/:id', async (request, reply) => {
    const actor = await signedIn(request, callerOf)
    const [row] = await reachableFiles(runtime, actor, [request.params.id])
    if (!row) throw new Failure('notFound', '找不到该文件，或您无权查看')
    return asDownload(reply, row.name, row.type).send(runtime.files.read(row.sha256))
  })
}

/** Files within reach of the grants they are read with; what is not there and what is not allowed are both left out. */
async function reachableFiles(runtime: Runtime, actor: Actor, ids: readonly string[]) {
  const asked = ids.filter((id) => idShape.test(id)).map(splitId)
  // only which grant each asks for is read past the walls
  const { rows } = await runtime.owner.pool.query<{ id: string; readBy: string }>(
    `select county || '-' || id as id, read_by as "readBy" from file
      join unnest($1::text[], $2::uuid[]) as asked (county, id) using (county, id)`,
    [asked.map(({ county }) => county), asked.map(({ uuid }) => uuid)],
  )
  const held = [...new Set(rows.map(({ readBy }) => readBy))].filter((grant) => !reachesNothing(reachOf(actor, grant)))
  const found = await Promise.all(
    held.map((grant) =>
      runtime.door.read(actor, grant, (tx, reach) =>
        Promise.all(rows.filter(({ readBy }) => readBy === grant).map(({ id }) => readableFile(tx, reach, id))),
      ),
    ),
  )
  return found.flat().filter((file) => file !== undefined)
}

/** Papers of records: `/api/papers/<kind>/<record id>.docx|pdf|xlsx`. */
export function servePapers(server: FastifyInstance, runtime: Runtime, callerOf: CallerOf): void {
  server.get<{ Params: { kind: string; file: string } }>('/api/papers/:kind/:file', async (request, reply) => {
    const actor = await signedIn(request, callerOf)
    const { kind, file } = request.params
    const [id, format] = [file.slice(0, file.lastIndexOf('.')), file.slice(file.lastIndexOf('.') + 1) as Format]
    const found = paperKinds().get(kind)
    if (!found || !(format in formats) || !/^[!-~]+$/.test(id)) throw new Failure('notFound', '没有这种表格')
    const paper = await runtime.door.read(actor, found.grant, (tx, reach) => found.build({ tx, reach, input: { id } }))
    return asDownload(reply, `${plainName(paper.fileName)}.${format}`, formats[format]).send(
      await render(paper, format),
    )
  })
}

/** Whether one reach still goes as far as another did. */
function stillReaches(now: Reach, then: Reach): boolean {
  return (
    then.whole.every((county) => now.whole.includes(county)) &&
    then.stations.every((one) => now.stations.includes(one) || now.whole.includes(splitId(one).county))
  )
}

/** The file a finished job has left: only for who asked, and only while they still reach as far. */
export function serveJobs(server: FastifyInstance, runtime: Runtime, callerOf: CallerOf): void {
  server.get<{ Params: { id: string } }>('/api/jobs/:id', async (request, reply) => {
    const actor = await signedIn(request, callerOf)
    const { rows } = await runtime.surroundings.db.pool.query<{ name: string; type: string; reach: Reach }>(
      `select file_name as name, file_type as type, reach from job_run where id::text = $1 and account = $2 and state = 'done' and file_name is not null`,
      [request.params.id, actor.account],
    )
    const [found] = rows
    if (!found) throw new Failure('notFound', '找不到这个文件，可能已过期，请重新导出')
    if (!stillReaches(unite(actor.grants.values()), found.reach))
      throw new Failure('forbidden', '您的权限已变化，请重新导出')
    return asDownload(reply, found.name, found.type).send(
      createReadStream(join(jobFolder(runtime.settings.data), request.params.id)),
    )
  })
}
