import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Input, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import { educations } from '../policy/index.ts'
import { ExportRoster } from './ExportRoster.tsx'
import { ageOn } from './identity.ts'
import { sexes } from './person.ts'

const api = client<typeof import('./person.server.ts')>('people')

type Listed = AnswerOfCall<typeof import('./person.server.ts').listPeople>['rows'][number]

const columns: TableColumnType<Listed>[] = [
  { title: '姓名', key: 'name', width: 120, render: (_, { person }) => person.name },
  {
    title: '性别年龄',
    key: 'sex',
    width: 110,
    render: (_, { person }) => `${sexes[person.sex]}，${ageOn(person.bornOn, today())} 岁`,
  },
  {
    title: '现任岗位',
    key: 'posts',
    render: (_, { posts: held }) => held.join('、') || <State tone="quiet">不在岗</State>,
  },
  { title: '社工站', key: 'station', render: (_, { stationName }) => stationName || '—' },
  { title: '学历', key: 'education', width: 110, render: (_, { person }) => educations[person.education] },
  {
    title: '持证',
    key: 'licensed',
    width: 84,
    render: (_, { licensed }) => (licensed ? <State tone="good">持证</State> : <State tone="quiet">未持证</State>),
  },
]

interface Filters {
  search?: string
  station?: string
}

/** The people of the stations in reach: found by name, pinyin initials or the whole identity number. */
export function People() {
  const navigate = useNavigate()
  const { search, station, after } = useSearch({ strict: false }) as Filters & { after?: string }
  const mayAdd = useHolds('person.manage')
  const StationPicker = usePicker('station')
  const found = useAnswer(
    api.listPeople,
    { search: search ?? null, station: station ?? null, after: after ?? null },
    { keep: true },
  )
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/people', search: { search, station, ...next } as never, replace: true })
  const add = () => void navigate({ to: '/people/new', search: { station } as never })
  const filtered = search !== undefined || station !== undefined
  return (
    <>
      <PageHead title="人员" note="社工站的任职、证书和任职条件">
        {mayAdd && <ExportRoster station={station} />}
        {mayAdd && <Button onClick={() => void navigate({ to: '/imports/roster' })}>导入花名册</Button>}
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={add}>
            新增人员
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={search}
          allowClear
          aria-label="按姓名、拼音首字母或身份证号查找"
          placeholder="姓名、拼音首字母或身份证号"
          defaultValue={search}
          onSearch={(typed) => set({ search: typed.trim() || undefined })}
          style={{ width: 280 }}
        />
        {StationPicker && (
          <div style={{ width: 300 }}>
            <label className="unseen" htmlFor="filter-station">
              社工站
            </label>
            <StationPicker
              id="filter-station"
              placeholder="社工站"
              value={station}
              onChange={(chosen) => set({ station: chosen ?? undefined })}
            />
          </div>
        )}
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ person }) => person.id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ person }) => void navigate({ to: '/people/$id', params: { id: person.id } as never })}
            empty={
              filtered
                ? '没有找到，请核对姓名；身份证号要写全 18 位'
                : mayAdd
                  ? '还没有登记人员，先新增一位'
                  : '您的范围内还没有登记人员'
            }
            emptyAction={
              filtered ? (
                <Button onClick={() => void navigate({ to: '/people' })}>清除筛选</Button>
              ) : (
                mayAdd && <Button onClick={add}>新增人员</Button>
              )
            }
          />
        )}
      </Answer>
    </>
  )
}
