import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, PageHead } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { intakeFields } from './caseFile.ts'
import { api } from './parts.tsx'

const clients = client<typeof import('../clients/index.server.ts')>('clients')

/** Takes in a request for help (C-01). What the client's file knows is not asked again. */
export function RegisterCase() {
  const me = useMe()
  const navigate = useNavigate()
  const mayChoose = useHolds('case.review')
  const search = useSearch({ strict: false }) as { client?: string; referral?: string }
  const known = useAnswer(clients.getClient, { id: search.client ?? '' }, { enabled: search.client !== undefined })
  const referral = useAnswer(api.getReferral, { id: search.referral ?? '' }, { enabled: search.referral !== undefined })
  const [station, setStation] = useState(me.stations[0]?.id ?? null)
  const register = useAct(api.registerCase)
  if (search.client && !known.data)
    return (
      <Answer of={known} page>
        {() => null}
      </Answer>
    )
  if (search.referral && !referral.data)
    return (
      <Answer of={referral} page>
        {() => null}
      </Answer>
    )
  const from = referral.data
  const at = known.data?.client.station ?? station
  return (
    <>
      <PageHead
        title="接案登记"
        note={known.data ? `${known.data.client.name} · ${known.data.stationName}` : '服务对象还没有档案的，请先建档'}
      />
      <Block>
        <div style={{ maxWidth: 680 }}>
          <RecordForm
            key={at}
            fields={{
              ...(!search.client && { client: ref('服务对象', 'client') }),
              ...intakeFields,
              worker: { ...ref('负责社工', 'person'), optional: true },
            }}
            initial={{
              station: at,
              intakeOn: today(),
              ...(from
                ? {
                    source: 'station',
                    referredBy: from.fromName,
                    request: from.wanted,
                    problem: `${from.reason}\n${from.standing}`.slice(0, 1000),
                    servicesUsed: from.done.slice(0, 500),
                  }
                : { source: 'found' }),
              worker: me.person,
            }}
            draft={`case-new-${search.client ?? search.referral ?? 'fresh'}`}
            unfolded={['background']}
            controls={mayChoose ? {} : { worker: null }}
            submit="登记"
            extra={
              !search.client && me.stations.length > 1 ? (
                <Select
                  aria-label="社工站"
                  value={station}
                  onChange={setStation}
                  options={me.stations.map(({ id, name }) => ({ value: id, label: name }))}
                  style={{ width: '100%', marginBottom: 16 }}
                />
              ) : undefined
            }
            onSubmit={async (values) => {
              const made = await register.mutateAsync({
                ...values,
                station: at!,
                client: search.client ?? values.client,
                ...(search.referral && { referral: search.referral }),
              } as never)
              void navigate({ to: '/cases/$id', params: { id: made.id } as never })
            }}
            onCancel={() => history.back()}
          />
        </div>
      </Block>
    </>
  )
}
