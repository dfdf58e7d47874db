import type { FastifyInstance } from 'fastify'
import { Failure } from '../../core/failure.ts'
import { plainName } from '../../core/files.ts'
import { drawCode, drawPoster, posterOf } from '../../modules/activities/index.server.ts'
import type { Runtime } from '../runtime.ts'
import { asDownload, type CallerOf, signedIn } from './downloads.ts'

const fileShape = /^([0-9A-Za-z]{1,12}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(svg|pdf)$/

/** The sign-in code of an activity as a drawing, and its poster: `/api/activities/code/<activity>.svg|pdf`. */
export function serveActivities(server: FastifyInstance, runtime: Runtime, callerOf: CallerOf): void {
  server.get<{ Params: { file: string } }>('/api/activities/code/:file', async (request, reply) => {
    const actor = await signedIn(request, callerOf)
    const [, activity, format] = fileShape.exec(request.params.file) ?? []
    if (!activity) throw new Failure('notFound', '找不到该社区活动，或您无权查看')
    const poster = await runtime.door.read(actor, 'activity.write', (tx, reach) =>
      posterOf(tx, reach, activity, `${request.protocol}://${request.host}`),
    )
    const name = plainName(`${poster.name}签到码.${format}`)
    return format === 'svg'
      ? asDownload(reply, name, 'image/svg+xml').send(await drawCode(poster))
      : asDownload(reply, name, 'application/pdf').send(await drawPoster(poster))
  })
}
