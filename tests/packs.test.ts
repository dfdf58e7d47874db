import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from '../src/app/modules.ts'
import { loadPacks, resolvePolicy } from '../src/modules/policy/index.server.ts'

const shipped = join(import.meta.dirname, '../policies')

let folder: string
beforeAll(() => {
  // measures are known once their modules are
  expect(Object.keys(modules)).toContain('training')
  folder = mkdtempSync(join(tmpdir(), 'yizhan-packs-'))
  cpSync(shipped, folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is said of the packs with one slip in a file. */
function said(file: string, right: string, wrong: string): string {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(right)
  writeFileSync(path, text.replace(right, wrong))
  try {
    loadPacks([folder])
    return ''
  } catch (error) {
    return (error as Error).message
  } finally {
    writeFileSync(path, text)
  }
}

describe('a slip in a pack is refused with file, line and what to write, rather than change how stations are judged', () => {
  const slips: [what: string, file: string, right: string, wrong: string, message: RegExp][] = [
    [
      'a parameter mistyped',
      'BH/people.yaml',
      'hours=30',
      'hourz=60',
      /people\.yaml 第 \d+ 行：.*没有参数 hourz，可写：hours 学时/,
    ],
    ['a parameter that is no number', 'BH/people.yaml', 'hours=30', 'hours=abc', /「学时」请写 1 到 2000 之间的整数/],
    [
      'a measure mistyped',
      'BH/people.yaml',
      'measure: supervision.hours',
      'measure: supervision.hour',
      /没有度量「supervision\.hour」，是不是要写 supervision\.hours？/,
    ],
    [
      'a domain above that is not there',
      'GD/catalogue.yaml',
      'rollsUpTo: domain.relief',
      'rollsUpTo: domain.reliefff',
      /上级文件没有服务领域「domain\.reliefff」/,
    ],
    [
      'an item of the budget that is not there',
      'KM/money.yaml',
      'items: [budget.workers',
      'items: [budget.worker',
      /没有预算科目「budget\.worker」/,
    ],
    [
      'an age nobody reaches',
      'KM/people.yaml',
      'ageAtMost: 45',
      'ageAtMost: 450',
      /people\.yaml 第 \d+ 行：.*年龄上限/,
    ],
  ]
  for (const [what, file, right, wrong, message] of slips)
    it(what, () => {
      expect(said(file, right, wrong)).toMatch(message)
    })
})

it('a document that is not yet in force lends nothing to those below it', () => {
  const packs = loadPacks([shipped])
  const from = (day: string) => new Set(resolvePolicy(packs, 'GD', day).lines.map((line) => line.from))
  expect(from('2021-05-01')).toEqual(new Set(['GD', 'KM', 'cn']))
  expect(from('2021-03-01').has('KM')).toBe(false)
})
