import './casework.css'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { Answer, Block, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { CaseRecord, meetingWays } from './casePaper.ts'
import { api, Written } from './parts.tsx'

/** One meeting, opened from a timeline or from the list behind a figure. */
export function MeetingPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getMeeting, { id })
  return (
    <Answer of={found} page>
      {({ row, number, clientName, name }) => (
        <>
          <PageHead
            title={`过程记录 · ${row.onDay}`}
            note={
              <>
                <To path={`/cases/${row.caseFile}`} search={{ part: 'intervention' }}>
                  {clientName} · {number}
                </To>{' '}
                · {meetingWays[row.way]} · {name}
              </>
            }
            tags={row.state === 'reversed' && <State tone="quiet">已冲销</State>}
          >
            <Button href={`/api/papers/caseRecord/${row.id}.pdf`}>打印</Button>
          </PageHead>
          <Block>
            <Written fields={CaseRecord.fields} row={row} leave={['items', 'state']} />
          </Block>
        </>
      )}
    </Answer>
  )
}
