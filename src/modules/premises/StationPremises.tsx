import { Flex, Progress, Tag, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

const api = client<typeof import('./checklist.server.ts')>('premises')

/** On a station's page: how much of the checklist is there, and what is missing by name. */
export default function StationPremises({ id }: { id: string }) {
  const found = useAnswer(api.premisesOf, { station: id })
  return (
    <Block title="场地设施" extra={<To path={`/stations/${id}/premises`}>打开清单</To>}>
      <Answer of={found}>
        {({ lines, spaces, equipment, document }) => {
          const required = lines.filter((line) => line.required)
          const missing = required.filter(({ answer }) => answer === 'missing')
          const unchecked = lines.filter(({ answer }) => answer === 'unchecked')
          if (required.length === 0)
            return (
              <Typography.Text type="secondary">
                {document}没有规定这一级站点的必备设施；已登记场地 {spaces.length} 处、设施 {equipment.length} 项
              </Typography.Text>
            )
          return (
            <Flex vertical gap={8}>
              <Flex gap={12} align="center" wrap>
                <Progress
                  aria-label="必备设施具备的比例"
                  percent={Math.round(((required.length - missing.length) / required.length) * 100)}
                  showInfo={false}
                  style={{ width: 160 }}
                />
                <span>
                  必备 {required.length} 项，已具备 {required.length - missing.length} 项
                </span>
                {missing.length === 0 && <State tone="good">齐全</State>}
              </Flex>
              {missing.length > 0 && (
                <Flex gap={4} wrap align="center">
                  <Typography.Text type="secondary">缺：</Typography.Text>
                  {missing.map(({ key, item }) => (
                    <Tag key={key} className="wraps">
                      {item}
                    </Tag>
                  ))}
                </Flex>
              )}
              {unchecked.length > 0 && (
                <Typography.Text type="secondary">
                  还没有检查日期：{unchecked.map(({ item }) => item).join('、')}
                </Typography.Text>
              )}
            </Flex>
          )
        }}
      </Answer>
    </Block>
  )
}
