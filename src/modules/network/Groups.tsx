import { Drawer, Flex, Typography } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Answer, Block, Clause, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { GroupDetail } from './GroupDetail.tsx'
import { groupKinds, WorkingGroup } from './group.ts'

const api = client<typeof import('./group.server.ts')>('network')

const { kind, name, foundedOn } = WorkingGroup.fields

/** The groups of a place, held by posts; what the document asks for and nobody founded yet is said (GD-3, CG-4.1). */
export default function Groups({ place }: { place: string }) {
  const [open, setOpen] = useState<string>()
  const found = useAnswer(api.groupsOf, { place })
  return (
    <Answer of={found}>
      {({ groups, asked, mayFound }) => (
        <Block
          title="工作机制"
          extra={
            mayFound && (
              <FormButton
                label="建立"
                title="建立工作机制"
                call={api.foundGroup}
                fields={{ kind, name, foundedOn }}
                initial={{
                  foundedOn: today(),
                  ...(asked[0] && { kind: asked[0].kind, name: groupKinds[asked[0].kind] }),
                }}
                given={{ place }}
                note={
                  <Typography.Paragraph type="secondary">
                    席位按文件列出的岗位自动建好，再登记现任；换人时登记接任者即可。
                  </Typography.Paragraph>
                }
              />
            )
          }
        >
          {asked.length > 0 && (
            <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
              <Typography.Text>文件要求、尚未建立：</Typography.Text>
              {asked.map((one) => (
                <span key={one.kind}>
                  <State tone="warn">{groupKinds[one.kind]}</State>
                  <Clause>{one.clause}</Clause>
                </span>
              ))}
            </Flex>
          )}
          <DataTable
            rows={groups}
            rowKey={({ group }) => group.id}
            onOpen={({ group }) => setOpen(group.id)}
            columns={[
              { title: '名称', key: 'name', render: (_, { group }) => group.name },
              { title: '类别', key: 'kind', render: (_, { group }) => groupKinds[group.kind] },
              {
                title: '席位',
                key: 'seats',
                render: (_, { seats, vacant }) => `${seats} 个${vacant > 0 ? `，${vacant} 个未登记现任` : ''}`,
              },
              {
                title: '议定事项',
                key: 'open',
                render: (_, { open: running, overdue }) =>
                  overdue > 0 ? (
                    <State tone="bad">{`${overdue} 件逾期`}</State>
                  ) : running > 0 ? (
                    `${running} 件在办`
                  ) : (
                    '没有在办'
                  ),
              },
              { title: '最近会议', key: 'metOn', width: 120, render: (_, { metOn }) => metOn ?? '还没有' },
              {
                title: '状态',
                key: 'state',
                width: 100,
                render: (_, { group }) =>
                  group.dissolvedOn ? <State tone="quiet">已撤销</State> : <State tone="good">运行</State>,
              },
            ]}
            empty={mayFound ? '还没有工作机制，点「建立」按文件的席位建好' : '还没有工作机制'}
          />
          <Drawer
            open={open !== undefined}
            onClose={() => setOpen(undefined)}
            size={860}
            title="工作机制"
            destroyOnHidden
          >
            {open && <GroupDetail id={open} />}
          </Drawer>
        </Block>
      )}
    </Answer>
  )
}
