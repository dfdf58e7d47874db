import { Button, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayInstant } from '../../ui/format.ts'
import { State } from '../../ui/parts.tsx'

type Session = AnswerOfCall<typeof import('./index.server.ts').mySessions>[number]

/** Where somebody is logged in: device, address, when last used, and the way to end it. */
export function SessionTable({
  sessions,
  ending,
  onEnd,
}: {
  sessions: readonly Session[]
  /** The one that is being ended. */
  ending: string | undefined
  onEnd: (session: string) => void
}) {
  if (sessions.length === 0) return <Typography.Text type="secondary">现在没有登录</Typography.Text>
  return (
    <>
      <DataTable
        rows={sessions}
        rowKey={({ id }) => id}
        columns={[
          {
            title: '设备',
            key: 'device',
            render: (_, { device, current }) => (
              <>
                {device} {current && <State tone="good">当前</State>}
              </>
            ),
          },
          { title: '网络地址', key: 'ip', width: 160, render: (_, { ip }) => ip },
          { title: '登录', key: 'createdAt', width: 150, render: (_, { createdAt }) => sayInstant(createdAt) },
          { title: '最近使用', key: 'seenAt', width: 150, render: (_, { seenAt }) => sayInstant(seenAt) },
          {
            title: '',
            key: 'end',
            width: 90,
            render: (_, { id, device, current }) =>
              !current && (
                <Button
                  size="small"
                  loading={ending === id}
                  aria-label={`退出 ${device} 上的登录`}
                  onClick={() => onEnd(id)}
                >
                  退出
                </Button>
              ),
          },
        ]}
        empty="现在没有登录"
      />
      <Typography.Paragraph type="secondary" style={{ margin: '8px 0 0' }}>
        退出后 15 秒内生效
      </Typography.Paragraph>
    </>
  )
}
