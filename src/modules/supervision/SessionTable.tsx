import { Button, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { formatNumber } from '../../ui/format.ts'
import { State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { supervisionKinds } from './supervision.ts'

const api = client<typeof import('./supervision.server.ts')>('supervision')

type Shown = AnswerOfCall<typeof import('./supervision.server.ts').supervisionBoard>['sessions'][number]

/** Sessions of supervision: who, whom, how long, about what, and what the guided say of it. */
export function SessionTable({
  rows,
  empty,
  hideStation,
}: {
  rows: readonly Shown[]
  empty: string
  hideStation?: boolean
}) {
  const [reversing, setReversing] = useState<Shown['session']>()
  const reverse = useAct(api.reverseSession, { onDone: () => setReversing(undefined) })
  return (
    <>
      <DataTable
        rows={rows}
        rowKey={({ session }) => session.id}
        columns={[
          {
            title: '日期',
            key: 'onDay',
            width: 130,
            render: (_, { session }) => (
              <>
                {session.onDay} {session.state === 'reversed' && <State tone="quiet">已冲销</State>}
              </>
            ),
          },
          ...(hideStation
            ? []
            : [{ title: '社工站', key: 'station', render: (_: unknown, { stationName }: Shown) => stationName }]),
          { title: '方式', key: 'kind', width: 100, render: (_, { session }) => supervisionKinds[session.kind] },
          { title: '督导者', key: 'supervisor', width: 110, render: (_, { session }) => session.supervisorName },
          {
            title: '时数',
            key: 'hours',
            width: 90,
            align: 'right',
            render: (_, { session }) => `${formatNumber(session.hours)} 小时`,
          },
          {
            title: '受督导',
            key: 'guided',
            width: 160,
            render: (_, { guided }) => guided.map(({ personName }) => personName).join('、'),
          },
          {
            title: '内容',
            key: 'summary',
            width: 320,
            render: (_, { session }) => (
              <>
                {session.project && <strong>{session.project}：</strong>}
                {session.summary} <FileLinks ids={session.files} />
                {session.reversedReason && (
                  <Typography.Text type="secondary">（冲销：{session.reversedReason}）</Typography.Text>
                )}
              </>
            ),
          },
          {
            title: '反馈',
            key: 'feedback',
            width: 180,
            render: (_, { guided }) =>
              guided
                .filter(({ rating }) => rating !== null)
                .map(
                  ({ personName, rating, feedback }) => `${personName} ${rating} 分${feedback ? `：${feedback}` : ''}`,
                )
                .join('；') || '—',
          },
          {
            title: '办理',
            key: 'reverse',
            width: 80,
            render: (_, { session }) =>
              session.can.includes('reverseSession') ? (
                <Button size="small" aria-label={`冲销 ${session.onDay} 的督导`} onClick={() => setReversing(session)}>
                  冲销
                </Button>
              ) : (
                '—'
              ),
          },
        ]}
        empty={empty}
      />
      <Modal
        title="冲销督导记录"
        open={reversing !== undefined}
        footer={null}
        onCancel={() => setReversing(undefined)}
        destroyOnHidden
      >
        {reversing && (
          <RecordForm
            fields={{ reversedReason: text('冲销原因', { max: 200, help: '冲销后不再计入时数，记录仍可查看' }) }}
            submit="冲销"
            onSubmit={(values) =>
              reverse.mutateAsync({
                id: reversing.id,
                version: reversing.version,
                reversedReason: values.reversedReason as string,
              })
            }
            onCancel={() => setReversing(undefined)}
          />
        )}
      </Modal>
    </>
  )
}
