import { DownOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Col, Dropdown, Flex, Row, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import type { Section } from '../../ui/page.ts'
import { Answer, Block, Facts, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { Sections } from '../../ui/Sections.tsx'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { ArchiveBlock } from './ArchiveBlock.tsx'
import { ClientPapers } from './ClientPapers.tsx'
import { Consents, Guardians } from './Consents.tsx'
import { Client, clientSexes, clientStates, riskLevels } from './client.ts'
import { EditClient } from './clientForm.screens.tsx'
import { riskTones } from './clients.screens.tsx'
import { Categories, Contacts, RiskAndCare, Serving, Tracings } from './FileBlocks.tsx'
import { CloseClient, OfferTransfer } from './Leaving.tsx'
import { Looks } from './Looks.tsx'
import { AssessNeeds, Needs } from './Needs.tsx'
import { RevealClient } from './RevealClient.tsx'
import { TimelineBlock } from './TimelineBlock.tsx'

const api = client<typeof import('./index.server.ts')>('clients')

export type OpenedFile = AnswerOfCall<typeof import('./file.server.ts').getClient>

/** A client's file: what everyone must see first, the facts on the left, what happened on the right. */
export function ClientPage({ sections }: { sections: readonly Section[] }) {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getClient, { id })
  return (
    <Answer of={found} page>
      {(file) => <Opened key={id} file={file} sections={sections} />}
    </Answer>
  )
}

const inForce = ({ fromOn, toOn }: { fromOn: string; toOn: string | null }) =>
  fromOn <= today() && (toOn === null || toOn >= today())

function Opened({ file, sections }: { file: OpenedFile; sections: readonly Section[] }) {
  const { client: row, age, placePath, stationName, mayReveal } = file
  const navigate = useNavigate()
  const [doing, setDoing] = useState<'edit' | 'close' | 'transfer' | 'papers' | null>(null)
  const reopen = useAct(api.reopenClient)
  const export_ = useAct(api.exportArchive)
  const may = (action: string) => row.can.includes(action)
  const risk = file.risks.find(({ toOn }) => toOn === null)
  const alerts = file.alerts.filter(inForce)
  const categories = file.categories.filter(({ row: one }) => inForce(one))
  const more = [
    ...(may('editClient') ? [{ key: 'edit', label: '修改基本情况' }] : []),
    ...(may('editClient') ? [{ key: 'service', label: '登记服务' }] : []),
    ...(may('offerTransfer') ? [{ key: 'transfer', label: '转到别的站' }] : []),
    ...(may('closeClient') ? [{ key: 'close', label: '结束服务' }] : []),
    ...(may('reopenClient') ? [{ key: 'reopen', label: '恢复服务' }] : []),
    { key: 'papers', label: '打印多份表格' },
    { key: 'word', label: '整份档案（Word）' },
    { key: 'pdf', label: '整份档案（PDF）' },
    { key: 'zip', label: '档案与附件打包' },
  ]
  const choose = (key: string) => {
    switch (key) {
      case 'edit':
      case 'close':
      case 'transfer':
      case 'papers':
        return setDoing(key)
      case 'service':
        return void navigate({ to: '/services/new', search: { client: row.id } as never })
      case 'reopen':
        return reopen.mutate({ id: row.id, version: row.version })
      case 'word':
        return location.assign(`/api/papers/clientArchive/${row.id}.docx`)
      case 'pdf':
        return location.assign(`/api/papers/clientArchive/${row.id}.pdf`)
      default:
        return export_.mutate({ id: row.id }, { onSuccess: () => void navigate({ to: '/jobs' }) })
    }
  }
  const hidden = (field: 'idNumber' | 'phone' | 'address') => (
    <RevealClient
      id={row.id}
      field={field}
      label={Client.fields[field].label}
      value={row[field]}
      mayReveal={mayReveal}
    />
  )
  return (
    <>
      <PageHead
        title={row.name}
        note={[clientSexes[row.sex], age === null ? '年龄不详' : `${age} 岁`, placePath, stationName].join(' · ')}
        tags={
          <>
            {row.state !== 'active' && <State tone="quiet">{clientStates[row.state]}</State>}
            {categories.map(({ row: one, label }) => (
              <State key={one.id} tone="busy">
                {label}
              </State>
            ))}
            {risk && <State tone={riskTones[risk.level]}>风险{riskLevels[risk.level]}</State>}
          </>
        }
      >
        {may('assessNeeds') && <AssessNeeds file={file} />}
        <Dropdown trigger={['click']} menu={{ items: more, onClick: ({ key }) => choose(key) }}>
          <Button>
            更多 <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      </PageHead>
      {doing === 'papers' && <ClientPapers id={row.id} name={row.name} onClose={() => setDoing(null)} />}
      <Flex vertical gap={8} style={{ marginBottom: 12 }}>
        {alerts.map((one) => (
          <Alert key={one.id} type="warning" showIcon title={one.content} action={<EndAlert alert={one} />} />
        ))}
        {row.mergedInto && (
          <Alert
            type="info"
            showIcon
            title={
              <>
                这份档案已并入 <To path={`/clients/${row.mergedInto}`}>{file.mergedIntoName ?? '另一份档案'}</To>
                ，请到那里办理
              </>
            }
          />
        )}
        {row.state === 'closed' && (
          <Alert type="info" showIcon title={`已于 ${row.closedOn} 结束服务；需要再服务的，可在「更多」里恢复`} />
        )}
        {row.state === 'transferred' && (
          <Alert type="info" showIcon title="已转到外区县的站点，这里保留转出前的全部内容" />
        )}
        {withdrawn(file) && (
          <Alert type="warning" showIcon title="本人或监护人已撤回建档与服务的同意：除依法履职外，不再提供服务" />
        )}
      </Flex>
      {doing === 'close' && <CloseClient client={row} onDone={() => setDoing(null)} />}
      {doing === 'transfer' && <OfferTransfer file={file} onDone={() => setDoing(null)} />}
      <Row gutter={[16, 0]}>
        <Col xs={24} lg={14} xl={15}>
          {doing === 'edit' ? (
            <EditClient client={row} onDone={() => setDoing(null)} />
          ) : (
            <Block title="基本情况">
              <Facts
                fields={Client.fields}
                row={row}
                own={{
                  name: null,
                  state: null,
                  mergedInto: null,
                  place: placePath,
                  idNumber: hidden('idNumber'),
                  phone: hidden('phone'),
                  address: hidden('address'),
                  household: row.household ? (
                    <To path={`/households/${row.household}`}>{file.householdName ?? '家庭'}</To>
                  ) : may('editClient') ? (
                    <To path="/households/new" search={{ client: row.id }}>
                      建立家庭档案
                    </To>
                  ) : null,
                  ...(row.idNumber && { noIdReason: null }),
                  ...(row.state === 'active' && { closedOn: null, closing: null }),
                  ...Object.fromEntries(
                    (['formerName', 'institution', 'memo'] as const)
                      .filter((key) => !row[key])
                      .map((key) => [key, null]),
                  ),
                }}
              />
            </Block>
          )}
          <Needs file={file} />
          <Sections of={sections} id={row.id} />
          <Categories file={file} />
          <RiskAndCare file={file} />
          <Guardians file={file} />
          <Consents file={file} />
          <Contacts file={file} />
          <Tracings file={file} />
          <Serving file={file} />
        </Col>
        <Col xs={24} lg={10} xl={9}>
          <ArchiveBlock id={row.id} />
          <TimelineBlock call={api.timelineOf} id={row.id} title="时间线" />
          {file.maySeeLooks && <Looks id={row.id} />}
          <History id={row.id} />
        </Col>
      </Row>
    </>
  )
}

/** The ground on which the file is kept was taken back, and no other stands. */
function withdrawn({ consents }: OpenedFile): boolean {
  const own = consents.filter(({ purpose }) => purpose === 'service')
  return own.length > 0 && own.every(({ withdrawnOn }) => withdrawnOn !== null)
}

function EndAlert({ alert }: { alert: OpenedFile['alerts'][number] }) {
  const end = useAct(api.endAlert)
  if (!alert.can.includes('endAlert'))
    return <Typography.Text type="secondary">至 {alert.toOn ?? '取消'}</Typography.Text>
  return (
    <Button size="small" loading={end.isPending} onClick={() => end.mutate({ id: alert.id, version: alert.version })}>
      取消提醒
    </Button>
  )
}
