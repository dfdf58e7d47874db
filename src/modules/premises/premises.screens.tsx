import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Drawer, Dropdown, Flex, Modal, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { date, optional, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { formatNumber, today } from '../../ui/format.ts'
import { Answer, Block, Clause, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { answers, conditions, type Equipment, type Space } from './premises.ts'
import { CheckForm, EquipmentForm, SpaceForm } from './premisesForm.screens.tsx'

type Server = typeof import('./checklist.server.ts') &
  typeof import('./space.server.ts') &
  typeof import('./equipment.server.ts')
const api = client<Server>('premises')

export type House = AnswerOfCall<Server['premisesOf']>
type Line = House['lines'][number]
type SpaceRow = RowOf<typeof Space>
type Thing = RowOf<typeof Equipment>

const answerTones: Record<keyof typeof answers, Tone> = {
  met: 'good',
  unchecked: 'warn',
  missing: 'bad',
  none: 'quiet',
}
const conditionTones: Record<keyof typeof conditions, Tone> = { good: 'good', repair: 'warn', unusable: 'bad' }

/** What is being entered or changed in the drawer. */
type Doing =
  | { what: 'space'; line?: Line; row?: SpaceRow }
  | { what: 'thing'; line?: Line; row?: Thing }
  | { what: 'check'; row: Thing }

const titles = {
  space: ['登记场地', '更正场地'],
  thing: ['登记设施', '更正设施'],
  check: ['登记检查', '登记检查'],
} as const

/** A station's house: the checklist of its policy, each missing line with the way to enter it, its rooms and its things. */
export function PremisesPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.premisesOf, { station: id })
  const [doing, setDoing] = useState<Doing>()
  const done = () => setDoing(undefined)
  return (
    <Answer of={found}>
      {(house) => (
        <>
          <PageHead
            title="场地设施"
            note={
              <>
                <To path={`/stations/${id}`}>{house.stationName}</To> · 对照{house.document}
              </>
            }
          >
            {house.mayKeep && (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing({ what: 'space' })}>
                登记场地
              </Button>
            )}
            {house.mayKeep && <Button onClick={() => setDoing({ what: 'thing' })}>登记设施</Button>}
            <Dropdown
              menu={{
                items: [
                  { key: 'docx', label: 'Word 文档' },
                  { key: 'pdf', label: 'PDF' },
                  { key: 'xlsx', label: 'Excel 表格' },
                ],
                onClick: ({ key }) => location.assign(`/api/papers/premises/${id}.${key}`),
              }}
            >
              <Button icon={<DownloadOutlined />}>打印清单</Button>
            </Dropdown>
          </PageHead>
          <Checklist house={house} onDo={setDoing} />
          <Spaces house={house} onDo={setDoing} />
          <Things house={house} onDo={setDoing} />
          <Drawer
            open={doing !== undefined}
            onClose={done}
            title={doing && titles[doing.what][doing.what !== 'check' && doing.row ? 1 : 0]}
            size={520}
            destroyOnHidden
          >
            {doing?.what === 'space' && (
              <SpaceForm station={id} house={house} line={doing.line} row={doing.row} onDone={done} />
            )}
            {doing?.what === 'thing' && (
              <EquipmentForm station={id} house={house} line={doing.line} row={doing.row} onDone={done} />
            )}
            {doing?.what === 'check' && <CheckForm row={doing.row} onDone={done} />}
          </Drawer>
        </>
      )}
    </Answer>
  )
}

const amount = (value: number, unit: string) => `${formatNumber(value)} ${unit}`

/** What is there for a line and does not count, because it must be mended first. */
const brokenOf = (house: House, { key }: Line) =>
  house.equipment.filter(({ line, state, can }) => line === key && state !== 'good' && can.includes('checkEquipment'))

function Checklist({ house, onDo }: { house: House; onDo: (doing: Doing) => void }) {
  const numbered = house.lines.some(({ number }) => number !== null)
  const required = house.lines.filter((line) => line.required)
  const met = required.filter(({ answer }) => answer !== 'missing').length
  const columns: TableColumnType<Line>[] = [
    {
      title: '要求',
      key: 'item',
      render: (_, { item, number }) => (
        <div style={{ minWidth: 160, maxWidth: 320 }}>
          {numbered && number && <span className="unknown">{number} </span>}
          {item}
        </div>
      ),
    },
    { title: '性质', key: 'need', width: 72, render: (_, line) => (line.required ? '必备' : '可选') },
    {
      title: '应有',
      key: 'value',
      align: 'right',
      width: 90,
      render: (_, { value, unit }) => amount(value, unit),
    },
    {
      title: '现有',
      key: 'present',
      align: 'right',
      width: 120,
      render: (_, line) => {
        const idle = brokenOf(house, line)
        return (
          <>
            {amount(line.present, line.unit)}
            {idle.map(({ id, quantity, unit, state }) => (
              <div key={id} className="unknown">
                另有 {amount(quantity, unit ?? '')}
                {conditions[state]}
              </div>
            ))}
          </>
        )
      },
    },
    {
      title: '结论',
      key: 'answer',
      width: 84,
      render: (_, { answer }) => <State tone={answerTones[answer]}>{answers[answer]}</State>,
    },
    { title: '依据', key: 'clause', render: (_, { clause }) => <Clause>{clause}</Clause> },
    {
      title: '办理',
      key: 'do',
      width: 96,
      render: (_, line) => {
        if (!house.mayKeep) return '—'
        if (line.answer === 'met') return '—'
        const [row] =
          line.answer === 'unchecked'
            ? house.equipment.filter((thing) => thing.line === line.key && thing.can.includes('checkEquipment'))
            : brokenOf(house, line)
        if (row)
          return (
            <Button size="small" aria-label={`检查${line.item}`} onClick={() => onDo({ what: 'check', row })}>
              检查
            </Button>
          )
        return (
          <Button
            size="small"
            aria-label={`登记${line.item}`}
            onClick={() => onDo({ what: line.asksForSpace ? 'space' : 'thing', line })}
          >
            登记
          </Button>
        )
      },
    },
  ]
  return (
    <Block
      title={required.length > 0 ? `建设清单（必备 ${required.length} 项，已具备 ${met} 项）` : '建设清单'}
      {...(house.reading && { extra: <Typography.Text type="secondary">口径：{house.reading}</Typography.Text> })}
    >
      <DataTable
        rows={house.lines}
        rowKey={({ key }) => key}
        columns={columns}
        empty={`${house.document}没有规定这一级站点的场地设施，可以登记现有的场地和设施备查`}
      />
    </Block>
  )
}

const until = (toOn: string | null) => toOn ?? '今'
const past = (toOn: string | null) => toOn !== null && toOn < today()

function Spaces({ house, onDo }: { house: House; onDo: (doing: Doing) => void }) {
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
                  <FileLinks ids={files} word="照片" />
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

function Things({ house, onDo }: { house: House; onDo: (doing: Doing) => void }) {
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
                  <FileLinks ids={files} word="照片" />
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
