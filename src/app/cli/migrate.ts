import { migrate as bringUp } from '../database/migrate.ts'
import { connect, settings } from '../runtime.ts'
import type { Outcome } from './outcome.ts'

/** Brings the schema up to date and nothing else, e.g. before a maintenance window ends. */
export async function migrate(): Promise<Outcome> {
  const connections = await connect(settings())
  try {
    const ran = await bringUp(connections.owner)
    const text =
      ran.length > 0
        ? [`数据库已更新，执行了 ${ran.length} 个脚本：`, ...ran.map((name) => `  ${name}`)]
        : ['数据库已是最新']
    return { json: { ran }, text: text.join('\n') }
  } finally {
    await connections.stop()
  }
}
