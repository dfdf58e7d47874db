import { areaChain, verifyAudit } from '../../core/audit.ts'
import type { Database } from '../../core/db.ts'
import { formatInstant } from '../../core/time.ts'
import { sayProblem } from '../../modules/audit/index.ts'
import { anchorStore } from '../anchor.ts'
import { openRuntime, settings } from '../runtime.ts'
import type { Outcome } from './program.ts'

/** Chains as people call them: by station, or by area for its own. */
async function chainNames(owner: Database): Promise<(chain: string) => string> {
  const { rows } = await owner.pool.query<{ chain: string; name: string }>(
    `select county || '|' || id as chain, name from station
     union all select place || '|' || $1, name || '本级' from place_tenure where to_on is null and place in (select county from audit_head)`,
    [areaChain],
  )
  const names = new Map(rows.map(({ chain, name }) => [chain, name]))
  return (chain) => names.get(chain) ?? chain
}

/** Reads every audit chain again and compares it with its head and with the last anchor. */
export async function verify(): Promise<Outcome> {
  const given = settings()
  const runtime = await openRuntime(given)
  try {
    const kept = await anchorStore(given.data).newest()
    const { chains, rows, problems } = await verifyAudit(runtime.owner, given.suite, kept?.anchor, kept?.publicKey)
    const json = {
      chains,
      rows,
      anchorAt: kept?.anchor.at ?? null,
      problems: problems.map((problem) => ({ ...problem, says: sayProblem(problem) })),
    }
    const anchored = kept
      ? `对照锚点 ${formatInstant(kept.anchor.at)}`
      : '还没有锚点，因此查不出末尾连链头一起被截、整条链被重写'
    const read = `共 ${chains} 条链、${rows} 条留痕，${anchored}`
    const nameOf = await chainNames(runtime.owner)
    const text =
      problems.length === 0
        ? `留痕完整：${read}`
        : [
            `发现 ${problems.length} 处问题：${read}`,
            ...problems.map((problem) => `  ${nameOf(problem.chain)}：${sayProblem(problem)}`),
          ].join('\n')
    return { json, text, code: problems.length === 0 ? 0 : 1 }
  } finally {
    await runtime.close()
  }
}
