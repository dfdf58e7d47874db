import { Command, Option } from 'commander'
import { registerKeeping } from './keeping.ts'
import { registerLooking } from './looking.ts'
import { endOf, type Outcome } from './outcome.ts'
import { registerUsers } from './users.ts'
import { chinese } from './words.ts'

export type { Outcome } from './outcome.ts'

/** What a group of commands needs to join in: where to join, and how an outcome is printed. */
export interface Program {
  root: Command
  /** The option that every command has which answers something. */
  json(): Option
  finish(options: { json?: boolean }, outcome: Outcome): void
  end(code: number): void
}

const more = `
退出码：0 完成；1 被拒绝，或查出问题；2 用法不对。
环境变量：YIZHAN_DATA 数据文件夹；DATABASE_URL 另用一个 PostgreSQL；PORT、HOST 服务地址；
          YIZHAN_BACKUP_PASSPHRASE 备份口令。一站正在运行时也可以使用各命令，不会打断它。`

/** Runs one command and prints its outcome. Answers the exit code: 0 done, 1 refused or something wrong, 2 wrong use. */
export async function run(argv: readonly string[]): Promise<number> {
  let code = 0
  const root = chinese(new Command('yizhan'))
    .description('一站：乡镇（街道）社会工作服务站的一套系统')
    .exitOverride()
    .addHelpText('after', more)
  const program: Program = {
    root,
    json: () => new Option('--json', '输出 JSON，供程序读取'),
    finish(options, { json, text, code: ended = 0 }) {
      process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`)
      code = ended
    },
    end: (ended) => {
      code = ended
    },
  }
  registerKeeping(program)
  registerLooking(program)
  registerUsers(program)
  // a group's own `help` command speaks English and says what --help says
  for (const group of root.commands) group.helpCommand(false)
  try {
    await root.parseAsync([...argv])
    return code
  } catch (error) {
    const { code: ended, says } = endOf(error)
    if (says) process.stderr.write(`${says}\n`)
    return ended
  }
}
