import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Dropdown, Timeline, Typography } from 'antd'
import { formatInstant, sayDue } from '../../ui/format.ts'
import { Answer, Block, PageHead } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { History } from '../audit/index.screens.tsx'
import { ReportCorrections } from './ReportCorrections.tsx'
import { ReportFigures } from './ReportFigures.tsx'
import { ReportMoves } from './ReportMoves.tsx'
import { ReportParts } from './ReportParts.tsx'
import { ReportRemarks } from './ReportRemarks.tsx'
import { ReportState } from './ReportState.tsx'
import { api, type OpenedReport, type ReportRow } from './reportCalls.ts'

/** A report: figures that open down to their records, the written part, the steps it took, what changed since. */
export function ReportPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getReport, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened {...opened} />}
    </Answer>
  )
}

/** By when it is asked for while it is not handed up, and as of when its figures stand; an area's are spoken of beside its stations. */
function noteOf({ state, dueOn, figuresAt, station }: ReportRow): string {
  const waits = state === 'draft' || state === 'returned'
  const source = figuresAt ? `数据截至 ${formatInstant(figuresAt)}` : station ? '按现有记录实时汇总' : null
  return [waits && dueOn && `应报日期 ${dueOn}，${sayDue(dueOn)}`, source].filter(Boolean).join(' · ')
}

function Opened({ report, steps }: OpenedReport) {
  return (
    <>
      <PageHead title={report.title} note={noteOf(report)} tags={<ReportState state={report.state} />}>
        <ReportMoves report={report} />
        {report.can.includes('submitReport') && (
          <Button type="primary" onClick={() => document.getElementById('field-highlights')?.focus()}>
            填写并上报
          </Button>
        )}
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'docx', label: 'Word 文档' },
              { key: 'pdf', label: 'PDF' },
              { key: 'xlsx', label: 'Excel 表格' },
            ],
            onClick: ({ key }) => location.assign(`/api/papers/report/${report.id}.${key}`),
          }}
        >
          <Button icon={<DownloadOutlined />}>导出</Button>
        </Dropdown>
      </PageHead>
      {report.state === 'returned' && report.returnReason && (
        <Alert
          type="warning"
          showIcon
          title="退回原因"
          description={report.returnReason}
          style={{ marginBottom: 16 }}
        />
      )}
      {!report.station && <ReportParts report={report} />}
      <ReportFigures report={report} />
      <ReportCorrections report={report} />
      <ReportRemarks report={report} />
      <Block title="办理记录">
        <Timeline
          items={steps.map(({ move, byName, at, reason }) => ({
            content: (
              <>
                <strong>{move}</strong> {byName} <Typography.Text type="secondary">{formatInstant(at)}</Typography.Text>
                {reason && <div>{reason}</div>}
              </>
            ),
          }))}
        />
      </Block>
      <History id={report.id} />
    </>
  )
}
