import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown, Modal, Typography } from 'antd'
import { useState } from 'react'
import { date, type Fields, optional, text } from '../../core/field.ts'
import type { Call } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import type { OpenedApplication } from './application.screens.tsx'
import { Application } from './application.ts'
import { type ApplicationMove, applicationFlow } from './applicationFlow.ts'
import { PublicNotice } from './notice.ts'
import { api } from './parts.tsx'

const onDay = optional(date('办理日期', { past: true }))
const opinion = optional(text('意见', { max: 500, multiline: true }))
const said = (label: string) => text(label, { max: 500, multiline: true })
const { startOn, postedAt, files } = PublicNotice.fields
const { amountFen, goods, fromMonth } = Application.fields

interface Taking {
  move: ApplicationMove
  action: string
  // biome-ignore lint/suspicious/noExplicitAny: the moves' actions ask for different things, and the form sends what its fields name
  call: Call<any, unknown>
  fields: Fields
  main?: boolean
  says?: string
}

const posting = { startOn, postedAt, files }
const decidedOn = date('批准日期', { past: true })

const moves: readonly Taking[] = [
  { move: 'accept', action: 'acceptApplication', call: api.acceptApplication, fields: { onDay, opinion }, main: true },
  {
    move: 'resubmit',
    action: 'resubmitApplication',
    call: api.resubmitApplication,
    fields: { onDay, opinion },
    main: true,
  },
  {
    move: 'passFirst',
    action: 'passFirstReview',
    call: api.passFirstReview,
    fields: { onDay, opinion: said('初审意见') },
    main: true,
    says: '初审人以后不能复核同一份申请。',
  },
  { move: 'publish', action: 'publishNotice', call: api.publishNotice, fields: posting, main: true },
  { move: 'closeNotice', action: 'closeNotice', call: api.closeNotice, fields: { onDay, opinion }, main: true },
  {
    move: 'passReview',
    action: 'passReview',
    call: api.passReview,
    fields: { onDay, opinion: said('复核意见') },
    main: true,
  },
  { move: 'publishAgain', action: 'publishSecondNotice', call: api.publishSecondNotice, fields: posting, main: true },
  {
    move: 'closeSecondNotice',
    action: 'closeSecondNotice',
    call: api.closeSecondNotice,
    fields: { onDay, opinion },
    main: true,
  },
  {
    move: 'submit',
    action: 'submitApplication',
    call: api.submitApplication,
    fields: { onDay, submittedTo: text('报送单位', { max: 60, help: '如 区民政局' }), opinion },
    main: true,
  },
  {
    move: 'grant',
    action: 'grantApplication',
    call: api.grantApplication,
    fields: { decidedOn, amountFen, fromMonth, goods, opinion },
    main: true,
    says: '按月发放的，保存后自动列入名册；带来的服务对象类别一并登记。',
  },
  {
    move: 'refuse',
    action: 'refuseApplication',
    call: api.refuseApplication,
    fields: { decidedOn: date('决定日期', { past: true }), opinion: said('不予批准的理由') },
    says: '请同时书面告知申请人，并说明理由。',
  },
  {
    move: 'returnPapers',
    action: 'returnPapers',
    call: api.returnPapers,
    fields: { onDay, opinion: said('缺什么材料') },
    says: '请一次告知全部要补的材料。',
  },
  { move: 'reexamine', action: 'reexamine', call: api.reexamine, fields: { onDay, opinion: said('退回的理由') } },
  {
    move: 'withdraw',
    action: 'withdrawApplication',
    call: api.withdrawApplication,
    fields: { onDay, opinion: said('撤回的理由') },
  },
]

/** What may be done next, the usual first; the rest under 更多. */
export function Moves({ opened }: { opened: OpenedApplication }) {
  const [taking, setTaking] = useState<Taking>()
  const { can } = opened.application
  // a notice that still hangs cannot be closed today
  const hangs = opened.notices.some(({ notice }) => notice.closedOn === null && notice.endOn >= today())
  const closes = ['closeNotice', 'closeSecondNotice']
  const offered = moves.filter(({ action }) => can.includes(action) && !(hangs && closes.includes(action)))
  const main = offered.filter((one) => one.main)
  const rest = offered.filter((one) => !one.main)
  return (
    <>
      {main.map((one, i) => (
        <Button key={one.move} {...(i === 0 && { type: 'primary' })} onClick={() => setTaking(one)}>
          {applicationFlow.moves[one.move].label}
        </Button>
      ))}
      {rest.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: rest.map(({ move }) => ({ key: move, label: applicationFlow.moves[move].label })),
            onClick: ({ key }) => setTaking(rest.find(({ move }) => move === key)),
          }}
        >
          <Button>
            更多 <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      )}
      <Modal
        title={taking ? applicationFlow.moves[taking.move].label : ''}
        open={taking !== undefined}
        footer={null}
        onCancel={() => setTaking(undefined)}
        destroyOnHidden
      >
        {taking && <Take key={taking.move} taking={taking} opened={opened} onDone={() => setTaking(undefined)} />}
      </Modal>
    </>
  )
}

function Take({
  taking: { move, call, fields, says },
  opened,
  onDone,
}: {
  taking: Taking
  opened: OpenedApplication
  onDone: () => void
}) {
  const act = useAct(call, { onDone })
  const { application, monthly, suggestedMonth, noticeEndsOn } = opened
  const posted = opened.notices.at(-1)?.notice.postedAt
  const initial = {
    onDay: today(),
    decidedOn: today(),
    startOn: today(),
    ...(posted && { postedAt: posted }),
    files: [],
    station: application.station,
    ...(monthly && suggestedMonth && { fromMonth: suggestedMonth }),
  }
  const known = Object.fromEntries(Object.entries(initial).filter(([key]) => key in fields || key === 'station'))
  return (
    <>
      {says && <Typography.Paragraph type="secondary">{says}</Typography.Paragraph>}
      {'startOn' in fields && noticeEndsOn && (
        <Typography.Paragraph type="secondary">{`今天张贴的，公示到 ${noticeEndsOn} 为止。`}</Typography.Paragraph>
      )}
      <RecordForm
        fields={fields}
        initial={known}
        unfolded={['onDay', 'opinion', 'amountFen', ...(monthly ? ['fromMonth'] : ['goods'])]}
        {...(!monthly && 'fromMonth' in fields && { controls: { fromMonth: null } })}
        submit={applicationFlow.moves[move].label}
        onSubmit={(values) => {
          const { station: _station, ...rest } = values
          return act.mutateAsync({ ...rest, id: application.id, version: application.version })
        }}
        onCancel={onDone}
      />
    </>
  )
}
