import { DownloadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ChoiceFilter, StationFilter } from '../../ui/filters.tsx'
import { today } from '../../ui/format.ts'
import { useStation } from '../../ui/me.tsx'
import { Answer, LongName, PageHead } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Ways } from '../../ui/Ways.tsx'
import { api, Outcome, pages } from './parts.tsx'
import { matchOutcomes, resourceKinds } from './resource.ts'

type Listed = AnswerOfCall<typeof import('./match.server.ts').listMatches>['rows'][number]

interface Address {
  kind?: keyof typeof resourceKinds
  outcome?: keyof typeof matchOutcomes
  station?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  { title: '日期', key: 'on', width: 110, render: (_, { onDay }) => onDay },
  { title: '为谁', key: 'who', width: 120, render: (_, { forWhom }) => <LongName>{forWhom}</LongName> },
  { title: '需要什么', key: 'need', render: (_, { need }) => <div style={{ minWidth: 160 }}>{need}</div> },
  { title: '资源', key: 'resource', render: (_, { resourceName }) => <LongName>{resourceName}</LongName> },
  { title: '类别', key: 'kind', width: 130, responsive: ['lg'], render: (_, { kind }) => resourceKinds[kind] },
  { title: '结果', key: 'outcome', width: 100, render: (_, { outcome }) => <Outcome of={outcome} /> },
  { title: '结果说明', key: 'result', responsive: ['lg'], render: (_, { result }) => result ?? '—' },
]

/** Needs and where they were brought; of kind 殡葬 it is the funeral archive. */
export function Matches() {
  const navigate = useNavigate()
  const [address, set] = useListAddress<Address>('/resources/matches')
  const station = useStation(address.station)
  const ledger = [station, today().slice(0, 4), ...(address.kind ? [address.kind] : [])].join('_')
  const found = useAnswer(
    api.listMatches,
    {
      kind: address.kind ?? null,
      outcome: address.outcome ?? null,
      station: address.station ?? null,
      after: address.after ?? null,
    },
    { keep: true },
  )
  return (
    <>
      <PageHead title="供需对接" note="谁需要什么，找到了哪里，结果怎样；类别选「殡葬服务机构」就是殡葬服务档案">
        {station && (
          <Button icon={<DownloadOutlined />} href={`/api/papers/resourceMatches/${ledger}.xlsx`}>
            {address.kind === 'funeral' ? '本年殡葬服务档案' : '本年台账'}
          </Button>
        )}
      </PageHead>
      <Ways pages={pages} here="/resources/matches" />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <ChoiceFilter
          label="类别"
          words={resourceKinds}
          value={address.kind}
          onChange={(kind) => set({ kind })}
          width={150}
        />
        <ChoiceFilter
          label="结果"
          words={matchOutcomes}
          value={address.outcome}
          onChange={(outcome) => set({ outcome })}
        />
        <StationFilter value={address.station} onChange={(station) => set({ station })} />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(after) => set({ after: after ?? undefined })}
            onOpen={({ resource }) => void navigate({ to: '/resources/$id', params: { id: resource } as never })}
            empty="还没有对接；打开一项资源，点「登记对接」"
          />
        )}
      </Answer>
    </>
  )
}
