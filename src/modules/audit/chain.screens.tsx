import { Alert, Button, Descriptions } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant, formatNumber, sayInstant } from '../../ui/format.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'

type Server = typeof import('./index.server.ts')
const api = client<Server>('audit')

type Verified = AnswerOfCall<Server['verifyChains']>

/** Whether the chains are whole: how they stand, and a reading of every line on demand. */
export function Chains() {
  const found = useAnswer(api.chainState, {})
  const [verified, setVerified] = useState<Verified>()
  const verify = useAct(api.verifyChains, { onDone: setVerified })
  return (
    <Answer of={found}>
      {({ chains, lines, anchorAt, problems, rows }) => (
        <>
          <Block
            title="完整性"
            extra={
              <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate({})}>
                逐条核验
              </Button>
            }
          >
            <Descriptions
              size="small"
              column={{ xs: 1, md: 3 }}
              items={[
                {
                  key: 'chains',
                  label: '留痕链',
                  children: `${formatNumber(chains)} 条（每站一条，区县等本级各一条）`,
                },
                { key: 'lines', label: '留痕', children: `${formatNumber(lines)} 条` },
                {
                  key: 'anchor',
                  label: '最近锚点',
                  children: anchorAt ? sayInstant(anchorAt) : '还没有；服务启动后每小时生成一次',
                },
              ]}
            />
            {problems.length > 0 && <Problems title="与最近锚点不符" problems={problems} />}
            {verified && <Result verified={verified} />}
          </Block>
          <Block title="各链">
            <DataTable
              rows={rows}
              rowKey={({ key }) => key}
              columns={[
                { title: '所在', key: 'name', render: (_, { name }) => name },
                {
                  title: '留痕（条）',
                  key: 'lines',
                  align: 'right',
                  width: 120,
                  render: (_, one) => formatNumber(one.lines),
                },
                {
                  title: '最近一条',
                  key: 'lastAt',
                  width: 170,
                  render: (_, { lastAt }) => (lastAt ? formatInstant(lastAt) : '找不到'),
                },
              ]}
              total={chains}
              empty="您的范围内还没有留痕"
            />
          </Block>
        </>
      )}
    </Answer>
  )
}

function Result({ verified: { chains, lines, anchorAt, problems } }: { verified: Verified }) {
  const read = `逐条读了 ${formatNumber(chains)} 条链、${formatNumber(lines)} 条留痕`
  if (problems.length > 0) return <Problems title={`${read}，发现 ${problems.length} 处问题`} problems={problems} />
  return (
    <Alert
      type="success"
      showIcon
      style={{ marginTop: 12 }}
      title={`${read}，没有发现改动`}
      description={
        anchorAt ? `已对照 ${formatInstant(anchorAt)} 的锚点` : '还没有锚点，因此查不出末尾连链头一起被截、整条链被重写'
      }
    />
  )
}

function Problems({ title, problems }: { title: string; problems: Verified['problems'] }) {
  return (
    <Alert
      type="error"
      showIcon
      style={{ marginTop: 12 }}
      title={title}
      description={
        <>
          <ul style={{ paddingInlineStart: 20, margin: '4px 0' }}>
            {problems.map(({ key, chain, says }) => (
              <li key={key}>
                {chain}：{says}
              </li>
            ))}
          </ul>
          请保护现场：不要重启或清理服务器，联系系统管理员与安全管理员核查数据库的访问记录。
        </>
      }
    />
  )
}
