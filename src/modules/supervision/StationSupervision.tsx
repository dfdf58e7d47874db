import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { formatNumber } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { SessionTable } from './SessionTable.tsx'
import { SupervisionPlan, supervisionKinds } from './supervision.ts'

const api = client<typeof import('./supervision.server.ts')>('supervision')

/** On a station's page: this year's plan, hours against the rule, and the sessions. */
export default function StationSupervision({ id }: { id: string }) {
  const navigate = useNavigate()
  const mayRecord = useHolds('supervision.manage')
  const found = useAnswer(api.supervisionBoard, { station: id })
  const [planning, setPlanning] = useState(false)
  const done = { onDone: () => setPlanning(false) }
  const add = useAct(api.planSupervision, done)
  const edit = useAct(api.editSupervisionPlan, done)
  return (
    <Block
      title="督导"
      extra={
        mayRecord && (
          <Flex gap={8}>
            <Button size="small" onClick={() => setPlanning(true)}>
              督导计划
            </Button>
            <Button
              size="small"
              onClick={() => void navigate({ to: '/supervision/new', search: { station: id } as never })}
            >
              登记督导
            </Button>
          </Flex>
        )
      }
    >
      <Answer of={found}>
        {({ year, stations: [line], sessions, plans: [plan] }) => (
          <>
            <Typography.Paragraph>
              {year} 年已督导 {formatNumber(line?.hours ?? 0)} 小时
              {line?.required != null && (
                <>
                  ，要求 {formatNumber(line.required)} 小时{' '}
                  <State tone={line.hours >= line.required ? 'good' : 'warn'}>
                    {line.hours >= line.required ? '达到' : `还差 ${formatNumber(line.required - line.hours)} 小时`}
                  </State>
                </>
              )}
              {plan && (
                <>
                  。计划 {formatNumber(plan.hours)} 小时（{plan.kinds.map((kind) => supervisionKinds[kind]).join('、')}
                  ，{plan.supervisor}）：{plan.goals}
                </>
              )}
            </Typography.Paragraph>
            <SessionTable rows={sessions} hideStation empty="今年还没有督导记录" />
            <Modal
              title={`${year} 年督导计划`}
              open={planning}
              footer={null}
              onCancel={() => setPlanning(false)}
              destroyOnHidden
            >
              <RecordForm
                fields={SupervisionPlan.fields as Fields}
                initial={plan ? { ...plan } : { year, hours: line?.required ?? 30, kinds: [] }}
                submit={plan ? '保存修改' : '登记'}
                onSubmit={(values) =>
                  plan
                    ? edit.mutateAsync({ kinds: [], ...values, id: plan.id, version: plan.version } as never)
                    : add.mutateAsync({ kinds: [], ...values, station: id } as never)
                }
                onCancel={() => setPlanning(false)}
              />
            </Modal>
          </>
        )}
      </Answer>
    </Block>
  )
}
