import { useNavigate } from '@tanstack/react-router'
import { App, Select, Typography } from 'antd'
import { useState } from 'react'
import type { RowOf } from '../../core/entity.ts'
import { link, optional, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Block } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import type { OpenedFile } from './client.screens.tsx'
import { Client } from './client.ts'
import { ClientTransfer } from './transfer.ts'

const api = client<typeof import('./index.server.ts')>('clients')

export function CloseClient({ client: row, onDone }: { client: RowOf<typeof Client>; onDone: () => void }) {
  const close = useAct(api.closeClient, { onDone })
  const { closing, closedOn } = Client.fields
  return (
    <Block title="结束服务">
      <div style={{ maxWidth: 640 }}>
        <Typography.Paragraph type="secondary">结束后不再计入在册人数；档案全部保留，可以恢复。</Typography.Paragraph>
        <RecordForm
          fields={{ closing: { ...closing, optional: false }, closedOn: { ...closedOn, optional: false } }}
          initial={{ closedOn: today() }}
          submit="结束服务"
          onSubmit={(values) => close.mutateAsync({ ...values, id: row.id, version: row.version } as never)}
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}

/** 转站: to a station of this county, or of another. */
export function OfferTransfer({ file, onDone }: { file: OpenedFile; onDone: () => void }) {
  const { client: row } = file
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [county, setCounty] = useState<string | null>(null)
  const stations = useAnswer(api.stationsToReceive, { station: row.station!, county })
  const offer = useAct(api.offerTransfer, {
    onDone: () => {
      message.info('已提出，等待接收站答复')
      void navigate({ to: '/clients/transfers' })
    },
  })
  const { reason, handover, consentBy, consentOn, proof } = ClientTransfer.fields
  return (
    <Block title="转到别的站">
      <div style={{ maxWidth: 640 }}>
        <Typography.Paragraph type="secondary">
          对方接收后，档案归接收站办理；在本站做过的服务记录留在本站。对方接收前只看得到姓名、年龄、类别和交接摘要。
        </Typography.Paragraph>
        <RecordForm
          fields={{
            county: optional(link('接收站所在区县', 'place', { help: '不选即本区县' })),
            to: text('接收站'),
            reason,
            handover,
            consentBy,
            consentOn,
            proof,
          }}
          initial={{
            consentOn: today(),
            consentBy: file.needsGuardian ? 'guardian' : 'self',
            proof: [],
            station: row.station,
          }}
          unfolded={['county']}
          controls={{
            to: (values, set) => (
              <Select
                id="field-to"
                value={(values.to as string) ?? null}
                onChange={(chosen) => set('to', chosen)}
                onFocus={() => setCounty((values.county as string) ?? null)}
                showSearch={{ optionFilterProp: 'label' }}
                placeholder="请选择"
                loading={stations.isFetching}
                options={(stations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                style={{ width: '100%' }}
              />
            ),
          }}
          draft={`transfer.${row.id}`}
          submit="提出转站"
          onSubmit={({ county: _county, ...values }) =>
            offer.mutateAsync({ proof: [], ...values, id: row.id } as never)
          }
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}
