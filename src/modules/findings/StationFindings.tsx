import { Alert } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { FindingList } from './FindingList.tsx'
import type { Group } from './finding.ts'

const api = client<typeof import('./finding.server.ts')>('findings')

type Ladder = AnswerOfCall<typeof import('./finding.server.ts').findingsOfStation>['ladder']

/** How far the station has come, and what the next step lacks (攀民政〔2021〕31号 二（一）). */
function LadderNote({ ladder: { step, last, missing } }: { ladder: NonNullable<Ladder> }) {
  if (missing.length === 0)
    return <Alert type="success" showIcon title={`建设层次：已达到第 ${last} 层次`} style={{ marginBottom: 12 }} />
  const reached = step === 0 ? '尚未达到第 1 层次' : `已达到第 ${step} 层次`
  return (
    <Alert
      type="info"
      showIcon
      title={`建设层次：${reached}，下一层次还缺 ${missing.join('、')}`}
      style={{ marginBottom: 12 }}
    />
  )
}

/** A station against its policy: what falls short first, each with what would mend it and the list behind it. */
export function StationFindings({ station, on, group }: { station: string; on?: string; group?: Group }) {
  const found = useAnswer(api.findingsOfStation, { station, ...(on && { on }) })
  return (
    <Answer of={found}>
      {({ findings, ladder }) => (
        <>
          {ladder && (group === undefined || group === 'growth') && <LadderNote ladder={ladder} />}
          <FindingList findings={findings} on={on} {...(group && { group })} />
        </>
      )}
    </Answer>
  )
}

/** On a station's page. */
export function FindingsBlock({ id }: { id: string }) {
  return (
    <Block title="核查结论">
      <StationFindings station={id} />
    </Block>
  )
}
