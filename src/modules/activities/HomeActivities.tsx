import { Flex } from 'antd'
import { sayDay } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { api } from './parts.tsx'

/** Activities of the next days, and what has not been summed up; nothing due, nothing shown. */
export default function HomeActivities() {
  const found = useAnswer(api.activitiesDue, {})
  if (!found.data || found.data.length === 0) return null
  return (
    <Block title="社区活动" extra={<To path="/activities">全部活动</To>}>
      {found.data.map(({ id, name, onDay, startsAt, over }) => (
        <Flex key={id} gap={8} align="center" wrap style={{ paddingBlock: 4 }}>
          <State tone={over ? 'bad' : 'quiet'}>{over ? '待总结' : sayDay(onDay)}</State>
          <To path={`/activities/${id}`}>{name}</To>
          {`${onDay} ${startsAt}`}
        </Flex>
      ))}
    </Block>
  )
}
