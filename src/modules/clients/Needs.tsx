import { Button, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import { flag, optional } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Block, Nothing, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Asking } from './Asking.tsx'
import type { OpenedFile } from './client.screens.tsx'
import { moods, Need, NeedsAssessment, needKinds, needStates, needsCovers } from './clientFile.ts'
import { Due } from './clients.screens.tsx'

const api = client<typeof import('./index.server.ts')>('clients')

const tones = { open: 'warn', working: 'busy', met: 'good', notPossible: 'quiet' } as const

const { onDay, covers, mood, summary } = NeedsAssessment.fields
const wholeHousehold = optional(flag('同时更新全家', { help: '已建档的家庭成员一并记为已更新需求' }))

/** 更新需求评估: goes over the needs, for the household too if there is one. */
export function AssessNeeds({ file }: { file: OpenedFile }) {
  const [open, setOpen] = useState(false)
  const assess = useAct(api.assessNeeds, { onDone: () => setOpen(false) })
  const { client: row } = file
  const [last] = file.assessments
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        更新需求评估
      </Button>
      <Modal title="更新需求评估" open={open} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <RecordForm
          fields={{
            onDay,
            covers,
            mood,
            summary,
            ...(row.household && { wholeHousehold }),
          }}
          initial={{ onDay: today(), covers: ['needs'], ...(last && { summary: last.row.summary }) }}
          unfolded={['wholeHousehold']}
          controls={{
            mood: (values) => ((values.covers as string[] | undefined)?.includes('mentalHealth') ? undefined : null),
          }}
          draft={`needs.${row.id}`}
          submit="保存"
          onSubmit={(values) => assess.mutateAsync({ ...values, id: row.id } as never)}
          onCancel={() => setOpen(false)}
        />
      </Modal>
    </>
  )
}

/** What a client needs and how each need stands, with when all of it was last gone over. */
export function Needs({ file }: { file: OpenedFile }) {
  const { client: row, needs, assessments, dueOn } = file
  const add = useAct(api.addNeed)
  const [last] = assessments
  return (
    <Block
      title="需求"
      extra={
        row.can.includes('addNeed') && (
          <Asking
            label="登记需求"
            title="登记需求"
            fields={{ kind: Need.fields.kind, content: Need.fields.content, foundOn: Need.fields.foundOn }}
            initial={{ foundOn: today() }}
            run={(values) => add.mutateAsync({ ...values, id: row.id } as never)}
          />
        )
      }
    >
      <Flex gap={8} wrap style={{ marginBottom: 8 }}>
        <Typography.Text type="secondary">
          {last
            ? `上次更新 ${last.row.onDay}（${last.row.covers.map((one) => needsCovers[one]).join('、')}）`
            : '还没有做过需求评估'}
          {last?.row.mood ? `，心理健康${moods[last.row.mood]}` : ''}
        </Typography.Text>
        {dueOn && (
          <span>
            下次更新：
            <Due on={dueOn} />
          </span>
        )}
      </Flex>
      {needs.length === 0 && <Nothing says="还没有登记需求" />}
      {needs.map((need) => (
        <div key={need.id} className="client-line">
          <Flex gap={8} wrap align="center" justify="space-between">
            <Flex gap={8} wrap align="center">
              <State tone={tones[need.state]}>{needStates[need.state]}</State>
              <Typography.Text strong>{needKinds[need.kind]}</Typography.Text>
              <span>{need.content}</span>
            </Flex>
            {need.can.includes('answerNeed') && row.can.includes('addNeed') && <AnswerNeed need={need} />}
          </Flex>
          <Typography.Text type="secondary">
            {`发现于 ${need.foundOn}`}
            {need.result ? ` · ${need.closedOn ?? ''} ${need.result}` : ''}
          </Typography.Text>
        </div>
      ))}
    </Block>
  )
}

export function AnswerNeed({ need }: { need: OpenedFile['needs'][number] }) {
  const answer = useAct(api.answerNeed)
  const { state, closedOn, result } = Need.fields
  return (
    <Asking
      label="更新"
      title={need.content}
      fields={{ state, result, closedOn }}
      initial={{
        state: need.state,
        ...(need.result && { result: need.result }),
        ...(need.closedOn && { closedOn: need.closedOn }),
      }}
      unfolded={['result']}
      run={(values) => answer.mutateAsync({ ...values, id: need.id, version: need.version } as never)}
    />
  )
}
