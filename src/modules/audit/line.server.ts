import type { Registry } from '../../core/action.ts'
import { areaChain } from '../../core/audit.ts'
import { type AnyEntity, entities } from '../../core/entity.ts'
import { type Field, type Fields, flag, instant, integer, list, optional, shape, text } from '../../core/field.ts'
import { formatInstant } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { currentPacks, policyByCode } from '../policy/index.server.ts'
import { catalogueWords } from '../policy/index.ts'
import { commandLineAccount } from './commandLine.ts'
import { type Names, namesOf, type Wanted, want } from './names.server.ts'

let calls: Registry = new Map()

/** Tells by which words people know each call; whoever assembles the product says so once. */
export function nameCalls(registry: Registry): void {
  calls = registry
}

/** What writes lines beside the door's actions. */
const otherCalls: Readonly<Record<string, string>> = {
  'files/upload': '上传文件',
  'accounts/setUp': '首次设置',
  'accounts/inviteAccount': '生成一次性链接',
  'accounts/acceptInvitation': '通过链接设置口令',
  'accounts/changePassword': '修改口令',
  'accounts/confirmTwoFactor': '开启动态口令',
  'accounts/issuePassword': '生成初始口令',
}
const otherRecords: Readonly<Record<string, string>> = { login_failure: '登录锁定' }

export const sayCall = (action: string) => otherCalls[action] ?? calls.get(action)?.label ?? action
export const sayRecord = (entity: string) => entities().get(entity)?.label ?? otherRecords[entity] ?? entity

/** Names of all calls that write lines. */
export function writingCalls(): string[] {
  return [...[...calls].flatMap(([name, { kind }]) => (kind === 'action' ? [name] : [])), ...Object.keys(otherCalls)]
}

/** One line as the database keeps it. */
export interface AuditRow {
  county: string
  station: string
  seq: number
  at: string
  account: string
  action: string
  entity: string
  record: string
  version: number
  changes: Record<string, [unknown, unknown]>
}

export const auditLine = shape('留痕', {
  key: text('编号'),
  at: instant('时间'),
  byName: text('办理人'),
  action: text('办理'),
  entity: text('记录'),
  entityLabel: text('记录种类'),
  record: text('记录编号'),
  /** What the record is called, if it has a name and the asker may see it. */
  recordName: optional(text('名称')),
  chain: text('所在'),
  version: integer('版本'),
  first: flag('新增'),
  changes: list(
    '改动',
    shape('改动', {
      label: text('项目'),
      before: optional(text('改前')),
      after: optional(text('改后')),
      hidden: flag('内容不显示'),
    }),
  ),
})

/** Who acts without an account. */
const otherActors: Readonly<Record<string, string>> = {
  '00000000-0000-0000-0000-000000000000': '系统',
  [commandLineAccount]: '命令行',
}

/** The line's chain in words, once its names are known. */
export function sayChain(county: string, station: string, names: Names): string {
  if (station !== areaChain) return names.get(`station|${county}-${station}`) ?? '社工站'
  return `${names.get(`place|${county}`) ?? county}本级`
}

export function wantChain(wanted: Wanted, { county, station }: { county: string; station: string }): void {
  if (station === areaChain) want(wanted, 'place', county)
  else want(wanted, 'station', `${county}-${station}`)
}

/** Lines in the words of the records they are about: labels, choices, names of what they point to. */
export async function readable(tx: Tx, rows: readonly AuditRow[]) {
  const wanted: Wanted = new Map()
  for (const row of rows) {
    want(wanted, 'account', row.account)
    want(wanted, row.entity, row.record)
    wantChain(wanted, row)
    const fields = fieldsOf(entities().get(row.entity))
    for (const [key, values] of Object.entries(row.changes))
      for (const value of values) wantTargets(wanted, fields[key], value)
  }
  const names = await namesOf(tx, wanted)
  const items = rows.some(({ entity }) => hasTexts(entities().get(entity))) ? itemWords(tx.today) : new Map()
  return rows.map((row) => {
    const fields = fieldsOf(entities().get(row.entity))
    const who = names.get(`account|${row.account}`)
    return {
      key: `${row.county}|${row.station}|${row.seq}`,
      at: row.at,
      byName: who ?? otherActors[row.account] ?? '已删除的账号',
      action: sayCall(row.action),
      entity: row.entity,
      entityLabel: sayRecord(row.entity),
      record: row.record,
      recordName: names.get(`${row.entity}|${row.record}`) ?? (row.entity === 'login_failure' ? row.record : null),
      chain: sayChain(row.county, row.station, names),
      version: row.version,
      first:
        row.version === 1 && Object.values(row.changes).every(([before]) => before === null) && hasSome(row.changes),
      changes: inOrder(row.changes, fields)
        .map(([key, [before, after]]) => ({
          label: fields[key]?.label ?? key,
          before: say(fields[key], before, names, items),
          after: say(fields[key], after, names, items),
          hidden: before === null && after === null,
        }))
        .filter(({ before, after, hidden }) => hidden || before !== null || after !== null),
    }
  })
}

/** As the record's form has them; the database keeps them in no order. */
function inOrder(changes: AuditRow['changes'], fields: Fields): [string, [unknown, unknown]][] {
  const order = Object.keys(fields)
  return Object.entries(changes).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
}

const hasSome = (of: object) => Object.keys(of).length > 0
const fieldsOf = (entity: AnyEntity | undefined): Fields => (entity?.fields as Fields | undefined) ?? {}
const hasTexts = (entity: AnyEntity | undefined) =>
  Object.values(fieldsOf(entity)).some(({ kind, choices }) => kind === 'texts' && !choices)

function itemWords(today: string): Map<string, string> {
  const codes = [...currentPacks().heads.keys()]
  return new Map(
    codes.flatMap((code) =>
      [...catalogueWords(policyByCode(code, today))].map(([key, { number, label }]) => [key, `${number} ${label}`]),
    ),
  )
}

const points = new Set(['ref', 'farRef', 'link'])

function wantTargets(wanted: Wanted, field: Field | undefined, value: unknown): void {
  if (field?.target && points.has(field.kind) && typeof value === 'string') want(wanted, field.target, value)
}

function say(
  field: Field | undefined,
  value: unknown,
  names: Names,
  items: ReadonlyMap<string, string>,
): string | null {
  if (value === null || value === undefined) return null
  switch (field?.kind) {
    case 'choice':
      return field.choices?.[value as string] ?? String(value)
    case 'choices':
    case 'texts':
      return (value as string[]).map((one) => field.choices?.[one] ?? items.get(one) ?? one).join('、') || null
    case 'flag':
      return value ? '是' : '否'
    case 'instant':
      return formatInstant(value as string)
    case 'integer':
    case 'decimal':
      return field.fen ? `${(Number(value) / 100).toFixed(2)} 元` : `${value}${field.unit ? ` ${field.unit}` : ''}`
    case 'ref':
    case 'farRef':
    case 'link':
      return names.get(`${field.target}|${value}`) ?? `${sayRecord(field.target ?? '')}（不在您的范围内）`
    case 'files':
      return (value as string[]).length > 0 ? `${(value as string[]).length} 个文件` : null
    default:
      return typeof value === 'string' ? value : JSON.stringify(value)
  }
}
