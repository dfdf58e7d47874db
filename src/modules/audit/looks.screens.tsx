import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant } from '../../ui/format.ts'
import { Answer } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { useFilters, WhoAndWhen } from './filters.tsx'

const api = client<typeof import('./index.server.ts')>('audit')

/** Who looked at hidden values, and with which reason. */
export function Looks() {
  const [{ account, from, to, after }, set] = useFilters()
  const asked = Object.fromEntries(
    Object.entries({ account, from, to, after }).filter(([, value]) => value !== undefined),
  )
  const found = useAnswer(api.listLooks, asked, { keep: true })
  return (
    <>
      <WhoAndWhen who="查阅人" />
      <Answer of={found}>
        {({ looks, next }) => (
          <DataTable
            rows={looks}
            rowKey={({ key }) => key}
            columns={[
              { title: '时间', key: 'at', width: 150, render: (_, { at }) => formatInstant(at) },
              { title: '查阅人', key: 'byName', width: 130, render: (_, { byName }) => byName },
              {
                title: '看了谁的',
                key: 'record',
                render: (_, { entityLabel, recordName }) =>
                  recordName ? `${entityLabel} · ${recordName}` : entityLabel,
              },
              { title: '内容', key: 'field', width: 120, render: (_, { field }) => field },
              {
                title: '原因',
                key: 'reason',
                render: (_, { reason }) => <div style={{ maxWidth: 320 }}>{reason}</div>,
              },
              { title: '所在', key: 'chain', render: (_, { chain }) => chain },
            ]}
            loading={found.isFetching}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            empty="没有人查看过证件与电话原文"
          />
        )}
      </Answer>
    </>
  )
}
