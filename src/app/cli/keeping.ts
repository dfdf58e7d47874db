import type { BackupOptions, RestoreOptions } from './backup.ts'
import type { Program } from './program.ts'

/** Commands that keep an installation: start, schema, demo, backup, restore, doctor, audit. */
export function registerKeeping({ root, json, finish, end }: Program): void {
  root
    .command('start')
    .description('启动服务（第一次启动会载入演示数据）')
    .option('--empty', '不载入演示数据，打开首次设置')
    .action(async (options: { empty?: boolean }) => {
      const { start } = await import('./start.ts')
      end(await start({ empty: options.empty === true }))
    })

  root
    .command('migrate')
    .description('更新数据库结构，不启动服务（启动时也会自动更新）')
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./migrate.ts')).migrate()))

  const demo = root.command('demo').description('演示数据')
  demo
    .command('load')
    .description('载入五个地区的演示数据，打印各角色的登录名与口令；已有正式账号时不载入')
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./demo.ts')).load(options.json === true)))
  demo
    .command('clear')
    .description('清除演示数据和载入之后登记的一切；已有正式账号时不清除')
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./demo.ts')).clear()))

  root
    .command('backup')
    .description('备份整个系统到一个加密的文件：数据库、附件、密钥、锚点、自有政策包；运行时也可以做')
    .requiredOption('--out <文件>', '备份文件，不覆盖已有的')
    .option('--passphrase-file <文件>', '存放备份口令的文件，取第一行（或用环境变量 YIZHAN_BACKUP_PASSPHRASE）')
    .option('--tables', '逐表导出，可恢复到别的 PostgreSQL 或别的机器（用 DATABASE_URL 时总是如此）')
    .option('--plain', '不加密（里面有全部个人信息和密钥，慎用）')
    .addOption(json())
    .action(async (options: BackupOptions) => finish(options, await (await import('./backup.ts')).backup(options)))

  root
    .command('restore')
    .description('把备份恢复到一个空文件夹，启动副本一次，核对文件、行数、留痕和密钥；用作演练或真正恢复')
    .argument('<文件>', '备份文件')
    .requiredOption('--to <文件夹>', '空的或新的文件夹；逐表备份可同时用 DATABASE_URL 指定空库')
    .option('--passphrase-file <文件>', '存放备份口令的文件，取第一行（或用环境变量 YIZHAN_BACKUP_PASSPHRASE）')
    .addOption(json())
    .action(async (file: string, options: RestoreOptions) =>
      finish(options, await (await import('./backup.ts')).restore(file, options)),
    )

  root
    .command('doctor')
    .description('逐项检查本机与数据是否正常，说明怎么处理；有问题时退出码为 1')
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./doctor.ts')).doctor()))

  const audit = root.command('audit').description('留痕')
  audit
    .command('verify')
    .description('逐条核验全部留痕，并与最近的锚点对照；发现问题时退出码为 1')
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./audit.ts')).verify()))
}
