import { DownloadOutlined } from '@ant-design/icons'
import { useSearch } from '@tanstack/react-router'
import { Button, Flex, Modal, type TableColumnType } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { date, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Clause, LongName, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { printing } from '../papers/index.screens.tsx'
import { GuardianshipAgreement } from './agreement.ts'

const api = client<typeof import('./agreement.server.ts')>('protection')

type Listed = AnswerOfCall<typeof import('./agreement.server.ts').listAgreements>[number]

const states = {
  signed: ['good', '已签订'],
  ending: ['warn', '将到期'],
  unsigned: ['bad', '未签订'],
  ended: ['bad', '已过期'],
} as const
const { client: _client, endedOn: _ended, endReason: _why, ...typed } = GuardianshipAgreement.fields

/** Children left behind and who looks after each: those without a signed paper first. */
export function Agreements() {
  const { client: only } = useSearch({ strict: false }) as { client?: string }
  const found = useAnswer(api.listAgreements, { client: only ?? null })
  const [open, setOpen] = useState<Listed>()
  const [ending, setEnding] = useState<Listed>()
  const mayWrite = useHolds('client.write')
  const mayPrint = useHolds('client.read')
  const add = useAct(api.addAgreement, { onDone: () => setOpen(undefined) })
  const edit = useAct(api.editAgreement, { onDone: () => setOpen(undefined) })
  const end = useAct(api.endAgreement, { onDone: () => setEnding(undefined) })
  const columns: TableColumnType<Listed>[] = [
    { title: '儿童', key: 'name', width: 120, render: (_, { clientName }) => clientName },
    {
      title: '确认书',
      key: 'state',
      width: 100,
      render: (_, { state }) => <State tone={states[state][0]}>{states[state][1]}</State>,
    },
    {
      title: '受委托人',
      key: 'who',
      render: (_, { agreement }) => (agreement ? `${agreement.entrusted}（${agreement.relation}）` : '—'),
    },
    { title: '签订日期', key: 'signed', width: 110, render: (_, { agreement }) => agreement?.signedOn ?? '—' },
    { title: '有效期至', key: 'until', width: 110, render: (_, { agreement }) => agreement?.validUntil ?? '—' },
    {
      title: '社工站',
      key: 'station',
      responsive: ['lg'],
      render: (_, { stationName }) => <LongName>{stationName}</LongName>,
    },
    ...(mayWrite || mayPrint
      ? [
          {
            title: '办理',
            key: 'do',
            width: 190,
            render: (_: unknown, one: Listed) => (
              <Flex gap={4} wrap>
                {mayWrite && (
                  <Button size="small" type="link" onClick={() => setOpen(one)}>
                    {one.agreement ? '补充' : '登记'}
                  </Button>
                )}
                {one.agreement && mayPrint && (
                  <Button
                    size="small"
                    type="link"
                    icon={<DownloadOutlined />}
                    href={`/api/papers/guardianship/${one.agreement.id}.pdf`}
                  >
                    打印
                  </Button>
                )}
                {one.agreement?.can.includes('endAgreement') && (
                  <Button size="small" type="link" onClick={() => setEnding(one)}>
                    终止
                  </Button>
                )}
              </Flex>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <PageHead
        title="委托监护责任确认书"
        note={
          <>
            留守儿童每人一份，上传签字件后计为已签订 <Clause>未成年人保护法 第二十二条</Clause>
          </>
        }
      />
      <Answer of={found}>
        {(rows) => (
          <DataTable
            rows={rows}
            rowKey={({ client: id }) => id}
            columns={columns}
            empty="没有登记为留守儿童的服务对象"
            {...(mayPrint && {
              choosing: printing(
                '委托监护责任确认书',
                ({ agreement }: Listed) => agreement && { kind: 'guardianship', id: agreement.id },
                ({ clientName }) => clientName,
              ),
            })}
          />
        )}
      </Answer>
      <Modal
        title={`委托监护 · ${open?.clientName ?? ''}`}
        open={open !== undefined}
        footer={null}
        onCancel={() => setOpen(undefined)}
        destroyOnHidden
      >
        {open && (
          <RecordForm
            fields={typed}
            initial={{ files: [], ...open.agreement, phone: undefined, station: open.agreement?.station }}
            submit="保存"
            unfolded={['signedOn', 'validUntil', 'files']}
            onSubmit={(values) => {
              const kept = { ...values, files: (values.files as string[]) ?? [] }
              return open.agreement
                ? edit.mutateAsync({ ...kept, id: open.agreement.id, version: open.agreement.version } as never)
                : add.mutateAsync({ ...kept, client: open.client } as never)
            }}
            onCancel={() => setOpen(undefined)}
          />
        )}
      </Modal>
      <Modal
        title={`终止委托监护 · ${ending?.clientName ?? ''}`}
        open={ending !== undefined}
        footer={null}
        onCancel={() => setEnding(undefined)}
        destroyOnHidden
      >
        <RecordForm
          fields={{ endedOn: date('终止日期', { past: true }), endReason: text('终止原因', { max: 100 }) }}
          initial={{ endedOn: today() }}
          submit="终止"
          onSubmit={(values) =>
            end.mutateAsync({ ...values, id: ending!.agreement!.id, version: ending!.agreement!.version } as never)
          }
          onCancel={() => setEnding(undefined)}
        />
      </Modal>
    </>
  )
}
