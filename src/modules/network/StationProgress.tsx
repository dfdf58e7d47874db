import { Flex, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { client } from '../../ui/client.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { DutyTable } from './DutyTable.tsx'
import { Elements, Step } from './Ladders.tsx'
import { NodeTable, ownNodeFields } from './NodeTable.tsx'
import { Known } from './StationKnown.tsx'
import { Contracts, Guided, Party } from './StationPartners.tsx'
import { Switcher } from './Switcher.tsx'

type Server = typeof import('./progress.server.ts') &
  typeof import('./timetable.server.ts') &
  typeof import('./milestone.server.ts') &
  typeof import('./ladder.server.ts') &
  typeof import('./duty.server.ts')
const api = client<Server>('network')

type Part = 'nodes' | 'known' | 'ladder' | 'guided' | 'party' | 'contracts' | 'duties'

/** On a station's page: its way from plan to opening and beyond. */
export default function StationProgress({ id }: { id: string }) {
  const [part, setPart] = useState<Part>('nodes')
  const found = useAnswer(api.stationProgress, { station: id })
  return (
    <Answer of={found}>
      {(progress) => {
        const { lots, lotChoices, handovers, outside, branches, partyClause, place, mayManage } = progress
        const parts: { key: Part; label: string; shown: boolean; content: ReactNode }[] = [
          {
            key: 'nodes',
            label: '进度节点',
            shown: true,
            content: <Nodes id={id} place={place} mayPlan={mayManage} />,
          },
          { key: 'known', label: '标准与特色', shown: true, content: <Known id={id} progress={progress} /> },
          { key: 'ladder', label: '建设层次', shown: true, content: <Ladder id={id} /> },
          { key: 'guided', label: '指导与片区', shown: true, content: <Guided id={id} mayManage={mayManage} /> },
          {
            key: 'party',
            label: '党建',
            shown: partyClause !== null || branches.length > 0,
            content: <Party id={id} progress={progress} />,
          },
          {
            key: 'contracts',
            label: '采购包与移交',
            shown: lots.length + lotChoices.length + handovers.length > 0 || outside !== null,
            content: <Contracts id={id} progress={progress} />,
          },
          { key: 'duties', label: '职责', shown: true, content: <Duties id={id} place={place} /> },
        ]
        const shown = parts.filter((one) => one.shown)
        return (
          <Block title="建设进度">
            <Switcher label="建设进度的栏目" value={part} parts={shown} onChange={setPart} />
            {shown.find(({ key }) => key === part)?.content}
          </Block>
        )
      }}
    </Answer>
  )
}

function Nodes({ id, place, mayPlan }: { id: string; place: string; mayPlan: boolean }) {
  const found = useAnswer(api.stationTimetable, { station: id })
  return (
    <Answer of={found}>
      {(rows) => {
        const late = rows.filter(({ standing }) => standing === 'overdue').length
        return (
          <>
            <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
              {late > 0 ? <State tone="bad">{`${late} 项逾期`}</State> : <State tone="good">没有逾期</State>}
              {mayPlan && (
                <FormButton
                  label="增加节点"
                  title="给本站增加节点"
                  call={api.planMilestone}
                  fields={ownNodeFields}
                  unfolded={['responsible']}
                  given={{ unit: 'station', place, station: id }}
                />
              )}
            </Flex>
            <NodeTable rows={rows} withUnit empty="文件没有给本站定节点；可以增加一个，从筹建跟到启用" />
          </>
        )
      }}
    </Answer>
  )
}

function Ladder({ id }: { id: string }) {
  const found = useAnswer(api.ladderOfStation, { station: id })
  return (
    <Answer of={found}>
      {({ rung, open }) =>
        rung === null ? (
          <Typography.Text type="secondary">本地文件没有分层次的建设要求</Typography.Text>
        ) : (
          <>
            <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
              <Step {...rung} />
              <span>
                {!open && '本站还没有启用。'}
                {rung.missing.length > 0
                  ? `到下一层还缺：${rung.missing.map((one) => one.replace(/^有/, '')).join('、')}`
                  : '各层要素都有了'}
              </span>
            </Flex>
            <Elements elements={rung.elements} />
            <Typography.Text type="secondary">
              各要素由本站的场地、标识、设备、人员、制度和服务记录算出，不用填写。
            </Typography.Text>
          </>
        )
      }
    </Answer>
  )
}

function Duties({ id, place }: { id: string; place: string }) {
  const found = useAnswer(api.dutiesOfStation, { station: id })
  return <Answer of={found}>{(rows) => <DutyTable rows={rows} place={place} station={id} />}</Answer>
}
