import { Flex, Select, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { date, ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, LongName, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { arrangementSpans, VisitArrangement } from './arrangement.ts'
import { visitWays } from './visit.ts'
import { useVisitsAddress } from './visitsAddress.ts'

const api = client<typeof import('./arrangement.server.ts')>('visits')
const clients = client<typeof import('../clients/index.server.ts')>('clients')

type Row = AnswerOfCall<typeof import('./arrangement.server.ts').listArrangements>['rows'][number]

const { toOn: _to, ...typed } = VisitArrangement.fields

const columns: TableColumnType<Row>[] = [
  { title: '名称', key: 'label', render: (_, { arrangement }) => <LongName>{arrangement.label}</LongName> },
  { title: '类别', key: 'categories', render: (_, { categories }) => categories.join('、') },
  {
    title: '频次',
    key: 'times',
    width: 120,
    render: (_, { arrangement: { span, times } }) => `${arrangementSpans[span]} ${times} 次`,
  },
  {
    title: '方式',
    key: 'ways',
    width: 110,
    render: (_, { arrangement: { ways } }) => ways.map((way) => visitWays[way]).join('、'),
  },
  { title: '依据', key: 'basis', render: (_, { arrangement }) => <LongName>{arrangement.basis}</LongName> },
  { title: '自', key: 'from', width: 110, render: (_, { arrangement }) => arrangement.fromOn },
  {
    title: '社工站',
    key: 'station',
    responsive: ['xl'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
  {
    title: '状态',
    key: 'state',
    width: 150,
    render: (_, { arrangement }) =>
      arrangement.can.includes('endArrangement') ? (
        <FormButton
          label="停止"
          title={`停止「${arrangement.label}」`}
          call={api.endArrangement}
          fields={{ toOn: date('最后一天') }}
          initial={{ toOn: today() }}
          given={{ id: arrangement.id, version: arrangement.version }}
        />
      ) : (
        <State tone={arrangement.toOn ? 'quiet' : 'good'}>{arrangement.toOn ? `至 ${arrangement.toOn}` : '有效'}</State>
      ),
  },
]

/** How often a street or station has people visited where its document names no number. */
export function Arrangements() {
  const { stations } = useMe()
  const mayArrange = useHolds('visit.arrange')
  const [address, set] = useVisitsAddress()
  const found = useAnswer(api.listArrangements, { after: address.after ?? null }, { keep: true })
  const known = useAnswer(clients.categoriesOf, {}, { enabled: mayArrange })
  const only = stations.length === 1 ? stations[0]!.id : undefined
  return (
    <>
      <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
        {mayArrange && (
          <FormButton
            label="增加走访安排"
            small={false}
            call={api.addArrangement}
            fields={{ station: ref('社工站', 'station'), ...typed }}
            initial={{ ...(only && { station: only }), span: 'month', times: 1, ways: ['home'], fromOn: today() }}
            given={{}}
            controls={{
              ...(only && { station: null }),
              categories: (values, set) => (
                <Select
                  id="field-categories"
                  mode="multiple"
                  optionFilterProp="label"
                  value={(values.categories as string[] | undefined) ?? []}
                  onChange={(chosen) => set('categories', chosen)}
                  options={(known.data ?? []).map(({ category, label }) => ({ value: category, label }))}
                />
              ),
            }}
          />
        )}
        <span className="unknown">文件没有写明次数的（如老年人巡防关爱），由街道或站在这里定，名单随即生成</span>
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ arrangement }) => arrangement.id}
            columns={stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(after) => set({ after: after ?? undefined })}
            empty="还没有自定的走访安排；文件写明次数的不用在这里定"
          />
        )}
      </Answer>
    </>
  )
}
