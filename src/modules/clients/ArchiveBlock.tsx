import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { Flex, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { Answer, Block, Clause, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./index.server.ts')>('clients')

/** 档案核对: what is there, what is missing and how to mend it. */
export function ArchiveBlock({ id }: { id: string }) {
  const found = useAnswer(api.checkArchive, { id })
  const missing = found.data?.items.filter(({ met }) => !met).length ?? 0
  return (
    <Block
      title="档案核对"
      extra={
        found.data &&
        (found.data.complete ? <State tone="good">齐全</State> : <State tone="warn">缺 {missing} 项</State>)
      }
    >
      <Answer of={found}>
        {({ items }) => (
          <>
            {items
              .filter(({ met }) => !met)
              .map((one) => (
                <Flex key={one.key} gap={8} className="client-line" align="flex-start">
                  <CloseOutlined aria-label="缺" style={{ color: 'var(--ant-color-error)', marginTop: 4 }} />
                  <div>
                    <Typography.Text strong>{one.label}</Typography.Text> {one.clause && <Clause>{one.clause}</Clause>}
                    <div>
                      <Typography.Text type="secondary">{one.fix}</Typography.Text>
                    </div>
                  </div>
                </Flex>
              ))}
            <Typography.Text type="secondary">
              {items.some(({ met }) => met) && (
                <>
                  <CheckOutlined aria-hidden /> 已有：
                  {items
                    .filter(({ met }) => met)
                    .map(({ label }) => label)
                    .join('、')}
                </>
              )}
            </Typography.Text>
          </>
        )}
      </Answer>
    </Block>
  )
}
