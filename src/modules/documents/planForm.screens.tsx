import { Select } from 'antd'
import type { RowOf } from '../../core/entity.ts'
import type { Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { fileHome, type LineChoice } from './documentForm.screens.tsx'
import type { HomeOf } from './Holdings.tsx'
import { planTitle, WorkPlan } from './plan.ts'

const api = client<typeof import('./plan.server.ts')>('documents')

const { line: lineField, title, fromOn, toOn, adoptedBy, files } = WorkPlan.fields
const planFields = { line: lineField, title, fromOn, toOn, files, adoptedBy }

/** A plan for a span of days, the running year unless another is chosen. */
export function PlanForm({
  home,
  choices,
  line,
  row,
  onDone,
}: {
  home: HomeOf
  choices: readonly LineChoice[]
  line?: string | null
  row?: RowOf<typeof WorkPlan>
  onDone: () => void
}) {
  const add = useAct(api.addPlan, { onDone })
  const edit = useAct(api.editPlan, { onDone })
  const year = today().slice(0, 4)
  const named = choices.find(({ value }) => value === line)?.label
  const fresh = {
    line: line ?? null,
    ...(named && { title: planTitle(year, named) }),
    fromOn: `${year}-01-01`,
    toOn: `${year}-12-31`,
    files: [],
  }
  return (
    <RecordForm
      fields={planFields as Fields}
      initial={{ ...(row ? { ...row } : fresh), station: fileHome(home) }}
      controls={{
        line: (values, set) =>
          choices.length === 0 ? null : (
            <Select
              id="field-line"
              allowClear
              style={{ width: '100%' }}
              placeholder="自己定的计划不选"
              options={[...choices]}
              value={(values.line as string) ?? null}
              onChange={(key: string | null) => set('line', key ?? null)}
            />
          ),
      }}
      submit="保存"
      onSubmit={(values) => {
        const whole = { ...values, files: values.files ?? [] }
        return row
          ? edit.mutateAsync({ ...whole, id: row.id, version: row.version } as never)
          : add.mutateAsync({ ...whole, ...home } as never)
      }}
      onCancel={onDone}
    />
  )
}
