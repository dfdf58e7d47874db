import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Flex, Steps, Timeline, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { addDays } from '../../core/time.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { formatFen, sayDue, today } from '../../ui/format.ts'
import { Answer, Block, Clause, Facts, Nothing, PageHead, State, shown } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import {
  Application,
  ApplicationStep,
  ApplicationSurvey,
  applyFields,
  Handout,
  surveyKinds,
  surveyResults,
} from './application.ts'
import { openStates, railOf, railSteps } from './applicationFlow.ts'
import { Moves } from './Moves.tsx'
import { NoticeObjection, noticeOutcomes, objectionStates } from './notice.ts'
import { Papers } from './Papers.tsx'
import { api, Due, StateOf } from './parts.tsx'

export type OpenedApplication = AnswerOfCall<typeof import('./applications.server.ts').getApplication>

const rail = Object.keys(railSteps) as (keyof typeof railSteps)[]
const { client: _c, household: _h, application: _a, byName, ...survey } = ApplicationSurvey.fields
const { client: _hc, application: _ha, ...handout } = Handout.fields

/** One application: how far it is, what is to be done next and by when, and everything that was done. */
export function ApplicationPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getApplication, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={opened.application.id} opened={opened} />}
    </Answer>
  )
}

function Opened({ opened }: { opened: OpenedApplication }) {
  const { application, stationName, workerName, clause, department } = opened
  const open = openStates.includes(application.state)
  const { way, agentName, appliedOn, members, reason } = applyFields
  const late = open && application.dueOn !== null && application.dueOn < today()
  return (
    <>
      <PageHead
        title={`${application.kindLabel} · ${application.clientName}`}
        note={[stationName, workerName && `经办 ${workerName}`, `${application.appliedOn} 申请`]
          .filter(Boolean)
          .join(' · ')}
        tags={
          <>
            <StateOf state={application.state} />
            {late && <State tone="bad">本环节超期</State>}
          </>
        }
      >
        <Moves opened={opened} />
        <Button icon={<DownloadOutlined />} href={`/api/papers/assistanceApplication/${application.id}.docx`}>
          打印审核表
        </Button>
      </PageHead>
      <Steps
        size="small"
        current={rail.indexOf(railOf[application.state])}
        items={rail.map((step) => ({ title: railSteps[step] }))}
        style={{ marginBottom: 16, maxWidth: 820 }}
      />
      {application.closingReason && (
        <Alert
          type={application.state === 'refused' ? 'error' : 'warning'}
          showIcon
          title={application.closingReason}
          style={{ marginBottom: 16 }}
        />
      )}
      <Block
        title="申请"
        extra={
          application.can.includes('editApplication') && (
            <FormButton
              label="修改"
              title="修改申请"
              call={api.editApplication}
              fields={applyFields}
              initial={{ ...application }}
              given={{ id: application.id, version: application.version }}
            />
          )
        }
      >
        <Facts
          fields={{
            client: Application.fields.clientName,
            way,
            agentName,
            appliedOn,
            members,
            dueOn: Application.fields.dueOn,
            wholeDueOn: Application.fields.wholeDueOn,
            submittedTo: Application.fields.submittedTo,
            decidedOn: Application.fields.decidedOn,
            amountFen: Application.fields.amountFen,
            fromMonth: Application.fields.fromMonth,
            goods: Application.fields.goods,
            reason,
          }}
          row={application}
          own={{
            client: <To path={`/clients/${application.client}`}>{application.clientName}</To>,
            ...(application.way !== 'agent' && { agentName: null }),
            dueOn: open ? <Due state={application.state} dueOn={application.dueOn} /> : null,
            ...(!application.wholeDueOn && { wholeDueOn: null }),
            ...(!application.submittedTo && { submittedTo: null }),
            ...(!application.decidedOn && { decidedOn: null }),
            ...(application.amountFen === null && { amountFen: null }),
            ...(!application.fromMonth && { fromMonth: null }),
            ...(!application.goods && { goods: null }),
          }}
        />
        <Flex gap={8} wrap align="center">
          <span className="unknown">依据</span>
          <Clause>{clause}</Clause>
          {department && <span className="unknown">主管部门：{department}</span>}
        </Flex>
      </Block>
      <Papers opened={opened} />
      <Surveys opened={opened} />
      <Notices opened={opened} />
      <Handouts opened={opened} />
      <Taken opened={opened} />
      <Block title="办理要求">
        {opened.localSteps.length > 0 && (
          <Typography.Paragraph>
            本地规定的步骤：{opened.localSteps.map(({ label }) => label).join(' → ')}
          </Typography.Paragraph>
        )}
        <Flex vertical gap={4}>
          {opened.clocks.map(({ label, clause: of }) => (
            <Flex key={label} gap={8} wrap align="center">
              <span>{label}</span>
              <Clause>{of}</Clause>
            </Flex>
          ))}
        </Flex>
        <Typography.Paragraph type="secondary" style={{ margin: '8px 0 0' }}>
          工作日只扣除周末，没有扣除法定节假日，实际期限可能更宽。
        </Typography.Paragraph>
      </Block>
      <History id={application.id} />
    </>
  )
}

function Surveys({ opened: { application, surveys, needsSurvey } }: { opened: OpenedApplication }) {
  return (
    <Block
      title="家庭调查"
      extra={
        application.can.includes('addSurvey') && (
          <FormButton
            label="登记调查"
            title="登记家庭调查"
            call={api.addSurvey}
            fields={{ ...survey, byName: { ...byName, optional: true, help: '不填即本人；两人调查的写两人姓名' } }}
            initial={{ kind: 'home', onDay: today(), result: 'consistent', files: [], station: application.station }}
            unfolded={['asked', 'minutes']}
            given={{ id: application.id }}
          />
        )
      }
    >
      {surveys.length === 0 ? (
        <Nothing
          says={needsSurvey ? '还没有调查；初审前请登记入户调查、邻里访问等' : '这类申请不要求家庭调查，需要时可以登记'}
        />
      ) : (
        <Timeline
          items={surveys.map((one) => ({
            content: (
              <>
                <div>
                  <strong>{surveyKinds[one.kind]}</strong> {one.onDay} · {one.byName}{' '}
                  <State tone={one.result === 'consistent' ? 'good' : 'warn'}>{surveyResults[one.result]}</State>
                </div>
                {one.asked && <div>{one.asked}</div>}
                <div style={{ whiteSpace: 'pre-wrap' }}>{one.findings}</div>
                <FileLinks ids={one.files} />
              </>
            ),
          }))}
        />
      )}
    </Block>
  )
}

function Notices({ opened: { application, notices, noticeEndsOn, noticeClause } }: { opened: OpenedApplication }) {
  if (notices.length === 0 && noticeEndsOn === null)
    return (
      <Block title="公示">
        <Nothing says="为保护儿童隐私，这类申请不公示" />
      </Block>
    )
  return (
    <Block title="公示" extra={noticeClause && <Clause>{noticeClause}</Clause>}>
      {notices.length === 0 && <Nothing says="初审通过后公示；公示止按本地规定的天数算出" />}
      {notices.map(({ notice, objections }) => (
        <div key={notice.id} style={{ marginBottom: 12 }}>
          <Flex gap={8} wrap align="center">
            <strong>{notice.second === 'second' ? '复核后公示' : '初审后公示'}</strong>
            <span>
              {notice.startOn} 至 {notice.endOn}，{notice.postedAt}
            </span>
            {notice.outcome ? (
              <State tone={notice.outcome === 'clear' || notice.outcome === 'dismissed' ? 'good' : 'warn'}>
                {noticeOutcomes[notice.outcome]}
              </State>
            ) : (
              <State tone="busy">
                {notice.endOn < today() ? '已期满' : sayDue(addDays(notice.endOn, 1)).replace('到期', '期满')}
              </State>
            )}
            <Button
              size="small"
              type="link"
              icon={<DownloadOutlined />}
              href={`/api/papers/publicNotice/${notice.id}.docx`}
            >
              打印公示
            </Button>
            <FileLinks ids={notice.files} />
            {notice.can.includes('recordObjection') && (
              <FormButton
                label="登记异议"
                call={api.recordObjection}
                fields={{
                  onDay: NoticeObjection.fields.onDay,
                  saidBy: NoticeObjection.fields.saidBy,
                  content: NoticeObjection.fields.content,
                }}
                initial={{ onDay: today() }}
                unfolded={['saidBy']}
                given={{ id: notice.id }}
              />
            )}
          </Flex>
          {objections.map((one) => (
            <div key={one.id} style={{ margin: '8px 0 0 16px' }}>
              <Flex gap={8} wrap align="center">
                <span>{one.onDay} 异议</span>
                <State tone={one.state === 'open' ? 'warn' : 'quiet'}>{objectionStates[one.state]}</State>
                {one.can.includes('answerObjection') && (
                  <FormButton
                    label="登记核实结果"
                    call={api.answerObjection}
                    fields={{
                      upheld: NoticeObjection.fields.state,
                      answer: { ...NoticeObjection.fields.answer, optional: false },
                    }}
                    given={{ id: one.id, version: one.version }}
                  />
                )}
              </Flex>
              <div style={{ whiteSpace: 'pre-wrap' }}>{one.content}</div>
              {one.answer && (
                <div style={{ whiteSpace: 'pre-wrap' }}>
                  核实（{one.answeredOn}，{one.answeredBy}）：{one.answer}
                </div>
              )}
            </div>
          ))}
        </div>
      ))}
      {application.state === 'onNotice' || application.state === 'onSecondNotice' ? (
        <Typography.Text type="secondary">期满且异议都已核实后，办理「公示期满」。</Typography.Text>
      ) : null}
    </Block>
  )
}

function Handouts({ opened: { application, handouts, monthly } }: { opened: OpenedApplication }) {
  if (monthly && handouts.length === 0) return null
  return (
    <Block
      title="物资发放"
      extra={
        application.can.includes('handOut') && (
          <FormButton
            label="登记发放"
            title="登记物资发放"
            call={api.handOut}
            fields={handout}
            initial={{ handedOn: today(), receivedBy: application.clientName, files: [], station: application.station }}
            given={{ id: application.id }}
          />
        )
      }
    >
      {handouts.length === 0 ? (
        <Nothing says="没有发放物资" />
      ) : (
        handouts.map((one) => (
          <div key={one.id}>
            {one.handedOn}　{one.goods} {one.quantity} {one.measuredIn}
            {one.valueFen !== null && `（折合 ${formatFen(one.valueFen)} 元）`}　领取人 {one.receivedBy}　
            <FileLinks ids={one.files} />
          </div>
        ))
      )}
    </Block>
  )
}

function Taken({ opened: { steps } }: { opened: OpenedApplication }) {
  return (
    <Block title="办理记录">
      <Timeline
        items={steps.map((one) => ({
          content: (
            <>
              <div>
                <strong>{shown(ApplicationStep.fields.move, one.move)}</strong> {one.onDay} · {one.byName}{' '}
                {one.dueOn && one.onDay > one.dueOn && <State tone="bad">{`超期，应于 ${one.dueOn}`}</State>}
              </div>
              {one.opinion && <div style={{ whiteSpace: 'pre-wrap' }}>{one.opinion}</div>}
            </>
          ),
        }))}
      />
    </Block>
  )
}
