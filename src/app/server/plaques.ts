import type { FastifyInstance } from 'fastify'
import { Failure } from '../../core/failure.ts'
import { plainName } from '../../core/files.ts'
import { idShape } from '../../core/identifiers.ts'
import { badgesToDraw, drawBadges, drawPlaque, plaqueToDraw } from '../../modules/plaques/index.server.ts'
import type { Runtime } from '../runtime.ts'
import { asDownload, type CallerOf, signedIn } from './downloads.ts'

function refuseShape(id: string): void {
  if (!idShape.test(id)) throw new Failure('notFound', '找不到该社工站，或您无权查看')
}

async function contentOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Plaques at their true size and sheets of badges: `/api/plaques/<station>/<key>.pdf|svg`, `/api/badges/<station>.pdf`. */
export function servePlaques(server: FastifyInstance, runtime: Runtime, callerOf: CallerOf): void {
  server.get<{ Params: { station: string; file: string }; Querystring: { width?: string; height?: string } }>(
    '/api/plaques/:station/:file',
    async (request, reply) => {
      const actor = await signedIn(request, callerOf)
      const { station, file } = request.params
      refuseShape(station)
      const format = file.endsWith('.svg') ? 'svg' : file.endsWith('.pdf') ? 'pdf' : undefined
      if (!format) throw new Failure('notFound', '标牌只有 PDF 和 SVG 两种格式')
      const { width, height } = request.query
      const plaque = await runtime.door.read(actor, 'station.read', (tx, reach) =>
        plaqueToDraw(tx, reach, {
          station,
          key: file.slice(0, -4),
          ...(width && { widthCm: Number(width) }),
          ...(height && { heightCm: Number(height) }),
        }),
      )
      const pictures = new Map(
        await Promise.all(
          plaque.marks.flatMap(({ mark, sha256 }) =>
            sha256 ? [contentOf(runtime.files.read(sha256)).then((picture) => [mark, picture] as const)] : [],
          ),
        ),
      )
      const name = plainName(`${plaque.name}-${plaque.widthCm}×${plaque.heightCm}厘米.${format}`)
      const type = format === 'pdf' ? 'application/pdf' : 'image/svg+xml'
      return asDownload(reply, name, type).send(await drawPlaque(plaque, pictures, format))
    },
  )

  server.get<{ Params: { file: string }; Querystring: { ids?: string } }>(
    '/api/badges/:file',
    async (request, reply) => {
      const actor = await signedIn(request, callerOf)
      const station = request.params.file.replace(/\.pdf$/, '')
      refuseShape(station)
      const badges = request.query.ids?.split(',') ?? []
      const sheet = await runtime.door.read(actor, 'badge.issue', (tx, reach) =>
        badgesToDraw(tx, reach, { station, badges }, `${request.protocol}://${request.host}`),
      )
      return asDownload(reply, plainName(`${sheet.title}.pdf`), 'application/pdf').send(
        await drawBadges(sheet.title, sheet.badges),
      )
    },
  )
}
