import { useNavigate, useSearch } from '@tanstack/react-router'
import { Flex, Select, type TableColumnType, Tag } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Nothing, PageHead } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./index.server.ts')>('clients')

type Lacking = AnswerOfCall<typeof import('./archive.server.ts').incompleteArchives>['rows'][number]

const columns: TableColumnType<Lacking>[] = [
  { title: '姓名', key: 'name', width: 120, render: (_, { client: one }) => one.name },
  { title: '类别', key: 'categories', render: (_, { client: one }) => one.categories.join('、') || '—' },
  { title: '责任社工', key: 'worker', width: 110, render: (_, { client: one }) => one.workerName ?? '未指定' },
  {
    title: '缺什么',
    key: 'missing',
    render: (_, { missing }) => (
      <Flex gap={4} wrap>
        {missing.map(({ key, label, fix }) => (
          <Tag key={key} title={fix}>
            {label}
          </Tag>
        ))}
      </Flex>
    ),
  },
]

/** 待补档案: what is missing at a station, by item and by client. */
export function Archives() {
  const me = useMe()
  const navigate = useNavigate()
  const mayOpen = useHolds('client.read')
  const { station = me.stations[0]?.id, missing } = useSearch({ strict: false }) as {
    station?: string
    missing?: string
  }
  const found = useAnswer(
    api.incompleteArchives,
    { station: station ?? '', missing: missing ?? null },
    { enabled: station !== undefined, keep: true },
  )
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/clients/archives', search: { station, missing, ...next } as never, replace: true })
  const StationPicker = usePicker('station')
  if (!station)
    return (
      <>
        <PageHead title="待补档案" note="按站查看" />
        {StationPicker && (
          <div style={{ maxWidth: 360, marginBottom: 12 }}>
            <label className="unseen" htmlFor="archives-station">
              社工站
            </label>
            <StationPicker
              id="archives-station"
              placeholder="社工站"
              value={null}
              onChange={(chosen) => set({ station: chosen ?? undefined })}
            />
          </div>
        )}
        <Nothing says="请先选择社工站" />
      </>
    )
  return (
    <>
      <PageHead
        title="待补档案"
        note={
          found.data &&
          `在册 ${found.data.total} 人，档案齐全 ${found.data.complete} 份；必备项取自本地文件，文件没有列明的由本产品列出`
        }
      />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        {me.stations.length > 1 && (
          <Select
            aria-label="社工站"
            value={station}
            onChange={(chosen) => set({ station: chosen })}
            options={me.stations.map(({ id, name }) => ({ value: id, label: name }))}
            style={{ width: 280 }}
          />
        )}
        <Select
          allowClear
          aria-label="只看缺这一项的"
          placeholder="全部缺项"
          value={missing ?? null}
          onChange={(chosen) => set({ missing: chosen ?? undefined })}
          options={(found.data?.byItem ?? []).map(({ key, label, count }) => ({
            value: key,
            label: `${label}（${count}）`,
          }))}
          style={{ width: 320 }}
        />
      </Flex>
      <Answer of={found}>
        {({ rows }) => (
          <DataTable
            rows={rows}
            rowKey={({ client: one }) => one.id}
            columns={columns}
            loading={found.isFetching}
            {...(mayOpen && {
              onOpen: ({ client: one }: Lacking) =>
                void navigate({ to: '/clients/$id', params: { id: one.id } as never }),
            })}
            empty="档案都齐全"
          />
        )}
      </Answer>
    </>
  )
}
