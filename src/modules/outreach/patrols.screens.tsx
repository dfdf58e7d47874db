import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Flex, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { ref, text } from '../../core/field.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { StationFilter } from '../../ui/filters.tsx'
import { sayMinutes } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, Facts, LongName, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Ways } from '../../ui/Ways.tsx'
import { History } from '../audit/index.screens.tsx'
import { clientSexes } from '../clients/index.ts'
import { api, pages } from './parts.tsx'
import { handOvers, helpGiven, Patrol, patrolReasons } from './patrol.ts'

type Listed = AnswerOfCall<typeof import('./patrol.server.ts').listPatrols>['rows'][number]

interface Address {
  station?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  { title: '日期', key: 'on', width: 110, render: (_, { patrol }) => patrol.onDay },
  { title: '时间', key: 'time', width: 120, render: (_, { patrol }) => `${patrol.fromTime} 至 ${patrol.toTime}` },
  { title: '类型', key: 'reason', width: 110, render: (_, { patrol }) => patrolReasons[patrol.reason] },
  { title: '路线与地点', key: 'route', render: (_, { patrol }) => <div style={{ minWidth: 180 }}>{patrol.route}</div> },
  { title: '遇到', key: 'met', width: 70, align: 'right', render: (_, { patrol }) => `${patrol.met} 人` },
  { title: '巡查人', key: 'worker', width: 96, render: (_, { workerName }) => workerName },
  {
    title: '社工站',
    key: 'station',
    responsive: ['lg'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
  {
    title: '状态',
    key: 'state',
    width: 80,
    render: (_, { patrol }) =>
      patrol.state === 'reversed' ? <State tone="quiet">已冲销</State> : <State tone="good">有效</State>,
  },
]

/** The log of walks through the streets. */
export function Patrols() {
  const navigate = useNavigate()
  const [address, set] = useListAddress<Address>('/patrols')
  const { stations } = useMe()
  const mayRecord = useHolds('outreach.record')
  const found = useAnswer(
    api.listPatrols,
    { station: address.station ?? null, after: address.after ?? null },
    { keep: true },
  )
  return (
    <>
      <PageHead title="街面巡查" note="流浪乞讨人员的发现、劝导、护送和救助">
        {mayRecord && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/patrols/new' })}>
            登记巡查
          </Button>
        )}
      </PageHead>
      <Ways pages={pages} here="/patrols" />
      {stations.length !== 1 && (
        <div style={{ marginBottom: 12 }}>
          <StationFilter value={address.station} onChange={(station) => set({ station })} />
        </div>
      )}
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ patrol }) => patrol.id}
            columns={stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(after) => set({ after: after ?? undefined })}
            onOpen={({ patrol }) => void navigate({ to: '/patrols/$id', params: { id: patrol.id } as never })}
            empty="还没有巡查记录；没有遇到人的巡查也请登记"
          />
        )}
      </Answer>
    </>
  )
}

const { onDay, fromTime, toTime, reason, route, companions, note } = Patrol.fields

export function PatrolPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getPatrol, { id })
  return (
    <Answer of={found} page>
      {({ patrol, stationName, workerName, placePath, people }) => (
        <>
          <PageHead
            title={`街面巡查 · ${patrol.onDay}`}
            note={`${stationName} · ${workerName} · ${sayMinutes(patrol.minutes)}`}
            tags={patrol.state === 'reversed' ? <State tone="quiet">已冲销</State> : undefined}
          >
            <Button icon={<DownloadOutlined />} href={`/api/papers/patrol/${patrol.id}.docx`}>
              打印日志
            </Button>
            {patrol.can.includes('reversePatrol') && (
              <FormButton
                label="冲销"
                title="冲销巡查"
                small={false}
                call={api.reversePatrol}
                fields={{ reversedReason: text('冲销原因', { max: 200 }) }}
                given={{ id: patrol.id, version: patrol.version }}
              />
            )}
          </PageHead>
          <Block title="巡查">
            <Facts
              fields={{ onDay, fromTime, toTime, reason, place: Patrol.fields.place, companions, route, note }}
              row={patrol}
              own={{ place: placePath ?? '未填' }}
            />
            <FileLinks ids={patrol.files} />
          </Block>
          <Block title={`遇到的人员（${people.length} 人）`}>
            {people.length === 0 && <Nothing says="沿线没有遇到流浪乞讨人员" />}
            {people.map((one) => (
              <div key={one.id} style={{ marginBottom: 12 }}>
                <Flex gap={8} wrap align="center">
                  <strong>{one.client ? <To path={`/clients/${one.client}`}>{one.name}</To> : one.name}</strong>
                  <span>
                    {clientSexes[one.sex]}
                    {one.age !== null && `，约 ${one.age} 岁`}，{one.metAt}
                  </span>
                  {one.minor === 'yes' && <State tone="bad">未成年人，须强制报告</State>}
                  <State tone={one.handOver === 'station' || one.handOver === 'family' ? 'good' : 'busy'}>
                    {handOvers[one.handOver]}
                  </State>
                  {!one.client && one.can.includes('namePatrolPerson') && (
                    <FormButton
                      label="关联档案"
                      title={`关联 ${one.name} 的档案`}
                      call={api.namePatrolPerson}
                      fields={{ client: ref('服务对象', 'client') }}
                      given={{ id: one.id, version: one.version }}
                    />
                  )}
                </Flex>
                <div>{one.situation}</div>
                <div className="unknown">
                  {one.help.map((key) => helpGiven[key]).join('、')}
                  {one.receiver && `；接收 ${one.receiver}`}
                </div>
                {one.minor !== 'no' && <To path="/incidents/new">登记疑似侵害或临时监护</To>}
              </div>
            ))}
          </Block>
          <History id={patrol.id} />
        </>
      )}
    </Answer>
  )
}
