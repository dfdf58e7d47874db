import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileOf = (data: string) => join(data, 'yizhan.pid')

/**
 * When a process began, in words of its system that no later process of the same number shares; '' once it has ended,
 * also where nobody has taken note of that yet.
 */
export function beginningOf(pid: number): string {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // behind the name in brackets, which may hold anything: state is field 3, the start time field 22
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? '' : fields[19]!
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** The process that serves this data folder, if it still runs: what a killed one left behind counts for nothing. */
export function keeperOf(data: string): number | undefined {
  if (!existsSync(fileOf(data))) return undefined
  const [pid, began] = readFileSync(fileOf(data), 'utf8').split('\n') as [string, string | undefined]
  return began && beginningOf(Number(pid)) === began ? Number(pid) : undefined
}

/** Notes that this process serves the data folder from now on. Answers how to give that up. */
export function keep(data: string): () => void {
  writeFileSync(fileOf(data), `${process.pid}\n${beginningOf(process.pid)}\n`)
  return () => rmSync(fileOf(data), { force: true })
}
