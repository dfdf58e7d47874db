import { DownloadOutlined } from '@ant-design/icons'
import { Button, Flex, Segmented, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { useLooking } from './looking.ts'
import { type Standing, standings } from './milestone.ts'
import { NodeTable, ownNodeFields, tones } from './NodeTable.tsx'

const api = client<typeof import('./timetable.server.ts') & typeof import('./milestone.server.ts')>('network')

const ranges = { overdue: '逾期', waiting: '待备案', open: '未完成', all: '全部' } as const
type Range = keyof typeof ranges

const empties: Record<Range, string> = {
  overdue: '没有逾期的节点',
  waiting: '没有等待备案的报送',
  open: '节点都已完成',
  all: '文件和本地都没有安排节点，可以增加一个',
}

/** The timetable of a place: what is late first, then what waits to be accepted (KM-6, GD-6, BH-2.3). */
export default function Timetable({ place, on }: { place: string; on: string }) {
  const { search, set } = useLooking()
  const mayPlan = useHolds('network.manage')
  const only = (search.only && search.only in ranges ? search.only : 'overdue') as Range
  const found = useAnswer(api.timetable, { place, on, only }, { keep: true })
  return (
    <Answer of={found}>
      {({ counts, rows, total }) => (
        <Block
          title="进度节点"
          extra={
            <Flex gap={8} wrap>
              <Button
                size="small"
                icon={<DownloadOutlined />}
                href={`/api/papers/network-overdue/${place}__${on}.xlsx`}
              >
                导出逾期清单
              </Button>
              {mayPlan && (
                <FormButton
                  label="增加节点"
                  title="增加本地节点"
                  call={api.planMilestone}
                  fields={ownNodeFields}
                  unfolded={['responsible']}
                  given={{ unit: 'place', place }}
                />
              )}
            </Flex>
          }
        >
          <Flex gap={8} wrap style={{ marginBottom: 12 }}>
            {counts
              .filter(({ nodes }) => nodes > 0)
              .map(({ standing, nodes }) => (
                <State key={standing} tone={tones[standing as Standing]}>
                  {`${standings[standing]} ${nodes}`}
                </State>
              ))}
          </Flex>
          <Segmented
            aria-label="范围"
            value={only}
            options={Object.entries(ranges).map(([value, label]) => ({ value, label }))}
            onChange={(next) => set({ only: next === 'overdue' ? undefined : next })}
            style={{ marginBottom: 12 }}
          />
          <NodeTable rows={rows} withUnit empty={empties[only]} total={total} />
          {total > rows.length && (
            <Typography.Text type="secondary">只列出前 {rows.length} 项，请缩小到区县查看。</Typography.Text>
          )}
        </Block>
      )}
    </Answer>
  )
}
