import { Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { Answer, Block, PageHead } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Failures } from './Failures.tsx'

const api = client<typeof import('./index.server.ts')>('accounts')

/** Who could not log in within the last day, and who is locked out now. */
export function Locks() {
  const found = useAnswer(api.listFailedLogins, {}, { every: 15_000 })
  return (
    <>
      <PageHead title="登录失败与锁定" note="近一天；5 分钟内失败 5 次，账号和网络地址各锁定 5 分钟" />
      <Block>
        <Answer of={found}>{(rows) => <Failures rows={rows} empty="近一天没有登录失败" />}</Answer>
        <Typography.Paragraph type="secondary" style={{ margin: '12px 0 0' }}>
          同一单位常共用一个网络地址，一人多次输错会让全单位暂时不能登录，核实后可以解除。不存在的登录名不列出。
        </Typography.Paragraph>
      </Block>
    </>
  )
}
