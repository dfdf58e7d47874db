import { Button, Flex, Modal, Typography } from 'antd'
import { useEffect, useState } from 'react'
import { type Masked, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'

const api = client<typeof import('./look.server.ts')>('people')

/** How long a value stays readable on the screen. */
const shownSeconds = 60

const reasonFields = { reason: text('查看原因', { max: 100, help: '与时间、您的姓名一起记入查阅记录' }) }

/** A hidden value: its last four characters, and the way to the whole for those who may, with a reason that is kept. */
export function Reveal({
  person,
  field,
  label,
  value,
  mayReveal,
}: {
  person: string
  field: 'idNumber' | 'phone'
  label: string
  value: Masked | null
  mayReveal: boolean
}) {
  const [asking, setAsking] = useState(false)
  const [plain, setPlain] = useState<string | null>(null)
  const reveal = useAct(api.revealPerson, {
    onDone: (answer) => {
      setPlain(answer.value)
      setAsking(false)
    },
  })
  useEffect(() => {
    if (plain === null) return
    const timer = setTimeout(() => setPlain(null), shownSeconds * 1000)
    return () => clearTimeout(timer)
  }, [plain])
  if (!value) return <span className="unknown">未填</span>
  return (
    <Flex gap={8} align="center" wrap>
      {plain === null ? value.hint : <Typography.Text strong>{plain}</Typography.Text>}
      {plain !== null && (
        <Button size="small" aria-label={`收起${label}`} onClick={() => setPlain(null)}>
          收起
        </Button>
      )}
      {plain === null && mayReveal && (
        <Button size="small" aria-label={`查看${label}原文`} onClick={() => setAsking(true)}>
          查看原文
        </Button>
      )}
      <Modal title={`查看${label}原文`} open={asking} footer={null} onCancel={() => setAsking(false)} destroyOnHidden>
        <RecordForm
          fields={reasonFields}
          submit="查看"
          onSubmit={({ reason }) => reveal.mutateAsync({ id: person, field, reason: reason as string })}
          onCancel={() => setAsking(false)}
        />
      </Modal>
    </Flex>
  )
}
