import { Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Failures } from './Failures.tsx'

const api = client<typeof import('./index.server.ts')>('accounts')

/** What is locked now; a lock ends by itself, so the day's other failures are counted beside it. */
export default function HomeLocks() {
  const found = useAnswer(api.listFailedLogins, {}, { every: 15_000 })
  return (
    <Block title="登录锁定" extra={<To path="/accounts/locks">近一天的登录失败</To>}>
      <Answer of={found}>
        {(rows) => {
          const others = rows.filter(({ locked }) => !locked)
          const accounts = others.filter(({ kind }) => kind === 'account').length
          return (
            <>
              <Failures rows={rows.filter(({ locked }) => locked)} empty="现在没有被锁定的账号和网络地址" />
              <Typography.Paragraph type="secondary" style={{ margin: '12px 0 0' }}>
                {others.length === 0
                  ? '近一天没有其他登录失败。'
                  : `近一天还有 ${accounts} 个账号、${others.length - accounts} 个网络地址登录失败过，现在没有锁定。`}
              </Typography.Paragraph>
            </>
          )
        }}
      </Answer>
    </Block>
  )
}
