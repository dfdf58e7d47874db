import { Select } from 'antd'
import type { RowOf } from '../../core/entity.ts'
import { date, type Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { RuleDocument } from './document.ts'
import type { HomeOf } from './Holdings.tsx'

const api = client<typeof import('./document.server.ts')>('documents')

export interface LineChoice {
  value: string
  label: string
}

const { title, lines, adoptedBy, inForceUntil, onWall, note, files } = RuleDocument.fields
const documentFields = { title, lines, files, inForceFrom: date('生效日期'), inForceUntil, adoptedBy, onWall, note }

/** Which lines a document serves: several at once. */
export const linesControl =
  (choices: readonly LineChoice[]): NonNullable<RecordFormProps['controls']>[string] =>
  (values, set) => (
    <Select
      id="field-lines"
      mode="multiple"
      style={{ width: '100%' }}
      placeholder={choices.length > 0 ? '选择这份文件对应的要求' : '本地文件没有规定，可以不选'}
      optionFilterProp="label"
      options={[...choices]}
      value={(values.lines as string[]) ?? []}
      onChange={(keys) => set('lines', keys)}
    />
  )

/** The home code of an office, whose files are its area's own. */
export const fileHome = (home: HomeOf) => ('station' in home ? home.station : home.place)

/** A document's first edition, a further one, or a correction of what was typed. */
export function DocumentForm({
  home,
  choices,
  lines: asked = [],
  row,
  as = 'first',
  onDone,
}: {
  home: HomeOf
  choices: readonly LineChoice[]
  lines?: string[]
  row?: RowOf<typeof RuleDocument>
  as?: 'first' | 'edition' | 'correction'
  onDone: () => void
}) {
  const add = useAct(api.addDocument, { onDone })
  const edition = useAct(api.addEdition, { onDone })
  const edit = useAct(api.editDocument, { onDone })
  const fresh = { lines: asked, files: [], onWall: false, inForceFrom: today() }
  const initial =
    row && as === 'correction'
      ? { ...row }
      : row
        ? { ...fresh, title: row.title, lines: row.lines, adoptedBy: row.adoptedBy, onWall: row.onWall }
        : { ...fresh, title: asked.length === 1 ? choices.find(({ value }) => value === asked[0])?.label : undefined }
  return (
    <RecordForm
      fields={documentFields as Fields}
      initial={{ ...initial, station: fileHome(home) }}
      unfolded={['inForceUntil', 'adoptedBy']}
      controls={{ lines: linesControl(choices) }}
      submit={as === 'correction' ? '保存更正' : as === 'edition' ? '换为新版本' : '保存'}
      onSubmit={(values) => {
        const whole = { ...values, lines: values.lines ?? [], files: values.files ?? [] }
        if (!row) return add.mutateAsync({ ...whole, ...home } as never)
        const { mutateAsync } = as === 'edition' ? edition : edit
        return mutateAsync({ ...whole, id: row.id, version: row.version } as never)
      }}
      onCancel={onDone}
    />
  )
}
