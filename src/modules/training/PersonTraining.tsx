import { Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { attendanceStates } from './course.ts'

const api = client<typeof import('./hours.server.ts')>('training')

/** On a person's page: every course, this year's hours against the rule, and the certificate of hours. */
export default function PersonTraining({ id }: { id: string }) {
  const found = useAnswer(api.trainingOf, { person: id })
  return (
    <Block
      title="培训与学时"
      extra={
        <a className="to" href={`/api/papers/trainingHours/${id}.pdf`}>
          学时证明
        </a>
      }
    >
      <Answer of={found}>
        {({ attended, year, continuing, required }) => (
          <>
            <Typography.Paragraph>
              {year} 年继续教育 {formatNumber(continuing)} 学时
              {required !== null && (
                <>
                  ，要求 {formatNumber(required)} 学时{' '}
                  <State tone={continuing >= required ? 'good' : 'warn'}>
                    {continuing >= required ? '达到' : `还差 ${formatNumber(required - continuing)} 学时`}
                  </State>
                </>
              )}
            </Typography.Paragraph>
            {attended.length > 0 && (
              <DataTable
                rows={attended}
                rowKey={({ id: one }) => one}
                columns={[
                  {
                    title: '课程',
                    key: 'course',
                    render: (_, { course, courseTitle }) => <To path={`/training/${course}`}>{courseTitle}</To>,
                  },
                  { title: '完成日期', key: 'onDay', width: 120, render: (_, { onDay }) => onDay },
                  { title: '类别', key: 'kind', render: (_, { kindName }) => kindName },
                  { title: '情况', key: 'state', width: 90, render: (_, { state }) => attendanceStates[state] },
                  {
                    title: '学时',
                    key: 'hours',
                    width: 80,
                    align: 'right',
                    render: (_, { state, hours }) => (state === 'present' ? formatNumber(hours) : '—'),
                  },
                ]}
                empty=""
              />
            )}
          </>
        )}
      </Answer>
    </Block>
  )
}
