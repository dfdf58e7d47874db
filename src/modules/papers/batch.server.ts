import { writeFile } from 'node:fs/promises'
import { type Actor, reachesNothing, reachOf, unite } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { choice, id, list, shape, text } from '../../core/field.ts'
import { plainName } from '../../core/files.ts'
import { defineJob, enqueue, type JobContext } from '../../core/jobs.ts'
import { openTx } from '../../core/tx.ts'
import { type Binding, bindings, mostPapers, type PaperOf } from './batch.ts'
import type { Block, Paper } from './paper.ts'
import { formats, type PaperKind, paperKinds, render } from './registry.server.ts'
import { openZip } from './zip.server.ts'

const unknown = () => new Failure('notFound', '所选表格中有您无权打印或已不存在的，请刷新列表后重新选择')

/** The kind of a paper, if this person holds the grant it is printed with. */
function printable(actor: Actor, name: string): PaperKind {
  const kind = paperKinds().get(name)
  if (!kind || reachesNothing(reachOf(actor, kind.grant))) throw unknown()
  return kind
}

/** Several papers as one: each begins on a page of its own. */
function bind(papers: readonly Paper[], title: string): Paper {
  const [first, ...rest] = papers
  if (rest.length === 0) return first!
  const pages = rest.flatMap(({ title: head, subtitle, blocks, footnote }): Block[] => [
    { kind: 'page', title: head, ...(subtitle && { subtitle }), footnote: footnote ?? '' },
    ...blocks,
  ])
  return { ...first!, fileName: title, blocks: [...first!.blocks, ...pages] }
}

/** Each paper by the rights of now; one transaction a paper, so that a long batch holds nothing up. */
async function build({ surroundings, actor }: JobContext, { kind: name, id: record }: PaperOf): Promise<Paper> {
  const kind = printable(actor, name)
  const reach = reachOf(actor, kind.grant)
  return transact(surroundings.db, unite(actor.grants.values()), 'read', (connection) =>
    kind.build({ tx: openTx(connection, surroundings, actor), reach, input: { id: record } }),
  )
}

const batchJob = defineJob({
  name: 'papers.batch',
  label: '批量打印',
  async run(context) {
    const { papers, as, title } = context.parameters as unknown as { papers: PaperOf[]; as: Binding; title: string }
    const total = papers.length + 1
    const zip = as === 'zip' ? await openZip(context.path) : undefined
    const built: Paper[] = []
    for (const [i, one] of papers.entries()) {
      const paper = await build(context, one)
      if (zip)
        await zip.add(`${String(i + 1).padStart(3, '0')}-${plainName(paper.fileName)}.pdf`, await render(paper, 'pdf'))
      else built.push(paper)
      await context.progress(i + 1, total)
    }
    if (zip) await zip.close()
    else await writeFile(context.path, await render(bind(built, title), as as 'pdf'), { mode: 0o600 })
    await context.progress(total, total)
    return { name: `${plainName(title)}.${as}`, type: as === 'zip' ? 'application/zip' : formats[as] }
  },
})

/**
 * Prints papers chosen in a list, or those of one client, as one PDF, one Word or a package. Made in the background; what is
 * printed is asked again for each paper when it is made. A record out of reach is refused like one that is not there.
 */
export const printPapers = action({
  label: '批量打印',
  grant: 'signedIn',
  input: {
    papers: list('表格', shape('表格', { kind: text('种类', { max: 40 }), id: id() }), { max: mostPapers }),
    as: choice('方式', bindings),
    title: text('名称', { max: 60 }),
  },
  output: shape('任务', { job: text('任务编号') }),
  async run({ tx, actor, input }) {
    if (input.papers.length === 0) throw new Failure('invalid', '请先选择要打印的表格')
    for (const { kind } of input.papers) printable(actor, kind)
    const job = enqueue(tx, batchJob, `打印：${input.title}（${input.papers.length} 份）`, input)
    return { job }
  },
})
