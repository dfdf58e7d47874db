import { Button, Popconfirm, Typography } from 'antd'
import { choice, list, optional, text, texts } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { sayInstant } from '../../ui/format.ts'
import { Block, shown } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { ClientsPicker } from '../clients/index.screens.tsx'
import { ActivitySignIn, signInRoles, signInWays } from './activity.ts'
import { api, type OpenedActivity } from './parts.tsx'

/** Who came: by the code or entered at the desk; others see how many. */
export function SignIns({ opened }: { opened: OpenedActivity }) {
  const { activity, signIns, counts, named, shifts } = opened
  const all = counts.participant + counts.volunteer + counts.worker
  const turns = Object.fromEntries(shifts.map(({ row }) => [row.id, row.name]))
  return (
    <Block
      title={`签到（${all} 人）`}
      extra={
        activity.can.includes('enterSignIns') && (
          <FormButton
            label="现场登记"
            call={api.enterSignIns as never}
            fields={{
              role: choice('身份', signInRoles),
              clients: list('服务对象', text('服务对象')),
              names: texts('其他人的姓名', { max: 200, help: '没有建档的，写姓名后按回车' }),
              ...(shifts.length > 0 && { shift: optional(choice('班次', turns)) }),
            }}
            initial={{ role: 'participant', clients: [], names: [] }}
            given={{ id: activity.id }}
            unfolded={['shift']}
            controls={{
              clients: (values, set) => (
                <ClientsPicker
                  id="field-clients"
                  value={(values.clients as string[]) ?? []}
                  onChange={(ids) => set('clients', ids)}
                />
              ),
            }}
          />
        )
      }
    >
      <Typography.Paragraph style={{ marginBottom: 8 }}>
        {`参加者 ${counts.participant} 人，志愿者 ${counts.volunteer} 人，工作人员 ${counts.worker} 人；其中扫码 ${counts.byCode} 人。`}
        {!named && all > 0 && '姓名由本站人员查看。'}
      </Typography.Paragraph>
      {named && all > 0 && (
        <DataTable
          rows={signIns}
          rowKey={({ id }) => id}
          columns={[
            {
              title: '姓名',
              key: 'name',
              width: 130,
              render: (_, row) =>
                row.client ? <To path={`/clients/${row.client}`}>{row.name}</To> : (row.name ?? '未留姓名'),
            },
            { title: '身份', key: 'role', width: 96, render: (_, row) => signInRoles[row.role] },
            { title: '方式', key: 'way', width: 96, render: (_, row) => signInWays[row.way] },
            { title: '时间', key: 'at', width: 130, render: (_, row) => sayInstant(row.at) },
            {
              title: '电话',
              key: 'phone',
              width: 110,
              render: (_, row) => (row.phone ? shown(ActivitySignIn.fields.phone, row.phone) : '—'),
            },
            {
              title: '办理',
              key: 'do',
              width: 90,
              render: (_, row) =>
                activity.state === 'planned' && row.can.includes('removeSignIn') && <Remove id={row.id} />,
            },
          ]}
          empty=""
        />
      )}
    </Block>
  )
}

function Remove({ id }: { id: string }) {
  const act = useAct(api.removeSignIn)
  return (
    <Popconfirm title="删去这次签到" okText="删去" cancelText="取消" onConfirm={() => act.mutate({ id })}>
      <Button size="small">删去</Button>
    </Popconfirm>
  )
}
