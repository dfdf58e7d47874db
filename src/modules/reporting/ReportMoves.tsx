import { Button, Modal } from 'antd'
import { useState } from 'react'
import { text } from '../../core/field.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { api, type ReportRow } from './reportCalls.ts'

/** What is decided on a report; handing it up stands under its written part. */
export function ReportMoves({ report }: { report: ReportRow }) {
  const [returning, setReturning] = useState(false)
  const { id, version } = report
  const withdraw = useAct(api.withdrawReport)
  const accept = useAct(api.acceptReport)
  const giveBack = useAct(api.returnReport, { onDone: () => setReturning(false) })
  return (
    <>
      {report.can.includes('withdrawReport') && (
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ id, version })}>
          撤回
        </Button>
      )}
      {report.can.includes('returnReport') && <Button onClick={() => setReturning(true)}>退回</Button>}
      {report.can.includes('acceptReport') && (
        <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate({ id, version })}>
          接收
        </Button>
      )}
      <Modal title="退回报表" open={returning} footer={null} onCancel={() => setReturning(false)} destroyOnHidden>
        <RecordForm
          fields={{
            returnReason: text('退回原因', { max: 500, multiline: true, help: '写明要补充或更正什么，对方会看到' }),
          }}
          submit="退回"
          onSubmit={(values) => giveBack.mutateAsync({ ...values, id, version } as never)}
          onCancel={() => setReturning(false)}
        />
      </Modal>
    </>
  )
}
