import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { choice, date, optional, text } from '../../core/field.ts'
import { today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { CaseReferral, referralFlow } from './caseReferral.ts'
import { api, type OpenedCase, Print, Written } from './parts.tsx'

const { reason, done, standing, wanted, others, consentBy, consentOn, proof, toKind } = CaseReferral.fields

const offered = {
  toKind,
  to: optional(text('接收站', { max: 60 })),
  toName: optional(text('接收单位', { max: 80 })),
  reason,
  done,
  standing,
  wanted,
  others,
  consentBy,
  consentOn,
  proof,
}

export const referralTone = { offered: 'warn', accepted: 'good', refused: 'bad', withdrawn: 'quiet' } as const

/** Refers the client to another station or to an organisation outside, with consent (C-09). */
export function OfferReferral({ opened: { record }, onDone }: { opened: OpenedCase; onDone: () => void }) {
  const stations = useAnswer(api.stationsToRefer, { station: record.station! })
  const offer = useAct(api.offerReferral, { onDone })
  return (
    <RecordForm
      fields={offered}
      initial={{ station: record.station, toKind: 'station', consentOn: today(), consentBy: 'self', proof: [] }}
      unfolded={['others']}
      controls={{
        to: (values, set) =>
          values.toKind === 'station' ? (
            <Select
              id="field-to"
              showSearch={{ optionFilterProp: 'label' }}
              value={(values.to as string) ?? null}
              onChange={(to) => set('to', to)}
              loading={stations.isFetching}
              options={stations.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              placeholder="选择本区县的社工站"
              style={{ width: '100%' }}
            />
          ) : null,
        toName: (values, set) =>
          values.toKind === 'organisation' ? (
            <Input
              id="field-toName"
              maxLength={80}
              value={(values.toName as string) ?? ''}
              onChange={(event) => set('toName', event.target.value)}
              placeholder="如：市精神卫生中心"
            />
          ) : null,
      }}
      submit="提交转介"
      onSubmit={(values) => offer.mutateAsync({ ...values, id: record.id } as never)}
      onCancel={onDone}
    />
  )
}

/** The case's referrals with their answers; what came back from outside is entered here. */
export function Referrals({ opened: { referrals } }: { opened: OpenedCase }) {
  if (referrals.length === 0) return null
  return (
    <Block title="转介">
      {referrals.map((one) => (
        <Referral key={one.id} one={one} />
      ))}
    </Block>
  )
}

function Referral({ one }: { one: OpenedCase['referrals'][number] }) {
  const [replying, setReplying] = useState(false)
  const withdraw = useAct(api.withdrawReferral)
  const enter = useAct(api.enterReply, { onDone: () => setReplying(false) })
  return (
    <div className="paper-entry">
      <div className="paper-head">
        <span>
          {one.offeredOn} 转介到 {one.toName}{' '}
          <State tone={referralTone[one.state]}>{referralFlow.states[one.state]}</State>
        </span>
        <span>
          {one.can.includes('enterReply') && !replying && (
            <Button size="small" onClick={() => setReplying(true)} style={{ marginRight: 8 }}>
              登记答复
            </Button>
          )}
          {one.can.includes('withdrawReferral') && (
            <Button
              size="small"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate({ id: one.id, version: one.version })}
              style={{ marginRight: 8 }}
            >
              撤回
            </Button>
          )}
          <Print paper="referralSent" id={one.id} label="C-09" />
          {one.answeredOn && <Print paper="replySent" id={one.id} label="C-04" />}
        </span>
      </div>
      <Written
        fields={{
          reason,
          done,
          standing,
          wanted,
          answeredOn: CaseReferral.fields.answeredOn,
          answer: CaseReferral.fields.answer,
        }}
        row={one}
      />
      {replying && (
        <RecordForm
          fields={{
            reply: choice('答复', { accepted: '接收', refused: '不接收' }),
            answer: text('答复内容', { max: 500, multiline: true }),
            answeredOn: date('答复日期', { past: true }),
            answeredBy: text('对方经办人', { max: 40 }),
          }}
          initial={{ answeredOn: today() }}
          submit="保存答复"
          onSubmit={(values) => enter.mutateAsync({ ...values, id: one.id, version: one.version } as never)}
          onCancel={() => setReplying(false)}
        />
      )}
    </div>
  )
}
