import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Badge, Button, Flex, Select, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ChoiceFilter, FindFilter } from '../../ui/filters.tsx'
import { sayDue } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, LongName, PageHead, State } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import { printing } from '../papers/index.screens.tsx'
import { type CaseStage, caseFlow, nextSteps } from './caseFlow.ts'
import { caseViews } from './caseViews.ts'
import { api, stageTone } from './parts.tsx'

export type ListedCase = AnswerOfCall<typeof import('./cases.server.ts').listCases>['rows'][number]

interface Filters {
  view?: keyof typeof caseViews
  stage?: CaseStage
  worker?: string
  search?: string
  after?: string
}

/** What comes next in a case, and whether its day has passed. */
export function NextStep({ row: { record, overdue } }: { row: ListedCase }) {
  return (
    <div style={{ minWidth: 140, maxWidth: 260 }}>
      {record.nextAim ?? nextSteps[record.stage]}
      {record.nextOn && (
        <div>
          {record.nextOn} {overdue ? <State tone="bad">{sayDue(record.nextOn)}</State> : null}
        </div>
      )}
    </div>
  )
}

export const caseColumns: TableColumnType<ListedCase>[] = [
  {
    title: '服务对象',
    key: 'client',
    render: (_, { record }) => (
      <>
        {record.clientName} {record.crisis && <State tone="bad">危机</State>}
      </>
    ),
  },
  {
    title: '编号',
    key: 'number',
    render: (_, { record }) => <span style={{ whiteSpace: 'nowrap' }}>{record.number}</span>,
  },
  {
    title: '阶段',
    key: 'stage',
    width: 110,
    render: (_, { record }) => <State tone={stageTone[record.stage]}>{caseFlow.states[record.stage]}</State>,
  },
  { title: '下一步', key: 'next', render: (_, row) => <NextStep row={row} /> },
  { title: '负责社工', key: 'worker', width: 96, render: (_, { workerName }) => workerName },
  { title: '接案日期', key: 'intakeOn', width: 110, render: (_, { record }) => record.intakeOn },
  {
    title: '社工站',
    key: 'station',
    responsive: ['sm'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
]

/** The cases within reach: by stage, worker and what is overdue; filters stay in the address. */
export function Cases() {
  const navigate = useNavigate()
  const [filters, set] = useListAddress<Filters>('/cases')
  const mayOpen = useHolds('case.write')
  const mayChoose = useHolds('case.review')
  const mayAnswer = useHolds('referral.answer')
  const { stations } = useMe()
  const Person = usePicker('person')
  const { after, ...asked } = filters
  const found = useAnswer(api.listCases, { ...asked, after: after ?? null }, { keep: true })
  const waiting = useAnswer(api.listReferrals, { state: 'offered' }, { enabled: mayAnswer })
  return (
    <>
      <PageHead title="个案" note="接案、预估、计划、介入、评估、结案；过程记录自动计入月报">
        {mayOpen && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/cases/new' })}>
            接案登记
          </Button>
        )}
        {mayAnswer && (
          <Badge count={waiting.data?.total ?? 0} size="small">
            <Button onClick={() => void navigate({ to: '/referrals' })}>收到的转介</Button>
          </Badge>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <FindFilter label="姓名、拼音或编号" value={filters.search} onChange={(search) => set({ search })} />
        <Select
          aria-label="范围"
          value={filters.view ?? 'working'}
          onChange={(view) => set({ view: view === 'working' ? undefined : view, stage: undefined })}
          options={Object.entries(caseViews).map(([value, label]) => ({ value, label }))}
          style={{ width: 140 }}
        />
        <ChoiceFilter label="阶段" words={caseFlow.states} value={filters.stage} onChange={(stage) => set({ stage })} />
        {mayChoose && Person && (
          <div style={{ width: 200 }}>
            <label className="unseen" htmlFor="filter-worker">
              负责社工
            </label>
            <Person
              value={filters.worker ?? null}
              onChange={(worker) => set({ worker: worker ?? undefined })}
              placeholder="负责社工"
              id="filter-worker"
            />
          </div>
        )}
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ record }) => record.id}
            columns={stations.length === 1 ? caseColumns.filter(({ key }) => key !== 'station') : caseColumns}
            loading={found.isFetching}
            total={total}
            choosing={printing(
              '个案档案',
              ({ record }: ListedCase) => ({ kind: 'caseBundle', id: record.id }),
              ({ record }) => record.clientName,
            )}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ record }) => void navigate({ to: '/cases/$id', params: { id: record.id } as never })}
            empty={Object.keys(asked).length > 0 ? '没有符合条件的个案，请放宽条件' : '还没有正在办理的个案'}
            emptyAction={mayOpen && <Button onClick={() => void navigate({ to: '/cases/new' })}>接案登记</Button>}
          />
        )}
      </Answer>
    </>
  )
}
