import { existsSync, mkdirSync } from 'node:fs'
import { setUpCode } from '../../modules/accounts/index.server.ts'
import { startAnchors } from '../anchor.ts'
import { prepareDemo } from '../demo.ts'
import { startJobs } from '../jobs.ts'
import { keep, keeperOf } from '../keeper.ts'
import { bundledPlaces, loadPlaces, openRuntime, type Runtime, settings } from '../runtime.ts'
import { buildServer } from '../server/http.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Whether this process was asked to stop, by Ctrl-C, SIGTERM or a closed terminal. */
interface Asked {
  /** Comes true when it is asked. */
  once: Promise<void>
  yet(): boolean
}

/** Listens from the first moment on, so that a start which is cut off leaves no database running behind it. */
function listen(): Asked {
  let asked = false
  const once = new Promise<void>((resolve) => {
    // a second one changes nothing: a terminal and npm may both send it
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (!asked) say('正在停止')
        asked = true
        resolve()
      })
  })
  return { once, yet: () => asked }
}

/** Starts the server and keeps it until Ctrl-C or SIGTERM. Answers the exit code. */
export async function start({ empty }: { empty: boolean }): Promise<number> {
  const given = settings()
  const running = keeperOf(given.data)
  if (running) {
    say(`一站已在运行（进程 ${running}），数据文件夹 ${given.data}。要另开一个，请用 YIZHAN_DATA 指定别的文件夹`)
    return 1
  }
  const asked = listen()
  mkdirSync(given.data, { recursive: true })
  const giveUp = keep(given.data)
  try {
    const runtime = await openRuntime(given, say, { keeper: true })
    try {
      // run from its sources, the product has no tree to add
      if (existsSync(bundledPlaces)) await loadPlaces(runtime.connections.owner, say)
      return await serve(runtime, empty, asked)
    } finally {
      await runtime.close()
    }
  } catch (error) {
    // what breaks off because it was asked to is no fault
    if (!asked.yet()) throw error
    return 0
  } finally {
    giveUp()
    say('一站已停止')
  }
}

async function serve(runtime: Runtime, empty: boolean, asked: Asked): Promise<number> {
  if (asked.yet()) return 0
  // twenty seconds at the first start: cut off halfway, the next start clears it and begins anew
  const preparing = prepareDemo(runtime, { empty, progress: say })
  preparing.catch(() => {})
  const logins = await Promise.race([preparing, asked.once])
  if (asked.yet()) return 0
  const jobs = await startJobs(runtime)
  const stopAnchors = startAnchors(runtime)
  const server = await buildServer(runtime, { log: true })
  const port = Number(process.env.PORT ?? 8787)
  const host = process.env.HOST ?? '127.0.0.1'
  try {
    await server.listen({ port, host })
  } catch (error) {
    await Promise.all([jobs.stop(), stopAnchors()])
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    say(`端口 ${port} 已被别的程序占用：请先停掉它，或用 PORT 指定另一个端口，如 PORT=8788 npm start`)
    return 1
  }
  say('')
  say(`一站已启动：http://${host}:${port}`)
  if (logins) say(logins)
  const { rows } = await runtime.owner.pool.query<{ n: number }>('select count(*) as n from account')
  if (rows[0]!.n === 0) say(`首次设置：请在浏览器打开上面的地址，设置码 ${setUpCode}`)
  say('按 Ctrl-C 停止')
  await asked.once
  await server.close()
  await Promise.all([jobs.stop(), stopAnchors()])
  return 0
}
