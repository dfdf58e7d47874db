import { Flex, type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Answer, Block, Clause, Nothing, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

const api = client<typeof import('./ladder.server.ts')>('network')

export type Rung = AnswerOfCall<typeof import('./ladder.server.ts').laddersIn>['rungs'][number]

const stepWords = ['未达第一层', '第一层', '第二层', '第三层']

/** A step in a word; the last one is good. */
export function Step({ reached, steps }: Pick<Rung, 'reached' | 'steps'>) {
  const tone = reached === 0 ? 'warn' : reached === steps ? 'good' : 'busy'
  return <State tone={tone}>{stepWords[reached] ?? `第 ${reached} 层`}</State>
}

/** The elements of a ladder, each with whether it is there. */
export function Elements({ elements }: Pick<Rung, 'elements'>) {
  const steps = [...new Set(elements.map(({ step }) => step))]
  return steps.map((step) => {
    const mine = elements.filter((one) => one.step === step)
    return (
      <div key={step} style={{ marginBottom: 8 }}>
        <Flex gap={4} wrap align="center">
          <Typography.Text type="secondary">{stepWords[step]}</Typography.Text>
          {mine.map(({ key, label, held }) => (
            <State key={key} tone={held === 'yes' ? 'good' : held === 'no' ? 'warn' : 'quiet'}>
              {held === 'yes' ? label : held === 'no' ? `缺：${label.replace(/^有/, '')}` : `${label}（暂不能核查）`}
            </State>
          ))}
          <Clause>{mine[0]!.clause}</Clause>
        </Flex>
      </div>
    )
  })
}

const columns: TableColumnType<Rung>[] = [
  { title: '社工站', key: 'name', render: (_, { station, name }) => <To path={`/stations/${station}`}>{name}</To> },
  { title: '层级', key: 'level', render: (_, { levelName }) => levelName },
  { title: '区县', key: 'county', width: 90, render: (_, { county }) => county },
  { title: '已达', key: 'reached', width: 110, render: (_, rung) => <Step {...rung} /> },
  {
    title: '到下一层还缺',
    key: 'missing',
    render: (_, { missing }) => (missing.length === 0 ? '—' : missing.map((one) => one.replace(/^有/, '')).join('、')),
  },
]

interface Summary {
  county: string
  counts: number[]
}

function byCounty(rungs: readonly Rung[]): Summary[] {
  const steps = Math.max(...rungs.map((one) => one.steps))
  const counties = [...new Set(rungs.map(({ county }) => county))]
  return counties.map((county) => ({
    county,
    counts: Array.from(
      { length: steps + 1 },
      (_, reached) => rungs.filter((one) => one.county === county && one.reached === reached).length,
    ),
  }))
}

/** How far each station has come, by county and one by one: worked out of records (PZ-2.1b). */
export default function Ladders({ place, on }: { place: string; on: string }) {
  const found = useAnswer(api.laddersIn, { place, on })
  return (
    <Answer of={found}>
      {({ rungs }) => {
        if (rungs.length === 0)
          return (
            <Block title="建设层次">
              <Nothing says="本地文件没有分层次的建设要求，或这一天还没有启用的站点" />
            </Block>
          )
        const summaries = byCounty(rungs)
        return (
          <>
            <Block title="各区县" extra={<Clause>{rungs[0]!.elements[0]!.clause}</Clause>}>
              <DataTable
                rows={summaries}
                rowKey={({ county }) => county}
                columns={[
                  { title: '区县', key: 'county', render: (_, { county }) => county },
                  ...(summaries[0]?.counts ?? []).map((_, reached) => ({
                    title: stepWords[reached] ?? `第 ${reached} 层`,
                    key: reached,
                    align: 'right' as const,
                    render: (_value: unknown, { counts }: Summary) => counts[reached],
                  })),
                ]}
                empty=""
              />
            </Block>
            <Block title="各站，层次低的在前">
              <DataTable
                rows={rungs}
                rowKey={({ station }) => station}
                columns={columns}
                total={rungs.length}
                empty=""
              />
            </Block>
          </>
        )
      }}
    </Answer>
  )
}
