import { Flex, Tag, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { isCurrent, standings } from './document.ts'

const api = client<typeof import('./holdings.server.ts')>('documents')

/** On a station's page: its documents and plans against what is asked for. */
export default function StationDocuments({ id }: { id: string }) {
  const found = useAnswer(api.documentsOfStation, { station: id })
  return (
    <Block title="制度文件与计划" extra={<To path={`/stations/${id}/documents`}>打开清单</To>}>
      <Answer of={found}>
        {({ lines, documents, planLines, plans, document }) => {
          const lacking = lines.filter(({ standing }) => !isCurrent(standing))
          const ending = documents.filter(({ standing }) => standing === 'ending')
          const unplanned = planLines.filter(({ running }) => !running)
          const late = plans.reduce((sum, one) => sum + one.late, 0)
          return (
            <Flex vertical gap={8}>
              <Flex gap={8} wrap align="center">
                <span>
                  {lines.length > 0
                    ? `要求 ${lines.length} 项，有效 ${lines.length - lacking.length} 项`
                    : `${document}没有规定这一级站点的制度文件，已登记 ${documents.length} 份`}
                </span>
                {lines.length > 0 && lacking.length === 0 && <State tone="good">齐全</State>}
                {ending.length > 0 && <State tone="warn">{ending.length} 份将到期</State>}
                {late > 0 && <State tone="bad">{late} 项计划任务逾期</State>}
              </Flex>
              {lacking.length > 0 && (
                <Flex gap={4} wrap align="center">
                  {lacking.map(({ key, value, standing }) => (
                    <Tag key={key} className="wraps">
                      {value} · {standings[standing]}
                    </Tag>
                  ))}
                </Flex>
              )}
              {unplanned.length > 0 && (
                <Typography.Text type="secondary">
                  缺计划：{unplanned.map(({ value }) => value).join('、')}
                </Typography.Text>
              )}
            </Flex>
          )
        }}
      </Answer>
    </Block>
  )
}
