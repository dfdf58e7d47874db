import { query } from '../../core/action.ts'
import { choice, choices, date, flag, integer, list, optional, shape, text } from '../../core/field.ts'
import { lineKinds } from './kinds.ts'
import { detailsOf, type Policy, type ResolvedLine, shownValue } from './pack.ts'
import { currentPacks, packCodesOf, policyByCode } from './store.server.ts'
import { uses, usesOf } from './use.ts'

const kindWords = Object.fromEntries(Object.entries(lineKinds).map(([kind, { label }]) => [kind, label]))

const head = shape('政策', {
  code: text('代号'),
  document: text('文件'),
  title: text('标题', { max: 200 }),
  issuedBy: optional(text('发文机关')),
  place: text('适用区划'),
  placeName: text('适用地区'),
  extends: optional(text('依据')),
  inForceFrom: optional(text('施行日期')),
  note: optional(text('注', { max: 600 })),
  lines: integer('条数'),
})

/** The documents in use, the caller's own first; for everyone signed in: rules are public. */
export const listPolicies = query({
  label: '政策列表',
  grant: 'signedIn',
  input: {},
  output: list('政策', head),
  async run({ tx, actor }) {
    const packs = currentPacks()
    const own = (await packCodesOf(tx, [actor.county], tx.today)).get(actor.county)
    const heads = [...packs.heads.values()].sort((a, b) => Number(b.code === own) - Number(a.code === own))
    const names = await tx.rows<{ id: string; name: string }>({
      text: 'select id, name from place_on($1::date) where id = any($2::text[])',
      values: [tx.today, heads.map(({ place }) => place)],
    })
    const nameOf = new Map(names.map(({ id, name }) => [id, name]))
    return heads.map((one) => ({
      ...one,
      placeName: nameOf.get(one.place) ?? one.place,
      lines: packs.lines.get(one.code)?.length ?? 0,
    }))
  },
})

const line = shape('政策条目', {
  key: text('键'),
  kind: choice('类别', kindWords),
  label: text('内容', { max: 300 }),
  value: text('数值', { max: 600 }),
  unit: optional(text('单位')),
  clause: text('条款'),
  document: text('文件'),
  from: text('来自'),
  applies: flag('适用'),
  overriddenBy: optional(text('被何文件替代')),
  overrides: optional(text('替代的上级规定', { max: 600 })),
  requirement: optional(text('需求编号')),
  note: optional(text('注', { max: 600 })),
  uses: choices('系统如何使用', uses),
  details: list('细目', shape('细目', { label: text('名称'), value: text('内容', { max: 600 }) })),
})

/** A value as users read it: words for keys, 、 between the entries of a list. */
function words(value: unknown, choices?: Record<string, string>): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map((one) => words(one, choices)).join('、')
  if (typeof value === 'object') return ''
  return choices?.[String(value)] ?? String(value)
}

function describe(policy: Policy, resolved: ResolvedLine, documentOf: (code: string) => string) {
  const { fields } = lineKinds[resolved.kind]
  const fieldOf = fields as Record<string, { label: string; unit?: string; choices?: Record<string, string> }>
  const details = Object.entries(detailsOf(resolved)).map(([key, value]) => ({
    label: fieldOf[key]!.label,
    value: `${words(value, fieldOf[key]!.choices)}${fieldOf[key]!.unit ?? ''}`,
  }))
  const { overrides } = resolved
  return {
    ...resolved,
    kind: resolved.kind,
    value: resolved.value === null ? '' : words(shownValue(resolved)),
    document: documentOf(resolved.from),
    overriddenBy: resolved.overriddenBy && documentOf(resolved.overriddenBy),
    overrides:
      overrides &&
      `${documentOf(overrides.from)} ${overrides.clause}${overrides.value === null ? '' : `：${words(overrides.value)}`}`,
    uses: usesOf(policy, resolved),
    details,
  }
}

/** Every rule, list entry and catalogue row of a document, inherited ones included, and what the system does with each. */
export const showPolicy = query({
  label: '政策依据',
  grant: 'signedIn',
  input: { code: text('代号', { max: 8 }), on: optional(date('日期')) },
  output: shape('政策依据', { lines: list('政策条目', line) }),
  async run({ tx, input }) {
    const packs = currentPacks()
    const policy = policyByCode(input.code, input.on ?? tx.today)
    const documentOf = (code: string) => packs.heads.get(code)?.document ?? code
    return { lines: policy.lines.map((one) => describe(policy, one, documentOf)) }
  },
})
