import { choice, type Fields, optional, text, texts } from '../../core/field.ts'
import type { RecordFormProps } from '../../ui/RecordForm.tsx'
import { Client } from './client.ts'
import { consentBases, consentGivers, consentWays, Guardian } from './clientFile.ts'

interface Step {
  title: string
  fields: Fields
  initial?: Record<string, unknown>
  unfolded?: readonly string[]
  /** Whether who looks alike is asked beside these fields. */
  alike?: true
}

const { name, sex, bornOn, idNumber, noIdReason, phone, place, address, ...more } = Client.fields
const {
  household: _household,
  state: _state,
  closedOn: _closedOn,
  closing: _closing,
  mergedInto: _mergedInto,
  ...others
} = more

/** The questions of a new file, a screenful each. */
export const newClientSteps: readonly Step[] = [
  {
    title: '是谁',
    fields: { name, idNumber, noIdReason: { ...noIdReason, help: '只有没有身份证号的才填' }, sex, bornOn },
    unfolded: ['idNumber', 'noIdReason', 'bornOn'],
    alike: true,
  },
  { title: '住在哪里', fields: { place, address, phone }, unfolded: ['address', 'phone'], alike: true },
  { title: '类别与情况', fields: { categories: optional(texts('服务对象类别')), ...others } },
  {
    title: '建档依据',
    fields: {
      basis: choice('建档依据', consentBases, { help: '办理社会救助、保护未成年人等法定事项的选依法履职' }),
      law: optional(text('法律或文件依据', { max: 100, help: '如：社会救助暂行办法' })),
      way: optional(choice('同意方式', consentWays)),
      givenBy: optional(choice('由谁同意', consentGivers, { help: '不满 14 周岁的由监护人同意' })),
      guardianName: optional(text('监护人姓名', { max: 40 })),
      guardianRelation: optional(Guardian.fields.relation),
      guardianPhone: optional(Guardian.fields.phone),
    },
    unfolded: ['law', 'way', 'givenBy', 'guardianName', 'guardianRelation', 'guardianPhone'],
  },
]

const only = (holds: (values: Record<string, unknown>) => boolean) => (values: Record<string, unknown>) =>
  holds(values) ? undefined : null
const byConsent = only(({ basis }) => basis === 'consent')
const byGuardian = only(({ basis, givenBy }) => basis === 'consent' && givenBy === 'guardian')

/** Only what the grounds chosen ask for is shown. */
export const consentFields: { controls: NonNullable<RecordFormProps['controls']> } = {
  controls: {
    law: only(({ basis }) => basis === 'law'),
    way: byConsent,
    givenBy: byConsent,
    guardianName: byGuardian,
    guardianRelation: byGuardian,
    guardianPhone: byGuardian,
  },
}
