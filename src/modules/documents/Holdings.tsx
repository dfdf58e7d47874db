import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Drawer, Flex, Progress, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { Block, Clause, State, type Tone } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { parties, periods } from '../policy/index.ts'
import { isCurrent, RuleDocument, type Standing, standings } from './document.ts'
import { DocumentForm, type LineChoice } from './documentForm.screens.tsx'
import { PlanForm } from './planForm.screens.tsx'

type Server = typeof import('./holdings.server.ts') & typeof import('./document.server.ts')
const api = client<Server>('documents')

export type Held = AnswerOfCall<Server['documentsOfStation']>
type Line = Held['lines'][number]
type DocumentRow = Held['documents'][number]['document']

export const standingTones: Record<Standing, Tone> = {
  inForce: 'good',
  ending: 'warn',
  ended: 'bad',
  coming: 'busy',
  offered: 'warn',
  declined: 'quiet',
  missing: 'bad',
}

export const Standings = ({ of }: { of: Standing }) => <State tone={standingTones[of]}>{standings[of]}</State>

/** Where what is entered here belongs: a station, or an office's own area. */
export type HomeOf = { station: string } | { place: string }

type Doing =
  | { what: 'document'; lines: string[] }
  | { what: 'plan'; line: string | null }
  | { what: 'adopt'; row: DocumentRow }

export const lineChoices = (lines: Held['lines']): LineChoice[] =>
  lines.map(({ key, value }) => ({ value: key, label: value }))

/** Documents and plans of a station or an office: the list asked for, what is there, and the way to enter what is not. */
export function Holdings({ held, home }: { held: Held; home: HomeOf }) {
  const [doing, setDoing] = useState<Doing>()
  const done = () => setDoing(undefined)
  const titles = { document: '登记制度文件', plan: '登记计划', adopt: '采用范本' }
  return (
    <>
      <Lines held={held} onEnter={(key) => setDoing({ what: 'document', lines: [key] })} />
      <Documents
        held={held}
        onEnter={() => setDoing({ what: 'document', lines: [] })}
        onAdopt={(row) => setDoing({ what: 'adopt', row })}
      />
      <Plans held={held} onEnter={(line) => setDoing({ what: 'plan', line })} />
      <Drawer open={doing !== undefined} onClose={done} title={doing && titles[doing.what]} size={520} destroyOnHidden>
        {doing?.what === 'document' && (
          <DocumentForm home={home} choices={lineChoices(held.lines)} lines={doing.lines} onDone={done} />
        )}
        {doing?.what === 'plan' && (
          <PlanForm
            home={home}
            choices={held.planLines.map(({ key, value }) => ({ value: key, label: value }))}
            line={doing.line}
            onDone={done}
          />
        )}
        {doing?.what === 'adopt' && <AdoptForm row={doing.row} onDone={done} />}
      </Drawer>
    </>
  )
}

const { adoptedBy, inForceUntil, onWall } = RuleDocument.fields
const { help: _help, ...from } = RuleDocument.fields.inForceFrom

function AdoptForm({ row, onDone }: { row: DocumentRow; onDone: () => void }) {
  const adopt = useAct(api.adoptDocument, { onDone })
  return (
    <RecordForm
      fields={{ adoptedBy, inForceFrom: { ...from, optional: false }, inForceUntil, onWall }}
      initial={{ onWall: false }}
      unfolded={['adoptedBy', 'inForceUntil']}
      submit="采用"
      onSubmit={(values) => adopt.mutateAsync({ ...values, id: row.id, version: row.version } as never)}
      onCancel={onDone}
    />
  )
}

function Lines({ held, onEnter }: { held: Held; onEnter: (key: string) => void }) {
  const [open, setOpen] = useState(false)
  const met = held.lines.filter(({ standing }) => isCurrent(standing)).length
  const shown = open ? held.lines.filter(({ standing, notOnWall }) => standing !== 'inForce' || notOnWall) : held.lines
  const columns: TableColumnType<Line>[] = [
    {
      title: '要求',
      key: 'value',
      render: (_, { value, note }) => (
        <div style={{ minWidth: 160, maxWidth: 320 }}>
          {value}
          {note && <div className="unknown">{note}</div>}
        </div>
      ),
    },
    { title: '编制', key: 'by', render: (_, { by }) => parties[by] },
    {
      title: '现状',
      key: 'standing',
      width: 110,
      render: (_, { standing, notOnWall }) => (
        <Flex gap={4} wrap>
          <Standings of={standing} />
          {notOnWall && <State tone="warn">还未上墙</State>}
        </Flex>
      ),
    },
    {
      title: '文件',
      key: 'documents',
      render: (_, { documents }) =>
        documents.length === 0
          ? '—'
          : documents.map(({ id, title, edition }) => (
              <div key={id}>
                <To path={`/documents/${id}`}>
                  {title}（第 {edition} 版）
                </To>
              </div>
            )),
    },
    {
      title: '上墙',
      key: 'wall',
      width: 84,
      render: (_, { wall }) => (wall === null ? '未规定' : wall ? '须上墙' : '不必上墙'),
    },
    { title: '依据', key: 'clause', render: (_, { clause }) => <Clause>{clause}</Clause> },
    {
      title: '办理',
      key: 'do',
      width: 80,
      render: (_, { key, value, standing }) =>
        held.mayKeep && !isCurrent(standing) ? (
          <Button size="small" aria-label={`登记${value}`} onClick={() => onEnter(key)}>
            登记
          </Button>
        ) : (
          '—'
        ),
    },
  ]
  return (
    <Block title={held.lines.length > 0 ? `制度清单（要求 ${held.lines.length} 项，有效 ${met} 项）` : '制度清单'}>
      {held.lines.length === 0 ? (
        <Typography.Text type="secondary">
          {held.document}没有规定这里的制度文件，可以登记现有的文件备查
        </Typography.Text>
      ) : (
        <>
          <Checkbox checked={open} onChange={(event) => setOpen(event.target.checked)} style={{ marginBottom: 8 }}>
            只看缺的和将到期的
          </Checkbox>
          <DataTable rows={shown} rowKey={({ key }) => key} columns={columns} empty="各项都有效" />
        </>
      )}
    </Block>
  )
}

function Documents({
  held,
  onEnter,
  onAdopt,
}: {
  held: Held
  onEnter: () => void
  onAdopt: (row: DocumentRow) => void
}) {
  const navigate = useNavigate()
  const words = new Map(held.lines.map(({ key, value }) => [key, value]))
  return (
    <Block
      title="文件"
      extra={
        held.mayKeep && (
          <Button size="small" icon={<PlusOutlined />} onClick={onEnter}>
            登记文件
          </Button>
        )
      }
    >
      {held.documents.length === 0 ? (
        <Typography.Text type="secondary">还没有登记文件</Typography.Text>
      ) : (
        <DataTable
          rows={held.documents}
          rowKey={({ document }) => document.id}
          columns={[
            {
              title: '文件',
              key: 'title',
              render: (_, { document }) => (
                <div style={{ minWidth: 160 }}>
                  <To path={`/documents/${document.id}`}>{document.title}</To>
                  <span className="unknown">（第 {document.edition} 版）</span>
                  <div>
                    <FileLinks ids={document.files} />
                  </div>
                </div>
              ),
            },
            {
              title: '对应要求',
              key: 'lines',
              render: (_, { document }) => (
                <div style={{ maxWidth: 320 }}>
                  {document.lines.map((key) => words.get(key) ?? key).join('、') || '—'}
                </div>
              ),
            },
            { title: '现状', key: 'standing', width: 100, render: (_, { standing }) => <Standings of={standing} /> },
            {
              title: '有效期',
              key: 'days',
              render: (_, { document }) =>
                document.inForceFrom ? `${document.inForceFrom} 至 ${document.inForceUntil ?? '长期'}` : '—',
            },
            { title: '审定', key: 'adoptedBy', render: (_, { document }) => document.adoptedBy ?? '—' },
            {
              title: '办理',
              key: 'do',
              width: 90,
              render: (_, { document }) =>
                document.can.includes('adoptDocument') ? (
                  <Button
                    size="small"
                    type="primary"
                    aria-label={`采用${document.title}`}
                    onClick={(event) => {
                      event.stopPropagation()
                      onAdopt(document)
                    }}
                  >
                    采用
                  </Button>
                ) : (
                  <Button
                    size="small"
                    aria-label={`打开${document.title}`}
                    onClick={() => void navigate({ to: '/documents/$id', params: { id: document.id } as never })}
                  >
                    打开
                  </Button>
                ),
            },
          ]}
          empty="还没有登记文件"
        />
      )}
    </Block>
  )
}

function Plans({ held, onEnter }: { held: Held; onEnter: (line: string | null) => void }) {
  const navigate = useNavigate()
  const words = new Map(held.planLines.map(({ key, value }) => [key, value]))
  const missing = held.planLines.filter(({ running }) => !running)
  return (
    <Block
      title="计划"
      extra={
        held.mayKeep && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => onEnter(null)}>
            登记计划
          </Button>
        )
      }
    >
      {missing.length > 0 && (
        <Flex vertical gap={6} style={{ marginBottom: 12 }}>
          {missing.map(({ key, value, period, clause }) => (
            <Flex key={key} gap={8} wrap align="center">
              <State tone="bad">缺</State>
              <span>
                {value}（{periods[period]}）
              </span>
              <Clause>{clause}</Clause>
              {held.mayKeep && (
                <Button size="small" aria-label={`登记${value}`} onClick={() => onEnter(key)}>
                  登记
                </Button>
              )}
            </Flex>
          ))}
        </Flex>
      )}
      {held.plans.length === 0 ? (
        missing.length === 0 && <Typography.Text type="secondary">还没有登记计划</Typography.Text>
      ) : (
        <DataTable
          rows={held.plans}
          rowKey={({ plan }) => plan.id}
          columns={[
            {
              title: '计划',
              key: 'title',
              render: (_, { plan }) => (
                <div style={{ minWidth: 160 }}>
                  <To path={`/plans/${plan.id}`}>{plan.title}</To>
                  {plan.line && <div className="unknown">{words.get(plan.line) ?? plan.line}</div>}
                </div>
              ),
            },
            { title: '起止', key: 'days', render: (_, { plan }) => `${plan.fromOn} 至 ${plan.toOn}` },
            {
              title: '进度',
              key: 'progress',
              width: 220,
              render: (_, { counted, done, late }) =>
                counted === 0 ? (
                  <span className="unknown">还没有任务</span>
                ) : (
                  <Flex gap={8} align="center" wrap>
                    <Progress
                      aria-label="任务完成的比例"
                      percent={Math.round((done / counted) * 100)}
                      showInfo={false}
                      style={{ width: 90 }}
                    />
                    {done} / {counted}
                    {late > 0 && <State tone="bad">逾期 {late}</State>}
                  </Flex>
                ),
            },
          ]}
          onOpen={({ plan }) => void navigate({ to: '/plans/$id', params: { id: plan.id } as never })}
          empty="还没有登记计划"
        />
      )}
    </Block>
  )
}
