import { Button, Flex, Popconfirm, Typography } from 'antd'
import { useState } from 'react'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { formatFen } from '../../ui/format.ts'
import { Block, Nothing } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Written } from '../../ui/Written.tsx'
import { CataloguePicker } from '../services/index.screens.tsx'
import { costKinds, GroupBudget, GroupGoal, GroupSession, goalRatings, planFields } from './group.ts'
import { editFields } from './groupForm.screens.tsx'
import { api, type OpenedGroup } from './parts.tsx'

const { content, measure, target } = GroupGoal.fields
const goalFields = { content, measure, target }
const { topic, content: arrangement, plannedOn, startsAt, plannedMinutes, materials } = GroupSession.fields
const sessionFields = { topic, content: arrangement, plannedOn, startsAt, plannedMinutes, materials }
const { kind, what, fen } = GroupBudget.fields
const budgetFields = { kind, what, fen }

/** Takes a line out of a plan that is being written. */
function Strike({ call, id, paper }: { call: typeof api.strikeGroupGoal; id: string; paper: string }) {
  const act = useAct(call)
  return (
    <Popconfirm title="删去这一条" okText="删去" cancelText="取消" onConfirm={() => act.mutate({ id, paper })}>
      <Button size="small">删去</Button>
    </Popconfirm>
  )
}

/** G-01: the plan, its goals, sessions and budget. */
export function PlanPart({ opened }: { opened: OpenedGroup }) {
  const { group, goals, sessions, budget } = opened
  const writes = group.can.includes('editGroupPlan')
  const planned = sessions.filter(({ row }) => row.state !== 'cancelled')
  return (
    <>
      <Block title="计划">
        <PlanWords opened={opened} may={writes} />
      </Block>
      <Block
        title="目标"
        extra={
          writes && (
            <FormButton label="写目标" call={api.setGroupGoal as never} fields={goalFields} given={{ id: group.id }} />
          )
        }
      >
        {goals.length === 0 && <Nothing says="还没有目标；写一个能衡量的" />}
        {goals.map((goal) => (
          <div key={goal.id} className="paper-entry">
            <div className="paper-head">
              <strong>{goal.content}</strong>
              {writes && (
                <Flex gap={8}>
                  <FormButton
                    label="修改"
                    title={goal.content}
                    call={api.setGroupGoal as never}
                    fields={goalFields}
                    initial={{ ...goal }}
                    given={{ id: group.id, paper: goal.id }}
                  />
                  <Strike call={api.strikeGroupGoal} id={group.id} paper={goal.id} />
                </Flex>
              )}
            </div>
            <div>{`衡量：${goal.measure}；要达到：${goal.target}`}</div>
            {goal.rating && <div>{`${goalRatings[goal.rating]}：${goal.result}`}</div>}
          </div>
        ))}
      </Block>
      <Block
        title="节次安排"
        extra={
          writes && (
            <FormButton
              label="排一节"
              call={api.setGroupSession as never}
              fields={sessionFields}
              initial={{ plannedOn: group.fromOn, plannedMinutes: 90 }}
              given={{ id: group.id }}
              unfolded={['startsAt', 'materials']}
            />
          )
        }
      >
        {planned.length === 0 && <Nothing says="还没有排节次" />}
        {planned.map(({ row }) => (
          <div key={row.id} className="paper-entry">
            <div className="paper-head">
              <strong>{`第 ${row.ordinal} 节 ${row.topic}`}</strong>
              <Flex gap={8} align="center" wrap>
                <Typography.Text type="secondary">
                  {`${row.plannedOn} ${row.startsAt ?? ''} ${row.plannedMinutes} 分钟`}
                </Typography.Text>
                {writes && row.state === 'planned' && (
                  <>
                    <FormButton
                      label="修改"
                      title={`第 ${row.ordinal} 节`}
                      call={api.setGroupSession as never}
                      fields={sessionFields}
                      initial={{ ...row }}
                      given={{ id: group.id, paper: row.id }}
                      unfolded={['startsAt', 'materials']}
                    />
                    <Strike call={api.strikeGroupSession} id={group.id} paper={row.id} />
                  </>
                )}
              </Flex>
            </div>
            <div>{row.content}</div>
            {row.materials && <Typography.Text type="secondary">{`物资：${row.materials}`}</Typography.Text>}
          </div>
        ))}
      </Block>
      <Block
        title="预算"
        extra={
          writes && (
            <FormButton
              label="写预算"
              call={api.setGroupBudget as never}
              fields={budgetFields}
              given={{ id: group.id }}
            />
          )
        }
      >
        <DataTable
          rows={budget}
          rowKey={({ id }) => id}
          columns={[
            { title: '类别', key: 'kind', width: 110, render: (_, row) => costKinds[row.kind] },
            { title: '用途与算法', key: 'what', render: (_, row) => row.what },
            { title: '金额（元）', key: 'fen', width: 110, align: 'right', render: (_, row) => formatFen(row.fen) },
            ...(writes
              ? [
                  {
                    title: '办理',
                    key: 'strike',
                    width: 90,
                    render: (_: unknown, row: (typeof budget)[number]) => (
                      <Strike call={api.strikeGroupBudget} id={group.id} paper={row.id} />
                    ),
                  },
                ]
              : []),
          ]}
          empty="没有预算；不花钱的小组可以不写"
        />
        {budget.length > 0 && <p>{`合计 ${formatFen(opened.budgeted)} 元`}</p>}
      </Block>
    </>
  )
}

function PlanWords({ opened: { group }, may }: { opened: OpenedGroup; may: boolean }) {
  const [open, setOpen] = useState(false)
  const edit = useAct(api.editGroupPlan, { onDone: () => setOpen(false) })
  if (!open)
    return (
      <>
        <Written fields={planFields} row={group} leave={['name', 'items']} />
        {may && (
          <Button style={{ marginTop: 10 }} onClick={() => setOpen(true)}>
            修改计划
          </Button>
        )}
      </>
    )
  return (
    <div style={{ maxWidth: 680 }}>
      <RecordForm
        fields={editFields}
        initial={group as never}
        submit="保存"
        controls={{
          items: (values, set) => (
            <CataloguePicker
              id="field-items"
              station={group.station}
              value={(values.items as string[]) ?? []}
              onChange={(keys) => set('items', keys)}
            />
          ),
        }}
        onSubmit={(values) => edit.mutateAsync({ ...values, id: group.id, version: group.version } as never)}
        onCancel={() => setOpen(false)}
      />
    </div>
  )
}
