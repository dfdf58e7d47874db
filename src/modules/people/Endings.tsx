import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { endings } from './personFile.ts'

const api = client<typeof import('./ending.server.ts')>('people')

const shown = 8

/** On the home page of those who keep files: registrations, contracts and checks that end within ninety days. Nothing when nothing does. */
export function Endings() {
  const found = useAnswer(api.listEndings, {})
  if (found.data?.length === 0) return null
  return (
    <Block title={found.data ? `90 天内到期（${found.data.length}）` : '90 天内到期'}>
      <Answer of={found}>
        {(rows) => (
          <DataTable
            rows={rows.slice(0, shown)}
            rowKey={({ what, person, endsOn }) => `${what}|${person}|${endsOn}`}
            {...(rows.length > shown && { total: rows.length })}
            columns={[
              {
                title: '人员',
                key: 'person',
                width: 110,
                render: (_, { person, personName }) => <To path={`/people/${person}`}>{personName}</To>,
              },
              {
                title: '事项',
                key: 'what',
                render: (_, { what, detail }) =>
                  what === 'certificate' ? `${endings[what]}：${detail}` : endings[what],
              },
              { title: '社工站', key: 'station', render: (_, { stationName }) => stationName },
              {
                title: '到期',
                key: 'endsOn',
                width: 210,
                render: (_, { endsOn }) => (
                  <>
                    {endsOn} <State tone={endsOn < today() ? 'bad' : 'warn'}>{sayDue(endsOn)}</State>
                  </>
                ),
              },
            ]}
            empty=""
          />
        )}
      </Answer>
    </Block>
  )
}
