import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { EligibilityMark } from './Eligibility.tsx'
import { origins } from './person.ts'

const api = client<typeof import('./staff.server.ts')>('people')

/** On a station's page: who is in post today, and whether each met what their post asks. */
export default function StationStaff({ id }: { id: string }) {
  const navigate = useNavigate()
  const mayAdd = useHolds('person.manage')
  const found = useAnswer(api.listStaff, { station: id })
  const add = () => void navigate({ to: '/people/new', search: { station: id } as never })
  return (
    <Block
      title={found.data ? `在岗人员（${found.data.length}）` : '在岗人员'}
      extra={
        mayAdd && (
          <Button size="small" icon={<PlusOutlined />} onClick={add}>
            新增人员
          </Button>
        )
      }
    >
      <Answer of={found}>
        {(staff) =>
          staff.length === 0 ? (
            <Typography.Text type="secondary">
              {mayAdd ? '本站今天没有在岗人员，请新增人员或登记任职' : '本站今天没有在岗人员'}
            </Typography.Text>
          ) : (
            <DataTable
              rows={staff}
              rowKey={({ appointment }) => appointment.id}
              columns={[
                {
                  title: '姓名',
                  key: 'name',
                  width: 120,
                  render: (_, { appointment, fileInReach }) =>
                    fileInReach ? (
                      <To path={`/people/${appointment.person}`}>{appointment.personName}</To>
                    ) : (
                      appointment.personName
                    ),
                },
                { title: '岗位', key: 'post', width: 110, render: (_, { appointment }) => appointment.postName },
                {
                  title: '来源',
                  key: 'origin',
                  width: 150,
                  render: (_, { appointment }) => origins[appointment.origin],
                },
                {
                  title: '专职',
                  key: 'fullTime',
                  width: 72,
                  render: (_, { appointment }) => (appointment.fullTime ? '专职' : '兼职'),
                },
                {
                  title: '持证',
                  key: 'licensed',
                  width: 84,
                  render: (_, { licensed, fileInReach }) =>
                    licensed ? <State tone="good">持证</State> : fileInReach ? <State tone="quiet">未持证</State> : '—',
                },
                { title: '任职起', key: 'fromOn', width: 110, render: (_, { appointment }) => appointment.fromOn },
                {
                  title: '任职条件',
                  key: 'eligibility',
                  render: (_, { eligibility, fileInReach }) =>
                    fileInReach ? (
                      <EligibilityMark checks={eligibility} />
                    ) : (
                      <span className="unknown">档案在别的站，这里看不到</span>
                    ),
                },
              ]}
              empty="本站今天没有在岗人员"
            />
          )
        }
      </Answer>
    </Block>
  )
}
