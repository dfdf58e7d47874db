import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, App, Grid, Select, Steps, Typography } from 'antd'
import { useEffect, useState } from 'react'
import type { RowOf } from '../../core/entity.ts'
import { type Field, type Fields, optional, texts } from '../../core/field.ts'
import { client, Refusal } from '../../ui/client.ts'
import { useDrafts } from '../../ui/draft.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { Alike } from './Alike.tsx'
import { Client } from './client.ts'
import { consentFields, newClientSteps } from './clientSteps.ts'
import { identityControls } from './IdentityInput.tsx'

const api = client<typeof import('./index.server.ts')>('clients')

type Values = Record<string, unknown>
const draftName = 'client.all'

const alikeField = optional(texts('核对是否已经建档'))

/** Numbers, phones and addresses are not kept on the desk. */
const withoutSecrets = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key]) =>
        (
          newClientSteps.flatMap(({ fields }) => Object.entries(fields)).find(([name]) => name === key)?.[1] as
            | Field
            | undefined
        )?.kind !== 'secret',
    ),
  )

/** A new file, one screenful at a time: who, where, which categories, on what grounds. Nothing typed is lost. */
export function AddClient() {
  const me = useMe()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const wide = Grid.useBreakpoint().md ?? true
  const asked = useSearch({ strict: false }) as { station?: string }
  const [station, setStation] = useState(asked.station ?? me.stations[0]?.id)
  const drafts = useDrafts()
  const [values, setValues] = useState<Values>(() => drafts.read(draftName)?.typed ?? {})
  const [at, setAt] = useState(0)
  const [problem, setProblem] = useState<string>()
  const add = useAct(api.addClient)
  const categories = useAnswer(api.categoriesOf, { station: station ?? null }, { enabled: station !== undefined })
  useEffect(() => {
    drafts.keep(draftName, withoutSecrets(values))
  }, [drafts, values])
  if (!station) return <Alert type="info" showIcon title="您的账号没有所在的社工站，请由社工站的人员建档" />
  const step = newClientSteps[at]!
  const last = at === newClientSteps.length - 1

  async function save(all: Values): Promise<void> {
    const { categories: chosen, ...rest } = all
    try {
      const { id } = await add.mutateAsync({
        ...rest,
        station: station!,
        categories: ((chosen as string[] | undefined) ?? []).map((category) => ({ category })),
      } as never)
      drafts.drop(draftName)
      message.info('已建档，可接着登记需求和风险')
      void navigate({ to: '/clients/$id', params: { id } as never, replace: true })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const [field] = Object.keys(error.fields)
      const home = newClientSteps.findIndex(({ fields }) => field !== undefined && field.split('.')[0]! in fields)
      if (home < 0 || home === at) throw error
      setProblem(error.message)
      setAt(home)
    }
  }

  const controls: NonNullable<RecordFormProps['controls']> = {
    ...identityControls,
    noIdReason: (typed) => (typed.idNumber ? null : undefined),
    confirmedDifferent: (typed, set) => (
      <Alike
        station={station}
        values={{ ...values, ...typed }}
        confirmed={(typed.confirmedDifferent as string[] | undefined) ?? []}
        onConfirm={(ids) => set('confirmedDifferent', ids)}
      />
    ),
    categories: (typed, set) => (
      <Select
        id="field-categories"
        mode="multiple"
        placeholder="可选几类；没有的可以以后再加"
        value={(typed.categories as string[]) ?? []}
        onChange={(keys) => set('categories', keys)}
        showSearch={{ optionFilterProp: 'label' }}
        options={(categories.data ?? []).map(({ category, label }) => ({ value: category, label }))}
        style={{ width: '100%' }}
      />
    ),
    ...consentFields.controls,
  }
  const steps = newClientSteps.map(({ title }) => ({ title }))
  return (
    <>
      <PageHead
        title="新建档案"
        note={
          wide ? '证件、电话和住址加密保存，平时只显示后四位' : `第 ${at + 1} 步，共 ${steps.length} 步：${step.title}`
        }
      />
      <Block>
        {wide && <Steps size="small" current={at} items={steps} style={{ marginBottom: 24, maxWidth: 820 }} />}
        <div style={{ maxWidth: 640 }}>
          {at === 0 && me.stations.length > 1 && (
            <Select
              aria-label="社工站"
              value={station}
              onChange={setStation}
              options={me.stations.map(({ id, name }) => ({ value: id, label: name }))}
              style={{ width: '100%', marginBottom: 16 }}
            />
          )}
          {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
          <RecordForm
            key={at}
            fields={step.alike ? { ...step.fields, confirmedDifferent: alikeField } : step.fields}
            initial={{ ...step.initial, ...values, station }}
            draft={`client.${at}`}
            unfolded={step.unfolded ?? []}
            controls={controls}
            submit={last ? '建档' : '下一步'}
            onSubmit={async (typed) => {
              const all = { ...values, ...typed }
              setValues(all)
              setProblem(undefined)
              if (last) await save(all)
              else setAt(at + 1)
            }}
            {...(at > 0 && { onCancel: () => setAt(at - 1), cancel: '上一步' })}
          />
          {at === 0 && (
            <Typography.Paragraph type="secondary" style={{ marginTop: 12 }}>
              离开本页不会丢失已填的内容；身份证号、电话和住址不留在本机，需要重新填写。
            </Typography.Paragraph>
          )}
        </div>
      </Block>
    </>
  )
}

const {
  state: _state,
  closedOn: _closedOn,
  closing: _closing,
  mergedInto: _merged,
  household: _household,
  ...facts
} = Client.fields
const { name, idNumber, noIdReason, sex, bornOn, ...rest } = facts
// the number decides birthday and sex, so that it is asked before them
const editFields = { name, idNumber, noIdReason, sex, bornOn, confirmedDifferent: alikeField, ...rest }

/** A client's facts, to be changed in place; what is masked stays as it is until typed anew. */
export function EditClient({ client: row, onDone }: { client: RowOf<typeof Client>; onDone: () => void }) {
  const edit = useAct(api.editClient, { onDone })
  return (
    <Block title="修改基本情况">
      <div style={{ maxWidth: 640 }}>
        <RecordForm
          fields={editFields as Fields}
          initial={{ ...row }}
          unfolded={['phone', 'address']}
          controls={{
            ...identityControls,
            noIdReason: (typed) => (typed.idNumber ? null : undefined),
            confirmedDifferent: (typed, set) => (
              <Alike
                station={row.station!}
                values={typed}
                except={row.id}
                confirmed={(typed.confirmedDifferent as string[] | undefined) ?? []}
                onConfirm={(ids) => set('confirmedDifferent', ids)}
              />
            ),
          }}
          submit="保存修改"
          onSubmit={(values) =>
            edit.mutateAsync({ ...values, household: row.household, id: row.id, version: row.version } as never)
          }
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}
