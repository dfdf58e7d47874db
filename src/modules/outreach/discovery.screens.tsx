import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Steps, Timeline } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { date, optional, text } from '../../core/field.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Facts, PageHead, State, shown } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { Discovery, type DiscoveryState, DiscoveryStep, openDiscoveries, referTargets } from './discovery.ts'
import { api, StateOf } from './parts.tsx'

type Opened = AnswerOfCall<typeof import('./discovery.server.ts').getDiscovery>

const rail: readonly DiscoveryState[] = ['found', 'verified', 'reported', 'referred', 'answered']
const titles = { found: '发现', verified: '核实', reported: '报街道', referred: '转办', answered: '结果' } as const
const said = (label: string) => text(label, { max: 500, multiline: true })
const { foundOn, way, foundBy, name, phone, members, needs, situation } = Discovery.fields
const day = (label: string) => date(label, { past: true })

/** One line of the ledger with its steps, and what comes next. */
export function DiscoveryPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getDiscovery, { id })
  return (
    <Answer of={found} page>
      {(opened) => <OpenedDiscovery opened={opened} />}
    </Answer>
  )
}

function OpenedDiscovery({ opened }: { opened: Opened }) {
  const { discovery, stationName, placePath, steps, applicationLabel, clientName, late } = opened
  const open = openDiscoveries.includes(discovery.state)
  const unfounded = discovery.state === 'unfounded'
  return (
    <>
      <PageHead
        title={`主动发现 · ${discovery.name}`}
        note={`${stationName} · ${discovery.foundOn} 发现`}
        tags={
          <>
            <StateOf state={discovery.state} />
            {late && <State tone="bad">超期</State>}
          </>
        }
      >
        <Next opened={opened} />
      </PageHead>
      <Steps
        size="small"
        current={unfounded ? 1 : rail.indexOf(discovery.state)}
        {...(unfounded && { status: 'error' as const })}
        items={rail.map((state) => ({ title: titles[state as keyof typeof titles] }))}
        style={{ marginBottom: 16, maxWidth: 720 }}
      />
      <Block title="情况">
        <Facts
          fields={{
            name,
            place: Discovery.fields.place,
            members,
            needs,
            phone,
            way,
            foundBy,
            foundOn,
            verifyBy: Discovery.fields.verifyBy,
            answerBy: Discovery.fields.answerBy,
            client: Discovery.fields.client,
            referredTo: Discovery.fields.referredTo,
            party: Discovery.fields.party,
            application: Discovery.fields.application,
            result: Discovery.fields.result,
            situation,
          }}
          row={discovery}
          own={{
            place: placePath,
            verifyBy:
              discovery.state === 'found' ? `${discovery.verifyBy}，${sayDue(discovery.verifyBy)}` : discovery.verifyBy,
            answerBy: open ? `${discovery.answerBy}，${sayDue(discovery.answerBy)}` : discovery.answerBy,
            client: discovery.client ? (
              <To path={`/clients/${discovery.client}`}>{clientName ?? '打开档案'}</To>
            ) : (
              '未建档'
            ),
            ...(!discovery.party && { party: null }),
            referredTo: discovery.referredTo ? referTargets[discovery.referredTo] : '未转办',
            application: discovery.application ? (
              <To path={`/assistance/${discovery.application}`}>{applicationLabel ?? '打开申请'}</To>
            ) : null,
            ...(!discovery.result && { result: null }),
            situation: <span style={{ whiteSpace: 'pre-wrap' }}>{discovery.situation}</span>,
          }}
        />
        <FileLinks ids={discovery.files} />
      </Block>
      <Block title="办理记录">
        <Timeline
          items={steps.map((one) => ({
            content: (
              <>
                <div>
                  <strong>{shown(DiscoveryStep.fields.move, one.move)}</strong> {one.onDay} · {one.byName}
                </div>
                {one.note && <div style={{ whiteSpace: 'pre-wrap' }}>{one.note}</div>}
              </>
            ),
          }))}
        />
      </Block>
      <History id={discovery.id} />
    </>
  )
}

function Next({ opened: { discovery } }: { opened: Opened }) {
  const navigate = useNavigate()
  const mayApply = useHolds('assistance.write')
  const may = (action: string) => discovery.can.includes(action)
  const given = { id: discovery.id, version: discovery.version }
  const { referredTo, party, application } = Discovery.fields
  return (
    <>
      {may('verifyDiscovery') && (
        <FormButton
          label="核实属实"
          primary
          small={false}
          call={api.verifyDiscovery}
          fields={{ verifiedOn: day('核实日期'), note: optional(said('核实情况')) }}
          initial={{ verifiedOn: today() }}
          unfolded={['note']}
          given={given}
        />
      )}
      {may('dismissDiscovery') && (
        <FormButton
          label="不属实"
          title="核实不属实"
          small={false}
          call={api.dismissDiscovery}
          fields={{ verifiedOn: day('核实日期'), result: said('核实情况') }}
          initial={{ verifiedOn: today() }}
          given={given}
        />
      )}
      {may('reportDiscovery') && (
        <FormButton
          label="报街道"
          title="报街道（乡镇）"
          primary
          small={false}
          call={api.reportDiscovery}
          fields={{ reportedOn: day('报送日期'), note: optional(said('报送内容')) }}
          initial={{ reportedOn: today() }}
          unfolded={['note']}
          given={given}
        />
      )}
      {may('referDiscovery') && mayApply && discovery.client && (
        <Button
          onClick={() =>
            void navigate({
              to: '/assistance/new',
              search: { client: discovery.client, discovery: discovery.id } as never,
            })
          }
        >
          登记救助申请
        </Button>
      )}
      {may('referDiscovery') && (
        <FormButton
          label="转办"
          small={false}
          call={api.referDiscovery}
          fields={{
            referredOn: day('转办日期'),
            referredTo: { ...referredTo, optional: false },
            application,
            party,
            note: optional(said('说明')),
          }}
          initial={{ referredOn: today() }}
          unfolded={['note']}
          controls={{
            application: (values) => (values.referredTo === 'application' ? undefined : null),
            party: (values) => (values.referredTo === 'application' ? null : undefined),
          }}
          given={given}
        />
      )}
      {may('answerDiscovery') && (
        <FormButton
          label="登记结果"
          small={false}
          call={api.answerDiscovery}
          fields={{ answeredOn: day('办结日期'), result: said('结果') }}
          initial={{ answeredOn: today() }}
          given={given}
        />
      )}
      {may('reopenDiscovery') && (
        <FormButton
          label="重新办理"
          small={false}
          call={api.reopenDiscovery}
          fields={{ note: said('理由') }}
          given={given}
        />
      )}
    </>
  )
}
