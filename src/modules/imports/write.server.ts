import { reachesStation, reachOf } from '../../core/access.ts'
import { openDoor } from '../../core/door.ts'
import { Failure } from '../../core/failure.ts'
import { splitId } from '../../core/identifiers.ts'
import { defineJob, type JobContext } from '../../core/jobs.ts'
import { find, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { contentOf, dropContent } from './content.server.ts'
import { examineRows, isGood } from './examine.server.ts'
import { ImportBatch } from './importBatch.ts'
import { type Made, sheetKind } from './sheetKind.server.ts'

const step = 500

async function keepMade(tx: Tx, batch: string, made: readonly Made[]): Promise<void> {
  const { county, uuid } = splitId(batch)
  await tx.arrays({
    text: `insert into import_made (county, batch, entity, record, station, place_in)
      select $1, $2, * from unnest($3::text[], $4::uuid[], $5::uuid[], $6::int[])`,
    values: [
      county,
      uuid,
      made.map(({ entity }) => entity),
      made.map(({ id }) => splitId(id).uuid),
      made.map(({ station }) => (station ? splitId(station).uuid : null)),
      made.map((_, i) => i),
    ],
  })
}

/** Writes every good row of a batch in one transaction: all of them or none. A batch that was written is left as it is. */
async function writeBatch(tx: Tx, { actor, parameters, progress }: JobContext): Promise<void> {
  const batch = await find(tx, ImportBatch, parameters.batch as string)
  if (batch?.state !== 'importing') return
  const kind = sheetKind(batch.kind)!
  const reach = reachOf(actor, kind.grant)
  if (!reachesStation(reach, batch.county, batch.station))
    throw new Failure('forbidden', '您的权限已变化，不能再导入到这里')
  const content = await contentOf(tx, batch.id)
  if (!content) throw new Failure('conflict', '这份表格的内容已清除，请重新上传')
  const good = content.rows.filter(isGood)
  const examining = { tx, actor, reach, at: { county: batch.county, station: batch.station } }
  // others may have recorded the same people since the check
  const again = await examineRows(kind, examining, good)
  const changed = again.find((row) => !isGood(row))
  if (changed)
    throw new Failure(
      'conflict',
      `${sayRow(changed)}：${changed.known ?? Object.values(changed.wrong)[0]}；请重新上传检查`,
    )
  const made: Made[] = []
  for (let from = 0; from < again.length; from += step) {
    made.push(...(await kind.write(tx, again.slice(from, from + step))))
    await progress(Math.min(from + step, again.length), again.length)
  }
  await keepMade(tx, batch.id, made)
  dropContent(tx, batch.id)
  await update(tx, ImportBatch, batch, { state: 'done', written: again.length })
  await progress(again.length, again.length)
}

const sayRow = ({ sheet, row }: { sheet: string; row: number }) => `「${sheet}」第 ${row} 行`

export const importJob = defineJob({
  name: 'imports.write',
  label: '导入表格',
  async run(context) {
    const { surroundings, actor, parameters } = context
    const door = openDoor(surroundings, new Map())
    try {
      await door.perform(actor, 'imports/startImport', (tx) => writeBatch(tx, context))
    } catch (error) {
      // nothing was written: the sheet waits as it did before, with the reason
      await door.perform(actor, 'imports/startImport', async (tx) => {
        const batch = await find(tx, ImportBatch, parameters.batch as string)
        if (batch?.state === 'importing') await update(tx, ImportBatch, batch, { state: 'checked' })
      })
      throw error
    }
    return undefined
  },
})
