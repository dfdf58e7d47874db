import type { TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { sayInstant } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { deviceStates } from './device.ts'
import { Handovers } from './Handovers.tsx'

const api = client<typeof import('./device.server.ts')>('devices')

type Listed = AnswerOfCall<typeof import('./device.server.ts').listDevices>[number]

const columns: TableColumnType<Listed>[] = [
  { title: '使用人', key: 'holder', width: 110, render: (_, { holder }) => holder },
  { title: '设备', key: 'label', render: (_, { device }) => device.label },
  {
    title: '状态',
    key: 'state',
    width: 90,
    render: (_, { device }) => (
      <State tone={device.state === 'active' ? 'good' : 'quiet'}>{deviceStates[device.state]}</State>
    ),
  },
  {
    title: '未同步',
    key: 'unsent',
    width: 170,
    render: (_, { device }) =>
      device.unsent === 0
        ? '无'
        : `${device.unsent} 条${device.oldestUnsentAt ? ` · 最早${sayInstant(device.oldestUnsentAt)}` : ''}`,
  },
  {
    title: '上次同步',
    key: 'last',
    width: 140,
    render: (_, { device }) => (device.lastSyncAt ? sayInstant(device.lastSyncAt) : '还没有'),
  },
  { title: '版本', key: 'version', width: 70, render: (_, { device }) => device.appVersion },
  {
    title: '本机保存',
    key: 'kept',
    width: 100,
    responsive: ['lg'],
    render: (_, { device }) => (device.persistent ? '长期' : '可能被清理'),
  },
  { title: '社工站', key: 'station', responsive: ['xl'], render: (_, { stationName }) => stationName ?? '—' },
  {
    title: '办理',
    key: 'do',
    width: 90,
    render: (_, { device, holder }) =>
      device.state === 'active' ? (
        <FormButton
          label="停用"
          title={`停用 ${holder} 的${device.label}`}
          call={api.revokeDevice}
          fields={{ revokedReason: text('停用原因', { max: 200 }) }}
          given={{ id: device.id, version: device.version }}
          note={<p>这台设备下次联网时先把未同步的内容转交站长，再清空本机。</p>}
        />
      ) : (
        `${device.revokedReason ?? ''}`
      ),
  },
]

/** Phones in the field, the most behind first, and what they could not deliver. */
export function Devices() {
  const found = useAnswer(api.listDevices, {})
  const leads = useHolds('handover.read')
  return (
    <>
      <PageHead
        title="走访设备"
        note={
          <>
            在手机上打开 <a href="/field/" style={{ textDecoration: 'underline' }}>{`${location.origin}/field/`}</a>{' '}
            启用；没有网络也能走访、登记，回到有网络的地方自动送出。不记录行踪。
          </>
        }
      />
      {leads && <Handovers />}
      <Block title="设备">
        <Answer of={found}>
          {(rows) => (
            <DataTable
              rows={rows}
              rowKey={({ device }) => device.id}
              columns={columns}
              empty="还没有启用的设备：在手机上打开上面的地址，登录后设 PIN 即可"
            />
          )}
        </Answer>
      </Block>
    </>
  )
}
