import { Flex, Select, Typography } from 'antd'
import type { ReactNode } from 'react'
import { date, optional } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { client } from '../../ui/client.ts'
import { FileLinks } from '../../ui/files.tsx'
import { today } from '../../ui/format.ts'
import { Block, Nothing, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { Asking } from './Asking.tsx'
import type { OpenedFile } from './client.screens.tsx'
import { ClientCategory, ClientRisk, ClientWorker, categorySources, riskLevels } from './client.ts'
import {
  ClientAlert,
  ClientCare,
  ClientContact,
  contactKinds,
  FamilyTracing,
  selfCares,
  strengths,
  tracingResults,
  tracingWays,
} from './clientFile.ts'
import { riskTones } from './clients.screens.tsx'
import { RevealClient } from './RevealClient.tsx'

const api = client<typeof import('./index.server.ts')>('clients')

export const span = (fromOn: string, toOn: string | null) => (toOn ? `${fromOn} 至 ${toOn}` : `${fromOn} 起`)

/** One line of a block: what it is, what may be done with it, and the small print below. */
export function FileLine({ head, small, children }: { head: ReactNode; small?: ReactNode; children?: ReactNode }) {
  return (
    <div className="client-line">
      <Flex gap={8} wrap align="center" justify="space-between">
        <Flex gap={8} wrap align="center">
          {head}
        </Flex>
        {children && <Flex gap={8}>{children}</Flex>}
      </Flex>
      {small && <Typography.Text type="secondary">{small}</Typography.Text>}
    </div>
  )
}

export function Categories({ file }: { file: OpenedFile }) {
  const { client: row, categories } = file
  const add = useAct(api.addCategory)
  const end = useAct(api.endCategory)
  const confirm = useAct(api.confirmCategory)
  const known = useAnswer(api.categoriesOf, { station: row.station }, { enabled: row.can.includes('addCategory') })
  const { category, fromOn, source, proof } = ClientCategory.fields
  return (
    <Block
      title="类别"
      extra={
        row.can.includes('addCategory') && (
          <Asking
            label="加类别"
            title="加类别"
            fields={{ category, fromOn, source, proof }}
            initial={{ fromOn: today(), source: 'discovered', proof: [], station: row.station }}
            controls={{
              category: (values, set) => (
                <Select
                  id="field-category"
                  value={(values.category as string) ?? null}
                  onChange={(chosen) => set('category', chosen)}
                  showSearch={{ optionFilterProp: 'label' }}
                  placeholder="请选择"
                  options={(known.data ?? []).map((one) => ({ value: one.category, label: one.label }))}
                  style={{ width: '100%' }}
                />
              ),
            }}
            run={(values) => add.mutateAsync({ proof: [], ...values, id: row.id } as never)}
          />
        )
      }
    >
      {categories.length === 0 && <Nothing says="还没有登记类别" />}
      {categories.map(({ row: one, label }) => (
        <FileLine
          key={one.id}
          head={
            <>
              <Typography.Text strong>{label}</Typography.Text>
              {one.toOn && one.toOn < today() && <State tone="quiet">已终止</State>}
              {one.includedOn && <State tone="good">已纳入保障</State>}
              {!one.includedOn && one.confirmedOn && <State tone="busy">身份已确认</State>}
            </>
          }
          small={
            <>
              {[
                span(one.fromOn, one.toOn),
                categorySources[one.source],
                one.endReason,
                one.confirmedOn && `${one.confirmedOn} 确认身份`,
                one.includedOn && `${one.includedOn} 纳入`,
              ]
                .filter(Boolean)
                .join(' · ')}
              <FileLinks ids={one.proof} />
            </>
          }
        >
          {one.can.includes('confirmCategory') && one.confirmedOn === null && (
            <Asking
              label="身份确认"
              title={`${label}：身份确认与纳入保障`}
              fields={{
                confirmedOn: date('身份确认日期', { past: true }),
                includedOn: ClientCategory.fields.includedOn,
              }}
              initial={{ confirmedOn: today() }}
              unfolded={['includedOn']}
              run={(values) => confirm.mutateAsync({ ...values, id: one.id, version: one.version } as never)}
            />
          )}
          {one.can.includes('endCategory') && row.state === 'active' && (
            <Asking
              label="终止"
              title={`终止「${label}」`}
              fields={{ toOn: date('终止日期'), endReason: { ...ClientCategory.fields.endReason, optional: false } }}
              initial={{ toOn: today() }}
              submit="终止"
              run={(values) => end.mutateAsync({ ...values, id: one.id, version: one.version } as never)}
            />
          )}
        </FileLine>
      ))}
    </Block>
  )
}

export function RiskAndCare({ file }: { file: OpenedFile }) {
  const { client: row, risks, cares, mayReveal } = file
  const assess = useAct(api.assessRisk)
  const care = useAct(api.recordCare)
  const { level, reasons, fromOn, reviewOn } = ClientRisk.fields
  const { selfCare, carer, health } = ClientCare.fields
  const [risk] = risks
  const [now] = cares
  return (
    <Block
      title="风险与照料"
      extra={
        row.can.includes('assessRisk') && (
          <Flex gap={8}>
            <Asking
              label="评定风险"
              title="评定风险"
              fields={{ level, reasons, fromOn, reviewOn }}
              initial={{ fromOn: today(), reviewOn: addDays(today(), 182) }}
              run={(values) => assess.mutateAsync({ ...values, id: row.id } as never)}
            />
            <Asking
              label="登记照料"
              title="登记照料能力"
              fields={{ selfCare, carer, health, fromOn: ClientCare.fields.fromOn }}
              initial={{ fromOn: today() }}
              unfolded={['carer', 'health']}
              run={(values) => care.mutateAsync({ ...values, id: row.id } as never)}
            />
          </Flex>
        )
      }
    >
      {!risk && !now && <Nothing says="还没有评定风险，也没有登记照料能力" />}
      {risk && (
        <FileLine
          head={
            <>
              <State tone={riskTones[risk.level]}>风险{riskLevels[risk.level]}</State>
              <span>{risk.reasons}</span>
            </>
          }
          small={
            <>
              {`${risk.fromOn} 评定，${risk.reviewOn} 前复评`}
              {risk.reviewOn < today() && ' '}
              {risk.reviewOn < today() && <State tone="bad">复评已过期</State>}
              {risks.length > 1 &&
                `　此前：${risks
                  .slice(1, 4)
                  .map((one) => `${one.fromOn} ${riskLevels[one.level]}`)
                  .join('、')}`}
            </>
          }
        />
      )}
      {now && (
        <FileLine
          head={
            <>
              <Typography.Text strong>{selfCares[now.selfCare]}</Typography.Text>
              {now.carer && <span>照料人：{now.carer}</span>}
            </>
          }
          small={span(now.fromOn, now.toOn)}
        >
          {now.health && (
            <RevealClient id={now.id} field="health" label="健康状况与用药" value={now.health} mayReveal={mayReveal} />
          )}
        </FileLine>
      )}
    </Block>
  )
}

export function Contacts({ file }: { file: OpenedFile }) {
  const { client: row, contacts, mayReveal } = file
  const add = useAct(api.addContact)
  const end = useAct(api.endContact)
  const { kind, name, relation, strength, phone, urgent, memo } = ClientContact.fields
  const now = contacts.filter(({ toOn }) => toOn === null)
  return (
    <Block
      title="社会关系"
      extra={
        row.can.includes('addContact') && (
          <Asking
            label="登记关系"
            title="登记社会关系"
            fields={{ kind, name, relation, strength, urgent, phone, memo }}
            initial={{ kind: 'person', urgent: false, strength: 'weak' }}
            unfolded={['phone']}
            run={(values) => add.mutateAsync({ ...values, id: row.id } as never)}
          />
        )
      }
    >
      {now.length === 0 && <Nothing says="还没有登记身边的人和单位" />}
      {now.map((one) => (
        <FileLine
          key={one.id}
          head={
            <>
              <Typography.Text strong>{one.name}</Typography.Text>
              <span>{one.relation}</span>
              {one.urgent && <State tone="warn">紧急联系人</State>}
              <State tone={one.strength === 'strained' ? 'bad' : 'quiet'}>{strengths[one.strength]}</State>
            </>
          }
          small={[contactKinds[one.kind], one.memo].filter(Boolean).join(' · ')}
        >
          {one.phone && (
            <RevealClient
              id={one.id}
              field="contactPhone"
              label={`${one.name}的电话`}
              value={one.phone}
              mayReveal={mayReveal}
            />
          )}
          {one.can.includes('endContact') && row.can.includes('addContact') && (
            <Asking
              label="移除"
              title={`移除「${one.name}」`}
              fields={{ toOn: date('自何日起不再有', { past: true }) }}
              initial={{ toOn: today() }}
              submit="移除"
              run={(values) => end.mutateAsync({ ...values, id: one.id, version: one.version } as never)}
            />
          )}
        </FileLine>
      ))}
    </Block>
  )
}

/** Shown where somebody's family is looked for: of unknown identity, in a relief institution. */
export function Tracings({ file }: { file: OpenedFile }) {
  const { client: row, tracings } = file
  const add = useAct(api.recordTracing)
  if (tracings.length === 0 && row.institution === null && row.sex !== 'unknown') return null
  const { onDay, way, result, content } = FamilyTracing.fields
  return (
    <Block
      title="寻亲"
      extra={
        row.can.includes('recordTracing') && (
          <Asking
            label="登记寻亲"
            title="登记寻亲"
            fields={{ onDay, way, result, content }}
            initial={{ onDay: today() }}
            run={(values) => add.mutateAsync({ ...values, id: row.id } as never)}
          />
        )
      }
    >
      {tracings.length === 0 && <Nothing says="还没有寻亲记录" />}
      {tracings.map((one) => (
        <FileLine
          key={one.id}
          head={
            <>
              <Typography.Text strong>{tracingWays[one.way]}</Typography.Text>
              <State tone={one.result === 'found' ? 'good' : 'quiet'}>{tracingResults[one.result]}</State>
              <span>{one.content}</span>
            </>
          }
          small={one.onDay}
        />
      ))}
    </Block>
  )
}

/** Who answers for the client and where, now and before; alerts are set here too. */
export function Serving({ file }: { file: OpenedFile }) {
  const { client: row, workers, stations } = file
  const assign = useAct(api.assignWorker)
  const alert = useAct(api.addAlert)
  return (
    <Block
      title="责任社工与站点"
      extra={
        row.can.includes('assignWorker') && (
          <Flex gap={8}>
            <Asking
              label="更换社工"
              title="更换责任社工"
              fields={{ worker: ClientWorker.fields.worker, fromOn: ClientWorker.fields.fromOn }}
              initial={{ fromOn: today() }}
              run={(values) => assign.mutateAsync({ ...values, id: row.id } as never)}
            />
            <Asking
              label="加提醒"
              title="加提醒"
              note={
                <Typography.Paragraph type="secondary">
                  打开这份档案的人都会先看到，如：家有大型犬、传染病、曾威胁工作人员
                </Typography.Paragraph>
              }
              fields={{ content: ClientAlert.fields.content, toOn: optional(date('提醒到')) }}
              unfolded={['toOn']}
              run={(values) => alert.mutateAsync({ ...values, id: row.id } as never)}
            />
          </Flex>
        )
      }
    >
      {workers.map(({ row: one, name }) => (
        <FileLine
          key={one.id}
          head={<Typography.Text strong>{name}</Typography.Text>}
          small={span(one.fromOn, one.toOn)}
        />
      ))}
      {workers.length === 0 && <Nothing says="还没有责任社工，请先指定" />}
      {stations.map(({ row: one, name }) => (
        <FileLine
          key={one.id}
          head={name}
          small={[
            span(one.fromOn, one.toOn),
            one.records === null ? null : `转出时有 ${one.records} 条服务记录，留在原站`,
            one.handover && `交接：${one.handover}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        />
      ))}
    </Block>
  )
}
