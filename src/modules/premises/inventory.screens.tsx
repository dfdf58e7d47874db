import { Button, Flex, Modal } from 'antd'
import { useState } from 'react'
import type { RowOf } from '../../core/entity.ts'
import { date, optional, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { formatNumber, today } from '../../ui/format.ts'
import { Block, State, type Tone } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import type { Doing, House } from './premises.screens.tsx'
import { conditions, type Equipment, type Space } from './premises.ts'

const api = client<typeof import('./space.server.ts') & typeof import('./equipment.server.ts')>('premises')

type SpaceRow = RowOf<typeof Space>
type Thing = RowOf<typeof Equipment>

const conditionTones: Record<keyof typeof conditions, Tone> = { good: 'good', repair: 'warn', unusable: 'bad' }

const amount = (value: number, unit: string) => `${formatNumber(value)} ${unit}`
const until = (toOn: string | null) => toOn ?? '今'
const past = (toOn: string | null) => toOn !== null && toOn < today()

/** The rooms and areas the station may use, those that ended last. */
export function Spaces({ house, onDo }: { house: House; onDo: (doing: Doing) => void }) {
  const [ending, setEnding] = useState<SpaceRow>()
  const end = useAct(api.endSpace, { onDone: () => setEnding(undefined) })
  const words = new Map(house.lines.map(({ key, item }) => [key, item]))
  const total = house.spaces.filter(({ toOn }) => !past(toOn)).reduce((sum, { areaM2 }) => sum + (areaM2 ?? 0), 0)
  return (
    <Block title={`场地${total > 0 ? `（在用共 ${formatNumber(total)} m²）` : ''}`}>
      <DataTable
        rows={house.spaces}
        rowKey={({ id }) => id}
        columns={[
          {
            title: '场地',
            key: 'name',
            render: (_, { name, toOn, files }) => (
              <div style={{ minWidth: 120 }}>
                {name} {past(toOn) && <State tone="quiet">已停用</State>}
                <div>
                  <FileLinks ids={files} />
                </div>
              </div>
            ),
          },
          {
            title: '功能',
            key: 'purpose',
            render: (_, { purpose, alsoFor }) => (
              <div style={{ maxWidth: 260 }}>
                {words.get(purpose) ?? purpose}
                {alsoFor.length > 0 && (
                  <div className="unknown">兼作 {alsoFor.map((key) => words.get(key) ?? key).join('、')}</div>
                )}
              </div>
            ),
          },
          {
            title: '面积',
            key: 'areaM2',
            align: 'right',
            width: 90,
            render: (_, { areaM2 }) => (areaM2 === null ? '—' : amount(areaM2, 'm²')),
          },
          {
            title: '依托',
            key: 'host',
            render: (_, { host, sharedWith }) =>
              host || sharedWith ? (
                <>
                  {house.hosts.find(({ key }) => key === host)?.value ?? host}
                  {sharedWith && <div className="unknown">归 {sharedWith} 管理</div>}
                </>
              ) : (
                '自有'
              ),
          },
          { title: '起止', key: 'days', render: (_, { fromOn, toOn }) => `${fromOn} 至 ${until(toOn)}` },
          {
            title: '办理',
            key: 'do',
            width: 130,
            render: (_, row) => (
              <Flex gap={4}>
                {row.can.includes('editSpace') && (
                  <Button size="small" aria-label={`更正${row.name}`} onClick={() => onDo({ what: 'space', row })}>
                    更正
                  </Button>
                )}
                {row.can.includes('endSpace') && (
                  <Button size="small" aria-label={`停用${row.name}`} onClick={() => setEnding(row)}>
                    停用
                  </Button>
                )}
                {row.can.length === 0 && '—'}
              </Flex>
            ),
          },
        ]}
        empty="还没有登记场地"
        emptyAction={house.mayKeep && <Button onClick={() => onDo({ what: 'space' })}>登记第一处</Button>}
      />
      <Modal
        title={`停用「${ending?.name ?? ''}」`}
        open={ending !== undefined}
        footer={null}
        onCancel={() => setEnding(undefined)}
        destroyOnHidden
      >
        <RecordForm
          fields={{ toOn: date('最后一天', { help: '这一天之后不再计入清单，记录保留' }) }}
          initial={{ toOn: today() }}
          submit="停用"
          onSubmit={(values) => end.mutateAsync({ ...values, id: ending!.id, version: ending!.version } as never)}
          onCancel={() => setEnding(undefined)}
        />
      </Modal>
    </Block>
  )
}

/** What stands there, and how it was found when it was last looked at. */
export function Things({ house, onDo }: { house: House; onDo: (doing: Doing) => void }) {
  const [ending, setEnding] = useState<Thing>()
  const end = useAct(api.endEquipment, { onDone: () => setEnding(undefined) })
  return (
    <Block title="设施设备">
      <DataTable
        rows={house.equipment}
        rowKey={({ id }) => id}
        columns={[
          {
            title: '名称',
            key: 'name',
            render: (_, { name, files, note }) => (
              <div style={{ minWidth: 120, maxWidth: 280 }}>
                {name}
                {note && <div className="unknown">{note}</div>}
                <div>
                  <FileLinks ids={files} />
                </div>
              </div>
            ),
          },
          {
            title: '数量',
            key: 'quantity',
            align: 'right',
            width: 80,
            render: (_, { quantity, unit }) => amount(quantity, unit ?? ''),
          },
          {
            title: '状态',
            key: 'state',
            width: 84,
            render: (_, { state, toOn }) =>
              past(toOn) ? (
                <State tone="quiet">
                  {conditions[state]}至 {toOn}
                </State>
              ) : (
                <State tone={conditionTones[state]}>{conditions[state]}</State>
              ),
          },
          { title: '启用', key: 'fromOn', width: 110, render: (_, { fromOn }) => fromOn },
          { title: '检查', key: 'checkedOn', width: 110, render: (_, { checkedOn }) => checkedOn ?? '—' },
          {
            title: '办理',
            key: 'do',
            width: 180,
            render: (_, row) => (
              <Flex gap={4}>
                {row.can.includes('checkEquipment') && (
                  <Button size="small" aria-label={`检查${row.name}`} onClick={() => onDo({ what: 'check', row })}>
                    检查
                  </Button>
                )}
                {row.can.includes('editEquipment') && (
                  <Button size="small" aria-label={`更正${row.name}`} onClick={() => onDo({ what: 'thing', row })}>
                    更正
                  </Button>
                )}
                {row.can.includes('endEquipment') && (
                  <Button size="small" aria-label={`停用${row.name}`} onClick={() => setEnding(row)}>
                    停用
                  </Button>
                )}
                {row.can.length === 0 && '—'}
              </Flex>
            ),
          },
        ]}
        empty="还没有登记设施设备"
        emptyAction={house.mayKeep && <Button onClick={() => onDo({ what: 'thing' })}>登记第一项</Button>}
      />
      <Modal
        title={`停用「${ending?.name ?? ''}」`}
        open={ending !== undefined}
        footer={null}
        onCancel={() => setEnding(undefined)}
        destroyOnHidden
      >
        <RecordForm
          fields={{ toOn: date('最后一天'), note: optional(text('原因', { max: 200 })) }}
          initial={{ toOn: today() }}
          unfolded={['note']}
          submit="停用"
          onSubmit={(values) => end.mutateAsync({ ...values, id: ending!.id, version: ending!.version } as never)}
          onCancel={() => setEnding(undefined)}
        />
      </Modal>
    </Block>
  )
}
