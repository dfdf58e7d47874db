import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useMe } from '../../ui/me.tsx'
import { Answer, Nothing, PageHead } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./cultivation.server.ts')>('people')

/** How talent was raised in each county: licences won this year and over five years, examinations, interns. */
export function Cultivation() {
  const me = useMe()
  const place = me.roles.find((role) => role.place !== null)?.place ?? me.stations[0]?.id.split('-')[0]
  const found = useAnswer(api.cultivation, { place: place ?? '' }, { enabled: Boolean(place) })
  if (!place) return <Nothing says="您的账号没有对应的辖区" />
  return (
    <>
      <PageHead title="人才培养" note="新增持证按取得证书时在岗的人计，一人在本区县只计一次；各站的要求见核查结论" />
      <Answer of={found}>
        {({ year, since, counties }) => (
          <DataTable
            rows={counties}
            rowKey={({ county }) => county}
            columns={[
              { title: '区县', key: 'name', render: (_, { name }) => name },
              { title: '现有持证', key: 'licensed', align: 'right', render: (_, { licensed }) => `${licensed} 人` },
              {
                title: `${year} 年新增持证`,
                key: 'year',
                align: 'right',
                render: (_, one) => `${one.gainedThisYear} 人`,
              },
              {
                title: `${since} 起五年新增`,
                key: 'five',
                align: 'right',
                render: (_, one) => `${one.gainedFiveYears} 人`,
              },
              { title: `${year} 年报考`, key: 'entered', align: 'right', render: (_, one) => `${one.entered} 人` },
              { title: `${year} 年通过`, key: 'passed', align: 'right', render: (_, one) => `${one.passed} 人` },
              { title: `${year} 年实习生`, key: 'interns', align: 'right', render: (_, one) => `${one.interns} 人` },
            ]}
            empty="辖区内还没有社工站"
          />
        )}
      </Answer>
    </>
  )
}
