import './casework.css'
import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Flex, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { optional, text } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds } from '../../ui/me.tsx'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { CaseReferral, referralFlow } from './caseReferral.ts'
import { api, Print, Written } from './parts.tsx'
import { referralTone } from './Referring.tsx'

type Received = AnswerOfCall<typeof import('./caseReferral.server.ts').listReferrals>['rows'][number]

const shownFields = (({ about, reason, done, standing, wanted, others, consentBy, consentOn, workerName }) => ({
  about,
  reason,
  done,
  standing,
  wanted,
  others,
  consentBy,
  consentOn,
  workerName,
}))(CaseReferral.fields)

/** Referrals that other stations have sent: each is answered here, and a case opened from it. */
export function Referrals() {
  const found = useAnswer(api.listReferrals, {})
  const [open, setOpen] = useState<string>()
  const one = found.data?.rows.find(({ id }) => id === open)
  return (
    <>
      <PageHead title="收到的转介" note="其他站点转介来的服务对象；接收后可接案登记" />
      <Answer of={found}>
        {({ rows, total }) => (
          <DataTable
            rows={rows}
            rowKey={({ id }) => id}
            total={total}
            onOpen={({ id }) => setOpen(id)}
            columns={[
              { title: '姓名', key: 'name', render: (_, row) => row.clientName },
              { title: '转出站', key: 'from', render: (_, row) => <div style={{ minWidth: 140 }}>{row.fromName}</div> },
              { title: '转介日期', key: 'on', width: 110, render: (_, row) => row.offeredOn },
              {
                title: '状态',
                key: 'state',
                width: 100,
                render: (_, row) => <State tone={referralTone[row.state]}>{referralFlow.states[row.state]}</State>,
              },
              {
                title: '个案',
                key: 'becomes',
                width: 100,
                render: (_, row) =>
                  row.becomes ? '已开立' : row.state === 'accepted' ? <State tone="warn">待接案</State> : '',
              },
            ]}
            empty="还没有收到转介"
          />
        )}
      </Answer>
      <Drawer
        title={one ? `${one.clientName} 的转介` : ''}
        open={one !== undefined}
        onClose={() => setOpen(undefined)}
        size={640}
        destroyOnHidden
      >
        {one && <Opened one={one} />}
      </Drawer>
    </>
  )
}

function Opened({ one }: { one: Received }) {
  const navigate = useNavigate()
  const mayOpen = useHolds('case.write')
  const accept = useAct(api.acceptReferral)
  const refuse = useAct(api.refuseReferral)
  const answering = one.can.includes('acceptReferral')
  const base = { id: one.id, version: one.version }
  return (
    <>
      <Flex justify="space-between" wrap gap={8}>
        <span>
          {one.fromName} · {one.offeredOn}{' '}
          <State tone={referralTone[one.state]}>{referralFlow.states[one.state]}</State>
        </span>
        <span>
          <Print paper="referralReceived" id={one.id} label="C-09" />　
          <Print paper="replyReceived" id={one.id} label="C-04" />
        </span>
      </Flex>
      <Written fields={shownFields} row={one} />
      {one.answeredOn && (
        <Typography.Paragraph style={{ marginTop: 12 }}>
          {one.answeredBy} 于 {one.answeredOn} 答复：{one.answer ?? referralFlow.states[one.state]}
        </Typography.Paragraph>
      )}
      {answering && (
        <div style={{ marginTop: 16 }}>
          <RecordForm
            fields={{
              answer: optional(
                text('答复', { max: 500, multiline: true, help: '不接收的请写明原因；接收的可写何时联系' }),
              ),
            }}
            unfolded={['answer']}
            submit="接收"
            onSubmit={(values) => accept.mutateAsync({ ...values, ...base } as never)}
            also={{ label: '不接收', onSubmit: (values) => refuse.mutateAsync({ ...values, ...base } as never) }}
          />
        </div>
      )}
      {one.state === 'accepted' && !one.becomes && mayOpen && (
        <>
          <Typography.Paragraph type="secondary" style={{ marginTop: 16 }}>
            接案前，服务对象要在本站有档案：同一区县的请对方办理转站，其他的请在本站建档。
          </Typography.Paragraph>
          <Button
            type="primary"
            onClick={() => void navigate({ to: '/cases/new', search: { referral: one.id } as never })}
          >
            接案登记
          </Button>
        </>
      )}
      {one.becomes && (
        <Typography.Paragraph style={{ marginTop: 16 }}>
          <To path={`/cases/${one.becomes}`}>打开个案</To>
        </Typography.Paragraph>
      )}
    </>
  )
}
