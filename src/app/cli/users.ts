import type { Command } from 'commander'
import { roles } from '../../modules/accounts/index.ts'
import { inColumns } from '../columns.ts'
import type { Program } from './program.ts'
import type { AddOptions, RoleOptions } from './user.ts'

const over = (command: Command) =>
  command
    .option('--place <区划>', '角色的辖区，编号或名称')
    .option('--station <社工站>', '角色所在的站，站名或编号')
    .option('--organisation <机构>', '角色所在的机构，名称或统一社会信用代码')

const anchors = { place: '--place', station: '--station', organisation: '--organisation' } as const
const roleHelp = () =>
  `\n角色：\n${inColumns(Object.entries(roles).map(([role, { label, anchor }]) => ['', role, label, anchors[anchor]]))}`

/** Commands on accounts: what an administrator and a security officer may do, recorded as done by command. */
export function registerUsers({ root, json, finish }: Program): void {
  const user = root.command('user').description('账号与角色（每一次办理都写入留痕，办理人记为「命令行」）')
  user
    .command('list')
    .description('列出账号与现任角色')
    .option('--name <文字>', '姓名或登录名的一部分')
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./user.ts')).list(options.name)))
  over(
    user
      .command('add')
      .description('开设账号并授予第一个角色，给出一次性链接（或初始口令）')
      .argument('<登录名>')
      .requiredOption('--name <姓名>', '姓名')
      .requiredOption('--role <角色>', '见下面的角色，写代号或名称'),
  )
    .option('--password', '不用链接，直接生成初始口令，首次登录须修改')
    .addOption(json())
    .addHelpText('after', roleHelp)
    .action(async (login: string, options: AddOptions & { json?: boolean }) =>
      finish(options, await (await import('./user.ts')).add(login, options)),
    )
  over(
    user
      .command('role')
      .description('查看一个账号的角色；用 --give 授予，用 --end 收回')
      .argument('<登录名>')
      .option('--give <角色>', '授予的角色')
      .option('--end <角色>', '收回的角色，名称或编号'),
  )
    .addOption(json())
    .addHelpText('after', roleHelp)
    .action(async (login: string, options: RoleOptions & { json?: boolean }) =>
      finish(options, await (await import('./user.ts')).role(login, options)),
    )
  user
    .command('invite')
    .description('重新给一次性链接（或初始口令），例如忘记口令时；已登录的会退出')
    .argument('<登录名>')
    .option('--password', '不用链接，直接生成初始口令，首次登录须修改')
    .addOption(json())
    .action(async (login: string, options) => finish(options, await (await import('./user.ts')).invite(login, options)))
  user
    .command('disable')
    .description('停用账号，立即退出')
    .argument('<登录名>')
    .addOption(json())
    .action(async (login: string, options) =>
      finish(options, await (await import('./user.ts')).setState(login, 'disabled')),
    )
  user
    .command('enable')
    .description('启用已停用的账号')
    .argument('<登录名>')
    .addOption(json())
    .action(async (login: string, options) =>
      finish(options, await (await import('./user.ts')).setState(login, 'active')),
    )
  user
    .command('unlock')
    .description('解除多次登录失败后的锁定')
    .argument('<登录名>')
    .addOption(json())
    .action(async (login: string, options) => finish(options, await (await import('./user.ts')).unlock(login)))
}
