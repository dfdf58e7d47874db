import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, Clause, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { educations } from '../policy/index.ts'
import { EligibilityMark } from './Eligibility.tsx'
import { ageOn } from './identity.ts'
import { PostControl } from './PostControl.tsx'
import { Candidate, candidateStates } from './personFile.ts'

const api = client<typeof import('./candidate.server.ts')>('people')

type Compared = AnswerOfCall<typeof import('./candidate.server.ts').compareCandidates>[number]

const { state, reason, ...entered } = Candidate.fields
const folded = { unfolded: ['certificate', 'issuedOn'] }

/** Choosing people for a station: each against the conditions of the document, in the order it prefers them. */
export function Candidates() {
  const me = useMe()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { station?: string }
  const station = search.station ?? (me.stations.length === 1 ? me.stations[0]!.id : undefined)
  const StationPicker = usePicker('station')!
  const [adding, setAdding] = useState(false)
  const found = useAnswer(api.compareCandidates, { station: station ?? '' }, { enabled: Boolean(station) })
  const add = useAct(api.addCandidate, { onDone: () => setAdding(false) })
  return (
    <>
      <PageHead title="人员比选" note="任职条件按拟任职起始日核对；优先条件是优先，不是门槛，同一步并列的由用人单位定">
        {station && (
          <Button type="primary" onClick={() => setAdding(true)}>
            登记应聘人员
          </Button>
        )}
      </PageHead>
      <div style={{ maxWidth: 360, marginBottom: 12 }}>
        <label className="unseen" htmlFor="choose-station">
          社工站
        </label>
        <StationPicker
          id="choose-station"
          placeholder="选择社工站"
          value={station}
          onChange={(next) =>
            void navigate({ to: '/people/candidates', search: { station: next ?? undefined } as never, replace: true })
          }
        />
      </div>
      {!station && <Nothing says="请先选择要用人的社工站" />}
      {station && (
        <Answer of={found}>
          {(rows) =>
            rows.length === 0 ? (
              <Nothing says="还没有应聘人员，点「登记应聘人员」逐个登记" />
            ) : (
              [...new Set(rows.map(({ postName }) => postName))].map((postName) => (
                <Block key={postName} title={postName}>
                  <Comparison rows={rows.filter((one) => one.postName === postName)} />
                </Block>
              ))
            )
          }
        </Answer>
      )}
      <Modal title="登记应聘人员" open={adding} footer={null} onCancel={() => setAdding(false)} destroyOnHidden>
        <RecordForm
          fields={entered as Fields}
          {...folded}
          controls={{ post: (values, set) => <PostControl station={station} value={values.post} set={set} /> }}
          initial={{ fromOn: today() }}
          submit="登记"
          onSubmit={(values) => add.mutateAsync({ ...values, station } as never)}
          onCancel={() => setAdding(false)}
        />
      </Modal>
    </>
  )
}

function Comparison({ rows }: { rows: readonly Compared[] }) {
  const navigate = useNavigate()
  const [deciding, setDeciding] = useState<Compared>()
  const decide = useAct(api.decideCandidate, { onDone: () => setDeciding(undefined) })
  const tones = { waiting: 'busy', chosen: 'good', declined: 'quiet' } as const
  return (
    <>
      <DataTable
        rows={rows}
        rowKey={({ candidate }) => candidate.id}
        empty=""
        columns={[
          {
            title: '姓名',
            key: 'name',
            width: 110,
            render: (_, { candidate }) => candidate.name,
          },
          {
            title: '优先',
            key: 'rank',
            width: 120,
            render: (_, { rank, tied }) => (tied ? `第 ${rank}（并列）` : `第 ${rank}`),
          },
          {
            title: '优先条件',
            key: 'preferences',
            render: (_, { preferences }) =>
              preferences.length === 0 ? (
                '本地文件没有写优先条件'
              ) : (
                <Flex vertical gap={2} align="flex-start">
                  {preferences.map(({ key, order, label, held }) => (
                    <span key={key}>
                      {order === 1 ? '先看' : '再看'} {label}：
                      {held === null ? (
                        '由用人单位判断'
                      ) : (
                        <State tone={held ? 'good' : 'quiet'}>{held ? '具备' : '不具备'}</State>
                      )}
                    </span>
                  ))}
                  {[...new Set(preferences.map(({ clause }) => clause))].map((clause) => (
                    <Clause key={clause}>{clause}</Clause>
                  ))}
                </Flex>
              ),
          },
          {
            title: '任职条件',
            key: 'eligibility',
            render: (_, { eligibility }) => <EligibilityMark checks={eligibility} />,
          },
          {
            title: '情况',
            key: 'facts',
            render: (_, { candidate }) =>
              `${ageOn(candidate.bornOn, candidate.fromOn)} 周岁 · ${educations[candidate.education]}${candidate.socialWorkMajor ? ' · 社会工作专业' : ''}`,
          },
          {
            title: '结果',
            key: 'state',
            width: 130,
            render: (_, { candidate }) => (
              <>
                <State tone={tones[candidate.state]}>{candidateStates[candidate.state]}</State>
                {candidate.reason && (
                  <Typography.Text type="secondary" style={{ display: 'block', fontSize: 13 }}>
                    {candidate.reason}
                  </Typography.Text>
                )}
              </>
            ),
          },
          {
            title: '办理',
            key: 'decide',
            width: 150,
            render: (_, one) => (
              <Flex gap={6} wrap>
                {one.candidate.can.includes('decideCandidate') && (
                  <Button size="small" aria-label={`登记${one.candidate.name}的结果`} onClick={() => setDeciding(one)}>
                    登记结果
                  </Button>
                )}
                {one.candidate.state === 'chosen' && (
                  <Button
                    size="small"
                    aria-label={`为${one.candidate.name}建档`}
                    onClick={() =>
                      void navigate({ to: '/people/new', search: { station: one.candidate.station } as never })
                    }
                  >
                    建档
                  </Button>
                )}
              </Flex>
            ),
          },
        ]}
      />
      <Modal
        title={deciding && `${deciding.candidate.name}：登记结果`}
        open={deciding !== undefined}
        footer={null}
        onCancel={() => setDeciding(undefined)}
        destroyOnHidden
      >
        {deciding && (
          <RecordForm
            fields={{ state, reason }}
            initial={{ state: deciding.candidate.state, reason: deciding.candidate.reason }}
            unfolded={['reason']}
            submit="保存"
            onSubmit={(values) => decide.mutateAsync({ ...editable(deciding), ...values } as never)}
            onCancel={() => setDeciding(undefined)}
          />
        )}
      </Modal>
    </>
  )
}

function editable({ candidate }: Compared): Record<string, unknown> {
  const { county: _1, station: _2, createdAt: _3, createdBy: _4, can: _5, ...values } = candidate
  return values
}
