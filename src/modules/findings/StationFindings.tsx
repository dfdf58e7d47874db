import { Drawer, Segmented, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Answer, Clause, State, type Tone } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Evidence } from './Evidence.tsx'
import { type Result, results } from './finding.ts'

const api = client<typeof import('./finding.server.ts')>('findings')

export type Finding = AnswerOfCall<typeof import('./finding.server.ts').findingsOfStation>['findings'][number]

export const resultTones: Record<Result, Tone> = { met: 'good', notMet: 'bad', notMeasurable: 'quiet' }

export function ResultTag({ finding }: { finding: Pick<Finding, 'result' | 'pending'> }) {
  if (finding.pending) return <State tone="warn">未到期，尚未达到</State>
  return <State tone={resultTones[finding.result]}>{results[finding.result]}</State>
}

const say = (finding: Finding) =>
  finding.value === null ? '—' : `${formatNumber(finding.value)}${finding.unit === '%' ? '%' : ` ${finding.unit}`}`

export const findingColumns: TableColumnType<Finding>[] = [
  {
    title: '要求',
    key: 'label',
    render: (_, finding) => (
      <div style={{ minWidth: 220, maxWidth: 420 }}>
        {finding.label}
        {finding.fix && (
          <Typography.Text type="secondary" style={{ display: 'block', fontSize: 13 }}>
            怎样达到：{finding.fix}
          </Typography.Text>
        )}
      </div>
    ),
  },
  { title: '结论', key: 'result', width: 110, render: (_, finding) => <ResultTag finding={finding} /> },
  { title: '实际', key: 'value', align: 'right', width: 90, render: (_, finding) => say(finding) },
  { title: '标准', key: 'required', width: 130, render: (_, { required }) => required },
  { title: '差距', key: 'gap', width: 120, render: (_, { gap }) => gap ?? '—' },
  { title: '依据', key: 'clause', render: (_, { clause }) => <Clause>{clause}</Clause> },
]

const order: Record<Result, number> = { notMet: 0, met: 1, notMeasurable: 2 }

/** A station against its policy: what falls short first, each with what would mend it and the list behind it. */
export function StationFindings({ station }: { station: string }) {
  const found = useAnswer(api.findingsOfStation, { station })
  const [only, setOnly] = useState<Result | 'all'>('all')
  const [open, setOpen] = useState<Finding>()
  return (
    <Answer of={found}>
      {({ findings }) => (
        <>
          <Segmented
            aria-label="筛选结论"
            value={only}
            onChange={setOnly}
            options={[
              { value: 'all', label: `全部 ${findings.length}` },
              ...(Object.keys(results) as Result[]).map((value) => ({
                value,
                label: `${results[value]} ${findings.filter(({ result }) => result === value).length}`,
              })),
            ]}
            style={{ marginBottom: 12, maxWidth: '100%', overflowX: 'auto' }}
          />
          <DataTable
            rows={findings
              .filter(({ result }) => only === 'all' || result === only)
              .sort((a, b) => order[a.result] - order[b.result])}
            rowKey={({ rule }) => rule}
            columns={findingColumns}
            onOpen={(finding) => finding.result !== 'notMeasurable' && setOpen(finding)}
            empty="没有这一类结论"
          />
          <Drawer
            open={open !== undefined}
            onClose={() => setOpen(undefined)}
            size={620}
            title={open?.label}
            destroyOnHidden
          >
            {open && <Evidence station={station} rule={open.rule} />}
          </Drawer>
        </>
      )}
    </Answer>
  )
}
