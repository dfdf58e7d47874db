import { Command, CommanderError, Option } from 'commander'

/** What a command answers: lines for people, the same as JSON for programs, and how it ended. */
export interface Outcome {
  json: unknown
  text: string
  /** 0 done · 1 something is wrong with the data · 2 wrong use. */
  code?: number
}

/** Prints an outcome as asked for; answers the exit code. */
function print({ json, text, code = 0 }: Outcome, asJson: boolean): number {
  process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`)
  return code
}

/**
 * The command line. Exit codes: 0 done, 1 refused or something found to be wrong, 2 wrong use.
 */
export async function run(argv: readonly string[]): Promise<number> {
  let code = 0
  const program = new Command('yizhan')
    .description('一站：乡镇（街道）社会工作服务站的一套系统')
    .showHelpAfterError('（用 --help 查看用法）')
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
  const json = () => new Option('--json', '输出 JSON，供程序读取')
  const finish = (options: { json?: boolean }, outcome: Outcome) => {
    code = print(outcome, options.json === true)
  }

  program
    .command('start')
    .description('启动服务（第一次启动会载入演示数据）')
    .option('--empty', '不载入演示数据，打开首次设置')
    .action(async (options: { empty?: boolean }) => {
      const { start } = await import('./start.ts')
      code = await start({ empty: options.empty === true })
    })

  const policy = program.command('policy').description('政策依据')
  policy
    .command('list')
    .description('列出政策包')
    .addOption(json())
    .action(async (options) => finish(options, (await import('./policy.ts')).list()))
  policy
    .command('check')
    .description('检查政策包的写法，逐条指出文件、行号和改法')
    .argument('[folder]', '另外检查这个文件夹中的政策包')
    .addOption(json())
    .action(async (folder: string | undefined, options) => finish(options, (await import('./policy.ts')).check(folder)))
  policy
    .command('show')
    .description('列出一个政策包的全部规则、名单与目录，含继承来的')
    .argument('<code>', '代号，如 GD')
    .option('--on <日期>', '某一天有效的版本')
    .addOption(json())
    .action(async (which: string, options) => finish(options, (await import('./policy.ts')).show(which, options.on)))
  policy
    .command('diff')
    .description('比较两个政策包')
    .argument('<one>')
    .argument('<other>')
    .addOption(json())
    .action(async (one: string, other: string, options) =>
      finish(options, (await import('./policy.ts')).diff(one, other)),
    )

  const audit = program.command('audit').description('留痕')
  audit
    .command('verify')
    .description('逐条核验全部留痕，并与最近的锚点对照；发现问题时退出码为 1')
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./audit.ts')).verify()))

  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
  return code
}
