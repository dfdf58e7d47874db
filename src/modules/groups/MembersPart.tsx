import { Flex, Typography } from 'antd'
import { optional, ref } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Block, State, shown } from '../../ui/parts.tsx'
import { To } from '../../ui/To.tsx'
import { Enrolment } from './group.ts'
import { api, type OpenedGroup } from './parts.tsx'

const { client, name, phone, fromOn, toOn, leaveReason } = Enrolment.fields
const enrolFields = { client, name: optional(name), phone, fromOn }
const leaveFields = {
  toOn: { ...toOn, optional: false as const, label: '退出日期' },
  leaveReason: { ...leaveReason, optional: false as const },
}

/** G-03: who is on the list, with a file or without. */
export function MembersPart({ opened }: { opened: OpenedGroup }) {
  const { group, members, named, memberCount, sessions } = opened
  const held = sessions.filter(({ row }) => row.state === 'held').length
  if (!named)
    return (
      <Block title="组员">
        <Typography.Text>{`名单上 ${memberCount} 人，名额 ${group.seats} 人。姓名由本站人员查看。`}</Typography.Text>
      </Block>
    )
  return (
    <Block
      title={`组员（${memberCount} / 名额 ${group.seats}）`}
      extra={
        group.can.includes('enrolMember') && (
          <FormButton
            label="登记组员"
            call={api.enrolMember as never}
            fields={enrolFields}
            initial={{ fromOn: today() }}
            given={{ id: group.id }}
            unfolded={['client', 'name', 'phone']}
            note={
              <Typography.Paragraph type="secondary">
                已建档的选服务对象；还没有建档的只写姓名，人数照样计入，建档后再关联。
              </Typography.Paragraph>
            }
          />
        )
      }
    >
      <DataTable
        rows={members}
        rowKey={({ row }) => row.id}
        columns={[
          {
            title: '姓名',
            key: 'name',
            width: 130,
            render: (_, { row, open }) => (open ? <To path={`/clients/${row.client}`}>{row.name}</To> : row.name),
          },
          {
            title: '档案',
            key: 'file',
            width: 96,
            render: (_, { row }) =>
              row.client ? <State tone="good">已建档</State> : <State tone="quiet">未建档</State>,
          },
          { title: '报名', key: 'from', width: 110, render: (_, { row }) => row.fromOn },
          {
            title: '到场',
            key: 'present',
            width: 90,
            align: 'right',
            render: (_, { present }) => `${present}/${held} 节`,
          },
          {
            title: '联系电话',
            key: 'phone',
            width: 120,
            render: (_, { row }) => (row.client ? '见档案' : shown(Enrolment.fields.phone, row.phone)),
          },
          {
            title: '办理',
            key: 'do',
            render: (_, { row }) => (
              <Flex gap={8} wrap>
                {row.toOn && `${row.toOn} 退出：${row.leaveReason ?? ''}`}
                {row.can.includes('linkMember') && !row.toOn && (
                  <FormButton
                    label="关联档案"
                    title={`为「${row.name}」关联档案`}
                    call={api.linkMember as never}
                    fields={{ client: ref('服务对象', 'client') }}
                    given={{ id: row.id }}
                  />
                )}
                {row.can.includes('leaveGroup') && (
                  <FormButton
                    label="退出"
                    title={`「${row.name}」退出小组`}
                    call={api.leaveGroup as never}
                    fields={leaveFields}
                    initial={{ toOn: today() }}
                    given={{ id: row.id }}
                  />
                )}
              </Flex>
            ),
          },
        ]}
        empty="名单上还没有人"
      />
    </Block>
  )
}
