import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nearest } from './clerk.ts'
import { loadPacks, PackError, type PackProblem, resolvePolicy, starterFiles } from './index.server.ts'
import { lineKinds } from './kinds.ts'

const product = join(import.meta.dirname, '../../../policies')
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder with the national floor and, in the pack `XX`, these files. */
function written(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-pack-'))
  folders.push(folder)
  cpSync(join(product, 'cn'), join(folder, 'cn'), { recursive: true })
  mkdirSync(join(folder, 'XX'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'XX', name), text)
  return folder
}

const head = 'code: XX\ndocument: 示例办法\ntitle: 示例办法\nplace: "530111"\nextends: cn\n'

function problemsOf(files: Record<string, string>): readonly PackProblem[] {
  try {
    loadPacks([written({ 'pack.yaml': head, ...files })])
    return []
  } catch (error) {
    if (error instanceof PackError) return error.problems
    throw error
  }
}

const post = (lines: string[]) => ['post:', ...lines].join('\n')
const right = [
  '  - key: post.head',
  '    label: 站长配备',
  '    value: 1',
  '    post: head',
  '    bound: exactly',
  '    clause: 第一条',
]
const without = (key: string) => right.filter((line) => !line.includes(`${key}:`))
const instead = (key: string, line: string) => right.map((one) => (one.includes(`${key}:`) ? line : one))

it('a pack written as it should be is without fault', () => {
  expect(problemsOf({ 'people.yaml': post(right) })).toEqual([])
})

describe('what a clerk gets wrong is named with its file, its line and what to write', () => {
  it.each<[string, string, number, string]>([
    ['a tab for indentation', post(instead('label', '\t\tlabel: 站长配备')), 3, '缩进用了 Tab 键，请改成空格'],
    [
      'a full-width colon',
      post(instead('label', '    label：站长配备')),
      3,
      '冒号写成了中文「：」，请改成英文冒号加一个空格',
    ],
    ['no space behind the colon', post(instead('value', '    value:1')), 4, '英文冒号后面少了一个空格'],
    ['no space behind the dash', post(instead('key', '  -key: post.head')), 2, '「-」后面少了一个空格'],
    ['an unknown key', post([...right, '    clauze: 第一条']), 8, '没有「clauze」这一项，是不是要写 clause？'],
    ['a key twice in one entry', post([...right, '    value: 2']), 8, '这一项在同一处写了两遍'],
    ['a missing clause', post(without('clause')), 2, '请填写「条款」（clause）'],
    ['a number in words', post(instead('value', '    value: 一')), 4, '「人数」请填写整数（value）'],
    [
      'a word that may not be chosen',
      post(instead('bound', '    bound: 最少')),
      6,
      '可写：exactly 正好、atLeast 不少于',
    ],
    ['a wrong unit', post([...right, '    unit: 个']), 8, '单位应为「人」，现在写的是「个」'],
    [
      'a post that nobody named',
      post(instead('post', '    post: boss').map((one) => (one.includes('- key') ? '  - key: post.head' : one))),
      0,
      '没有岗位「boss」',
    ],
    [
      'a text with a colon and no quotes',
      post(instead('label', '    label: 站长: 一名')),
      3,
      '内容里有英文冒号加空格，请把整个内容放进英文引号',
    ],
    ['quotes that do not close', post(instead('label', '    label: "站长配备')), 0, '引号没有配成对'],
    ['an entry out of line', post(instead('value', '   value: 1')), 0, '缩进或冒号不对'],
    ['a kind that is none', `posts:\n${right.join('\n')}`, 1, '没有「posts」这一类，是不是要写 post？'],
  ])('%s', (_what, text, line, message) => {
    const problems = problemsOf({ 'people.yaml': text })
    expect(problems.map((one) => one.message).join('\n')).toContain(message)
    const found = problems.find((one) => one.message.includes(message))!
    expect(found.file).toBe('XX/people.yaml')
    if (line > 0) expect(found.line).toBe(line)
  })

  const target = (by: string, more = '') =>
    `target:\n  - key: target.all\n    label: 全覆盖\n    value: 100\n    of: township\n    by: ${by}\n${more}    clause: 第一条\n`

  it('a date that is none, or is written another way', () => {
    for (const day of ['2026-6-30', '2026.06.30', '2026-02-30', '2026年6月30日'])
      expect(problemsOf({ 'network.yaml': target(day) })).toMatchObject([
        { file: 'XX/network.yaml', line: 6, message: '「完成时限」请写成 2026-11-24 这样的日期（by）' },
      ])
  })

  it('the same key in two files: both places are named', () => {
    const problems = problemsOf({ 'people.yaml': post(right), 'more.yaml': post(right) })
    expect(problems).toMatchObject([{ file: 'XX/people.yaml', line: 2 }])
    expect(problems[0]!.message).toContain('键 post.head 已在 XX/more.yaml 第 2 行 用过')
  })

  it('a level that no line names', () => {
    const alone = head.replace('extends: cn\n', '')
    const problems = problemsOf({ 'pack.yaml': alone, 'network.yaml': target('2026-06-30', '    level: hub\n') })
    expect(problems).toMatchObject([{ file: 'XX/network.yaml', line: 7 }])
    expect(problems[0]!.message).toContain('层级 hub 还没有名称')
  })

  it('an above that does not exist, and documents that build on each other in a circle', () => {
    expect(problemsOf({ 'pack.yaml': head.replace('extends: cn', 'extends: YY') })).toMatchObject([
      { file: 'XX/pack.yaml', line: 5, message: expect.stringContaining('extends 写的 YY 不存在') },
    ])
    expect(problemsOf({ 'pack.yaml': head.replace('extends: cn', 'extends: XX') })[0]!.message).toContain('绕成了一圈')
  })

  it('[PZ-2.1] a table of tasks whose totals do not add up', () => {
    const task = (place: string, value: number, more: string) =>
      `  - key: task.p${place}${more.length}\n    label: 任务\n    value: ${value}\n    year: 2026\n    place: "${place}"\n    clause: 附件1\n${more}`
    const text = `buildTask:\n${task('530111', 4, '    level: station\n')}${task('530111', 7, '    level: room\n')}${task('530111', 12, '    total: row\n')}`
    expect(problemsOf({ 'network.yaml': text })).toMatchObject([
      { line: 18, message: '写的合计是 12，各项相加是 11，请核对（value）' },
    ])
  })

  it('[PZ-G5.1] weights that do not make up the total, and a priced line whose sum is wrong', () => {
    const text = `indicatorSet:
  - key: set.contract
    label: 合同
    value: 合同指标
    set: serviceContract
    total: 100
    clause: 附件2
indicator:
  - key: indicator.one
    label: 社区活动
    value: 社区活动
    set: serviceContract
    order: 1
    weight: 90
    service: activity
    quantity: 6
    unitPrice: 1500
    subtotal: 9500
    clause: 附件2
`
    expect(problemsOf({ 'oversight.yaml': text }).map(({ line, message }) => [line, message])).toEqual([
      [6, '总分写的是 100，各项权重相加是 90，请核对（total）'],
      [18, '小计写的是 9500，单价×目标量×站数×年数是 9000，请核对（subtotal）'],
    ])
  })
})

describe('the word that was meant', () => {
  it.each([
    ['unti', 'unit'],
    ['utnil', 'until'],
    ['unitl', 'until'],
    ['sicne', 'since'],
    ['clauze', 'clause'],
  ])('%s is %s: letters that changed places were all meant', (typed, meant) => {
    expect(nearest(typed, ['until', 'unit', 'since', 'clause'])).toBe(meant)
  })

  it('what is near to none is left alone', () => {
    expect(nearest('telephone', ['until', 'unit'])).toBeUndefined()
  })
})

describe('./yizhan policy new', () => {
  const start = { code: 'XX', name: '示例办法', place: '530111', extends: 'cn' }
  const files = Object.fromEntries(starterFiles(start))

  it('writes a folder that passes the check at once, and says what it extends', () => {
    const packs = loadPacks([written(files)])
    expect(resolvePolicy(packs, 'XX').chain.map(({ code }) => code)).toEqual(['XX', 'cn'])
    expect(packs.lines.get('XX')).toEqual([])
  })

  it('has a line to begin from for every kind there is, which is right as soon as it is uncommented', () => {
    const kinds = Object.keys(lineKinds)
    const uncommented = Object.fromEntries(
      Object.entries(files).map(([name, text]) => {
        const lines = text.split('\n').map((line) => (/^# ( |[a-zA-Z]+:$)/.test(line) ? line.slice(2) : line))
        return [name, name === 'pack.yaml' ? text : lines.join('\n')]
      }),
    )
    const all = Object.values(uncommented).join('\n')
    expect(kinds.filter((kind) => !new RegExp(`^${kind}:$`, 'm').test(all))).toEqual([])
    // only what the lines say to each other may be wrong: an example names what another example would have to define
    const problems = problemsOf(uncommented)
    expect(
      problems.filter(
        ({ message }) => !/没有服务领域|没有服务对象类别|没有预算科目|请写明|标准|相加|listed/.test(message),
      ),
    ).toEqual([])
  })
})
