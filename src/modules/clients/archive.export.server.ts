import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { type Actor, reachesNothing, reachOf, reachSql } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import type { RowOf } from '../../core/entity.ts'
import { id, shape, text } from '../../core/field.ts'
import { readableFile, StoredFile } from '../../core/files.ts'
import { joinId } from '../../core/identifiers.ts'
import { defineJob, enqueue } from '../../core/jobs.ts'
import { find, findReachable } from '../../core/records.ts'
import { openTx, type Tx } from '../../core/tx.ts'
import { openZip, render } from '../papers/index.server.ts'
import { archivePaper } from './archive.print.ts'
import { Client } from './client.ts'
import { aliasesOf } from './file.server.ts'
import { followingEntities, timelineSources } from './timeline.ts'

/** Files of the client's own rows and of the events in the timeline, each only if the reader may open it. */
async function filesOf(tx: Tx, actor: Actor, client: RowOf<typeof Client>): Promise<RowOf<typeof StoredFile>[]> {
  const of = { county: client.county, clients: await aliasesOf(tx, client) }
  const ids = new Set<string>()
  for (const entity of followingEntities()) {
    for (const { name, field } of entity.columns) {
      if (field.kind !== 'files') continue
      const rows = await tx.rows<{
        file: string
      }>(sql`select unnest(${sql.ref(name)}) as file from ${sql.table(entity.table)}
        where county = ${of.county} and client = any(${of.clients}::uuid[])`)
      for (const { file } of rows) ids.add(file)
    }
  }
  for (const { grant, entity, files } of timelineSources().values()) {
    const reach = reachOf(actor, grant)
    if (!files || reachesNothing(reach)) continue
    for (const { file } of await tx.rows<{ file: string }>(files(of, reachSql(reach, actor, entity)))) ids.add(file)
  }
  const found = await Promise.all(
    [...ids].map(async (one) => {
      const file = await find(tx, StoredFile, joinId(of.county, one))
      return file && readableFile(tx, reachOf(actor, file.readBy), file.id)
    }),
  )
  return found.filter((file) => file !== undefined)
}

const archiveJob = defineJob({
  name: 'clients.archive',
  label: '档案打包',
  async run({ surroundings, actor, parameters, progress, path, files }) {
    const { paper, attached, name } = await transact(
      surroundings.db,
      reachOf(actor, 'client.read'),
      'read',
      async (connection) => {
        const tx = openTx(connection, surroundings, actor)
        const reach = reachOf(actor, 'client.read')
        const client = await findReachable(tx, Client, reach, String(parameters.id))
        const built = await archivePaper.build({ tx, reach, input: { id: client.id } })
        return { paper: built, attached: await filesOf(tx, actor, client), name: client.name }
      },
    )
    const total = attached.length + 2
    const zip = await openZip(path)
    await zip.add(`${paper.fileName}.pdf`, await render(paper, 'pdf'))
    await progress(1, total)
    await zip.add(`${paper.fileName}.docx`, await render(paper, 'docx'))
    await progress(2, total)
    for (const [i, file] of attached.entries()) {
      await zip.add(`附件/${String(i + 1).padStart(3, '0')}-${file.name}`, await buffer(files!.read(file.sha256)))
      await progress(i + 3, total)
    }
    await zip.close()
    return { name: `服务对象档案-${name}.zip`, type: 'application/zip' }
  },
})

/** The whole archive with its files as one package, made in the background (KM-A2s). */
export const exportArchive = action({
  label: '档案打包',
  grant: 'client.read',
  on: Client,
  input: { id: id() },
  output: shape('打包', { job: text('任务编号') }),
  async run({ tx, found }) {
    return { job: enqueue(tx, archiveJob, `档案打包：${found.name}`, { id: found.id }) }
  },
})
