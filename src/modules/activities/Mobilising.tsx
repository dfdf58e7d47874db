import { Checkbox } from 'antd'
import { choice, list, optional, text, texts } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { sayMinutes } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { ActivityShift, callAnswers } from './activity.ts'
import { api, type OpenedActivity } from './parts.tsx'

const people = client<typeof import('../people/index.server.ts')>('people')
const { name, onDay, startsAt, endsAt, needed } = ActivityShift.fields
const shiftFields = { name, onDay, startsAt, endsAt, needed }
const answerTone = { waiting: 'warn', coming: 'good', unable: 'quiet' } as const

/** KM-5.7: turns of duty, who was called out and what they answered, and how it adds up. */
export function Mobilising({ opened }: { opened: OpenedActivity }) {
  const { activity, shifts, calls, named } = opened
  const turns = Object.fromEntries(shifts.map(({ row }) => [row.id, row.name]))
  const shift = optional(choice('班次', turns))
  const given = { id: activity.id }
  const staff = useAnswer(
    people.listPeople,
    { station: activity.station! },
    { enabled: activity.can.includes('callOut') },
  )
  return (
    <>
      <Block
        title="班次"
        extra={
          activity.can.includes('setShift') && (
            <FormButton
              label="排班"
              call={api.setShift as never}
              fields={shiftFields}
              initial={{ onDay: activity.onDay, startsAt: activity.startsAt, endsAt: activity.endsAt }}
              given={given}
            />
          )
        }
      >
        <DataTable
          rows={shifts}
          rowKey={({ row }) => row.id}
          columns={[
            { title: '班次', key: 'name', render: (_, { row }) => row.name },
            {
              title: '时间',
              key: 'when',
              width: 190,
              render: (_, { row }) => `${row.onDay} ${row.startsAt}–${row.endsAt}`,
            },
            { title: '需要', key: 'needed', width: 70, align: 'right', render: (_, { row }) => row.needed },
            {
              title: '能到',
              key: 'coming',
              width: 90,
              align: 'right',
              render: (_, { coming, row }) =>
                coming < row.needed ? <State tone="warn">{`${coming}，缺 ${row.needed - coming}`}</State> : coming,
            },
            { title: '签到', key: 'came', width: 70, align: 'right', render: (_, { came }) => came },
            {
              title: '服务时长',
              key: 'minutes',
              width: 100,
              align: 'right',
              render: (_, { minutes }) => sayMinutes(minutes),
            },
          ]}
          empty="还没有排班"
        />
      </Block>
      {named && (
        <Block
          title={`动员（${calls.length} 人）`}
          extra={
            activity.can.includes('callOut') && (
              <FormButton
                label="动员"
                call={api.callOut as never}
                fields={{
                  people: list('本站人员', text('人员')),
                  volunteers: texts('志愿者姓名', { max: 200, help: '写姓名后按回车' }),
                  ...(shifts.length > 0 && { shift }),
                }}
                initial={{ people: [], volunteers: [] }}
                given={given}
                unfolded={['shift']}
                controls={{
                  people: (values, set) => (
                    <Checkbox.Group
                      value={(values.people as string[]) ?? []}
                      onChange={(next) => set('people', next)}
                      options={(staff.data?.rows ?? []).map(({ person }) => ({ value: person.id, label: person.name }))}
                    />
                  ),
                }}
              />
            )
          }
        >
          <DataTable
            rows={calls}
            rowKey={({ id }) => id}
            columns={[
              { title: '姓名', key: 'name', width: 130, render: (_, row) => row.name },
              {
                title: '身份',
                key: 'role',
                width: 96,
                render: (_, row) => (row.role === 'worker' ? '工作人员' : '志愿者'),
              },
              {
                title: '答复',
                key: 'answer',
                width: 96,
                render: (_, row) => <State tone={answerTone[row.answer]}>{callAnswers[row.answer]}</State>,
              },
              { title: '班次', key: 'shift', render: (_, row) => (row.shift ? turns[row.shift] : '—') },
              {
                title: '办理',
                key: 'do',
                width: 110,
                render: (_, row) =>
                  activity.state === 'planned' &&
                  row.can.includes('answerCall') && (
                    <FormButton
                      label="登记答复"
                      title={row.name}
                      call={api.answerCall as never}
                      fields={{ answer: choice('答复', callAnswers), ...(shifts.length > 0 && { shift }) }}
                      initial={{ answer: row.answer === 'waiting' ? undefined : row.answer, shift: row.shift }}
                      given={{ id: row.id, version: row.version }}
                      unfolded={['shift']}
                    />
                  ),
              },
            ]}
            empty="还没有动员"
          />
        </Block>
      )}
    </>
  )
}
