import { Flex, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

const api = client<typeof import('./plaque.server.ts') & typeof import('./badge.server.ts')>('plaques')

/** On a station's page: its plaques, and its people's badges. */
export default function StationPlaques({ id }: { id: string }) {
  const found = useAnswer(api.stationPlaques, { station: id })
  const seesPeople = useHolds('person.read')
  const badges = useAnswer(api.stationBadges, { station: id }, { enabled: seesPeople })
  const without = badges.data?.members.filter(({ badge }) => badge === null) ?? []
  return (
    <Block title="标牌与工作证" extra={<To path={`/stations/${id}/plaques`}>打印标牌与工作证</To>}>
      <Answer of={found}>
        {({ plaques }) => (
          <Flex vertical gap={8}>
            {plaques.map(({ key, name, fits, problem }) => (
              <Flex key={key} gap={8} wrap align="center">
                <span>{name}</span>
                {problem ? (
                  <State tone="bad">名称不完整</State>
                ) : fits === false ? (
                  <State tone="warn">与站名不同</State>
                ) : null}
              </Flex>
            ))}
            {badges.data && badges.data.members.length > 0 && (
              <Typography.Text type="secondary">
                在岗 {badges.data.members.length} 人，
                {without.length === 0
                  ? '都已制作工作证'
                  : `还没有工作证：${without.map(({ name }) => name).join('、')}`}
              </Typography.Text>
            )}
          </Flex>
        )}
      </Answer>
    </Block>
  )
}
