import { sql } from 'kysely'
import { countiesIn, type Reach } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { type AuditProblem, compareAnchor, verifyChains as verifyAll } from '../../core/audit.ts'
import { Failure } from '../../core/failure.ts'
import { instant, integer, list, optional, shape, text } from '../../core/field.ts'
import type { Tx } from '../../core/tx.ts'
import { newestAnchor } from './anchors.server.ts'
import { sayChain, wantChain } from './line.server.ts'
import { type Names, namesOf, type Wanted } from './names.server.ts'
import { holdsChain } from './newest.server.ts'
import { sayProblem } from './problem.ts'

/** More lines than this are not read again while somebody waits for a page. */
const mostLines = 3_000_000
const shownChains = 500

interface Head {
  county: string
  station: string
  seq: number
  lastAt: string | null
}

async function headsWithin(tx: Tx, reach: Reach): Promise<Head[]> {
  const heads = await tx.rows<Head>(sql`
    select h.county, h.station, h.seq, a.at as last_at
    from audit_head h left join audit a on a.county = h.county and a.station = h.station and a.seq = h.seq
    where h.county = any(${countiesIn(reach)}::text[]) order by a.at desc nulls first`)
  const holds = holdsChain(reach)
  return heads.filter(({ county, station }) => holds(county, station))
}

const lineCount = (heads: readonly Head[]) => heads.reduce((sum, { seq }) => sum + seq, 0)

const problemLine = shape('问题', { key: text('编号'), chain: text('所在'), says: text('问题', { max: 200 }) })

async function chainNames(tx: Tx, chains: readonly { county: string; station: string }[]): Promise<Names> {
  const wanted: Wanted = new Map()
  for (const chain of chains) wantChain(wanted, chain)
  return namesOf(tx, wanted)
}

async function saidProblems(tx: Tx, problems: readonly AuditProblem[]) {
  const split = problems.map(({ chain }) => {
    const [county = '', station = ''] = chain.split('|')
    return { county, station }
  })
  const names = await chainNames(
    tx,
    split.filter(({ county }) => county !== ''),
  )
  return problems.map((problem, i) => ({
    key: `${problem.chain}|${problem.seq}|${problem.problem}`,
    chain: split[i]!.county === '' ? '锚点' : sayChain(split[i]!.county, split[i]!.station, names),
    says: sayProblem(problem),
  }))
}

/**
 * How the chains within reach stand: how long each is, its last line, and whether it still holds what the last anchor
 * signed. The chains themselves are not read again; `verifyChains` does that.
 */
export const chainState = query({
  label: '留痕完整性',
  grant: 'audit.read',
  input: {},
  output: shape('留痕完整性', {
    chains: integer('链', { unit: '条' }),
    lines: integer('留痕', { unit: '条', max: 1e15 }),
    anchorAt: optional(instant('最近锚点')),
    problems: list('问题', problemLine),
    rows: list(
      '链',
      shape('链', {
        key: text('编号'),
        name: text('所在'),
        lines: integer('留痕', { unit: '条', max: 1e15 }),
        lastAt: optional(instant('最近一条')),
      }),
    ),
  }),
  async run({ tx, reach }) {
    const kept = await newestAnchor()
    const heads = await headsWithin(tx, reach)
    const problems = kept ? await compareAnchor(tx, kept.anchor, kept.publicKey, holdsChain(reach)) : []
    const shown = heads.slice(0, shownChains)
    const names = await chainNames(tx, shown)
    return {
      chains: heads.length,
      lines: lineCount(heads),
      anchorAt: kept?.anchor.at ?? null,
      problems: await saidProblems(tx, problems),
      rows: shown.map(({ county, station, seq, lastAt }) => ({
        key: `${county}|${station}`,
        name: sayChain(county, station, names),
        lines: seq,
        lastAt,
      })),
    }
  },
})

/** Reads every chain within reach again, line by line, and says what does not fit. */
export const verifyChains = query({
  label: '核验留痕',
  grant: 'audit.read',
  input: {},
  output: shape('核验结果', {
    chains: integer('链', { unit: '条' }),
    lines: integer('留痕', { unit: '条', max: 1e15 }),
    anchorAt: optional(instant('最近锚点')),
    problems: list('问题', problemLine),
  }),
  async run({ tx, reach }) {
    tx.holdMoment()
    const lines = lineCount(await headsWithin(tx, reach))
    if (lines > mostLines)
      throw new Failure('conflict', `您的范围内有 ${lines} 条留痕，请在服务器上运行 ./yizhan audit verify 核验`)
    const kept = await newestAnchor()
    const found = await verifyAll(tx, tx.sealer.suite, { ...kept, holds: holdsChain(reach) })
    return {
      chains: found.chains,
      lines: found.rows,
      anchorAt: kept?.anchor.at ?? null,
      problems: await saidProblems(tx, found.problems),
    }
  },
})
