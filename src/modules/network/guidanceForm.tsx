import { link, optional, ref } from '../../core/field.ts'
import type { RecordFormProps } from '../../ui/RecordForm.tsx'
import { StationPicker } from '../stations/index.screens.tsx'
import { Guidance } from './standing.ts'

const { guide, subject, fromOn } = Guidance.fields

export const guidanceFields = {
  guide,
  hub: optional(ref('总站（指导中心）', 'station')),
  person: optional(ref('专业人才', 'person')),
  organisation: optional(link('机构', 'organisation')),
  subject,
  fromOn,
}

const only = (kind: string) => (values: Record<string, unknown>) => (values.guide === kind ? undefined : null)

/** Only the one who is meant is asked for. */
export const guidanceControls: NonNullable<RecordFormProps['controls']> = {
  hub: (values, set) =>
    values.guide === 'hub' ? (
      <StationPicker
        id="field-hub"
        level="hub"
        value={values.hub as string}
        onChange={(chosen) => set('hub', chosen)}
      />
    ) : null,
  person: only('person'),
  organisation: only('organisation'),
}
