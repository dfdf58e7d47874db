import { Flex } from 'antd'
import { sayDay, sayDue, today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { api } from './parts.tsx'

/** Meetings of the next days, minutes to write, and decisions whose day is near; nothing due, nothing shown. */
export default function HomeMeetings() {
  const found = useAnswer(api.meetingsDue, {})
  if (!found.data) return null
  const { meetings, decisions } = found.data
  if (meetings.length + decisions.length === 0) return null
  return (
    <Block title="会议与议定事项" extra={<To path="/meetings">全部会议</To>}>
      {meetings.map(({ id, subject, onDay, startsAt, over }) => (
        <Flex key={id} gap={8} align="center" wrap style={{ paddingBlock: 4 }}>
          <State tone={over ? 'bad' : 'quiet'}>{over ? '待写纪要' : sayDay(onDay)}</State>
          <To path={`/meetings/${id}`}>{subject}</To>
          {`${onDay} ${startsAt}`}
        </Flex>
      ))}
      {decisions.map(({ meeting, what, who, dueOn }) => (
        <Flex key={`${meeting}${what}`} gap={8} align="center" wrap style={{ paddingBlock: 4 }}>
          <State tone={dueOn < today() ? 'bad' : 'warn'}>{sayDue(dueOn)}</State>
          <To path={`/meetings/${meeting}`}>{what}</To>
          {who}
        </Flex>
      ))}
    </Block>
  )
}
