import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { type Fields, flag, optional, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { useHolds } from '../../ui/me.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'

const api = client<typeof import('./roster.export.server.ts')>('people')

/** The roster as a workbook, in the background; with whole numbers only for those who may, and with a reason. */
export function ExportRoster({ station }: { station: string | undefined }) {
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const mayReveal = useHolds('person.reveal')
  const start = useAct(api.exportRoster, {
    onDone: ({ rows }) => {
      setOpen(false)
      message.info(
        <>
          正在导出 {rows} 人，完成后在 <To path="/jobs">后台任务</To> 下载
        </>,
      )
    },
  })
  const fields: Fields = {
    ...(mayReveal && { inFull: flag('包含完整的证件号与电话', { help: '会为每个人记一条查阅记录' }) }),
    reason: optional(text('查看原因', { max: 100 })),
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>导出花名册</Button>
      <Modal title="导出花名册" open={open} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <RecordForm
          fields={fields}
          initial={{ inFull: false }}
          controls={{ reason: (values) => (values.inFull ? undefined : null) }}
          submit="导出"
          onSubmit={({ inFull = false, reason }) =>
            start.mutateAsync({
              station: station ?? null,
              inFull: inFull as boolean,
              ...(inFull === true && { reason: reason as string }),
            })
          }
          onCancel={() => setOpen(false)}
        />
      </Modal>
    </>
  )
}
