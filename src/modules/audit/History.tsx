import './audit.css'
import { Button, Timeline, Typography } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { sayInstant } from '../../ui/format.ts'
import { Answer, Block, Nothing } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Changes, type Line } from './Changes.tsx'

const api = client<typeof import('./index.server.ts')>('audit')

/** 修改记录: who did what to this record, newest first. An id without a county needs its kind said. */
export function History({ id, entity }: { id: string; entity?: string }) {
  const [open, setOpen] = useState(false)
  return (
    <Block
      title="修改记录"
      extra={
        <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : '查看'}
        </Button>
      }
    >
      {open ? (
        <Lines id={id} {...(entity && { entity })} />
      ) : (
        <Typography.Text type="secondary">谁在什么时候做了什么修改，改动前后各是什么</Typography.Text>
      )}
    </Block>
  )
}

function Lines({ id, entity }: { id: string; entity?: string }) {
  const found = useAnswer(api.historyOf, { id, ...(entity && { entity }) })
  if (found.error?.code === 'notFound') return <Nothing says="这里没有您可以查看的修改记录" />
  return (
    <Answer of={found}>
      {({ lines, more }) => (
        <>
          <Timeline items={lines.map((line) => ({ key: line.key, content: <One line={line} /> }))} />
          {more && <Typography.Text type="secondary">更早的修改请由审计员在「留痕」中查看</Typography.Text>}
        </>
      )}
    </Answer>
  )
}

function One({ line }: { line: Line }) {
  const [whole, setWhole] = useState(false)
  return (
    <>
      <strong>{line.action}</strong> {line.byName}{' '}
      <Typography.Text type="secondary">{sayInstant(line.at)}</Typography.Text>
      {line.first && (
        <Button size="small" type="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? '收起' : `查看新增的${line.entityLabel}`}
        </Button>
      )}
      {(!line.first || whole) && line.changes.length > 0 && <Changes line={line} />}
    </>
  )
}
