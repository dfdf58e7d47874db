import { Select, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { choice, type Fields, farRef, link, optional } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { useAnswer } from '../../ui/query.ts'
import type { RecordFormProps } from '../../ui/RecordForm.tsx'
import { placeKinds } from '../places/index.ts'
import { Account } from './account.ts'
import { grants, type Role, type RoleName, roleNames, roles } from './roles.ts'

const api = client<typeof import('./index.server.ts')>('accounts')

/** The one field a role is held over, as the role says. */
function anchorOf(role: RoleName | undefined): Fields {
  if (!role) return {}
  const { anchor, placeKinds: kinds }: Role = roles[role]
  switch (anchor) {
    case 'place':
      return {
        place: {
          ...link('辖区', 'place'),
          ...(kinds && { help: `请选择${kinds.map((kind) => placeKinds[kind]).join('、')}区划` }),
        },
      }
    case 'station':
      return { station: farRef('社工站', 'station') }
    case 'organisation':
      return { organisation: link('机构', 'organisation') }
  }
}

const grantsIn = (role: RoleName) => {
  const { grants: whole, own = [] }: Role = roles[role]
  return [...whole.map((grant) => grants[grant]), ...own.map((grant) => `${grants[grant]}（本人的）`)].join('、')
}

/** The fields of giving a role: the role decides what is asked for next. With `person`, also whose file the account is. */
export function useRoleFields({ person = false } = {}): {
  fields: Fields
  controls: NonNullable<RecordFormProps['controls']>
} {
  const [role, setRole] = useState<RoleName>()
  const fields: Fields = {
    role: choice('角色', roleNames),
    ...anchorOf(role),
    ...(person && role && roles[role].anchor === 'station' && { person: optional(Account.fields.person) }),
  }
  const controls: NonNullable<RecordFormProps['controls']> = {
    role: (_, set): ReactNode => (
      <>
        <Select
          id="field-role"
          value={role ?? null}
          placeholder="请选择"
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(next) => {
            setRole(next)
            set('role', next)
          }}
          options={Object.entries(roleNames).map(([value, label]) => ({ value: value as RoleName, label }))}
          style={{ width: '100%' }}
        />
        {role && <Typography.Text type="secondary">可以：{grantsIn(role)}</Typography.Text>}
      </>
    ),
    ...(fields.person && {
      person: (values, set) => (
        <StaffSelect
          id="field-person"
          station={(values.station as string | undefined) ?? null}
          value={(values.person as string | undefined) ?? null}
          onChange={(next) => set('person', next)}
        />
      ),
    }),
  }
  return { fields, controls }
}

/** Chooses whose file an account belongs to, among the people in post at its station. */
export function StaffSelect({
  id,
  station,
  value,
  onChange,
}: {
  id: string
  station: string | null
  value: string | null
  onChange: (person: string | null) => void
}) {
  const found = useAnswer(api.staffToName, { station: station ?? '' }, { enabled: station !== null })
  return (
    <>
      <Select
        id={id}
        allowClear
        value={value}
        onChange={(next) => onChange(next ?? null)}
        disabled={station === null}
        loading={found.isFetching}
        placeholder={station ? '本站在岗人员' : '请先选择社工站'}
        showSearch={{ optionFilterProp: 'label' }}
        options={(found.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        notFoundContent="本站还没有登记在岗人员"
        style={{ width: '100%' }}
      />
      <Typography.Text type="secondary">本人登记的服务记录，按这里的档案归到本人名下</Typography.Text>
    </>
  )
}
