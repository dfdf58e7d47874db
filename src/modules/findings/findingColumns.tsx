import { type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { formatNumber, sayDue } from '../../ui/format.ts'
import { Clause, State, type Tone } from '../../ui/parts.tsx'
import { To } from '../../ui/To.tsx'
import { entryOf } from './entries.ts'
import type { Result } from './finding.ts'

export type Finding = AnswerOfCall<typeof import('./finding.server.ts').findingsOfStation>['findings'][number]

/** How a finding stands, as lists filter by it and in their order: a hint is no fault, what is not due yet is none either; what nobody can tell comes last. */
export const standings = {
  unmet: '未达到',
  soon: '将到期',
  hint: '提示',
  met: '达到',
  open: '暂不能核查',
} as const
export type Standing = keyof typeof standings

export function standingOf({ result, pending, advisory }: Pick<Finding, 'result' | 'pending' | 'advisory'>): Standing {
  if (result === 'met') return 'met'
  if (result === 'notMeasurable') return 'open'
  if (advisory) return 'hint'
  return pending ? 'soon' : 'unmet'
}

export const standingTones: Record<Standing, Tone> = {
  unmet: 'bad',
  soon: 'warn',
  hint: 'busy',
  open: 'quiet',
  met: 'good',
}

const standingWords: Record<Standing, string> = { ...standings, soon: '未到期，尚未达到', hint: '未达到（只作提示）' }

export function ResultTag({ finding }: { finding: Pick<Finding, 'result' | 'pending' | 'advisory'> }) {
  const standing = standingOf(finding)
  return <State tone={standingTones[standing]}>{standingWords[standing]}</State>
}

export const resultTones: Record<Result, Tone> = { met: 'good', notMet: 'bad', notMeasurable: 'quiet' }

/** What was measured, with its unit. */
export const sayValue = (finding: Pick<Finding, 'value' | 'unit'>) =>
  finding.value === null ? '—' : `${formatNumber(finding.value)}${finding.unit === '%' ? '%' : ` ${finding.unit}`}`

/** What would mend it, and the page where that is entered. */
export function Mend({ finding, lead = '' }: { finding: Finding; lead?: string }) {
  const { fix, why, measure, station } = finding
  const entry = fix === null ? null : entryOf(measure, station)
  if (!fix && !why) return null
  return (
    <Typography.Text type="secondary" style={{ display: 'block', fontSize: 13 }}>
      {fix ? `${lead}${fix}` : why}
      {entry && (
        <>
          {' '}
          <To path={entry.path} {...(entry.search && { search: entry.search })}>
            去{entry.label}
          </To>
        </>
      )}
    </Typography.Text>
  )
}

const due = ({ dueOn, pending, result }: Finding) =>
  dueOn !== null && result === 'notMet' ? (pending ? sayDue(dueOn) : `时限 ${dueOn}`) : null

export const findingColumns: TableColumnType<Finding>[] = [
  {
    title: '要求',
    key: 'label',
    render: (_, finding) => (
      <div style={{ minWidth: 220, maxWidth: 420 }}>
        {finding.station === null && finding.placeName ? `${finding.placeName}：` : ''}
        {finding.label}
        <Mend finding={finding} lead="怎样达到：" />
      </div>
    ),
  },
  { title: '结论', key: 'result', width: 130, render: (_, finding) => <ResultTag finding={finding} /> },
  { title: '实际', key: 'value', align: 'right', width: 90, render: (_, finding) => sayValue(finding) },
  { title: '标准', key: 'required', width: 130, render: (_, { required }) => required },
  {
    title: '差距',
    key: 'gap',
    width: 140,
    render: (_, finding) => (
      <>
        {finding.gap ?? '—'}
        {due(finding) && (
          <Typography.Text type="secondary" style={{ display: 'block', fontSize: 13 }}>
            {due(finding)}
          </Typography.Text>
        )}
      </>
    ),
  },
  { title: '依据', key: 'clause', width: 220, render: (_, { clause }) => <Clause>{clause}</Clause> },
]
