import { Flex } from 'antd'
import { sayDay, today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { groupFlow } from './groupFlow.ts'
import { api } from './parts.tsx'

/** Sessions that come or wait to be recorded, what was returned, and plans and reports to sign; nothing due, nothing shown. */
export default function HomeGroups() {
  const found = useAnswer(api.groupsDue, {})
  if (!found.data) return null
  const { sessions, review, returned } = found.data
  if (sessions.length + review.length + returned.length === 0) return null
  return (
    <Block title="小组" extra={<To path="/groups">全部小组</To>}>
      {review.map(({ id, name, what }) => (
        <Line key={`r${id}`} path={`/groups/${id}`} name={name} tone="warn" word={groupFlow.states[what]} />
      ))}
      {returned.map(({ id, name, reason }) => (
        <Line key={`b${id}`} path={`/groups/${id}`} name={name} tone="bad" word="督导退回" more={reason} />
      ))}
      {sessions.map(({ group, name, ordinal, topic, plannedOn, startsAt }) => (
        <Line
          key={`${group}${ordinal}`}
          path={`/groups/${group}`}
          name={`${name} · 第 ${ordinal} 节 ${topic}`}
          tone={plannedOn < today() ? 'bad' : 'quiet'}
          word={plannedOn < today() ? '待登记' : sayDay(plannedOn)}
          more={`${plannedOn} ${startsAt ?? ''}`}
        />
      ))}
    </Block>
  )
}

function Line({
  path,
  name,
  tone,
  word,
  more,
}: {
  path: string
  name: string
  tone: 'warn' | 'bad' | 'quiet'
  word: string
  more?: string
}) {
  return (
    <Flex gap={8} align="center" wrap style={{ paddingBlock: 4 }}>
      <State tone={tone}>{word}</State>
      <To path={path}>{name}</To>
      {more}
    </Flex>
  )
}
