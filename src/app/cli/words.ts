import { Command, type Help, type Option } from 'commander'
import { textWidth } from '../../core/textWidth.ts'
import { wrongUse } from './outcome.ts'

/** What commander says of its own, in our words. */
const sentences: readonly [RegExp, string][] = [
  [/^error: unknown option '(.+)'/, '没有「$1」这个选项'],
  [/^error: unknown command '(.+)'/, '没有「$1」这个命令'],
  [/^error: missing required argument '(.+)'/, '少了参数「$1」'],
  [/^error: required option '(.+)' not specified/, '必须写选项「$1」'],
  [/^error: option '(.+)' argument missing/, '选项「$1」后面少了内容'],
  [/^error: too many arguments.*/, '参数太多'],
  [/^error: option '(.+)' cannot be used with option '(.+)'/, '选项「$1」和「$2」不能同时用'],
]

function inWords(text: string): string {
  const [first = '', ...more] = text.split('\n')
  const found = sentences.find(([form]) => form.test(first))
  const suggestion = more.join('\n').replace(/\(Did you mean (?:one of )?(.+)\?\)/, '是不是要写 $1？')
  return [found ? first.replace(...found) : first.replace(/^error: /, ''), suggestion].join('\n')
}

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
}

const usage = (text: string) => text.replace('[options]', '[选项]').replace('[command]', '<命令>')

/** A command whose help and refusals are in Chinese; so are those of its subcommands. */
export function chinese(command: Command): Command {
  return command
    .helpOption('-h, --help', '显示用法')
    .helpCommand(false)
    .showHelpAfterError('（用 --help 查看用法）')
    .configureOutput({ outputError: (text, write) => write(inWords(text)) })
    .configureHelp({
      displayWidth: textWidth,
      styleTitle: (title: string) => titles[title] ?? title,
      styleUsage: usage,
      optionDescription: ({ description, defaultValue }: Option) =>
        defaultValue === undefined ? description : `${description}（默认 ${defaultValue}）`,
      subcommandTerm: (sub: Command) => usage(new Command().createHelp().subcommandTerm(sub)),
    } satisfies Partial<Help>)
}

/** A day as typed; wrong use when there is no such day. */
export function dayOf(typed: string): string {
  const at = new Date(`${typed}T00:00:00Z`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed))
    return typed
  throw wrongUse(`日期「${typed}」不对：请写成 2026-11-24`)
}
