import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Modal, Select, Tabs, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber, today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { SessionTable } from './SessionTable.tsx'
import { Guided } from './supervision.ts'

const api = client<typeof import('./supervision.server.ts')>('supervision')

type Board = AnswerOfCall<typeof import('./supervision.server.ts').supervisionBoard>
type Shown = Board['sessions'][number]

const thisYear = () => Number(today().slice(0, 4))

/** Sessions of the year, each station's hours against the rule, the teams, and what waits for one's own word. */
export function Supervision() {
  const navigate = useNavigate()
  const { tab = 'hours', year = String(thisYear()) } = useSearch({ strict: false }) as { tab?: string; year?: string }
  const mayRecord = useHolds('supervision.manage')
  const mayAnswer = useHolds('supervision.feedback')
  const found = useAnswer(api.supervisionBoard, { year: Number(year) }, { keep: true })
  const set = (next: Record<string, string>) =>
    void navigate({ to: '/supervision', search: { tab, year, ...next } as never, replace: true })
  return (
    <>
      <PageHead title="督导" note="个别、小组、同辈与现场督导，时数按站、按年计">
        {mayRecord && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/supervision/new' })}>
            登记督导
          </Button>
        )}
      </PageHead>
      {mayAnswer && <Awaiting />}
      <Flex style={{ marginBottom: 8 }}>
        <label className="unseen" htmlFor="supervision-year">
          年度
        </label>
        <Select
          id="supervision-year"
          value={year}
          options={[0, 1, 2, 3, 4].map((ago) => ({ value: String(thisYear() - ago), label: `${thisYear() - ago} 年` }))}
          onChange={(next) => set({ year: next })}
          style={{ width: 110 }}
        />
      </Flex>
      <Answer of={found}>
        {(board) => (
          <Tabs
            activeKey={tab}
            onChange={(next) => set({ tab: next })}
            items={[
              { key: 'hours', label: '各站时数', children: <StationHours board={board} /> },
              {
                key: 'sessions',
                label: `督导记录（${board.sessions.length}）`,
                children: <SessionTable rows={board.sessions} empty="这一年还没有督导记录" />,
              },
              { key: 'teams', label: '督导团队', children: <Teams /> },
            ]}
          />
        )}
      </Answer>
    </>
  )
}

function StationHours({ board: { stations } }: { board: Board }) {
  return (
    <DataTable
      rows={stations}
      rowKey={({ station }) => station}
      columns={[
        {
          title: '社工站',
          key: 'name',
          render: (_, { station, stationName }) => <To path={`/stations/${station}`}>{stationName}</To>,
        },
        {
          title: '督导时数',
          key: 'hours',
          width: 190,
          render: (_, { hours, required }) => (
            <>
              {formatNumber(hours)}
              {required !== null && ` / ${formatNumber(required)}`} 小时{' '}
              {required !== null && (
                <State tone={hours >= required ? 'good' : 'warn'}>{hours >= required ? '达到' : '未达到'}</State>
              )}
            </>
          ),
        },
        {
          title: '计划',
          key: 'planned',
          width: 110,
          align: 'right',
          render: (_, { planned }) => (planned === null ? '未登记' : `${formatNumber(planned)} 小时`),
        },
        { title: '次数', key: 'sessions', width: 80, align: 'right', render: (_, { sessions }) => sessions },
        {
          title: '评分',
          key: 'rating',
          width: 90,
          align: 'right',
          render: (_, { rating }) => (rating === null ? '—' : `${rating} 分`),
        },
      ]}
      empty="您的范围内没有社工站"
    />
  )
}

function Teams() {
  const found = useAnswer(api.supervisionTeams, {})
  return (
    <Answer of={found}>
      {(teams) =>
        teams.length === 0 ? (
          <Nothing says="专家库中还没有承担督导的专家；入库时勾选「督导」，并选择所属队伍" />
        ) : (
          teams.map(({ body, members }) => (
            <Block key={body} title={`${body}（${members.length} 人）`}>
              <DataTable
                rows={members}
                rowKey={({ expert }) => expert}
                columns={[
                  {
                    title: '姓名',
                    key: 'name',
                    width: 120,
                    render: (_, { expert, name }) => <To path={`/experts/${expert}`}>{name}</To>,
                  },
                  { title: '资质', key: 'title', render: (_, { title }) => title },
                  {
                    title: '本年督导',
                    key: 'hours',
                    width: 160,
                    render: (_, { sessions, hours }) => `${sessions} 次 · ${formatNumber(hours)} 小时`,
                  },
                ]}
                empty=""
              />
            </Block>
          ))
        )
      }
    </Answer>
  )
}

/** Sessions one was guided in and has said nothing of yet. */
function Awaiting() {
  const found = useAnswer(api.awaitingFeedback, {})
  const [answering, setAnswering] = useState<Shown>()
  const give = useAct(api.giveFeedback, { onDone: () => setAnswering(undefined) })
  const { rating, feedback } = Guided.fields
  const mine = answering?.guided.find(({ can }) => can.includes('giveFeedback'))
  if (!found.data || found.data.length === 0) return null
  return (
    <Block title={`等您反馈（${found.data.length}）`}>
      {found.data.map((one) => (
        <Flex key={one.session.id} gap={12} align="center" wrap style={{ marginBottom: 6 }}>
          <Typography.Text>
            {one.session.onDay} {one.session.supervisorName}
            {one.session.project && ` · ${one.session.project}`}
          </Typography.Text>
          <Button size="small" aria-label={`反馈 ${one.session.onDay} 的督导`} onClick={() => setAnswering(one)}>
            填写反馈
          </Button>
        </Flex>
      ))}
      <Modal
        title="督导反馈"
        open={mine !== undefined}
        footer={null}
        onCancel={() => setAnswering(undefined)}
        destroyOnHidden
      >
        {mine && (
          <RecordForm
            fields={{ rating: { ...rating, optional: false }, feedback } as Fields}
            unfolded={['feedback']}
            submit="提交"
            onSubmit={(values) => give.mutateAsync({ ...values, id: mine.id, version: mine.version } as never)}
            onCancel={() => setAnswering(undefined)}
          />
        )}
      </Modal>
    </Block>
  )
}
