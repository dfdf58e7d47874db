import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Segmented, Typography } from 'antd'
import { link, optional, ref, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { client } from '../../ui/client.ts'
import { Answer, Block, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Asking } from './Asking.tsx'
import { consentGivers } from './clientFile.ts'
import { transferFlow, transferReasons, transferSides } from './transfer.ts'

const api = client<typeof import('./index.server.ts')>('clients')

const tones = { offered: 'warn', accepted: 'good', refused: 'bad', withdrawn: 'quiet' } as const

/** 转站: what others hand over, what one hands over, and how it stands. */
export function Transfers() {
  const navigate = useNavigate()
  const { side = 'in' } = useSearch({ strict: false }) as { side?: keyof typeof transferSides }
  const found = useAnswer(api.listTransfers, { side })
  const accept = useAct(api.acceptTransfer, {
    onDone: ({ becomes }) => becomes && void navigate({ to: '/clients/$id', params: { id: becomes } as never }),
  })
  const refuse = useAct(api.refuseTransfer)
  const withdraw = useAct(api.withdrawTransfer)
  return (
    <>
      <PageHead title="转站" note="经本人或监护人同意，由接收站站长接收" />
      <Segmented
        aria-label="方向"
        value={side}
        onChange={(next) => void navigate({ to: '/clients/transfers', search: { side: next } as never, replace: true })}
        options={Object.entries(transferSides).map(([value, label]) => ({ value, label }))}
        style={{ marginBottom: 12 }}
      />
      <Answer of={found}>
        {({ rows }) => (
          <>
            {rows.length === 0 && (
              <Block>
                <Nothing says={side === 'in' ? '没有转入的服务对象' : '没有转出的服务对象；在档案的「更多」里办理'} />
              </Block>
            )}
            {rows.map((row) => {
              const abroad = splitId(row.client).county !== row.county
              return (
                <Block
                  key={row.id}
                  title={row.clientName}
                  extra={<State tone={tones[row.state]}>{transferFlow.states[row.state]}</State>}
                >
                  <Typography.Paragraph>
                    {row.about}。{row.fromName} 转到 {row.toName}（{transferReasons[row.reason]}）
                  </Typography.Paragraph>
                  <Typography.Paragraph>交接：{row.handover}</Typography.Paragraph>
                  <Typography.Paragraph type="secondary">
                    {[
                      `${row.offeredOn} 提出`,
                      `${row.consentOn} ${consentGivers[row.consentBy]}同意`,
                      row.answeredOn && `${row.answeredOn} 答复`,
                      row.answer,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                    {row.state === 'accepted' && side === 'in' && row.becomes && (
                      <>
                        {' · '}
                        <To path={`/clients/${row.becomes}`}>打开档案</To>
                      </>
                    )}
                  </Typography.Paragraph>
                  <Flex gap={8}>
                    {row.can.includes('acceptTransfer') && (
                      <Asking
                        label="接收"
                        small={false}
                        title={`接收「${row.clientName}」`}
                        fields={{
                          ...(abroad && {
                            place: optional(link('在本区县的居住地', 'place')),
                            existing: optional(ref('已有的档案', 'client', { help: '此人在本站已有档案的，请选择' })),
                          }),
                          worker: optional(ref('责任社工', 'person')),
                        }}
                        unfolded={['place', 'existing', 'worker']}
                        submit="接收"
                        run={(values) => accept.mutateAsync({ ...values, id: row.id, version: row.version } as never)}
                      />
                    )}
                    {row.can.includes('refuseTransfer') && (
                      <Asking
                        label="退回"
                        small={false}
                        title="退回转站"
                        fields={{ answer: text('退回原因', { max: 300, multiline: true }) }}
                        submit="退回"
                        run={(values) => refuse.mutateAsync({ ...values, id: row.id, version: row.version } as never)}
                      />
                    )}
                    {row.can.includes('withdrawTransfer') && (
                      <Button onClick={() => withdraw.mutate({ id: row.id, version: row.version })}>撤回</Button>
                    )}
                  </Flex>
                </Block>
              )
            })}
          </>
        )}
      </Answer>
    </>
  )
}
