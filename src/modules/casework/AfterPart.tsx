import { Button } from 'antd'
import { useState } from 'react'
import { date, optional } from '../../core/field.ts'
import { sayDue, today } from '../../ui/format.ts'
import { Block, State, shown } from '../../ui/parts.tsx'
import { CaseStep, closings } from './caseFile.ts'
import { caseFlow } from './caseFlow.ts'
import { CaseFollowUp } from './casePaper.ts'
import { api, Empty, type OpenedCase, PaperForm, Written } from './parts.tsx'

const { way, standing, result } = CaseFollowUp.fields
const asked = {
  doneOn: date('回访日期', { past: true }),
  way: { ...way, optional: false },
  standing: { ...standing, optional: false },
  result: { ...result, optional: false },
  againOn: optional(date('再次回访日期')),
}

/** 结案回访: how the case ended, and how the client is since. */
export function AfterPart({ opened: { record, followUps } }: { opened: OpenedCase }) {
  const [doing, setDoing] = useState<string>()
  return (
    <>
      <Block title="结案">
        {record.closedOn ? (
          <>
            {record.closedOn} 结束{record.closing && `，原因：${closings[record.closing]}`}
          </>
        ) : (
          <Empty>还没有结案；结案经督导同意后，按本区县的规则安排回访</Empty>
        )}
      </Block>
      <Block title="回访">
        {followUps.length === 0 && <Empty>没有安排回访</Empty>}
        {followUps.map((one) => (
          <div key={one.id} className="paper-entry">
            <div className="paper-head">
              <span>
                应于 {one.dueOn} 回访{' '}
                {one.doneOn ? (
                  <State tone="good">已回访 {one.doneOn}</State>
                ) : (
                  <State tone={one.dueOn < today() ? 'bad' : 'quiet'}>{sayDue(one.dueOn)}</State>
                )}
              </span>
              {!one.doneOn && record.can.includes('followUpCase') && doing !== one.id && (
                <Button size="small" onClick={() => setDoing(one.id)}>
                  登记回访
                </Button>
              )}
            </div>
            {one.doneOn && <Written fields={{ way, standing, result }} row={one} />}
            {doing === one.id && (
              <PaperForm
                found={record}
                call={api.followUpCase as never}
                fields={asked}
                initial={{ doneOn: today() }}
                paper={{ id: one.id, version: one.version }}
                unfolded={['againOn']}
                submit="保存回访"
                onDone={() => setDoing(undefined)}
              />
            )}
          </div>
        ))}
      </Block>
    </>
  )
}

/** Every step with who took it and why. */
export function StepsBlock({ opened: { steps, workers } }: { opened: OpenedCase }) {
  return (
    <Block title="办理记录">
      {[...steps].reverse().map((step) => (
        <div key={step.id} className="paper-entry">
          {step.onDay} {shown(CaseStep.fields.move, step.move)} · {step.byName} → {caseFlow.states[step.toStage]}{' '}
          {step.skips && <State tone="warn">跳过步骤</State>}
          {step.opinion && <div>{step.opinion}</div>}
        </div>
      ))}
      {workers.length > 1 && (
        <div className="paper-entry">
          负责社工：
          {workers.map(({ row, name }) => `${name}（${row.fromOn} 起${row.toOn ? `至 ${row.toOn}` : ''}）`).join('，')}
        </div>
      )}
    </Block>
  )
}
