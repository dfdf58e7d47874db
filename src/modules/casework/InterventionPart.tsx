import { PlusOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import { useState } from 'react'
import { text } from '../../core/field.ts'
import { sayMinutes, today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { CataloguePicker } from '../services/index.screens.tsx'
import { CaseContact, CaseRecord, meetingWays } from './casePaper.ts'
import { api, Empty, type OpenedCase, PaperForm, Print, Written } from './parts.tsx'
import { Referrals } from './Referring.tsx'

const {
  caseFile: _a,
  worker: _b,
  guidance: _c,
  guidedBy: _d,
  state: _e,
  reversedReason: _f,
  ...meetingFields
} = CaseRecord.fields
const { caseFile: _g, worker: _h, ...contactFields } = CaseContact.fields

type Meeting = OpenedCase['records'][number]

/** 介入: meetings with the client, talks around them, referrals. */
export function InterventionPart({ opened }: { opened: OpenedCase }) {
  return (
    <>
      <Meetings opened={opened} />
      <Contacts opened={opened} />
      <Referrals opened={opened} />
    </>
  )
}

function Meetings({ opened: { record, records } }: { opened: OpenedCase }) {
  const [adding, setAdding] = useState(false)
  const may = record.can.includes('recordMeeting')
  return (
    <Block
      title={`过程记录（${records.filter(({ row }) => row.state === 'valid').length} 次）`}
      extra={
        may &&
        !adding && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            登记过程记录
          </Button>
        )
      }
    >
      {adding && (
        <MeetingForm
          record={record}
          call={api.recordMeeting as never}
          initial={{ onDay: today(), people: 1, minutes: 60, way: 'home' }}
          draft={`case-record-${record.id}`}
          onDone={() => setAdding(false)}
        />
      )}
      {records.length === 0 && !adding && <Empty>还没有过程记录；登记后自动计入本月的个案服务</Empty>}
      {[...records].reverse().map((one, i) => (
        <MeetingEntry key={one.row.id} record={record} meeting={one} open={i === 0} />
      ))}
    </Block>
  )
}

function MeetingForm({
  record,
  ...rest
}: { record: OpenedCase['record']; initial: Record<string, unknown>; call: never; onDone: () => void } & {
  paper?: Meeting['row']
  draft?: string
}) {
  return (
    <PaperForm
      found={record}
      fields={meetingFields}
      unfolded={['nextPlan', 'nextOn']}
      controls={{
        items: (values, set) => (
          <CataloguePicker
            id="field-items"
            station={record.station}
            value={(values.items as string[]) ?? []}
            onChange={(keys) => set('items', keys)}
          />
        ),
      }}
      submit="保存"
      {...rest}
    />
  )
}

function MeetingEntry({ record, meeting, open }: { record: OpenedCase['record']; meeting: Meeting; open: boolean }) {
  const { row, name } = meeting
  const [doing, setDoing] = useState<'edit' | 'reverse' | 'guide'>()
  const done = () => setDoing(undefined)
  const valid = row.state === 'valid'
  return (
    <details className="paper-entry" open={open}>
      <summary>
        {row.onDay} · {meetingWays[row.way]} · {sayMinutes(row.minutes)} · {name}{' '}
        {!valid && <State tone="quiet">已冲销</State>}
      </summary>
      {doing === 'edit' ? (
        <MeetingForm record={record} call={api.editMeeting as never} initial={{ ...row }} paper={row} onDone={done} />
      ) : (
        <Written
          fields={CaseRecord.fields}
          row={row}
          leave={['onDay', 'minutes', 'way', 'items', 'state', ...(row.guidance ? [] : ['guidedBy'])]}
        />
      )}
      {doing === 'reverse' && (
        <PaperForm
          found={record}
          call={api.reverseMeeting as never}
          fields={{ reversedReason: text('冲销原因', { max: 200 }) }}
          paper={row}
          submit="冲销"
          onDone={done}
        />
      )}
      {doing === 'guide' && (
        <PaperForm
          found={record}
          call={api.guideMeeting as never}
          fields={{ guidance: text('督导意见', { max: 1000, multiline: true }) }}
          initial={{ guidance: row.guidance }}
          paper={row}
          submit="保存意见"
          onDone={done}
        />
      )}
      {!doing && (
        <div className="paper-head" style={{ marginTop: 8 }}>
          <span>
            {valid && record.can.includes('editMeeting') && (
              <Button size="small" onClick={() => setDoing('edit')} style={{ marginRight: 8 }}>
                修改
              </Button>
            )}
            {valid && record.can.includes('guideMeeting') && (
              <Button size="small" onClick={() => setDoing('guide')} style={{ marginRight: 8 }}>
                写督导意见
              </Button>
            )}
            {valid && record.can.includes('reverseMeeting') && (
              <Button size="small" danger onClick={() => setDoing('reverse')}>
                冲销
              </Button>
            )}
          </span>
          <Print paper="caseRecord" id={row.id} label="C-06" />
        </div>
      )}
    </details>
  )
}

function Contacts({ opened: { record, contacts } }: { opened: OpenedCase }) {
  const [adding, setAdding] = useState(false)
  const may = record.can.includes('logContact')
  return (
    <Block
      title="联络日志"
      extra={
        <Flex gap={12} align="center">
          <Print paper="caseContacts" id={record.id} label="C-05" />
          {may && !adding && (
            <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
              登记联络
            </Button>
          )}
        </Flex>
      }
    >
      {adding && (
        <PaperForm
          found={record}
          call={api.logContact as never}
          fields={contactFields}
          initial={{ onDay: today() }}
          unfolded={['nextAim', 'nextOn']}
          submit="保存"
          onDone={() => setAdding(false)}
        />
      )}
      {contacts.length === 0 && !adding && <Empty>与家属、学校、医院等的联络登记在这里，不计服务次数</Empty>}
      {[...contacts].reverse().map(({ row, name }) => (
        <div key={row.id} className="paper-entry">
          {row.onDay} · {CaseContact.fields.way.choices![row.way]} · {row.person}（{row.relation}）· {name}
          <Written fields={contactFields} row={row} leave={['onDay', 'way', 'person', 'relation']} />
        </div>
      ))}
    </Block>
  )
}
