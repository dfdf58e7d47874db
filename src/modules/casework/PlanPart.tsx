import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Progress, Select } from 'antd'
import { useState } from 'react'
import { addDays } from '../../core/time.ts'
import { today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { To } from '../../ui/To.tsx'
import { toneOf } from '../assessments/index.screens.tsx'
import { needStates } from '../clients/index.ts'
import { CaseAssessment, CaseGoal, CasePlan, goalRatings, planStates } from './casePaper.ts'
import { api, Empty, type OpenedCase, PaperForm, Print, Writable, Written } from './parts.tsx'

const { caseFile: _a, worker: _b, ...assessmentFields } = CaseAssessment.fields
const { caseFile: _c, worker: _d, revision: _e, state: _f, ...planFields } = CasePlan.fields
const { caseFile: _g, progress: _h, rating: _i, ratedOn: _j, result: _k, ...goalFields } = CaseGoal.fields
const optionalParts = ['dangers', 'economy', 'health', 'mind', 'social', 'housing']

/** 预估 and 计划: what was found out, scales beside it; the plan with its goals, and every version that was signed. */
export function PlanPart({ opened, only }: { opened: OpenedCase; only: 'assessment' | 'plan' }) {
  return only === 'assessment' ? (
    <>
      <AssessmentBlock opened={opened} />
      <ScalesBlock opened={opened} />
      <NeedsBlock opened={opened} />
    </>
  ) : (
    <>
      <GoalsBlock opened={opened} />
      <PlanBlock opened={opened} />
    </>
  )
}

function AssessmentBlock({ opened: { record, assessments } }: { opened: OpenedCase }) {
  const may = record.can.includes('writeAssessment')
  const last = assessments.at(-1)
  return (
    <Block title="预估表" extra={<Print paper="caseAssessment" id={record.id} label="C-01B" />}>
      <Writable
        may={may}
        label={last ? '修改预估表' : '填写预估表'}
        form={(done) => (
          <PaperForm
            found={record}
            call={api.writeAssessment as never}
            fields={assessmentFields}
            initial={last ? { ...last } : { onDay: today() }}
            paper={last}
            unfolded={last ? optionalParts : ['dangers']}
            draft={last ? `case-assessment-${last.id}` : `case-assessment-${record.id}`}
            submit="保存"
            onDone={done}
          />
        )}
      >
        {last ? <Written fields={assessmentFields} row={last} /> : <Empty>还没有填写预估表</Empty>}
      </Writable>
    </Block>
  )
}

function ScalesBlock({ opened: { record, scales, clientHere } }: { opened: OpenedCase }) {
  const navigate = useNavigate()
  return (
    <Block
      title="量表"
      extra={
        clientHere && (
          <Button
            size="small"
            icon={<PlusOutlined />}
            onClick={() =>
              void navigate({
                to: '/assessments/new',
                search: { client: record.client, back: `/cases/${record.id}` } as never,
              })
            }
          >
            做量表评估
          </Button>
        )
      }
    >
      {scales.length === 0 && <Empty>还没有做过量表评估</Empty>}
      {[...scales].reverse().map((one) => (
        <div key={one.id} className="paper-entry">
          <To path={`/assessments/${one.id}`}>{one.title}</To> {one.onDay}　{one.score} / {one.most}{' '}
          <State tone={toneOf[one.tone]}>{one.band}</State>
          {one.alerts.map((alert) => (
            <div key={alert} className="alerting">
              须立即处理：{alert}
            </div>
          ))}
        </div>
      ))}
    </Block>
  )
}

function NeedsBlock({ opened: { needs, record, clientHere } }: { opened: OpenedCase }) {
  return (
    <Block title="需求" extra={clientHere && <To path={`/clients/${record.client}`}>在档案中登记</To>}>
      {needs.length === 0 && <Empty>服务对象档案中还没有登记需求</Empty>}
      {needs.map((need) => (
        <div key={need.id} className="paper-entry">
          {need.content} <State tone={need.state === 'met' ? 'good' : 'quiet'}>{needStates[need.state]}</State>{' '}
          {need.foundOn}
        </div>
      ))}
    </Block>
  )
}

function GoalsBlock({ opened }: { opened: OpenedCase }) {
  const { record, goals, needs } = opened
  const may = record.can.includes('setGoal')
  const [editing, setEditing] = useState<string | 'new'>()
  const goal = goals.find(({ id }) => id === editing)
  const form = editing !== undefined && (
    <PaperForm
      key={editing}
      found={record}
      call={api.setGoal as never}
      fields={goalFields}
      initial={goal ? { ...goal } : { dueOn: addDays(today(), 90) }}
      paper={goal}
      unfolded={['baseline']}
      controls={{
        need: (values, set) =>
          needs.length === 0 ? null : (
            <Select
              id="field-need"
              allowClear
              value={(values.need as string) ?? null}
              onChange={(need) => set('need', need ?? null)}
              options={needs.map(({ id, content }) => ({ value: id, label: content }))}
              placeholder="可不选"
              style={{ width: '100%' }}
            />
          ),
      }}
      submit="保存目标"
      onDone={() => setEditing(undefined)}
    />
  )
  return (
    <Block
      title="目标"
      extra={
        may &&
        editing === undefined && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            写目标
          </Button>
        )
      }
    >
      {goals.length === 0 && editing === undefined && (
        <Empty>还没有目标；每个目标写明怎样衡量、到什么程度、到哪一天</Empty>
      )}
      {goals.map((one) => (
        <div key={one.id} className="paper-entry">
          <div className="paper-head">
            <strong>{one.content}</strong>
            <span>
              {one.rating ? (
                <State tone={one.rating === 'reached' ? 'good' : 'warn'}>{goalRatings[one.rating]}</State>
              ) : (
                <State tone="quiet">{one.dueOn} 前</State>
              )}
              {may && (
                <Button size="small" onClick={() => setEditing(one.id)}>
                  修改
                </Button>
              )}
            </span>
          </div>
          <div>
            {one.baseline && `目前：${one.baseline}；`}要达到：{one.target}；衡量：{one.measure}
          </div>
          <Progress
            percent={one.progress}
            size="small"
            aria-label={`「${one.content}」进度`}
            style={{ maxWidth: 320 }}
          />
        </div>
      ))}
      {form}
    </Block>
  )
}

function PlanBlock({ opened: { record, plans } }: { opened: OpenedCase }) {
  const may = record.can.includes('writePlan')
  const [last, ...former] = [...plans].reverse()
  const draft = last?.state === 'draft' ? last : undefined
  return (
    <>
      <Block
        title={last ? `服务计划（第 ${last.revision} 版）` : '服务计划'}
        extra={<Print paper="casePlan" id={record.id} label="C-02" />}
      >
        <Writable
          may={may}
          label={draft ? '修改计划' : '填写计划'}
          form={(done) => (
            <PaperForm
              found={record}
              call={api.writePlan as never}
              fields={planFields}
              initial={draft ? { ...draft } : { fromOn: today(), toOn: addDays(today(), 90), agreedOn: today() }}
              paper={draft && { id: null, version: draft.version }}
              unfolded={['agreedOn', 'difficulties']}
              draft={`case-plan-${draft ? draft.id : record.id}`}
              submit="保存计划"
              onDone={done}
            />
          )}
        >
          {last ? (
            <>
              <State tone={last.state === 'approved' ? 'good' : last.state === 'submitted' ? 'warn' : 'busy'}>
                {planStates[last.state]}
              </State>
              <Written fields={planFields} row={last} />
            </>
          ) : (
            <Empty>还没有填写服务计划</Empty>
          )}
        </Writable>
      </Block>
      {former.map((one) => (
        <Block key={one.id} title={`第 ${one.revision} 版计划（${planStates[one.state]}）`}>
          <Written fields={planFields} row={one} />
        </Block>
      ))}
    </>
  )
}
