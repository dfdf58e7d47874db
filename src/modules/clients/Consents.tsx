import { Flex, Select, Typography } from 'antd'
import { date, optional, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { FileLinks } from '../../ui/files.tsx'
import { today } from '../../ui/format.ts'
import { Block, Nothing, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { Asking } from './Asking.tsx'
import type { OpenedFile } from './client.screens.tsx'
import {
  Consent,
  consentBases,
  consentGivers,
  consentPurposes,
  consentWays,
  Guardian,
  guardianKinds,
  guardianRelations,
} from './clientFile.ts'
import { FileLine, span } from './FileBlocks.tsx'
import { RevealClient } from './RevealClient.tsx'

const api = client<typeof import('./index.server.ts')>('clients')

export function Guardians({ file }: { file: OpenedFile }) {
  const { client: row, guardians, mayReveal, needsGuardian } = file
  const add = useAct(api.addGuardian)
  const end = useAct(api.endGuardian)
  const { name, relation, kind, phone, fromOn, memo } = Guardian.fields
  if (guardians.length === 0 && !needsGuardian && !row.can.includes('addGuardian')) return null
  return (
    <Block
      title="监护人"
      extra={
        row.can.includes('addGuardian') && (
          <Asking
            label="登记监护人"
            title="登记监护人"
            fields={{ name, relation, kind, phone, fromOn, memo }}
            initial={{ kind: 'direct', fromOn: today() }}
            unfolded={['phone']}
            run={(values) => add.mutateAsync({ ...values, id: row.id } as never)}
          />
        )
      }
    >
      {guardians.length === 0 && (
        <Nothing says={needsGuardian ? '不满 14 周岁，请登记监护人' : '成年人一般不需要；无民事行为能力的请登记'} />
      )}
      {guardians.map((one) => (
        <FileLine
          key={one.id}
          head={
            <>
              <Typography.Text strong>{one.name}</Typography.Text>
              <span>{guardianRelations[one.relation]}</span>
              <State tone={one.toOn ? 'quiet' : 'busy'}>{one.toOn ? '已结束' : guardianKinds[one.kind]}</State>
            </>
          }
          small={[span(one.fromOn, one.toOn), one.memo].filter(Boolean).join(' · ')}
        >
          {one.phone && (
            <RevealClient
              id={one.id}
              field="guardianPhone"
              label={`${one.name}的电话`}
              value={one.phone}
              mayReveal={mayReveal}
            />
          )}
          {one.can.includes('endGuardian') && (
            <Asking
              label="结束"
              title={`结束「${one.name}」的监护`}
              fields={{ toOn: date('监护止') }}
              initial={{ toOn: today() }}
              submit="结束"
              run={(values) => end.mutateAsync({ ...values, id: one.id, version: one.version } as never)}
            />
          )}
        </FileLine>
      ))}
    </Block>
  )
}

export function Consents({ file }: { file: OpenedFile }) {
  const { client: row, consents, guardians } = file
  const give = useAct(api.giveConsent)
  const withdraw = useAct(api.withdrawConsent)
  const { purpose, basis, law, way, givenBy, guardian, onDay, proof } = Consent.fields
  const current = guardians.filter(({ toOn }) => toOn === null)
  return (
    <Block
      title="同意与告知"
      extra={
        row.can.includes('giveConsent') && (
          <Asking
            label="登记同意"
            title="登记同意"
            fields={{ purpose, basis, law, way, givenBy, guardian, onDay, proof }}
            initial={{
              basis: 'consent',
              onDay: today(),
              proof: [],
              station: row.station,
              ...(file.needsGuardian && { givenBy: 'guardian' }),
            }}
            controls={{
              law: ({ basis: chosen }) => (chosen === 'law' ? undefined : null),
              way: ({ basis: chosen }) => (chosen === 'consent' ? undefined : null),
              givenBy: ({ basis: chosen }) => (chosen === 'consent' ? undefined : null),
              guardian: (values, set) =>
                values.basis === 'consent' && values.givenBy === 'guardian' ? (
                  <Select
                    id="field-guardian"
                    value={(values.guardian as string) ?? null}
                    onChange={(chosen) => set('guardian', chosen)}
                    placeholder={current.length === 0 ? '请先登记监护人' : '请选择'}
                    options={current.map(({ id, name, relation }) => ({
                      value: id,
                      label: `${name}（${guardianRelations[relation]}）`,
                    }))}
                    style={{ width: '100%' }}
                  />
                ) : null,
            }}
            run={(values) => give.mutateAsync({ proof: [], ...values, id: row.id } as never)}
          />
        )
      }
    >
      {consents.length === 0 && <Nothing says="还没有登记建档依据" />}
      {consents.map((one) => (
        <FileLine
          key={one.id}
          head={
            <>
              <Typography.Text strong>{consentPurposes[one.purpose]}</Typography.Text>
              {one.withdrawnOn ? (
                <State tone="quiet">已撤回</State>
              ) : (
                <State tone="good">{consentBases[one.basis]}</State>
              )}
            </>
          }
          small={
            <>
              {[
                one.onDay,
                one.law,
                one.givenBy && `${consentGivers[one.givenBy]}${one.way ? `${consentWays[one.way]}` : ''}`,
                `告知书 ${one.noticeVersion}`,
                one.withdrawnOn && `${one.withdrawnOn} 撤回${one.withdrawnReason ? `：${one.withdrawnReason}` : ''}`,
              ]
                .filter(Boolean)
                .join(' · ')}
              <FileLinks ids={one.proof} />
            </>
          }
        >
          {one.can.includes('withdrawConsent') && (
            <Flex>
              <Asking
                label="撤回"
                title={`撤回「${consentPurposes[one.purpose]}」的同意`}
                fields={{
                  withdrawnOn: date('撤回日期', { past: true }),
                  withdrawnReason: optional(text('撤回说明', { max: 200 })),
                }}
                initial={{ withdrawnOn: today() }}
                submit="撤回"
                run={(values) => withdraw.mutateAsync({ ...values, id: one.id, version: one.version } as never)}
              />
            </Flex>
          )}
        </FileLine>
      ))}
    </Block>
  )
}
