import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setUpCode } from '../../modules/accounts/index.server.ts'
import { startAnchors } from '../anchor.ts'
import { openRuntime, type Runtime, settings } from '../runtime.ts'
import { buildServer } from '../server/http.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** The process that already serves this data folder, if it still runs. */
function alreadyRunning(data: string): number | undefined {
  const file = join(data, 'yizhan.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8'))
  try {
    process.kill(pid, 0)
    const commandLine = process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : 'main.js'
    return pid !== process.pid && commandLine.includes('main.js') ? pid : undefined
  } catch {
    return undefined // left behind by a killed process
  }
}

/** Starts the server and keeps it until Ctrl-C or SIGTERM. Answers the exit code. */
export async function start({ empty }: { empty: boolean }): Promise<number> {
  const given = settings()
  const running = alreadyRunning(given.data)
  if (running) {
    say(`一站已在运行（进程 ${running}），数据文件夹 ${given.data}。要另开一个，请用 YIZHAN_DATA 指定别的文件夹`)
    return 1
  }
  const runtime = await openRuntime(given, say)
  writeFileSync(join(given.data, 'yizhan.pid'), String(process.pid))
  try {
    return await serve(runtime, empty)
  } finally {
    await runtime.close()
    rmSync(join(given.data, 'yizhan.pid'), { force: true })
    say('一站已停止')
  }
}

async function serve(runtime: Runtime, empty: boolean): Promise<number> {
  const { prepareDemo } = await import('../demo.ts')
  const logins = await prepareDemo(runtime, { empty, progress: say })
  const { startJobs } = await import('../jobs.ts')
  const jobs = await startJobs(runtime)
  const stopAnchors = startAnchors(runtime)
  const server = await buildServer(runtime, { log: true })
  const port = Number(process.env.PORT ?? 8787)
  const host = process.env.HOST ?? '127.0.0.1'
  try {
    await server.listen({ port, host })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    await Promise.all([jobs.stop(), stopAnchors()])
    say(`端口 ${port} 已被别的程序占用：请先停掉它，或用 PORT 指定另一个端口，如 PORT=8788 npm start`)
    return 1
  }
  say('')
  say(`一站已启动：http://${host}:${port}`)
  if (logins) say(logins)
  const { rows } = await runtime.owner.pool.query<{ n: number }>('select count(*) as n from account')
  if (rows[0]!.n === 0) say(`首次设置：请在浏览器打开上面的地址，设置码 ${setUpCode}`)
  say('按 Ctrl-C 停止')
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  say('正在停止')
  await server.close()
  await Promise.all([jobs.stop(), stopAnchors()])
  return 0
}
