import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Modal, Select } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { choice, date, type Fields, farRef, link, optional, ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, Facts, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { Assignment, Expert, ExpertConflict, expertTasks } from './expert.ts'

const api = client<typeof import('./expert.server.ts')>('experts')

type Opened = AnswerOfCall<typeof import('./expert.server.ts').getExpert>

const unfolded = ['person', 'organisation', 'workplace', 'body', 'phone']

const controlsOf = (bodies: readonly string[]): NonNullable<RecordFormProps['controls']> => ({
  person: (values) => (values.kind === 'internal' ? undefined : null),
  ...(bodies.length > 0 && {
    body: (values, set) => (
      <Select
        id="field-body"
        allowClear
        placeholder="请选择"
        options={bodies.map((one) => ({ value: one, label: one }))}
        value={(values.body as string | undefined) ?? null}
        onChange={(next) => set('body', next ?? null)}
      />
    ),
  }),
})

/** Takes somebody into the pool of one's office. */
export function NewExpert() {
  const me = useMe()
  const navigate = useNavigate()
  const place = me.roles.find(({ role }) => role === 'county' || role === 'city')?.place
  const bodies = useAnswer(api.bodiesOf, { place: place ?? '' }, { enabled: Boolean(place) })
  const add = useAct(api.addExpert, {
    onDone: ({ id }) => void navigate({ to: '/experts/$id', params: { id } as never, replace: true }),
  })
  if (!place) return <Nothing says="专家库由区县、市级民政部门维护" />
  return (
    <>
      <PageHead title="专家入库" note="联系电话加密保存；入库后请本人申明利害关系" />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            key={bodies.data?.length ?? 0}
            fields={Expert.fields as Fields}
            initial={{ kind: 'external', fromOn: today(), tasks: [], expertise: [] }}
            unfolded={unfolded}
            controls={controlsOf(bodies.data ?? [])}
            submit="入库"
            onSubmit={(values) => add.mutateAsync({ expertise: [], tasks: [], ...values, place } as never)}
            onCancel={() => void navigate({ to: '/experts' })}
          />
        </div>
      </Block>
    </>
  )
}

/** An expert: who they are, the conflicts they declared, and what they were given to do. */
export function ExpertPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getExpert, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} {...opened} />}
    </Answer>
  )
}

function Opened({ expert, organisationName, bodies, conflicts, assignments }: Opened) {
  const [doing, setDoing] = useState<'edit' | 'declare' | 'assign'>()
  const mayAssign = useHolds('expert.manage')
  const edit = useAct(api.editExpert, { onDone: () => setDoing(undefined) })
  const may = (call: string) => expert.can.includes(call)
  const close = () => setDoing(undefined)
  return (
    <>
      <PageHead
        title={expert.name}
        note={[expert.title, organisationName].filter(Boolean).join(' · ')}
        tags={
          expert.toOn !== null && expert.toOn < today() ? (
            <State tone="quiet">已出库</State>
          ) : (
            <State tone="good">在库</State>
          )
        }
      >
        {mayAssign && (
          <Button type="primary" onClick={() => setDoing('assign')}>
            指派任务
          </Button>
        )}
        {may('declareConflict') && <Button onClick={() => setDoing('declare')}>申明利害关系</Button>}
        {may('editExpert') && doing !== 'edit' && <Button onClick={() => setDoing('edit')}>修改</Button>}
      </PageHead>
      {doing === 'edit' ? (
        <Block title="修改专家">
          <div style={{ maxWidth: 640 }}>
            <RecordForm
              fields={Expert.fields as Fields}
              initial={{ ...expert }}
              unfolded={[...unfolded, 'toOn']}
              controls={controlsOf(bodies)}
              submit="保存修改"
              onSubmit={(values) => edit.mutateAsync({ ...values, id: expert.id, version: expert.version } as never)}
              onCancel={close}
            />
          </div>
        </Block>
      ) : (
        <Block title="基本情况">
          <Facts
            fields={Expert.fields}
            row={expert}
            own={{
              name: null,
              workplace: null,
              ...(expert.toOn === null && { toOn: null }),
              organisation: organisationName ?? null,
              person: expert.person ? <To path={`/people/${expert.person}`}>查看人员档案</To> : null,
            }}
          />
        </Block>
      )}
      <Conflicts rows={conflicts} />
      <Block title={`任务（${assignments.length}）`}>
        <Assignments rows={assignments} empty="还没有指派任务" />
      </Block>
      <Modal title="申明利害关系" open={doing === 'declare'} footer={null} onCancel={close} destroyOnHidden>
        <Declare expert={expert.id} onDone={close} />
      </Modal>
      <Modal title="指派任务" open={doing === 'assign'} footer={null} onCancel={close} destroyOnHidden>
        <Assign initial={{ expert: expert.id }} onDone={close} />
      </Modal>
    </>
  )
}

function Conflicts({ rows }: { rows: Opened['conflicts'] }) {
  const [ending, setEnding] = useState<Opened['conflicts'][number]['conflict']>()
  const end = useAct(api.endConflict, { onDone: () => setEnding(undefined) })
  return (
    <Block title={`利害关系（${rows.length}）`}>
      {rows.length === 0 ? (
        <Nothing says="没有申明利害关系；与某站或某机构有关系的，请点「申明利害关系」" />
      ) : (
        <DataTable
          rows={rows}
          rowKey={({ conflict }) => conflict.id}
          columns={[
            { title: '与谁', key: 'about', render: (_, { about }) => about },
            { title: '关系', key: 'reason', render: (_, { conflict }) => conflict.reason },
            {
              title: '起止',
              key: 'days',
              render: (_, { conflict }) => `${conflict.fromOn} 至 ${conflict.toOn ?? '今'}`,
            },
            {
              title: '办理',
              key: 'end',
              width: 90,
              render: (_, { conflict, about }) =>
                conflict.can.includes('endConflict') ? (
                  <Button size="small" aria-label={`结束与${about}的利害关系`} onClick={() => setEnding(conflict)}>
                    结束
                  </Button>
                ) : (
                  '—'
                ),
            },
          ]}
          empty=""
        />
      )}
      <Modal
        title="结束利害关系"
        open={ending !== undefined}
        footer={null}
        onCancel={() => setEnding(undefined)}
        destroyOnHidden
      >
        {ending && (
          <RecordForm
            fields={{ toOn: date('最后一天') }}
            initial={{ toOn: today() }}
            submit="结束"
            onSubmit={({ toOn }) => end.mutateAsync({ id: ending.id, version: ending.version, toOn: toOn as string })}
            onCancel={() => setEnding(undefined)}
          />
        )}
      </Modal>
    </Block>
  )
}

function Declare({ expert, onDone }: { expert: string; onDone: () => void }) {
  const declare = useAct(api.declareConflict, { onDone })
  const { expert: _expert, ...fields } = ExpertConflict.fields
  return (
    <RecordForm
      fields={fields as Fields}
      initial={{ fromOn: today() }}
      unfolded={['about', 'organisation']}
      submit="申明"
      onSubmit={(values) => declare.mutateAsync({ ...values, id: expert } as never)}
      onCancel={onDone}
    />
  )
}

/** Gives a task at a station to an expert or an organisation; whichever side one comes from is filled in. */
export function Assign({ initial, onDone }: { initial: { expert?: string; station?: string }; onDone: () => void }) {
  const assign = useAct(api.assign, { onDone })
  const fields: Fields = {
    ...(!initial.station && { station: ref('社工站', 'station') }),
    task: choice('任务', expertTasks),
    ...(!initial.expert && {
      expert: optional(farRef('专家', 'expert')),
      organisation: optional(link('机构', 'organisation', { help: '由一家机构指导的，选机构，不选专家' })),
    }),
    duty: Assignment.fields.duty,
    fromOn: Assignment.fields.fromOn,
    toOn: Assignment.fields.toOn,
  }
  return (
    <RecordForm
      fields={fields}
      initial={{ ...initial, task: 'guidance', fromOn: today() }}
      unfolded={['expert', 'organisation', 'duty', 'toOn']}
      submit="指派"
      onSubmit={(values) => assign.mutateAsync({ ...initial, ...values } as never)}
      onCancel={onDone}
    />
  )
}

type Given = Opened['assignments'][number]

export function Assignments({
  rows,
  empty,
  hideStation,
}: {
  rows: readonly Given[]
  empty: string
  hideStation?: boolean
}) {
  const [ending, setEnding] = useState<Given['assignment']>()
  const end = useAct(api.endAssignment, { onDone: () => setEnding(undefined) })
  if (rows.length === 0) return <Nothing says={empty} />
  return (
    <>
      <DataTable
        rows={rows}
        rowKey={({ assignment }) => assignment.id}
        columns={[
          { title: '承担者', key: 'who', width: 140, render: (_, { assignment }) => assignment.expertName },
          { title: '任务', key: 'task', width: 90, render: (_, { assignment }) => expertTasks[assignment.task] },
          ...(hideStation
            ? []
            : [
                {
                  title: '社工站',
                  key: 'station',
                  render: (_: unknown, { assignment, stationName }: Given) => (
                    <To path={`/stations/${assignment.station}`}>{stationName}</To>
                  ),
                },
              ]),
          { title: '内容', key: 'duty', render: (_, { assignment }) => assignment.duty ?? '—' },
          {
            title: '起止',
            key: 'days',
            render: (_, { assignment }) => `${assignment.fromOn} 至 ${assignment.toOn ?? '今'}`,
          },
          {
            title: '办理',
            key: 'end',
            width: 90,
            render: (_, { assignment }) =>
              assignment.can.includes('endAssignment') ? (
                <Button
                  size="small"
                  aria-label={`结束${assignment.expertName}的${expertTasks[assignment.task]}`}
                  onClick={() => setEnding(assignment)}
                >
                  结束
                </Button>
              ) : (
                '—'
              ),
          },
        ]}
        empty={empty}
      />
      <Modal
        title="结束指派"
        open={ending !== undefined}
        footer={null}
        onCancel={() => setEnding(undefined)}
        destroyOnHidden
      >
        {ending && (
          <RecordForm
            fields={{ toOn: date('最后一天') }}
            initial={{ toOn: today() }}
            submit="结束"
            onSubmit={({ toOn }) => end.mutateAsync({ id: ending.id, version: ending.version, toOn: toOn as string })}
            onCancel={() => setEnding(undefined)}
          />
        )}
      </Modal>
    </>
  )
}
