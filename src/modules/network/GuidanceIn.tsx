import { Flex, Typography } from 'antd'
import { ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { guidanceControls, guidanceFields } from './guidanceForm.tsx'
import { guides } from './standing.ts'

const api = client<typeof import('./guidance.server.ts')>('network')

/** Who guides whom in a place: hubs, professionals, organisations (GD-4.1, PZ-2.1c). */
export default function GuidanceIn({ place, on }: { place: string; on: string }) {
  const mayPair = useHolds('network.manage')
  const found = useAnswer(api.guidanceIn, { place, on })
  return (
    <Answer of={found}>
      {({ pairs, alone }) => (
        <>
          <Block
            title={`结对指导（${pairs.length}）`}
            extra={
              mayPair && (
                <FormButton
                  label="结对"
                  title="结对指导"
                  call={api.addGuidance}
                  fields={{ station: ref('社工站', 'station'), ...guidanceFields }}
                  controls={guidanceControls}
                  unfolded={['subject']}
                  initial={{ guide: 'hub', fromOn: today() }}
                  given={{}}
                />
              )
            }
          >
            <DataTable
              rows={pairs}
              rowKey={({ guidance }) => guidance.id}
              columns={[
                {
                  title: '指导方',
                  key: 'guide',
                  render: (_, { guidance }) => (
                    <>
                      {guidance.guideName} <Typography.Text type="secondary">{guides[guidance.guide]}</Typography.Text>
                    </>
                  ),
                },
                {
                  title: '社工站',
                  key: 'station',
                  render: (_, { guidance, stationName }) => (
                    <To path={`/stations/${guidance.station}`}>{stationName}</To>
                  ),
                },
                { title: '内容', key: 'subject', render: (_, { guidance }) => guidance.subject ?? '—' },
                { title: '自', key: 'fromOn', width: 110, render: (_, { guidance }) => guidance.fromOn },
                {
                  title: '已指导',
                  key: 'visits',
                  width: 170,
                  render: (_, { visits, lastOn }) => (visits === 0 ? '还没有' : `${visits} 次，最近 ${lastOn}`),
                },
              ]}
              empty="还没有登记结对指导；总站对所属站点的指导关系在各站的「指导中心」里"
            />
          </Block>
          {alone.length > 0 && (
            <Block title={`没有指导方的站点（${alone.length}）`}>
              <Flex gap="4px 16px" wrap>
                {alone.map(({ id, name }) => (
                  <To key={id} path={`/stations/${id}`}>
                    {name}
                  </To>
                ))}
              </Flex>
            </Block>
          )}
        </>
      )}
    </Answer>
  )
}
