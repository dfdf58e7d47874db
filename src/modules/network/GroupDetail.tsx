import { Flex, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { date, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { GroupMatter, GroupMeeting, GroupSeat, groupKinds, SeatHolder, WorkingGroup } from './group.ts'

const api = client<typeof import('./group.server.ts')>('network')

type Opened = AnswerOfCall<typeof import('./group.server.ts').getGroup>

const { name, fromOn } = SeatHolder.fields
const { seat, post } = GroupSeat.fields
const { workingGroup: _of, ...meeting } = GroupMeeting.fields
const { matter, responsible, dueOn } = GroupMatter.fields

/** A group whole: seats with who held them, meetings, and matters until they are done. */
export function GroupDetail({ id }: { id: string }) {
  const found = useAnswer(api.getGroup, { id })
  return (
    <Answer of={found}>
      {(opened) => (
        <>
          <Flex justify="space-between" align="flex-start" gap={12} wrap style={{ marginBottom: 16 }}>
            <div>
              <strong style={{ fontSize: 18 }}>{opened.group.name}</strong>
              <div className="unknown">
                {groupKinds[opened.group.kind]}，{opened.group.foundedOn} 成立
              </div>
            </div>
            {opened.group.can.includes('dissolveGroup') && (
              <FormButton
                label="撤销"
                title={`撤销${opened.group.name}`}
                call={api.dissolveGroup}
                fields={{ dissolvedOn: { ...WorkingGroup.fields.dissolvedOn, optional: false } }}
                initial={{ dissolvedOn: today() }}
                given={{ id, version: opened.group.version }}
              />
            )}
          </Flex>
          <Seats {...opened} />
          <Matters {...opened} />
          <Meetings {...opened} />
        </>
      )}
    </Answer>
  )
}

function Seats({ group, seats }: Opened) {
  return (
    <Block
      title={`席位（${seats.length}）`}
      extra={
        group.can.includes('addSeat') && (
          <FormButton label="增加席位" call={api.addSeat} fields={{ seat, post }} given={{ id: group.id }} />
        )
      }
    >
      <DataTable
        rows={seats}
        rowKey={(one) => one.seat.id}
        columns={[
          { title: '席位', key: 'seat', width: 120, render: (_, one) => one.seat.seat },
          { title: '由谁担任', key: 'post', render: (_, one) => one.seat.post },
          {
            title: '现任',
            key: 'now',
            render: (_, { holders }) => {
              const [now, ...before] = holders
              return now && now.toOn === null ? (
                <>
                  {now.name}
                  <Typography.Text type="secondary"> 自 {now.fromOn}</Typography.Text>
                  {before.map((one) => (
                    <div key={one.id} className="unknown">
                      {one.name} {one.fromOn} 至 {one.toOn}
                    </div>
                  ))}
                </>
              ) : (
                <span className="unknown">未登记</span>
              )
            },
          },
          {
            title: '',
            key: 'can',
            width: 110,
            render: (_, { seat: row, holders }) =>
              row.can.includes('takeSeat') && (
                <FormButton
                  label={holders.length > 0 ? '换人' : '登记现任'}
                  title={`${row.seat}：${row.post}`}
                  call={api.takeSeat}
                  fields={{ name, fromOn }}
                  initial={{ fromOn: today() }}
                  given={{ id: row.id }}
                />
              ),
          },
        ]}
        empty="还没有席位"
      />
    </Block>
  )
}

function Matters({ group, matters, seats }: Opened) {
  return (
    <Block
      title={`议定事项（${matters.filter(({ doneOn }) => doneOn === null).length} 件在办）`}
      extra={
        group.can.includes('addMatter') && (
          <FormButton
            label="增加事项"
            title="增加议定事项"
            call={api.addMatter}
            fields={{ matter, responsible, dueOn }}
            initial={{ responsible: seats[0]?.seat.post }}
            given={{ id: group.id }}
          />
        )
      }
    >
      <DataTable
        rows={matters}
        rowKey={(one) => one.id}
        columns={[
          { title: '事项', key: 'matter', render: (_, one) => <div style={{ maxWidth: 320 }}>{one.matter}</div> },
          { title: '责任席位', key: 'responsible', render: (_, one) => one.responsible },
          {
            title: '时限',
            key: 'dueOn',
            width: 170,
            render: (_, one) => (one.doneOn ? one.dueOn : `${one.dueOn}（${sayDue(one.dueOn)}）`),
          },
          {
            title: '情况',
            key: 'state',
            render: (_, one) =>
              one.doneOn ? (
                <>
                  <State tone="good">{`${one.doneOn} 办结`}</State>
                  <div className="unknown">{one.outcome}</div>
                </>
              ) : one.dueOn < today() ? (
                <State tone="bad">逾期</State>
              ) : (
                <State tone="busy">在办</State>
              ),
          },
          {
            title: '',
            key: 'can',
            width: 90,
            render: (_, one) =>
              one.can.includes('closeMatter') && (
                <FormButton
                  label="办结"
                  title={`办结：${one.matter}`}
                  call={api.closeMatter}
                  fields={{
                    doneOn: date('办结日期', { past: true }),
                    outcome: text('办理结果', { max: 300, multiline: true }),
                  }}
                  initial={{ doneOn: today() }}
                  given={{ id: one.id, version: one.version }}
                />
              ),
          },
        ]}
        empty="还没有议定事项；会议定下的事记在这里，办结前一直列着"
      />
    </Block>
  )
}

function Meetings({ group, meetings }: Opened) {
  return (
    <Block
      title={`会议（${meetings.length}）`}
      extra={
        group.can.includes('recordMeeting') && (
          <FormButton
            label="登记会议"
            call={api.recordMeeting}
            fields={meeting}
            unfolded={['files']}
            initial={{ onDay: today(), station: group.county, files: [] }}
            given={{ id: group.id }}
          />
        )
      }
    >
      {meetings.length === 0 ? (
        <Typography.Text type="secondary">还没有登记会议</Typography.Text>
      ) : (
        <Flex vertical gap={12}>
          {meetings.map((one) => (
            <div key={one.id}>
              <strong>
                {one.onDay} {one.subject}
              </strong>
              <div className="unknown">出席：{one.attended}</div>
              <div style={{ whiteSpace: 'pre-wrap' }}>{one.minutes}</div>
              <FileLinks ids={one.files} />
            </div>
          ))}
        </Flex>
      )}
    </Block>
  )
}
