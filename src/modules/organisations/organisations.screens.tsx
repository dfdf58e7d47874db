import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Input, type TableColumnType } from 'antd'
import type { RowOf } from '../../core/entity.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds } from '../../ui/me.tsx'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import type { Organisation } from './organisation.ts'

const api = client<typeof import('./organisation.server.ts')>('organisations')

type Row = RowOf<typeof Organisation>

/** The list shows this many at most; the server holds the same cap. */
const cap = 200

const columns: TableColumnType<Row>[] = [
  {
    title: '机构名称',
    key: 'name',
    render: (_, { name }) => <div style={{ minWidth: 200, maxWidth: 360 }}>{name}</div>,
  },
  { title: '统一社会信用代码', key: 'creditCode', render: (_, { creditCode }) => creditCode },
  {
    title: '业务范围含社会工作',
    key: 'coversSocialWork',
    render: (_, { coversSocialWork }) =>
      coversSocialWork ? <State tone="good">含</State> : <State tone="warn">不含</State>,
  },
  { title: '本地机构', key: 'local', width: 96, render: (_, { local }) => (local ? '是' : '外地') },
  {
    title: '登记机关',
    key: 'registeredWith',
    render: (_, { registeredWith }) => registeredWith ?? <span className="unknown">未填</span>,
  },
]

interface Filters {
  name?: string
  place?: string
}

/** Organisations that may run stations: found by name or credit code. */
export function Organisations() {
  const navigate = useNavigate()
  const { name, place } = useSearch({ strict: false }) as Filters
  const mayAdd = useHolds('organisation.manage')
  const PlacePicker = usePicker('place')
  const found = useAnswer(api.listOrganisations, { name: name ?? null, place: place ?? null }, { keep: true })
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/organisations', search: { name, place, ...next } as never, replace: true })
  const add = () => void navigate({ to: '/organisations/new' })
  const filtered = name !== undefined || place !== undefined
  return (
    <>
      <PageHead title="机构" note="可以承接社工站的社会组织">
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={add}>
            登记机构
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={name}
          allowClear
          aria-label="按名称或统一社会信用代码查找"
          placeholder="名称或统一社会信用代码"
          defaultValue={name}
          onSearch={(typed) => set({ name: typed.trim() || undefined })}
          style={{ width: 280 }}
        />
        {PlacePicker && (
          <div style={{ width: 260 }}>
            <label className="unseen" htmlFor="filter-place">
              登记地
            </label>
            <PlacePicker
              id="filter-place"
              placeholder="登记地（含下级）"
              value={place}
              onChange={(chosen) => set({ place: chosen ?? undefined })}
            />
          </div>
        )}
      </Flex>
      <Answer of={found}>
        {(rows) => (
          <DataTable
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
            loading={found.isFetching}
            {...(rows.length < cap && { total: rows.length })}
            onOpen={({ id }) => void navigate({ to: '/organisations/$id', params: { id } as never })}
            empty={filtered ? '没有符合这些条件的机构，请放宽查找' : '还没有登记机构'}
            emptyAction={mayAdd && <Button onClick={add}>登记机构</Button>}
          />
        )}
      </Answer>
      {found.data && found.data.length >= cap && (
        <p className="unknown">只列出前 {cap} 家，请用名称、代码或登记地缩小范围。</p>
      )}
    </>
  )
}
