import { inColumns } from '../columns.ts'
import { examine } from '../doctor/doctor.ts'
import { settings } from '../runtime.ts'
import type { Outcome } from './outcome.ts'

const marks = { ok: '✓', warn: '!', fail: '✗' } as const

/** Looks the installation over; the exit code is 1 when something has failed. */
export async function doctor(): Promise<Outcome> {
  const checks = await examine(settings())
  const failed = checks.filter(({ state }) => state === 'fail').length
  const warned = checks.filter(({ state }) => state === 'warn').length
  const lines = inColumns(checks.map(({ state, label, says }) => [marks[state], label, says])).split('\n')
  const text = lines.flatMap((line, i) => (checks[i]!.todo ? [line, `   → ${checks[i]!.todo}`] : [line]))
  const end = failed > 0 ? `${failed} 项有问题` : warned > 0 ? `没有大问题，${warned} 项提醒` : '一切正常'
  return { json: checks, text: [...text, end].join('\n'), code: failed > 0 ? 1 : 0 }
}
