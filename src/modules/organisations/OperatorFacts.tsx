import { Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { AnnualInspection, conclusions, OperatorVetting } from './operatorFacts.ts'

const api = client<typeof import('./operatorFacts.server.ts')>('organisations')

const { organisation: _inspected, ...inspection } = AnnualInspection.fields
const { organisation: _vetted, ...vetting } = OperatorVetting.fields
const tones = { passed: 'good', basic: 'warn', failed: 'bad', absent: 'bad' } as const

/** On an organisation's page: its yearly inspections, and the reviews of the people behind it. */
export default function OperatorFacts({ id }: { id: string }) {
  const found = useAnswer(api.operatorFactsOf, { id })
  return (
    <Answer of={found}>
      {({ inspections, vettings, organisation }) => (
        <>
          <Block
            title="年检"
            extra={
              organisation.can.includes('recordInspection') && (
                <FormButton
                  label="登记年检"
                  call={api.recordInspection}
                  fields={inspection}
                  unfolded={['document']}
                  initial={{ year: Number(today().slice(0, 4)) - 1, onDay: today() }}
                  given={{ id }}
                />
              )
            }
          >
            <DataTable
              rows={inspections}
              rowKey={(one) => one.id}
              columns={[
                { title: '年度', key: 'year', width: 90, render: (_, { year }) => year },
                {
                  title: '结论',
                  key: 'conclusion',
                  width: 110,
                  render: (_, { conclusion }) => <State tone={tones[conclusion]}>{conclusions[conclusion]}</State>,
                },
                { title: '结论日期', key: 'onDay', width: 120, render: (_, { onDay }) => onDay },
                { title: '文号或公告', key: 'document', render: (_, { document }) => document ?? '—' },
                {
                  title: '',
                  key: 'can',
                  width: 90,
                  render: (_, one) =>
                    one.can.includes('correctInspection') && (
                      <FormButton
                        label="更正"
                        title={`更正 ${one.year} 年度年检`}
                        call={api.correctInspection}
                        fields={inspection}
                        unfolded={['document']}
                        initial={{ ...one }}
                        given={{ id: one.id, version: one.version }}
                      />
                    ),
                },
              ]}
              empty="还没有登记年检；承接运营的机构须年检合格"
            />
          </Block>
          <Block
            title="负责人、发起人、管理人员审查"
            extra={
              organisation.can.includes('recordVetting') && (
                <FormButton
                  label="登记审查"
                  title="登记人员审查"
                  call={api.recordVetting}
                  fields={vetting}
                  unfolded={['document']}
                  initial={{ onDay: today() }}
                  given={{ id }}
                  note={
                    <Typography.Paragraph type="secondary">只登记日期、人数和结论，不写姓名。</Typography.Paragraph>
                  }
                />
              )
            }
          >
            <DataTable
              rows={vettings}
              rowKey={(one) => one.id}
              columns={[
                { title: '审查日期', key: 'onDay', width: 120, render: (_, { onDay }) => onDay },
                { title: '人数', key: 'people', width: 80, align: 'right', render: (_, { people }) => people },
                {
                  title: '结论',
                  key: 'passed',
                  width: 100,
                  render: (_, { passed }) =>
                    passed ? <State tone="good">通过</State> : <State tone="bad">未通过</State>,
                },
                { title: '存档编号', key: 'document', render: (_, { document }) => document ?? '—' },
              ]}
              empty="还没有审查记录；购买服务前先审查"
            />
          </Block>
        </>
      )}
    </Answer>
  )
}
