import { Option } from 'commander'
import type { NewPack } from './policy.ts'
import type { Program } from './program.ts'
import type { CompileOptions } from './report.ts'
import { dayOf } from './words.ts'

const onDay = (help: string) => new Option('--on <日期>', help).argParser(dayOf)

/** Commands that read: policy, places, findings, reports. */
export function registerLooking({ root, json, finish }: Program): void {
  const policy = root.command('policy').description('政策依据')
  policy
    .command('list')
    .description('列出政策包')
    .addOption(json())
    .action(async (options) => finish(options, (await import('./policy.ts')).list()))
  policy
    .command('check')
    .description('检查政策包的写法，逐条指出文件、行号和改法')
    .argument('[文件夹]', '另外检查这个文件夹：里面每个政策包各占一个文件夹')
    .addOption(json())
    .action(async (folder: string | undefined, options) => finish(options, (await import('./policy.ts')).check(folder)))
  policy
    .command('show')
    .description('列出一个政策包的全部规则、名单与目录，含继承来的')
    .argument('<代号>', '如 GD，见 policy list')
    .addOption(onDay('某一天有效的版本'))
    .addOption(json())
    .action(async (which: string, options) => finish(options, (await import('./policy.ts')).show(which, options.on)))
  policy
    .command('diff')
    .description('比较两个政策包')
    .argument('<代号>', '如 KM')
    .argument('<另一代号>', '如 GD')
    .addOption(json())
    .action(async (one: string, other: string, options) =>
      finish(options, (await import('./policy.ts')).diff(one, other)),
    )

  policy
    .command('uses')
    .description(
      '系统对每个政策包的条目做了什么：自动核查、录入校验、打印、查阅各几条（一条有几种用途的，各计一次），并列出尚未接入的条目',
    )
    .argument('[代号]', '只看这一个，如 GD')
    .addOption(json())
    .action(async (which: string | undefined, options) => finish(options, (await import('./policy.ts')).usage(which)))
  policy
    .command('new')
    .description('新建一个政策包的文件夹：每一类各有一条带注释的示例，去掉注释照着改')
    .argument('<代号>', '一到八个英文字母或数字')
    .requiredOption('--name <文件简称>', '如 官渡区方案')
    .requiredOption('--place <区划代码>', '在哪里施行，如 530111；可用 yizhan place find 查找')
    .option('--extends <代号>', '依据的上级文件', 'cn')
    .option('--dir <文件夹>', '写到这个文件夹里；不写即数据文件夹的 policies')
    .addOption(json())
    .action(async (which: string, options: NewPack & { json?: boolean }) =>
      finish(options, (await import('./policy.ts')).start(which, options)),
    )

  policy
    .command('schema')
    .description('输出政策包 YAML 的 JSON Schema，供编辑器补全和检查：./yizhan policy schema > policies/schema.json')
    .action(async () => finish({}, (await import('./policy.ts')).schema()))

  const place = root
    .command('place')
    .description('行政区划（只查看；合并、拆分、更名、新增开发区等变更请在页面「行政区划」办理，须有批准文件）')
  place
    .command('list')
    .description('列出下级区划')
    .option('--below <区划>', '编号或名称；不写即全国各省')
    .addOption(onDay('截至某一天'))
    .addOption(json())
    .action(async (options) => finish(options, await (await import('./place.ts')).list(options.below, options.on)))
  place
    .command('find')
    .description('按名称或代码的一部分查找；前面可加上级名称，如「官渡 太和」；没有时退出码为 1')
    .argument('<文字...>')
    .addOption(json())
    .action(async (typed: string[], options) =>
      finish(options, await (await import('./place.ts')).find(typed.join(' '))),
    )
  place
    .command('show')
    .description('一个区划在某一天的名称与所属，以及沿革')
    .argument('<区划>', '编号或名称')
    .addOption(onDay('截至某一天'))
    .addOption(json())
    .action(async (typed: string, options) =>
      finish(options, await (await import('./place.ts')).show(typed, options.on)),
    )

  root
    .command('findings')
    .description('一个辖区各站和整体对照政策的核查结论')
    .requiredOption('--place <区划>', '编号或名称')
    .addOption(onDay('哪一天的情况；不写即今天'))
    .addOption(json())
    .addHelpText(
      'after',
      `
JSON 是一个数组，每条含 station（社工站编号，辖区整体为 null）、rule、result（met 达到、notMet 未达到、
notMeasurable 暂不能核查）、value、required、clause、stationName、label、gap。未达到不算命令出错，退出码仍为 0。`,
    )
    .action(async (options) =>
      finish(options, await (await import('./findings.ts')).findings(options.place, options.on)),
    )

  const report = root.command('report').description('报表')
  report
    .command('compile')
    .description('编制一期报表并写成文件；这一期还没有报表时新建一份「编制中」的，不上报')
    .option('--station <社工站>', '站名或编号')
    .option('--place <区划>', '区县或市，编号或名称')
    .requiredOption('--month <期间>', '如 2026-11；也可写 2026-Q4（季）、2026-H2（半年）')
    .requiredOption('--out <文件>', '按后缀写成 .docx、.pdf 或 .xlsx')
    .addOption(json())
    .action(async (options: CompileOptions & { json?: boolean }) =>
      finish(options, await (await import('./report.ts')).compile(options)),
    )
}
