import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Select, Tabs } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber, today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { courseTones } from './course.screens.tsx'
import { attendanceStates, courseFlow, courseWays } from './course.ts'

const api = client<typeof import('./course.server.ts') & typeof import('./hours.server.ts')>('training')

const thisYear = () => Number(today().slice(0, 4))

/** Courses of the year, and everybody's hours against what the document asks. */
export function Training() {
  const navigate = useNavigate()
  const { tab = 'courses', year = String(thisYear()) } = useSearch({ strict: false }) as { tab?: string; year?: string }
  const mayAdd = useHolds('training.manage')
  const set = (next: Record<string, string>) =>
    void navigate({ to: '/training', search: { tab, year, ...next } as never, replace: true })
  return (
    <>
      <PageHead title="培训" note="线上线下课程、点名与学时">
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/training/new' })}>
            登记培训
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 8 }}>
        <label className="unseen" htmlFor="training-year">
          年度
        </label>
        <Select
          id="training-year"
          value={year}
          options={[0, 1, 2, 3, 4].map((ago) => ({ value: String(thisYear() - ago), label: `${thisYear() - ago} 年` }))}
          onChange={(next) => set({ year: next })}
          style={{ width: 110 }}
        />
      </Flex>
      <Tabs
        activeKey={tab}
        onChange={(next) => set({ tab: next })}
        items={[
          { key: 'courses', label: '课程', children: <Courses year={Number(year)} /> },
          { key: 'hours', label: '学时', children: <Hours year={Number(year)} /> },
        ]}
      />
    </>
  )
}

export function Courses({ year, station }: { year: number; station?: string }) {
  const navigate = useNavigate()
  const found = useAnswer(api.listCourses, { year, ...(station && { station }) }, { keep: true })
  return (
    <Answer of={found}>
      {(rows) => (
        <DataTable
          rows={rows}
          rowKey={({ course }) => course.id}
          loading={found.isFetching}
          onOpen={({ course }) => void navigate({ to: '/training/$id', params: { id: course.id } as never })}
          columns={[
            { title: '课程', key: 'title', render: (_, { course }) => course.title },
            {
              title: '日期',
              key: 'days',
              width: 200,
              render: (_, { course }) =>
                course.fromOn === course.toOn ? course.fromOn : `${course.fromOn} 至 ${course.toOn}`,
            },
            {
              title: '状态',
              key: 'state',
              width: 96,
              render: (_, { course }) => (
                <State tone={courseTones[course.state]}>{courseFlow.states[course.state]}</State>
              ),
            },
            { title: '方式', key: 'way', width: 72, render: (_, { course }) => courseWays[course.way] },
            { title: '类别', key: 'kind', render: (_, { course }) => course.kindName },
            {
              title: '学时',
              key: 'hours',
              width: 72,
              align: 'right',
              render: (_, { course }) => formatNumber(course.hours),
            },
            {
              title: '到课',
              key: 'present',
              width: 110,
              align: 'right',
              render: (_, { course, onList, present }) =>
                course.state === 'held' ? `${present} 人` : `报名 ${onList} 人`,
            },
            { title: '主办', key: 'organiser', render: (_, { organiser }) => organiser },
            { title: '我的', key: 'mine', width: 90, render: (_, { mine }) => (mine ? attendanceStates[mine] : '—') },
          ]}
          empty="这一年还没有课程"
        />
      )}
    </Answer>
  )
}

export function Hours({ year, station }: { year: number; station?: string }) {
  const found = useAnswer(api.hoursBoard, { year, ...(station && { station }) }, { keep: true })
  return (
    <Answer of={found}>
      {({ people }) => (
        <DataTable
          rows={people}
          rowKey={({ person, stationName }) => `${person}|${stationName}`}
          loading={found.isFetching}
          total={people.length}
          columns={[
            {
              title: '姓名',
              key: 'name',
              width: 110,
              render: (_, { person, personName }) => <To path={`/people/${person}`}>{personName}</To>,
            },
            ...(station
              ? []
              : [
                  {
                    title: '社工站',
                    key: 'station',
                    render: (_: unknown, one: (typeof people)[number]) => one.stationName,
                  },
                ]),
            {
              title: '继续教育',
              key: 'continuing',
              width: 170,
              render: (_, { continuing, required, reached }) => (
                <>
                  {formatNumber(continuing)}
                  {required !== null && ` / ${formatNumber(required)}`} 学时{' '}
                  {required !== null && <State tone={reached ? 'good' : 'warn'}>{reached ? '达到' : '未达到'}</State>}
                </>
              ),
            },
            {
              title: '合计',
              key: 'hours',
              width: 96,
              align: 'right',
              render: (_, { hours }) => `${formatNumber(hours)} 学时`,
            },
            {
              title: '按类别',
              key: 'kinds',
              render: (_, { kinds }) =>
                kinds.map(({ kindName, hours }) => `${kindName} ${formatNumber(hours)}`).join('；') || '—',
            },
            {
              title: '证明',
              key: 'paper',
              width: 90,
              render: (_, { person, personName }) => (
                <a
                  className="to"
                  href={`/api/papers/trainingHours/${person}.pdf`}
                  aria-label={`${personName}的学时证明`}
                >
                  学时证明
                </a>
              ),
            },
          ]}
          empty="您的范围内没有在岗的工作人员"
        />
      )}
    </Answer>
  )
}
