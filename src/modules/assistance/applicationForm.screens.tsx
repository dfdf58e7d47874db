import { useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox, Flex, Select } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { optional, ref, texts } from '../../core/field.ts'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, Clause, PageHead } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { aidGroups } from './aid.ts'
import { Application, applyFields } from './application.ts'
import { api } from './parts.tsx'

type Aid = AnswerOfCall<typeof import('./applications.server.ts').listAids>[number]

const fields = {
  station: ref('社工站', 'station'),
  client: ref('申请人', 'client', { help: '没有建档的请先在「服务对象」中建档' }),
  kind: Application.fields.kind,
  ...applyFields,
  papers: optional(texts('已交的材料')),
}

/** Takes an application down: whom, what for, and which papers are already here. */
export function RegisterApplication() {
  const { stations } = useMe()
  const { client, discovery } = useSearch({ strict: false }) as { client?: string; discovery?: string }
  const [only] = stations
  const aids = useAnswer(api.listAids, { station: only?.id ?? null })
  return (
    <>
      <PageHead title="登记救助申请" note="救助种类、所需材料和办理期限按本地政策列出" />
      <Block>
        <div style={{ maxWidth: 680 }}>
          <Answer of={aids}>
            {(of) => <TheForm aids={of} client={client} discovered={discovery !== undefined} />}
          </Answer>
        </div>
      </Block>
    </>
  )
}

function TheForm({
  aids,
  client,
  discovered,
}: {
  aids: readonly Aid[]
  client: string | undefined
  discovered: boolean
}) {
  const { stations } = useMe()
  const navigate = useNavigate()
  const add = useAct(api.registerApplication, {
    onDone: ({ id }) => void navigate({ to: '/assistance/$id', params: { id } as never }),
  })
  const groups = Object.entries(aidGroups).flatMap(([group, label]) => {
    const of = aids.filter((one) => one.aidGroup === group)
    return of.length > 0 ? [{ label, options: of.map((one) => ({ value: one.code, label: one.label })) }] : []
  })
  return (
    <RecordForm
      fields={fields}
      initial={{
        ...(stations.length === 1 && { station: stations[0]!.id }),
        ...(client && { client }),
        way: discovered ? 'discovered' : 'helped',
        appliedOn: today(),
        members: 1,
      }}
      draft="assistance.new"
      submit="登记申请"
      controls={{
        ...(stations.length === 1 && { station: null }),
        agentName: (values) => (values.way === 'agent' ? undefined : null),
        kind: (values, set) => {
          const chosen = aids.find(({ code }) => code === values.kind)
          return (
            <>
              <Select
                id="field-kind"
                showSearch={{ optionFilterProp: 'label' }}
                placeholder="请选择"
                value={(values.kind as string) ?? null}
                onChange={(kind) => {
                  set('kind', kind)
                  set('papers', [])
                }}
                options={groups}
              />
              {chosen && (
                <Flex gap={8} wrap style={{ marginTop: 4 }}>
                  <Clause>{chosen.clause}</Clause>
                  {chosen.department && <span className="unknown">主管部门：{chosen.department}</span>}
                </Flex>
              )}
            </>
          )
        },
        papers: (values, set) => {
          const chosen = aids.find(({ code }) => code === values.kind)
          if (!chosen) return <span className="unknown">选择救助种类后列出所需材料</span>
          return (
            <Checkbox.Group
              value={(values.papers as string[]) ?? []}
              onChange={(next) => set('papers', next)}
              options={chosen.papers.map(({ key, label, need }) => ({
                value: key,
                label: need === 'ifAny' ? `${label}（有则提供）` : label,
              }))}
              style={{ display: 'flex', flexDirection: 'column', gap: 6 }}
            />
          )
        },
      }}
      onSubmit={(values) => add.mutateAsync(values as never)}
      onCancel={() => history.back()}
    />
  )
}
