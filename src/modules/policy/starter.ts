import type { Field, Fields } from '../../core/field.ts'
import { moneyKinds } from './kinds/money.ts'
import { networkKinds } from './kinds/network.ts'
import { oversightKinds } from './kinds/oversight.ts'
import { peopleKinds } from './kinds/people.ts'
import { premisesKinds } from './kinds/premises.ts'
import { rulesKinds } from './kinds/rules.ts'
import { serviceKinds } from './kinds/service.ts'
import type { LineKindName } from './kinds.ts'
import { lineKinds } from './kinds.ts'
import { fieldsOfLine } from './pack.ts'

/** Who the new document is, as its writer says. */
export interface Start {
  code: string
  name: string
  place: string
  extends: string
}

const files: readonly [file: string, about: string, kinds: object][] = [
  ['network.yaml', '网络：层级、目标、建设任务、进度、运营方式、职责、工作机制', networkKinds],
  ['premises.yaml', '场地、标牌与制度：设施、依托场所、标牌、着装、制度文件、计划', premisesKinds],
  ['people.yaml', '人员：岗位名称与人数、任职条件、证书、培训、专家', peopleKinds],
  ['money.yaml', '资金：来源、预算、拨付、准入、申报书', moneyKinds],
  ['service.yaml', '服务：服务对象、走访、服务目录、救助、孵化', serviceKinds],
  ['oversight.yaml', '监督：报表、检查、指标体系与合同指标、满意度、公开、时限', oversightKinds],
  ['rules.yaml', '核查规则与口径：写一个度量和标准，系统每天自动核对', rulesKinds],
]

const schemaLine = '# yaml-language-server: $schema=../schema.json'

/** Examples where a field's own sample would mislead. */
const examples: Readonly<Record<string, string>> = {
  clause: '第一条',
  place: '"530111"',
  township: '"530111001"',
  village: '"530111001001"',
  measure: 'people.licensedCount',
  category: 'orphan',
  code: 'localAid',
  kinds: '[dibao]',
  post: 'head',
  domain: 'domain.example',
  unit: '人',
  categories: '[orphan]',
  posts: '[head]',
  with: '[hours=30]',
  series: 'monthly',
  step: 'intake',
}

function example(key: string, field: Field): string {
  if (key === 'post' && !field.choices) return examples.post!
  if (field.choices) {
    const first = Object.keys(field.choices)[0]!
    return field.kind === 'choices' ? `[${first}]` : first
  }
  if (field.kind === 'integer' || field.kind === 'decimal') return key === 'year' ? '2026' : '1'
  if (field.kind === 'date') return '2026-12-31'
  if (field.kind === 'flag') return 'true'
  if (key in examples) return examples[key]!
  if (field.kind === 'texts') return `[${field.label}一, ${field.label}二]`
  return field.label
}

/** What may be written there, in one line of comment. */
function explain(field: Field): string {
  const words = field.choices && Object.entries(field.choices).map(([key, label]) => `${key} ${label}`)
  const parts = [field.label, field.unit && `单位 ${field.unit}`, field.help, words?.join('｜')]
  return parts.filter((part) => part).join('：')
}

/** What any line may say is explained once, at the top of each file. */
const said = new Set(['requirement', 'note', 'since', 'until'])

function exampleOf(kind: LineKindName): string[] {
  const fields: Fields = fieldsOfLine(kind)
  const entries = Object.entries(fields)
    .filter(([key]) => !said.has(key))
    .map(([key, field]) => {
      const value =
        key === 'key' ? `${kind}.example` : key === 'unit' && 'unit' in field ? examples.unit! : example(key, field)
      return { key, field, text: `${key}: ${value}` }
    })
  const must = entries.filter(({ field }) => !field.optional)
  const may = entries.filter(({ field }) => field.optional)
  const width = Math.max(...entries.map(({ text }) => text.length)) + 2
  const line = (lead: string, { text, field }: (typeof entries)[number]) =>
    `${lead}${text.padEnd(width)}# ${field.optional ? '可不写。' : ''}${explain(field)}`
  return [
    '',
    `# ── ${lineKinds[kind].label} ──`,
    `# ${kind}:`,
    ...must.map((one, i) => line(i === 0 ? '#   - ' : '#     ', one)),
    ...may.map((one) => line('#     # ', one)),
  ]
}

const head = ({ code, name, place, extends: above }: Start) => `${schemaLine}
# 一份文件一个文件夹。本文件写明是哪份文件、在哪里施行；其余文件按类别逐条写规定，不用的类别可以不写。
code: ${code}
# 界面和依据里的简称
document: ${name}
title: ${name}
# issuedBy: 发文机关
# issuedOn: 2026-01-01
# 不写施行日期的，视为一直有效
# inForceFrom: 2026-01-01
# 适用地区的六位区划代码，要加英文引号
place: "${place}"
# 上级文件的代号：没有另写的规定沿用上级，同一个键（key）的以本文件为准
extends: ${above}
# 整类替代上级的类别，如服务目录
# replaces: [catalogue, domain]
# note: 说明
`

const guide = (about: string) => `${schemaLine}
# ${about}
# 每类先写类别名，下面逐条写；每条都要有键 key（本文件内不重复）、说明 label、条款 clause。
# 任何一条都还可以写：note 注、since 自哪天起、until 到哪天止（日期写成 2026-12-31）、requirement 需求编号。
# 去掉行首的「# 」即可启用一条示例；「可不写」的各项前面还有一个「# 」，要用时再去掉。
# 缩进用空格，冒号用英文冒号加一个空格。写完用 ./yizhan policy check 检查。`

/** The files of a new pack: every kind there is, each with one line to begin from, all of them commented out. */
export function starterFiles(start: Start): Map<string, string> {
  const texts = files.map(([file, about, kinds]): [string, string] => {
    const lines = (Object.keys(kinds) as LineKindName[]).flatMap(exampleOf)
    return [file, `${[guide(about), ...lines].join('\n')}\n`]
  })
  return new Map([['pack.yaml', head(start)], ...texts])
}
