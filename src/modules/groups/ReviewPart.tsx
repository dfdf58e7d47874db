import { Button, Typography } from 'antd'
import { useState } from 'react'
import { choice, optional } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Block, Nothing, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Written } from '../../ui/Written.tsx'
import { GroupGoal, GroupOpinion, GroupReview, goalRatings, opinionScores, reviewKinds } from './group.ts'
import { api, type OpenedGroup } from './parts.tsx'

const { serviceGroup: _g, guidance: _u, guidedBy: _b, ...reviewFields } = GroupReview.fields
const { rating, result } = GroupGoal.fields
const rateFields = { rating: { ...rating, optional: false as const }, result: { ...result, optional: false as const } }

/** G-05 and G-02: what participants say, how goals came out, half-way reviews and the final report. */
export function ReviewPart({ opened }: { opened: OpenedGroup }) {
  return (
    <>
      <Goals opened={opened} />
      <Opinions opened={opened} />
      <Reviews opened={opened} />
    </>
  )
}

function Goals({ opened: { group, goals } }: { opened: OpenedGroup }) {
  const may = group.can.includes('rateGroupGoal')
  return (
    <Block title="目标评定">
      {goals.length === 0 && <Nothing says="计划中还没有目标" />}
      {goals.map((goal) => (
        <div key={goal.id} className="paper-entry">
          <div className="paper-head">
            <strong>{goal.content}</strong>
            {may && (
              <FormButton
                label={goal.rating ? '重新评定' : '评定'}
                title={goal.content}
                call={api.rateGroupGoal as never}
                fields={rateFields}
                initial={{ rating: goal.rating ?? undefined, result: goal.result ?? undefined }}
                given={{ id: group.id, paper: goal.id }}
              />
            )}
          </div>
          <div>{`要达到：${goal.target}`}</div>
          <div>
            {goal.rating ? (
              <>
                <State tone={goal.rating === 'reached' ? 'good' : goal.rating === 'partly' ? 'warn' : 'bad'}>
                  {goalRatings[goal.rating]}
                </State>{' '}
                {goal.result}
              </>
            ) : (
              <Typography.Text type="secondary">还没有评定</Typography.Text>
            )}
          </div>
        </div>
      ))}
    </Block>
  )
}

function Opinions({ opened: { group, opinions, scores, members } }: { opened: OpenedGroup }) {
  const answered = new Set(opinions.map(({ row }) => row.enrolment))
  const open = members.filter(({ row }) => !answered.has(row.id))
  const given = Object.fromEntries(open.map(({ row }) => [row.id, row.name]))
  const words = opinions.flatMap(({ row, name }) => (row.words ? [{ id: row.id, name, words: row.words }] : []))
  return (
    <Block
      title={`参与者意见（${opinions.length} 份）`}
      extra={
        group.can.includes('takeOpinion') && (
          <FormButton
            label="登记意见"
            title="登记参与者意见"
            call={api.takeOpinion as never}
            fields={{
              ...(open.length > 0 && { enrolment: optional(choice('组员', given, { help: '不记名的不选' })) }),
              onDay: GroupOpinion.fields.onDay,
              ...opinionScores,
              words: GroupOpinion.fields.words,
            }}
            initial={{ onDay: today() }}
            given={{ id: group.id }}
            unfolded={['enrolment', 'words']}
          />
        )
      }
    >
      <DataTable
        rows={scores}
        rowKey={({ key }) => key}
        columns={[
          { title: '项目', key: 'label', render: (_, row) => row.label },
          {
            title: '平均（满分 5）',
            key: 'average',
            width: 140,
            align: 'right',
            render: (_, { average }) => average ?? '—',
          },
        ]}
        empty=""
      />
      {words.map((one) => (
        <div key={one.id} className="paper-entry">
          {one.words}
          {one.name && <Typography.Text type="secondary">{` —— ${one.name}`}</Typography.Text>}
        </div>
      ))}
    </Block>
  )
}

function Reviews({ opened: { group, reviews } }: { opened: OpenedGroup }) {
  const [writing, setWriting] = useState<string>()
  const may = group.can.includes('writeGroupReview')
  const report = reviews.find(({ kind }) => kind === 'end')
  const known = reviews.find(({ id }) => id === writing)
  return (
    <Block
      title="中期评估与结束报告"
      extra={
        may &&
        writing === undefined && (
          <Button size="small" onClick={() => setWriting('new')}>
            {report ? '写中期评估' : '填写评估'}
          </Button>
        )
      }
    >
      {writing !== undefined && (
        <ReviewForm
          key={writing}
          group={group}
          known={known}
          endWritten={report !== undefined}
          onDone={() => setWriting(undefined)}
        />
      )}
      {reviews.length === 0 && writing === undefined && <Nothing says="还没有评估" />}
      {reviews.map((one) => (
        <div key={one.id} className="paper-entry">
          <div className="paper-head">
            <strong>{`${reviewKinds[one.kind]}（${one.onDay}）`}</strong>
            {may && (
              <Button size="small" onClick={() => setWriting(one.id)}>
                修改
              </Button>
            )}
          </div>
          <Written fields={GroupReview.fields} row={one} leave={['serviceGroup', 'kind', 'onDay', 'guidedBy']} />
        </div>
      ))}
    </Block>
  )
}

function ReviewForm({
  group,
  known,
  endWritten,
  onDone,
}: {
  group: OpenedGroup['group']
  known: OpenedGroup['reviews'][number] | undefined
  endWritten: boolean
  onDone: () => void
}) {
  const write = useAct(api.writeGroupReview, { onDone })
  return (
    <div style={{ maxWidth: 680 }}>
      <RecordForm
        fields={reviewFields}
        initial={known ? (known as never) : { onDay: today(), kind: endWritten ? 'mid' : 'end' }}
        draft={`group.review.${known?.id ?? group.id}`}
        submit="保存"
        controls={known ? { kind: null } : {}}
        onSubmit={(values) =>
          write.mutateAsync({ ...values, id: group.id, ...(known && { paper: known.id, kind: known.kind }) } as never)
        }
        onCancel={onDone}
      />
    </div>
  )
}
