import { Input, Typography } from 'antd'
import type { Masked } from '../../core/field.ts'
import { today } from '../../ui/format.ts'
import type { RecordFormProps } from '../../ui/RecordForm.tsx'
import { bornOnOf, identityProblem, sexOf } from '../people/index.ts'

/** The identity number: fills in birthday and sex as soon as it is whole and right. */
function IdentityInput({
  value,
  set,
}: {
  value: string | Masked | null | undefined
  set: (key: string, value: unknown) => void
}) {
  const typed = typeof value === 'string' ? value : ''
  const problem = typed.length === 18 ? identityProblem(typed, today()) : undefined
  const type = (next: string) => {
    const number = next.toUpperCase().replace(/\s/g, '')
    set('idNumber', number || null)
    if (number.length !== 18 || identityProblem(number, today()) !== undefined) return
    set('bornOn', bornOnOf(number))
    set('sex', sexOf(number))
  }
  return (
    <>
      <Input
        id="field-idNumber"
        allowClear
        autoComplete="off"
        maxLength={18}
        placeholder={value && typeof value === 'object' ? `已登记（${value.hint}），需要更正时重新填写` : '18 位'}
        value={typed}
        onChange={(event) => type(event.target.value)}
      />
      {typed.length === 18 && (
        <Typography.Text type={problem ? 'danger' : 'secondary'} role="status">
          {problem ?? '已按身份证号填入出生日期和性别'}
        </Typography.Text>
      )}
    </>
  )
}

export const identityControls: NonNullable<RecordFormProps['controls']> = {
  idNumber: (values, set) => <IdentityInput value={values.idNumber as string | Masked | null} set={set} />,
}
