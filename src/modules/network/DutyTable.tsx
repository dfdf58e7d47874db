import { Drawer, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Answer, Clause, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { parties, periods } from '../policy/index.ts'
import { DutyRecord } from './standing.ts'

const api = client<typeof import('./duty.server.ts')>('network')

type Duty = AnswerOfCall<typeof import('./duty.server.ts').dutiesOfStation>[number]

const { onDay, content } = DutyRecord.fields

/** Duties with their clause, and the records counted against each in its running period. */
export function DutyTable({ rows, place, station }: { rows: readonly Duty[]; place: string; station: string | null }) {
  const [looking, setLooking] = useState<Duty>()
  const columns: TableColumnType<Duty>[] = [
    {
      title: '职责',
      key: 'what',
      render: (_, { what, clause, party, part }) => (
        <div style={{ minWidth: 200, maxWidth: 460 }}>
          {what} <Clause>{clause}</Clause>
          {part === 'operator' && <div className="unknown">{parties[party]}</div>}
        </div>
      ),
    },
    { title: '频次', key: 'period', width: 90, render: (_, { period }) => (period ? periods[period] : '经常') },
    {
      title: '履职记录',
      key: 'records',
      width: 150,
      render: (_, { records, since, period }) =>
        records > 0 ? (
          <State tone="good">{`${period === 'once' ? '' : `${since} 起 `}${records} 条`}</State>
        ) : (
          <State tone={period && period !== 'once' ? 'warn' : 'quiet'}>{period ? '本期还没有' : '今年还没有'}</State>
        ),
    },
    { title: '最近', key: 'lastOn', width: 110, render: (_, { lastOn }) => lastOn ?? '—' },
    {
      title: '',
      key: 'can',
      width: 90,
      render: (_, duty) =>
        duty.mayRecord && (
          // the row opens its records: the form is its own
          // biome-ignore lint/a11y/noStaticElementInteractions: only keeps a press from opening the row
          // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside answers the keyboard
          <span onClick={(event) => event.stopPropagation()}>
            <FormButton
              label="登记"
              title={duty.what}
              call={api.recordDuty}
              fields={{ onDay, content }}
              initial={{ onDay: today() }}
              given={{ place, station, duty: duty.key }}
            />
          </span>
        ),
    },
  ]
  return (
    <>
      <DataTable
        rows={rows}
        rowKey={({ key, part }) => `${part}|${key}`}
        columns={columns}
        total={rows.length}
        onOpen={setLooking}
        empty="本地文件没有给这一级列职责"
      />
      <Drawer
        open={looking !== undefined}
        onClose={() => setLooking(undefined)}
        size={520}
        title={looking?.what}
        destroyOnHidden
      >
        {looking && <Records place={place} station={station} duty={looking.key} />}
      </Drawer>
    </>
  )
}

function Records({ place, station, duty }: { place: string; station: string | null; duty: string }) {
  const found = useAnswer(api.dutyRecords, { place, station, duty })
  return (
    <Answer of={found}>
      {(rows) =>
        rows.length === 0 ? (
          <Typography.Text type="secondary">还没有履职记录</Typography.Text>
        ) : (
          <DataTable
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              { title: '日期', key: 'onDay', width: 110, render: (_, row) => row.onDay },
              { title: '做了什么', key: 'content', render: (_, row) => row.content },
            ]}
            empty=""
          />
        )
      }
    </Answer>
  )
}
