import { useNavigate, useSearch } from '@tanstack/react-router'
import { Flex, Segmented, Select, type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { optional, text } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Clause, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Ways } from '../../ui/Ways.tsx'
import { api, pages } from './parts.tsx'
import { Certification, certificationWays, dueStates } from './roster.ts'

type Row = AnswerOfCall<typeof import('./certification.server.ts').listCertifications>['rows'][number]

interface Address {
  view?: 'due' | 'done'
  year?: string
  station?: string
}

const { way, outcome, onDay, minutes, note, files, worker } = Certification.fields
const tones = { due: 'warn', late: 'bad', done: 'good', died: 'quiet' } as const

/** Who is to be asked whether they are alive, by when, and how it went. */
export function Certifications() {
  const navigate = useNavigate()
  const address = useSearch({ strict: false }) as Address
  const { stations, person } = useMe()
  const mayWrite = useHolds('assistance.write')
  const thisYear = today().slice(0, 4)
  const view = address.view ?? 'due'
  const found = useAnswer(
    api.listCertifications,
    { year: address.year ?? null, station: address.station ?? null },
    { keep: true },
  )
  const set = (next: { [K in keyof Address]?: Address[K] | undefined }) =>
    void navigate({ to: '/certifications', search: { ...address, ...next } as never, replace: true })
  const columns: TableColumnType<Row>[] = [
    {
      title: '姓名',
      key: 'name',
      width: 110,
      render: (_, row) => <To path={`/clients/${row.client}`}>{row.clientName}</To>,
    },
    {
      title: '情况',
      key: 'state',
      width: 130,
      render: (_, row) => <State tone={tones[row.state]}>{dueStates[row.state]}</State>,
    },
    {
      title: '期限',
      key: 'due',
      width: 180,
      render: (_, row) => (row.doneOn ? row.dueOn : `${row.dueOn}，${sayDue(row.dueOn)}`),
    },
    { title: '种类', key: 'kind', render: (_, row) => row.kindLabel },
    { title: '居住地', key: 'place', render: (_, row) => row.placePath },
    {
      title: view === 'done' ? '认证' : '上次认证',
      key: 'last',
      width: 140,
      render: (_, row) =>
        row.doneOn ? `${row.doneOn} ${row.way ? certificationWays[row.way] : ''}` : (row.lastOn ?? '—'),
    },
    ...(stations.length === 1
      ? []
      : [
          {
            title: '社工站',
            key: 'station',
            responsive: ['lg' as const],
            render: (_: unknown, row: Row) => row.stationName,
          },
        ]),
    ...(mayWrite
      ? [
          {
            title: '办理',
            key: 'do',
            width: 100,
            render: (_: unknown, row: Row) => <Doing row={row} asksWorker={person === null} />,
          },
        ]
      : []),
  ]
  return (
    <>
      <PageHead title="生存认证" note="到期前电话、视频或上门看望都可以；没有联系上的不算完成" />
      <Ways pages={pages} here="/certifications" />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Segmented
          value={view}
          onChange={(next) => set({ view: next as 'due' | 'done' })}
          options={[
            { value: 'due', label: '待认证' },
            { value: 'done', label: '已认证' },
          ]}
        />
        <Select
          aria-label="年度"
          value={address.year ?? thisYear}
          onChange={(year) => set({ year: year === thisYear ? undefined : year })}
          options={[0, 1, 2].map((back) => {
            const year = String(Number(thisYear) - back)
            return { value: year, label: `${year} 年` }
          })}
          style={{ width: 110 }}
        />
      </Flex>
      <Answer of={found}>
        {({ rows, clauses }) => {
          const open = rows.filter(({ doneOn }) => doneOn === null)
          const shown = view === 'done' ? rows.filter(({ doneOn }) => doneOn !== null) : open
          return (
            <>
              <Typography.Paragraph>
                应认证 {rows.length} 人，已认证 {rows.length - open.length} 人，未认证 {open.length} 人{' '}
                {clauses.map((clause) => (
                  <Clause key={clause}>{clause}</Clause>
                ))}
              </Typography.Paragraph>
              <DataTable
                rows={shown}
                rowKey={({ entry }) => entry}
                columns={columns}
                loading={found.isFetching}
                empty={
                  rows.length === 0
                    ? '名册上没有须认证的人；高龄津贴等批准或导入后自动列入'
                    : view === 'done'
                      ? '还没有完成的认证'
                      : '都已认证'
                }
              />
            </>
          )
        }}
      </Answer>
    </>
  )
}

function Doing({ row, asksWorker }: { row: Row; asksWorker: boolean }) {
  if (row.certification)
    return (
      <FormButton
        label="冲销"
        title={`冲销 ${row.clientName} 的认证`}
        call={api.reverseCertification}
        fields={{ reversedReason: text('冲销原因', { max: 200 }) }}
        given={{ id: row.certification, version: row.version }}
      />
    )
  return (
    <FormButton
      label="认证"
      title={`认证 ${row.clientName}`}
      call={api.certifyLife}
      fields={{ way, outcome, onDay, ...(asksWorker && { worker: optional(worker) }), minutes, note, files }}
      initial={{ way: 'visit', outcome: 'alive', onDay: today(), files: [], station: row.station }}
      unfolded={['minutes', 'worker']}
      note={<Typography.Paragraph type="secondary">查明已去世的，请再到「在册名册」办理停发。</Typography.Paragraph>}
      given={{ station: row.station, entry: row.entry }}
    />
  )
}
