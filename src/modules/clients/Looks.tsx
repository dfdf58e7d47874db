import { Button, Typography } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { formatInstant } from '../../ui/format.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./index.server.ts')>('clients')

/** 查阅记录: who looked at what is hidden, when and why. */
export function Looks({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  const found = useAnswer(api.listClientLooks, { id }, { enabled: open })
  return (
    <Block
      title="查阅记录"
      extra={
        <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : '查看'}
        </Button>
      }
    >
      {open ? (
        <Answer of={found}>
          {(looks) =>
            looks.length === 0 ? (
              <Typography.Text type="secondary">还没有人查看过证件、电话或住址原文</Typography.Text>
            ) : (
              looks.map((one) => (
                <div key={`${one.at}${one.field}`} className="client-line">
                  {one.byName} 查看了{one.field}
                  <div>
                    <Typography.Text type="secondary">
                      {formatInstant(one.at)} · {one.reason}
                    </Typography.Text>
                  </div>
                </div>
              ))
            )
          }
        </Answer>
      ) : (
        <Typography.Text type="secondary">谁在什么时候、为什么看过证件、电话、住址原文</Typography.Text>
      )}
    </Block>
  )
}
