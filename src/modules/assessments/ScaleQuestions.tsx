import { Alert, Radio, Typography } from 'antd'
import { Fragment } from 'react'
import { State } from '../../ui/parts.tsx'
import { type Answers, mayMiss, type Scale, type ScaleTone, scoreOf, tones } from './scale.ts'

export const toneOf = { good: 'good', attention: 'warn', risk: 'bad' } as const satisfies Record<ScaleTone, string>

/** The questions of a scale, part by part. Without `onChange` only to be read. */
export function ScaleQuestions({
  scale,
  answers,
  onChange,
}: {
  scale: Scale
  answers: Answers
  onChange?: (answers: Answers) => void
}) {
  const open = onChange && mayMiss(scale) > 0
  return (
    <ol className="questions">
      {scale.items.map((item, i) => {
        const titleId = `question-${item.key}`
        const begins = item.part && item.part !== scale.items[i - 1]?.part
        const chosen = answers[item.key]
        return (
          <Fragment key={item.key}>
            {begins && <li className="question-part">{item.part}</li>}
            <li className="question">
              <div id={titleId} className="question-label">
                {i + 1}. {item.label}
              </div>
              <Radio.Group
                aria-labelledby={titleId}
                name={titleId}
                value={chosen ?? null}
                disabled={!onChange}
                onChange={(event) => onChange?.({ ...answers, [item.key]: event.target.value as number })}
                options={item.options.map(({ points, label }) => ({
                  value: points,
                  label: onChange ? label : `${label}（${points} 分）`,
                }))}
              />
              {open && chosen !== undefined && (
                <button
                  type="button"
                  className="question-clear"
                  onClick={() => {
                    const { [item.key]: _gone, ...rest } = answers
                    onChange(rest)
                  }}
                >
                  清除
                </button>
              )}
            </li>
          </Fragment>
        )
      })}
    </ol>
  )
}

/** The score as it stands while answering: a sentence until it can be scored, then band, advice and what must be acted upon. */
export function ScaleResult({ scale, answers }: { scale: Scale; answers: Answers }) {
  const result = scoreOf(scale, answers)
  if (typeof result === 'string') return <Typography.Text type="secondary">{result}</Typography.Text>
  return (
    <div role="status">
      <Typography.Paragraph style={{ marginBottom: 8 }}>
        得分 <strong>{result.score}</strong> / {result.most} <State tone={toneOf[result.tone]}>{result.band}</State>
        {result.missing > 0 && <Typography.Text type="secondary">缺答 {result.missing} 题</Typography.Text>}
        <br />
        <Typography.Text type="secondary">
          {tones[result.tone]}：{result.advice}
        </Typography.Text>
      </Typography.Paragraph>
      {result.alerts.map((alert) => (
        <Alert key={alert} type="error" showIcon title={alert} style={{ marginBottom: 8 }} />
      ))}
    </div>
  )
}
