import { Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

const api = client<typeof import('./operation.server.ts')>('stations')

/** On an organisation's page: the stations it runs, and those it ran. */
export default function OperatedStations({ id }: { id: string }) {
  const found = useAnswer(api.operatedStations, { organisation: id })
  return (
    <Block title="承接的社工站">
      <Answer of={found}>
        {(lines) =>
          lines.length === 0 ? (
            <Typography.Text type="secondary">
              您的范围内没有这家机构承接过的社工站；在站点页「变更运营方式」里选择承接主体
            </Typography.Text>
          ) : (
            <DataTable
              rows={lines}
              rowKey={({ station, fromOn }) => `${station}|${fromOn}`}
              columns={[
                {
                  title: '社工站',
                  key: 'name',
                  render: (_, { station, name }) => <To path={`/stations/${station}`}>{name}</To>,
                },
                { title: '所在区划', key: 'place', render: (_, { placePath }) => placePath },
                {
                  title: '承接情况',
                  key: 'now',
                  width: 100,
                  render: (_, { now, toOn }) =>
                    now ? (
                      <State tone="good">承接中</State>
                    ) : (
                      <State tone="quiet">{toOn === null ? '将承接' : '已结束'}</State>
                    ),
                },
                { title: '自', key: 'fromOn', width: 120, render: (_, { fromOn }) => fromOn },
                { title: '至', key: 'toOn', width: 120, render: (_, { toOn }) => toOn ?? '今' },
              ]}
              empty="没有承接过社工站"
            />
          )
        }
      </Answer>
    </Block>
  )
}
