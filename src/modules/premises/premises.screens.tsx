import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Checkbox, Drawer, Dropdown, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Answer, Block, Clause, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Spaces, Things } from './inventory.screens.tsx'
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

/** What is being entered or changed in the drawer. */
export type Doing =
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
  const [open, setOpen] = useState(false)
  const shown = open ? house.lines.filter(({ answer }) => answer === 'missing' || answer === 'unchecked') : house.lines
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
      {house.lines.length === 0 ? (
        <Typography.Text type="secondary">
          {house.document}没有规定这一级站点的场地设施，可以登记现有的场地和设施备查
        </Typography.Text>
      ) : (
        <>
          <Checkbox checked={open} onChange={(event) => setOpen(event.target.checked)} style={{ marginBottom: 8 }}>
            只看缺的和没有检查的
          </Checkbox>
          <DataTable rows={shown} rowKey={({ key }) => key} columns={columns} empty="必备项都已具备，也都检查过" />
        </>
      )}
    </Block>
  )
}
