import { IdcardOutlined } from '@ant-design/icons'
import { App, Button, Flex, Modal, Table, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { choices, date, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Answer, Block, Clause, Nothing, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { attireItems } from './plaque.ts'

type Server = typeof import('./plaque.server.ts') & typeof import('./badge.server.ts')
const api = client<Server>('plaques')

type Opened = AnswerOfCall<Server['stationPlaques']>
type Member = AnswerOfCall<Server['stationBadges']>['members'][number]

/** Badges of those in post: made once, printed as often as needed, void when lost. */
export function Badges({ station, attire }: { station: string; attire: Opened['attire'] }) {
  const { message } = App.useApp()
  const found = useAnswer(api.stationBadges, { station })
  const [chosen, setChosen] = useState<string[]>([])
  const [voiding, setVoiding] = useState<Member>()
  const issue = useAct(api.issueBadges)
  const [dressing, setDressing] = useState<string[]>()
  const dress = useAct(api.issueAttire, { onDone: () => setDressing(undefined) })
  const end = useAct(api.voidBadge, { onDone: () => setVoiding(undefined) })
  const print = async (members: readonly Member[]) => {
    const lacking = members.filter(({ badge }) => badge === null).map(({ appointment }) => appointment)
    if (lacking.length > 0) {
      const { issued } = await issue.mutateAsync({ station, appointments: lacking })
      message.info(`新制作 ${issued} 张`)
    }
    const fresh = (await found.refetch()).data?.members ?? []
    const ids = fresh.flatMap(({ appointment, badge }) =>
      badge && members.some((one) => one.appointment === appointment) ? [badge.id] : [],
    )
    location.assign(`/api/badges/${station}.pdf?ids=${ids.join(',')}`)
  }
  return (
    <Block title="工作证">
      <Flex vertical gap={6} style={{ marginBottom: 12 }}>
        {attire.map(({ label, required, clause }) => (
          <Flex key={label} gap={8} wrap align="center">
            <span>
              {label}
              {required ? '' : '（有条件的）'}
            </span>
            <Clause>{clause}</Clause>
          </Flex>
        ))}
        <Typography.Text type="secondary">
          卡片 85.6 × 54 毫米，A4 每页 10 张，按 100%
          比例打印后裁开。二维码打开公开查验页，不用登录，只显示站名、姓名、岗位和今天是否在岗；地址是
          {` ${location.origin}`}，请在正式网址下打印。
        </Typography.Text>
      </Flex>
      <Answer of={found}>
        {({ members, mayIssue }) => {
          const marked = members.filter(({ appointment }) => chosen.includes(appointment))
          const printed = marked.length > 0 ? marked : members
          return (
            <>
              {mayIssue && members.length > 0 && (
                <Flex gap={8} wrap style={{ marginBottom: 12 }}>
                  <Button
                    type="primary"
                    icon={<IdcardOutlined />}
                    loading={issue.isPending}
                    onClick={() => void print(printed)}
                  >
                    {`${printed.some(({ badge }) => badge === null) ? '制作并打印' : '打印'}${marked.length > 0 ? '所选' : '全部'} ${printed.length} 张`}
                  </Button>
                  <Button onClick={() => setDressing(printed.map(({ appointment }) => appointment))}>
                    登记着装配发
                  </Button>
                </Flex>
              )}
              <Table<Member>
                size="middle"
                rowKey="appointment"
                dataSource={[...members]}
                pagination={false}
                scroll={{ x: 'max-content' }}
                locale={{ emptyText: <Nothing says="本站今天没有在岗人员，请先在人员页登记任职" /> }}
                {...(mayIssue && {
                  rowSelection: {
                    selectedRowKeys: chosen,
                    onChange: (keys) => setChosen(keys as string[]),
                    getCheckboxProps: ({ name }) => ({ 'aria-label': `选择${name}` }) as never,
                    columnTitle: <span className="unseen">选择</span>,
                  },
                })}
                columns={[
                  { title: '姓名', key: 'name', render: (_, { name }) => name },
                  { title: '岗位', key: 'post', render: (_, { post }) => post },
                  {
                    title: '工作证',
                    key: 'badge',
                    render: (_, { badge }) =>
                      badge ? <State tone="good">已制作 {badge.issuedOn}</State> : <State tone="quiet">未制作</State>,
                  },
                  {
                    title: '着装',
                    key: 'attire',
                    render: (_, { attire: worn }) => worn.map((item) => attireItems[item]).join('、') || '—',
                  },
                  {
                    title: '办理',
                    key: 'do',
                    render: (_, member) =>
                      member.badge?.can.includes('voidBadge') ? (
                        <Button
                          size="small"
                          aria-label={`作废${member.name}的工作证`}
                          onClick={() => setVoiding(member)}
                        >
                          作废
                        </Button>
                      ) : (
                        '—'
                      ),
                  },
                ]}
              />
            </>
          )
        }}
      </Answer>
      <Modal
        title={`作废${voiding?.name ?? ''}的工作证`}
        open={voiding !== undefined}
        footer={null}
        onCancel={() => setVoiding(undefined)}
        destroyOnHidden
      >
        <p>作废后扫码会显示「工作证已作废」；可以再制作一张新的。</p>
        <RecordForm
          fields={{ voidReason: text('作废原因', { max: 100, help: '如：遗失、损坏' }) }}
          submit="作废"
          onSubmit={(values) =>
            end.mutateAsync({ ...values, id: voiding!.badge!.id, version: voiding!.badge!.version } as never)
          }
          onCancel={() => setVoiding(undefined)}
        />
      </Modal>
      <Modal
        title={`登记着装配发（${dressing?.length ?? 0} 人）`}
        open={dressing !== undefined}
        footer={null}
        onCancel={() => setDressing(undefined)}
        destroyOnHidden
      >
        <RecordForm
          fields={{ items: choices('配发', attireItems), on: date('配发日期', { past: true }) }}
          initial={{ items: ['uniform'], on: today() }}
          submit="保存"
          onSubmit={(values) =>
            dress.mutateAsync({
              station,
              appointments: dressing!,
              items: (values.items ?? []) as ('uniform' | 'mark')[],
              on: values.on as string,
            })
          }
          onCancel={() => setDressing(undefined)}
        />
      </Modal>
    </Block>
  )
}
