import { Drawer, Select, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Changes, type Line } from './Changes.tsx'
import { useFilters, WhoAndWhen } from './filters.tsx'
import { readers } from './readers.ts'

const api = client<typeof import('./index.server.ts')>('audit')

const columns: TableColumnType<Line>[] = [
  { title: '时间', key: 'at', width: 150, render: (_, { at }) => formatInstant(at) },
  { title: '办理人', key: 'byName', width: 130, render: (_, { byName }) => byName },
  { title: '办理', key: 'action', width: 150, render: (_, { action }) => action },
  {
    title: '记录',
    key: 'record',
    render: (_, { entityLabel, recordName }) => (recordName ? `${entityLabel} · ${recordName}` : entityLabel),
  },
  { title: '所在', key: 'chain', render: (_, { chain }) => chain },
  {
    title: '改动',
    key: 'changes',
    render: (_, { first, changes }) => (
      <div style={{ maxWidth: 320 }}>
        {first ? '新增' : changes.length === 0 ? '—' : changes.map(({ label }) => label).join('、')}
      </div>
    ),
  },
]

/** Every line within reach, newest first. */
export function Trail() {
  const [filters, set] = useFilters()
  const [looking, setLooking] = useState<Line>()
  const kinds = useAnswer(api.auditKinds, {})
  const { account, entity, action, from, to, after } = filters
  const asked = { account, entity, action, from, to, after }
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
  const found = useAnswer(api.listAudit, given, { keep: true })
  const choose = (
    key: 'entity' | 'action',
    placeholder: string,
    options: readonly { key: string; label: string }[],
  ) => (
    <Select
      allowClear
      aria-label={placeholder}
      placeholder={placeholder}
      value={filters[key] ?? null}
      onChange={(next) => set({ [key]: next ?? undefined })}
      showSearch={{ optionFilterProp: 'label' }}
      options={options.map((one) => ({ value: one.key, label: one.label }))}
      style={{ width: 170 }}
    />
  )
  return (
    <>
      <WhoAndWhen who="办理人">
        {choose('entity', '记录种类', kinds.data?.entities ?? [])}
        {choose('action', '办理', kinds.data?.actions ?? [])}
      </WhoAndWhen>
      <Answer of={found}>
        {({ lines, next }) => (
          <DataTable
            rows={lines}
            rowKey={({ key }) => key}
            columns={columns}
            loading={found.isFetching}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={setLooking}
            empty="没有符合条件的留痕，请放宽条件"
          />
        )}
      </Answer>
      <Drawer
        open={looking !== undefined}
        onClose={() => setLooking(undefined)}
        size={560}
        title={looking && `${looking.action} · ${looking.byName}`}
        destroyOnHidden
      >
        {looking && <Whole line={looking} />}
      </Drawer>
    </>
  )
}

function Whole({ line }: { line: Line }) {
  const me = useMe()
  const reader = readers[line.entity]
  const named = line.recordName ? `${line.entityLabel} · ${line.recordName}` : line.entityLabel
  return (
    <>
      <Typography.Paragraph>
        {formatInstant(line.at)}，{line.chain}
        <br />
        {reader?.path && me.grants.has(reader.grant) ? <To path={`${reader.path}${line.record}`}>{named}</To> : named}
      </Typography.Paragraph>
      {line.changes.length > 0 ? (
        <Changes line={line} />
      ) : (
        <Typography.Text type="secondary">这次办理没有改动字段</Typography.Text>
      )}
    </>
  )
}
