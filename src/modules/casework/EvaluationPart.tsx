import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Control } from '../../ui/control.tsx'
import { today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { CaseFeedback, CaseGoal, CaseReview, goalRatings } from './casePaper.ts'
import { api, Empty, type OpenedCase, PaperForm, Print, Writable, Written } from './parts.tsx'

const { caseFile: _a, worker: _b, ...reviewFields } = CaseReview.fields
const { caseFile: _c, ...feedbackFields } = CaseFeedback.fields
const { progress, rating, result } = CaseGoal.fields

/** 评估: goals rated, the look back or the closing form, the client's own word. */
export function EvaluationPart({ opened }: { opened: OpenedCase }) {
  return (
    <>
      <Ratings opened={opened} />
      <Reviews opened={opened} />
      <Feedback opened={opened} />
    </>
  )
}

function Ratings({ opened: { record, goals } }: { opened: OpenedCase }) {
  const may = record.can.includes('rateGoal')
  const [rating_, setRating] = useState<string>()
  return (
    <Block title="目标评定">
      {goals.length === 0 && <Empty>还没有目标</Empty>}
      {goals.map((goal) => (
        <div key={goal.id} className="paper-entry">
          <div className="paper-head">
            <strong>{goal.content}</strong>
            <span>
              {goal.rating ? (
                <State tone={goal.rating === 'reached' ? 'good' : 'warn'}>{goalRatings[goal.rating]}</State>
              ) : (
                <State tone="quiet">进度 {goal.progress}%</State>
              )}
              {may && rating_ !== goal.id && (
                <Button size="small" onClick={() => setRating(goal.id)}>
                  评定
                </Button>
              )}
            </span>
          </div>
          <div>要达到：{goal.target}</div>
          {goal.result && <div>结果：{goal.result}</div>}
          {rating_ === goal.id && (
            <PaperForm
              found={record}
              call={api.rateGoal as never}
              fields={{ progress, rating, result }}
              initial={{ ...goal }}
              paper={goal}
              unfolded={['rating', 'result']}
              submit="保存评定"
              onDone={() => setRating(undefined)}
            />
          )}
        </div>
      ))}
    </Block>
  )
}

function Reviews({ opened: { record, reviews, plans } }: { opened: OpenedCase }) {
  const may = record.can.includes('writeReview')
  const [editing, setEditing] = useState<string | 'new'>()
  const one = reviews.find(({ id }) => id === editing)
  const closing = record.stage === 'evaluation' && !reviews.some(({ kind }) => kind === 'closing')
  const start = plans[0]?.fromOn ?? record.openedOn ?? record.intakeOn
  return (
    <Block
      title="检视与结案表"
      extra={
        <>
          <Print paper="caseReview" id={record.id} label="C-07" />　
          <Print paper="caseClosing" id={record.id} label="C-08" />{' '}
          {may && editing === undefined && (
            <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
              {closing ? '填写结案表' : '填写检视表'}
            </Button>
          )}
        </>
      }
    >
      {reviews.length === 0 && editing === undefined && <Empty>还没有检视表或结案表</Empty>}
      {reviews.map((review) => (
        <div key={review.id} className="paper-entry">
          <div className="paper-head">
            <strong>
              {CaseReview.fields.kind.choices![review.kind]} {review.fromOn} 至 {review.toOn}
            </strong>
            {may && (
              <Button size="small" onClick={() => setEditing(review.id)}>
                修改
              </Button>
            )}
          </div>
          <Written fields={reviewFields} row={review} leave={['kind', 'fromOn', 'toOn']} />
        </div>
      ))}
      {editing !== undefined && (
        <PaperForm
          key={editing}
          found={record}
          call={api.writeReview as never}
          fields={reviewFields}
          initial={
            one
              ? { ...one }
              : { kind: closing ? 'closing' : 'stage', fromOn: start > today() ? today() : start, toOn: today() }
          }
          paper={one}
          controls={{
            closing: onlyClosing('closing'),
            clientTold: onlyClosing('clientTold'),
            comeBack: onlyClosing('comeBack'),
            noFeedback: onlyClosing('noFeedback'),
          }}
          unfolded={['onward']}
          submit="保存"
          onDone={() => setEditing(undefined)}
        />
      )}
    </Block>
  )
}

/** Asked only when the case is being closed. */
const onlyClosing =
  (key: keyof typeof reviewFields) => (values: Record<string, unknown>, set: (key: string, value: unknown) => void) =>
    values.kind === 'closing' ? (
      <Control
        id={`field-${key}`}
        field={reviewFields[key]}
        value={values[key]}
        onChange={(value) => set(key, value)}
      />
    ) : null

function Feedback({ opened: { record, feedbacks } }: { opened: OpenedCase }) {
  const last = feedbacks.at(-1)
  return (
    <Block title="结束评估" extra={<Print paper="caseFeedback" id={record.id} label="C-10" />}>
      <Writable
        may={record.can.includes('takeFeedback')}
        label={last ? '修改' : '登记结束评估'}
        form={(done) => (
          <PaperForm
            found={record}
            call={api.takeFeedback as never}
            fields={feedbackFields}
            initial={last ? { ...last } : { onDay: today() }}
            paper={last}
            unfolded={['opinion']}
            submit="保存"
            onDone={done}
          />
        )}
      >
        {last ? <Written fields={feedbackFields} row={last} /> : <Empty>请服务对象在结案前打分；可先打印 C-10</Empty>}
      </Writable>
    </Block>
  )
}
