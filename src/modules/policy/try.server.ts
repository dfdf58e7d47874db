import { Value } from 'typebox/value'
import { explain, type SchemaError } from '../../core/check.ts'
import { refuseField } from '../../core/failure.ts'
import { type Field, schemaOf } from '../../core/field.ts'
import { faultsOf } from './lint.ts'
import { type Packs, resolvePolicy } from './load.server.ts'
import { isTriable, type Line, type Policy, type ResolvedLine, triableFields } from './pack.ts'

/** One figure of one line, as typed: what it would be instead. Empty takes an optional one away. */
export interface Change {
  key: string
  field: string
  value: string | null
}

/** A typed text as the field holds it; what is no number stays a text, and is refused by the schema. */
function read(field: Field, typed: string): unknown {
  switch (field.kind) {
    case 'integer':
    case 'decimal':
      return /^-?\d+(\.\d+)?$/.test(typed.trim()) ? Number(typed) : typed
    case 'flag':
      return typed === 'true' ? true : typed === 'false' ? false : typed
    case 'choices':
    case 'texts':
      return typed.split(/[,，、]/).flatMap((one) => (one.trim() ? [one.trim()] : []))
    default:
      return typed.trim()
  }
}

function triedValue(line: ResolvedLine, { field, value }: Change, at: string): unknown {
  const fields = triableFields(line.kind)
  const known = fields[field]
  if (!known) throw refuseField(at, `这一条没有可试算的「${field}」，请从表单中选择`)
  if (value === null || value.trim() === '') {
    if (!known.optional) throw refuseField(at, `请填写「${known.label}」`)
    return null
  }
  const parsed = read(known, value)
  const errors = [...Value.Errors(schemaOf({ [field]: known }), { [field]: parsed })] as unknown as SchemaError[]
  const [message] = Object.values(explain(errors, { [field]: known }))
  if (message) throw refuseField(at, message)
  return parsed
}

/**
 * The packs as they would be with some figures of a document changed: a copy, nothing is stored. A line that the document
 * inherits becomes its own. Refuses what the schema or the sense of the line does not allow, at `changes.<n>.value`.
 */
export function changedPacks(packs: Packs, code: string, changes: readonly Change[], day: string): Packs {
  const policy = resolvePolicy(packs, code, day)
  const changed = new Map<string, ResolvedLine>()
  for (const [i, change] of changes.entries()) {
    const line = changed.get(change.key) ?? policy.lines.find(({ key, applies }) => applies && key === change.key)
    if (!line || !isTriable(line.kind))
      throw refuseField(`changes.${i}.key`, '这份文件里没有这一条，或已由下级文件替代，请重新选择')
    changed.set(change.key, { ...line, [change.field]: triedValue(line, change, `changes.${i}.value`) } as ResolvedLine)
  }
  const own = packs.lines.get(code)!
  const tried: Line[] = [
    ...own.filter(({ key }) => !changed.has(key)),
    ...[...changed.values()].map((line) => ({ ...line, from: code, since: null, until: null }) as Line),
  ]
  const copy: Packs = { ...packs, lines: new Map([...packs.lines, [code, tried]]) }
  refuseFaults(resolvePolicy(copy, code, day), changes, changed)
  return copy
}

function refuseFaults(policy: Policy, changes: readonly Change[], changed: ReadonlyMap<string, unknown>): void {
  const [fault] = faultsOf(policy).filter(({ line }) => changed.has(line.key))
  if (!fault) return
  const same = changes.findIndex(({ key, field }) => key === fault.line.key && field === fault.field)
  const at = same >= 0 ? same : changes.findIndex(({ key }) => key === fault.line.key)
  throw refuseField(`changes.${at}.value`, fault.message.replace(/（[A-Za-z]+）$/, ''))
}
