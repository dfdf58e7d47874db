import { PlusOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Drawer, Flex, type TableColumnType } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { date, type Fields, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { Answer, Block, Clause, Facts, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { PlanTask, taskStateOn, taskStates, WorkPlan } from './plan.ts'
import { PlanForm } from './planForm.screens.tsx'

type Server = typeof import('./plan.server.ts')
const api = client<Server>('documents')

type Opened = AnswerOfCall<Server['getPlan']>
type Task = Opened['tasks'][number]

const tones: Record<keyof typeof taskStates, Tone> = {
  open: 'busy',
  late: 'bad',
  done: 'good',
  doneLate: 'warn',
  dropped: 'quiet',
}

/** A plan with its tasks: who, until when, how far. */
export function PlanPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getPlan, { id })
  return <Answer of={found}>{(opened) => <Opened {...opened} />}</Answer>
}

type Doing = { what: 'plan' } | { what: 'add' } | { what: 'edit' | 'report' | 'drop'; task: Task }

const titles = { plan: '修改计划', add: '添加任务', edit: '修改任务', report: '填报进度', drop: '取消任务' } as const

function Opened({ plan, homeName, lineLabel, clause, tasks, done, counted }: Opened) {
  const [doing, setDoing] = useState<Doing>()
  const close = () => setDoing(undefined)
  return (
    <>
      <PageHead
        title={plan.title}
        note={
          <>
            {plan.station ? <To path={`/stations/${plan.station}/documents`}>{homeName}</To> : homeName} · {plan.fromOn}{' '}
            至 {plan.toOn}
          </>
        }
        tags={counted > 0 && <State tone={done === counted ? 'good' : 'busy'}>{`完成 ${done} / ${counted}`}</State>}
      >
        {plan.can.includes('addTask') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing({ what: 'add' })}>
            添加任务
          </Button>
        )}
        {plan.can.includes('editPlan') && <Button onClick={() => setDoing({ what: 'plan' })}>修改</Button>}
      </PageHead>
      <Block title="计划">
        <Facts
          fields={WorkPlan.fields}
          row={plan}
          own={{
            place: null,
            title: null,
            line: lineLabel ? (
              <Flex gap={8} wrap>
                {lineLabel}
                {clause && <Clause>{clause}</Clause>}
              </Flex>
            ) : (
              '自己定的计划'
            ),
            files: plan.files.length > 0 ? <FileLinks ids={plan.files} /> : '—',
          }}
        />
      </Block>
      <Tasks tasks={tasks} onDo={setDoing} mayAdd={plan.can.includes('addTask')} />
      <History id={plan.id} />
      <Drawer open={doing !== undefined} onClose={close} title={doing && titles[doing.what]} size={480} destroyOnHidden>
        {doing?.what === 'plan' && (
          <PlanForm
            home={plan.station ? { station: plan.station } : { place: plan.place! }}
            choices={plan.line ? [{ value: plan.line, label: lineLabel ?? plan.line }] : []}
            row={plan}
            onDone={close}
          />
        )}
        {doing && doing.what !== 'plan' && <TaskForm plan={plan.id} doing={doing} onDone={close} />}
      </Drawer>
    </>
  )
}

function Tasks({ tasks, onDo, mayAdd }: { tasks: readonly Task[]; onDo: (doing: Doing) => void; mayAdd: boolean }) {
  const columns: TableColumnType<Task>[] = [
    {
      title: '任务',
      key: 'title',
      render: (_, { title, note }) => (
        <div style={{ minWidth: 160, maxWidth: 360 }}>
          {title}
          {note && <div className="unknown">{note}</div>}
        </div>
      ),
    },
    { title: '责任人', key: 'owner', render: (_, { owner }) => owner ?? '—' },
    {
      title: '时限',
      key: 'dueOn',
      width: 140,
      render: (_, task) => (
        <>
          {task.dueOn}
          {['open', 'late'].includes(taskStateOn(task, today())) && <div className="unknown">{sayDue(task.dueOn)}</div>}
        </>
      ),
    },
    { title: '进度', key: 'progress', align: 'right', width: 70, render: (_, { progress }) => `${progress}%` },
    {
      title: '状态',
      key: 'state',
      width: 110,
      render: (_, task) => {
        const state = taskStateOn(task, today())
        return <State tone={tones[state]}>{taskStates[state]}</State>
      },
    },
    { title: '完成', key: 'doneOn', width: 110, render: (_, { doneOn }) => doneOn ?? '—' },
    {
      title: '办理',
      key: 'do',
      width: 190,
      render: (_, task) => (
        <Flex gap={4}>
          {task.can.includes('reportTask') && (
            <Button
              size="small"
              aria-label={`填报「${task.title}」的进度`}
              onClick={() => onDo({ what: 'report', task })}
            >
              填报
            </Button>
          )}
          {task.can.includes('editTask') && (
            <Button size="small" aria-label={`修改「${task.title}」`} onClick={() => onDo({ what: 'edit', task })}>
              修改
            </Button>
          )}
          {task.can.includes('dropTask') && (
            <Button size="small" aria-label={`取消「${task.title}」`} onClick={() => onDo({ what: 'drop', task })}>
              取消
            </Button>
          )}
          {task.can.length === 0 && '—'}
        </Flex>
      ),
    },
  ]
  return (
    <Block title={`任务（${tasks.length}）`}>
      <DataTable
        rows={tasks}
        rowKey={({ id }) => id}
        columns={columns}
        empty="还没有任务"
        emptyAction={mayAdd && <Button onClick={() => onDo({ what: 'add' })}>添加第一项</Button>}
      />
    </Block>
  )
}

const { title, owner, dueOn, progress, doneOn, note } = PlanTask.fields
const taskFields = { title, owner, dueOn, note }
const reportFields = { progress, doneOn, note }

function TaskForm({
  plan,
  doing,
  onDone,
}: {
  plan: string
  doing: Exclude<Doing, { what: 'plan' }>
  onDone: () => void
}) {
  const add = useAct(api.addTask, { onDone })
  const edit = useAct(api.editTask, { onDone })
  const report = useAct(api.reportTask, { onDone })
  const drop = useAct(api.dropTask, { onDone })
  const common = { submit: '保存', onCancel: onDone }
  if (doing.what === 'add')
    return (
      <RecordForm
        {...common}
        fields={taskFields as Fields}
        unfolded={['owner']}
        onSubmit={(values) => add.mutateAsync({ ...values, id: plan } as never)}
      />
    )
  const at = { id: doing.task.id, version: doing.task.version }
  switch (doing.what) {
    case 'edit':
      return (
        <RecordForm
          {...common}
          fields={taskFields as Fields}
          initial={{ ...doing.task }}
          unfolded={['owner']}
          onSubmit={(values) => edit.mutateAsync({ ...values, ...at } as never)}
        />
      )
    case 'report':
      return (
        <RecordForm
          {...common}
          fields={reportFields as Fields}
          initial={{ ...doing.task }}
          unfolded={['doneOn', 'note']}
          onSubmit={(values) => report.mutateAsync({ ...values, ...at } as never)}
        />
      )
    case 'drop':
      return (
        <RecordForm
          {...common}
          fields={{ droppedOn: date('取消日期', { past: true }), note: text('原因', { max: 200, multiline: true }) }}
          initial={{ droppedOn: today() }}
          submit="取消这项任务"
          onSubmit={(values) => drop.mutateAsync({ ...values, ...at } as never)}
        />
      )
  }
}
