import { useNavigate } from '@tanstack/react-router'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { Block, PageHead } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Account } from './account.ts'
import { StaffSelect, useRoleFields } from './roleFields.tsx'

const api = client<typeof import('./index.server.ts')>('accounts')

type AccountRow = AnswerOfCall<typeof import('./index.server.ts').getAccount>['account']

/** Opens an account with its first role; the person sets their own password through a one-time link. */
export function OpenAccount() {
  const navigate = useNavigate()
  const role = useRoleFields({ person: true })
  const open = useAct(api.openAccount, {
    onDone: ({ id }) => void navigate({ to: '/accounts/$id', params: { id } as never }),
  })
  const { login, name } = Account.fields
  return (
    <>
      <PageHead title="开设账号" note="开设后生成一次性链接交给本人，由本人设置口令" />
      <Block>
        <div style={{ maxWidth: 560 }}>
          <RecordForm
            fields={{ name, login, ...role.fields }}
            controls={role.controls}
            submit="开设"
            onSubmit={(values) => open.mutateAsync(values as never)}
            onCancel={() => void navigate({ to: '/accounts' })}
          />
        </div>
      </Block>
    </>
  )
}

/** Gives an account a further role. */
export function GiveRole({ account, onDone }: { account: string; onDone: () => void }) {
  const { fields, controls } = useRoleFields()
  const give = useAct(api.giveRole, { onDone })
  return (
    <RecordForm
      fields={fields}
      controls={controls}
      submit="授予"
      onSubmit={(values) => give.mutateAsync({ ...values, id: account } as never)}
      onCancel={onDone}
    />
  )
}

/** Mends the name, and whose file the account belongs to. */
export function EditAccount({ account, onDone }: { account: AccountRow; onDone: () => void }) {
  const edit = useAct(api.editAccount, { onDone })
  const { name, person } = Account.fields
  return (
    <RecordForm
      fields={{ name, ...(account.station && { person }) }}
      initial={{ name: account.name, person: account.person }}
      controls={{
        ...(account.station && {
          person: (values, set) => (
            <StaffSelect
              id="field-person"
              station={account.station}
              value={(values.person as string | undefined) ?? null}
              onChange={(next) => set('person', next)}
            />
          ),
        }),
      }}
      submit="保存"
      onSubmit={(values) =>
        edit.mutateAsync({
          id: account.id,
          version: account.version,
          name: values.name as string,
          person: 'person' in values ? (values.person as string | null) : account.person,
        })
      }
      onCancel={onDone}
    />
  )
}
