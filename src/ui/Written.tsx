import './written.css'
import type { Field, Fields } from '../core/field.ts'
import { FileLinks } from './files.tsx'
import { shown } from './parts.tsx'

/** What was written, field by field, as it was written; empty fields are left out. */
export function Written({ fields, row, leave = [] }: { fields: Fields; row: object; leave?: readonly string[] }) {
  const values = row as Record<string, unknown>
  const files = (values.files as string[] | null) ?? []
  const filled = Object.entries(fields).filter(
    ([key, field]) => !leave.includes(key) && !isEmpty(values[key]) && field.kind !== 'files' && field.kind !== 'ref',
  )
  return (
    <dl className="written">
      {filled.map(([key, field]: [string, Field]) => (
        <div key={key} className={isLong(field) ? 'written-long' : undefined}>
          <dt>{field.label}</dt>
          <dd>{shown(field, values[key])}</dd>
        </div>
      ))}
      {fields.files && files.length > 0 && (
        <div className="written-long">
          <dt>附件</dt>
          <dd>
            <FileLinks ids={files} />
          </dd>
        </div>
      )}
    </dl>
  )
}

const isLong = (field: Field) => field.multiline || field.kind === 'texts'
const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
