import { Alert, Button, Drawer, Table } from 'antd'
import { useState } from 'react'
import { State, type Tone } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { type Standing, sayParts, standings } from './parts.ts'
import { api, type Part, type ReportRow } from './reportCalls.ts'

const tones: Record<Standing, Tone> = {
  accepted: 'good',
  submitted: 'warn',
  returned: 'bad',
  unreported: 'bad',
}

/** What an area's figures are made of, said in a sentence; the stations that are not accepted stand by name behind it. */
export function ReportParts({ report }: { report: ReportRow }) {
  const [open, setOpen] = useState(false)
  const { id, figuresAt } = report
  const found = useAnswer(api.reportParts, { id })
  if (!found.data) return null
  const parts = found.data
  const all = parts.every(({ standing }) => standing === 'accepted')
  const order = Object.keys(standings)
  return (
    <>
      <Alert
        type={all ? 'success' : 'warning'}
        showIcon
        title={`数据来源：${sayParts(parts, figuresAt !== null)}`}
        action={
          <Button size="small" onClick={() => setOpen(true)}>
            查看各站
          </Button>
        }
        style={{ marginBottom: 16 }}
      />
      <Drawer open={open} onClose={() => setOpen(false)} size={640} title="数据来源" destroyOnHidden>
        <Table<Part>
          size="small"
          rowKey="station"
          dataSource={parts.toSorted((a, b) => order.indexOf(b.standing) - order.indexOf(a.standing))}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          columns={[
            {
              title: '社工站',
              render: (_, { name, report: own }) => (own ? <a href={`/reports/${own}`}>{name}</a> : name),
            },
            {
              title: '月报',
              width: 108,
              render: (_, { standing }) => <State tone={tones[standing]}>{standings[standing]}</State>,
            },
          ]}
        />
      </Drawer>
    </>
  )
}
