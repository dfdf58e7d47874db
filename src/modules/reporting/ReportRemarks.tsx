import { Typography } from 'antd'
import { Block, Clause } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Report, reportFlow } from './report.ts'
import { api, type ReportRow } from './reportCalls.ts'

const { highlights, problems, nextPlan } = Report.fields

/** The written part: saved any time before handing up, handed up with what is on the page. */
export function ReportRemarks({ report }: { report: ReportRow }) {
  const { id, version } = report
  const save = useAct(api.saveRemarks)
  const submit = useAct(api.submitReport)
  if (!report.can.includes('saveRemarks')) {
    return (
      <Block title="文字部分">
        {Object.entries({ highlights, problems, nextPlan }).map(([key, field]) => (
          <div key={key} style={{ marginBottom: 12 }}>
            <Typography.Text type="secondary">{field.label}</Typography.Text>
            <div style={{ whiteSpace: 'pre-wrap' }}>
              {report[key as 'highlights'] ?? <span className="unknown">未填</span>}
            </div>
          </div>
        ))}
      </Block>
    )
  }
  return (
    <Block title="文字部分" extra={<Clause>{reportFlow.moves.submit.clause!}</Clause>}>
      <div style={{ maxWidth: 760 }}>
        <RecordForm
          fields={{ highlights, problems, nextPlan }}
          initial={{ highlights: report.highlights, problems: report.problems, nextPlan: report.nextPlan }}
          unfolded={['highlights', 'problems', 'nextPlan']}
          draft={`report.${id}`}
          submit="上报"
          also={{
            label: '只保存，不上报',
            onSubmit: (values) => save.mutateAsync({ ...values, id, version } as never),
          }}
          onSubmit={(values) => submit.mutateAsync({ ...values, id, version } as never)}
        />
      </div>
    </Block>
  )
}
