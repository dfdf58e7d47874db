import { sql } from 'kysely'
import { type Actor, reachesStation, reachOf, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { flag, id, instant, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { plainName } from '../../core/files.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { enqueue } from '../../core/jobs.ts'
import { find, insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf } from '../places/index.server.ts'
import { contentOf, dropContent, keepContent } from './content.server.ts'
import { examineSheet, isGood } from './examine.server.ts'
import { ImportBatch } from './importBatch.ts'
import { readSheets } from './read.server.ts'
import { type ImportPlace, type SheetKind, sheetKind } from './sheetKind.server.ts'
import { templateOf } from './template.server.ts'
import { undoMade } from './undo.server.ts'
import { importJob } from './write.server.ts'

const kindName = text('表格', { max: 40 })

function kindOf(name: string): SheetKind {
  const kind = sheetKind(name)
  if (!kind) throw new Failure('notFound', '没有这种导入表格')
  return kind
}

const where = { kind: kindName, station: optional(ref('社工站', 'station')), place: optional(link('区县', 'place')) }

/** The place a sheet is for, within the reach of what its kind asks. */
async function placeOf(
  tx: Tx,
  actor: Actor,
  { kind: name, station, place }: { kind: string; station?: string | null; place?: string | null },
) {
  const kind = kindOf(name)
  const reach = reachOf(actor, kind.grant)
  if (!station && !place) throw refuseField('station', '请选择导入到哪个社工站；区县账号可以选择整个区县')
  const at: ImportPlace = station
    ? { county: splitId(station).county, station }
    : { county: await homeOf(tx, place!), station: null }
  if (!reachesStation(reach, at.county, at.station))
    throw new Failure('forbidden', `您没有在这里导入${kind.label}的权限，如有需要请联系管理员`)
  return { kind, at, examining: { tx, actor, reach, at } }
}

/** Seven million characters of base64 are a workbook of five megabytes. */
const largest = 7_000_000

/** Reads a workbook and says what would come of it, cell by cell, without writing any of it. */
export const checkImport = action({
  label: '检查导入表格',
  grant: 'sheet.import',
  input: {
    ...where,
    fileName: text('文件名', { max: 150 }),
    content: text('文件内容', { max: largest, pattern: '^[A-Za-z0-9+/]+={0,2}$', help: '请重新选择文件，不超过 5 MB' }),
  },
  output: ImportBatch,
  async run({ tx, actor, input }) {
    const { kind, at, examining } = await placeOf(tx, actor, input)
    const read = await readSheets(kind, Buffer.from(input.content, 'base64'))
    const examined = await examineSheet(kind, examining, read)
    const batch = await insert(
      tx,
      ImportBatch,
      { id: newId(at.county), station: at.station },
      {
        kind: kind.name,
        fileName: plainName(input.fileName),
        rows: examined.rows.length,
        good: examined.rows.filter(isGood).length,
        known: examined.rows.filter(({ known }) => known !== null).length,
        problems: examined.problems.length,
        state: 'checked',
        written: 0,
        job: null,
      },
    )
    await keepContent(tx, batch.id, at.station, examined)
    return batch
  },
})

/** Takes the good rows over, in the background and all at once; with problems left, only when that was chosen. */
export const startImport = action({
  label: '导入',
  grant: 'sheet.import',
  on: ImportBatch,
  move: 'start',
  needs: ({ kind }) => kindOf(kind).grant,
  input: { id: id(), version: version(), onlyGood: flag('只导入没有问题的行') },
  output: ImportBatch,
  async run({ tx, found, next, input }) {
    if (found.good === 0) throw new Failure('conflict', '没有可以导入的行：请改正表格后重新上传')
    if (!input.onlyGood && found.problems > 0)
      throw new Failure('conflict', `还有 ${found.problems} 处问题：请改正后重新上传，或选择只导入没有问题的行`)
    const job = enqueue(tx, importJob, `导入${kindOf(found.kind).label}（${found.good} 行）`, { batch: found.id })
    return update(tx, ImportBatch, found, { state: next as 'importing', job })
  },
})

export const discardImport = action({
  label: '放弃导入',
  grant: 'sheet.import',
  on: ImportBatch,
  move: 'discard',
  needs: ({ kind }) => kindOf(kind).grant,
  input: { id: id(), version: version() },
  output: ImportBatch,
  async run({ tx, found, next }) {
    dropContent(tx, found.id)
    return update(tx, ImportBatch, found, { state: next as 'discarded' })
  },
})

/** Takes an import back as a whole, while nothing was built upon what it made; else says what stands in the way. */
export const undoImport = action({
  label: '撤销导入',
  grant: 'sheet.import',
  on: ImportBatch,
  move: 'undo',
  needs: ({ kind }) => kindOf(kind).grant,
  input: { id: id(), version: version() },
  output: ImportBatch,
  async run({ tx, found, next }) {
    await undoMade(tx, found)
    return update(tx, ImportBatch, found, { state: next as 'undone' })
  },
})

async function reachable(tx: Tx, actor: Actor, batchId: string): Promise<RowOf<typeof ImportBatch>> {
  const batch = await find(tx, ImportBatch, batchId)
  if (!batch || !reachesStation(reachOf(actor, kindOf(batch.kind).grant), batch.county, batch.station))
    throw new Failure('notFound', '找不到这次导入，或您无权查看')
  return batch
}

const problem = shape('问题', {
  sheet: text('工作表'),
  row: integer('行'),
  column: text('列'),
  typed: text('填写的内容', { max: 2000 }),
  message: text('问题', { max: 500 }),
})
const knownRow = shape('已在册', { sheet: text('工作表'), row: integer('行'), note: text('说明') })

const shown = 500

/** How an import stands: counts, the first 500 problems at their cells, what is already there, how far it is. */
export const getImport = query({
  label: '导入情况',
  grant: 'signedIn',
  input: { id: id() },
  output: shape('导入情况', {
    batch: ImportBatch.row,
    label: text('表格'),
    problems: list('问题', problem),
    known: list('已在册', knownRow),
    notes: list('说明', text('说明', { max: 500 })),
    progress: optional(shape('进度', { done: integer('已写入'), total: integer('总数') })),
    jobProblem: optional(text('未成的原因', { max: 300 })),
  }),
  async run({ tx, actor, input }) {
    const batch = await reachable(tx, actor, input.id)
    const content = await contentOf(tx, batch.id)
    const [job] = batch.job
      ? await tx.rows<{ done: number; total: number; problem: string | null }>(
          sql`select done, total, problem from job_run where id = ${batch.job}::uuid and account = ${actor.account}::uuid`,
        )
      : []
    return {
      batch,
      label: kindOf(batch.kind).label,
      problems: content?.problems.slice(0, shown) ?? [],
      known: (content?.rows ?? [])
        .flatMap(({ sheet, row, known }) => (known === null ? [] : [{ sheet, row, note: known }]))
        .slice(0, shown),
      notes: content?.notes ?? [],
      progress: batch.state === 'importing' && job ? { done: job.done, total: job.total } : null,
      jobProblem: batch.state === 'checked' ? (job?.problem ?? null) : null,
    }
  },
})

/** Imports of a kind in reach, newest first. */
export const listImports = query({
  label: '导入记录',
  grant: 'signedIn',
  input: { kind: kindName },
  output: list('导入批次', shape('导入批次', { batch: ImportBatch.row, byName: text('导入人'), at: instant('时间') })),
  async run({ tx, actor, input }) {
    const reach = reachOf(actor, kindOf(input.kind).grant)
    const batches = await select(
      tx,
      ImportBatch,
      sql`where import_batch.kind = ${input.kind} and ${reachSql(reach, actor, ImportBatch)} order by import_batch.created_at desc limit 50`,
      {
        columns: { byName: sql<string | null>`importing.name` },
        from: sql`left join account importing on importing.id = import_batch.created_by`,
      },
    )
    return batches.map(({ beside, ...batch }) => ({ batch, byName: beside.byName ?? '', at: batch.createdAt }))
  },
})

/** The empty sheet to fill in, with the lists of this place; the workbook as base64. */
export const importTemplate = query({
  label: '下载导入模板',
  grant: 'signedIn',
  input: where,
  output: shape('模板', { fileName: text('文件名'), content: text('文件内容', { max: largest }) }),
  async run({ tx, actor, input }) {
    const { kind, examining } = await placeOf(tx, actor, input)
    const content = await templateOf(kind, await kind.lists(examining))
    return { fileName: `${kind.label}导入模板.xlsx`, content: content.toString('base64') }
  },
})
