import { Button, Flex, Segmented, Timeline, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { Call } from '../../ui/client.ts'
import { Answer, Block, Nothing } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

type Answered = AnswerOfCall<typeof import('./timeline.server.ts').timelineOf>
type Asked = { id: string; source?: string | null; after?: string | null; limit?: number | null }

/** Everything that happened, newest first; more is read as one goes on. */
export function TimelineBlock({ call, id, title }: { call: Call<Asked, Answered>; id: string; title: string }) {
  const [source, setSource] = useState('')
  const [ends, setEnds] = useState<(string | null)[]>([null])
  const first = useAnswer(call, { id, source: source || null, after: null })
  const kinds = first.data?.sources ?? []
  return (
    <Block title={title}>
      {kinds.length > 1 && (
        <Segmented
          size="small"
          aria-label="只看一类"
          value={source}
          onChange={(next) => {
            setSource(next)
            setEnds([null])
          }}
          options={[{ value: '', label: '全部' }, ...kinds.map(({ name, label }) => ({ value: name, label }))]}
          style={{ marginBottom: 12 }}
        />
      )}
      {ends.map((after, i) => (
        <Page
          key={`${source}|${after}`}
          call={call}
          asked={{ id, source: source || null, after }}
          {...(i === ends.length - 1 && { onMore: (next: string) => setEnds([...ends, next]) })}
        />
      ))}
    </Block>
  )
}

function Page({
  call,
  asked,
  onMore,
}: {
  call: Call<Asked, Answered>
  asked: Asked
  onMore?: (after: string) => void
}) {
  const found = useAnswer(call, asked)
  return (
    <Answer of={found}>
      {({ lines, next }) => (
        <>
          {lines.length === 0 && asked.after === null && (
            <Nothing says="还没有服务记录：登记服务时选上这位服务对象，就会出现在这里" />
          )}
          {lines.length > 0 && (
            <Timeline
              style={{ marginTop: 8 }}
              items={lines.map((line) => ({
                key: `${line.source}${line.record}`,
                content: (
                  <div>
                    <Flex gap={8} wrap>
                      <Typography.Text type="secondary">{line.onDay}</Typography.Text>
                      <Typography.Text strong>{line.kind}</Typography.Text>
                    </Flex>
                    <div>{line.path ? <To path={line.path}>{line.title}</To> : line.title}</div>
                    <Typography.Text type="secondary">
                      {[line.note, line.workerName, line.stationName].filter(Boolean).join(' · ')}
                    </Typography.Text>
                  </div>
                ),
              }))}
            />
          )}
          {next && onMore && (
            <Button size="small" onClick={() => onMore(next)}>
              更早的
            </Button>
          )}
        </>
      )}
    </Answer>
  )
}
