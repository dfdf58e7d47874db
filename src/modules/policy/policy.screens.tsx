import { useNavigate, useSearch } from '@tanstack/react-router'
import {
  Button,
  Descriptions,
  Drawer,
  Flex,
  Input,
  Segmented,
  Select,
  Space,
  type TableColumnType,
  Typography,
} from 'antd'
import { useMemo, useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Clause, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { type LineKindName, lineKinds } from './kinds.ts'
import { isTriable } from './pack.ts'
import { type Use, uses } from './use.ts'

const api = client<typeof import('./policy.server.ts')>('policy')

type Line = AnswerOfCall<typeof import('./policy.server.ts').showPolicy>['lines'][number]

const useTones: Record<Use, Tone> = {
  measured: 'good',
  checked: 'good',
  printed: 'good',
  shown: 'busy',
  notYet: 'quiet',
}

interface Filters {
  code?: string
  kind?: string
  use?: Use
  text?: string
  /** The line that is open, as `nameOf` has it. */
  line?: string
}

/** 政策依据: what a document asks, clause by clause, what is overridden where, and what the system does with it. */
export function Policies() {
  const navigate = useNavigate()
  const filters = useSearch({ strict: false }) as Filters
  const set = (next: Partial<Record<keyof Filters, string | undefined>>) =>
    void navigate({ to: '/policy', search: { ...filters, ...next } as never, replace: true })
  const documents = useAnswer(api.listPolicies, {})
  const code = filters.code ?? documents.data?.find((one) => one.code !== 'cn')?.code
  const found = useAnswer(api.showPolicy, { code: code ?? '' }, { enabled: code !== undefined, keep: true })
  const head = documents.data?.find((one) => one.code === code)
  return (
    <>
      <PageHead title="政策依据" note="每条规定从哪一条来、由谁替代、系统如何使用" />
      <Answer of={documents}>
        {(heads) => (
          <Segmented
            aria-label="选择文件"
            value={code ?? null}
            onChange={(next) => set({ code: next as string, kind: undefined, line: undefined })}
            options={heads.map((one) => ({ value: one.code, label: one.code === 'cn' ? '全国通用' : one.placeName }))}
            style={{ marginBottom: 12 }}
          />
        )}
      </Answer>
      {head && (
        <Block>
          <Descriptions
            size="small"
            column={{ xs: 1, md: 2 }}
            items={[
              { key: 'document', label: '文件', children: head.document },
              { key: 'title', label: '标题', children: head.title },
              { key: 'from', label: '施行', children: head.inForceFrom ?? '文件未注明日期' },
              {
                key: 'extends',
                label: '依据的上级政策',
                children: head.extends ? (heads(documents.data, head.extends) ?? head.extends) : '无',
              },
              ...(head.note ? [{ key: 'note', label: '说明', children: head.note }] : []),
            ]}
          />
        </Block>
      )}
      <Answer of={found}>{({ lines }) => <Lines code={code!} lines={lines} filters={filters} set={set} />}</Answer>
    </>
  )
}

const heads = (all: readonly { code: string; document: string }[] | undefined, code: string) =>
  all?.find((one) => one.code === code)?.document

/** A line in the address: its key, and where it comes from if another stands in its place. */
const nameOf = ({ key, from, applies }: Line) => (applies ? key : `${from}|${key}`)

/** Lines shown at once; a document has some hundreds. */
const step = 60

function Lines({
  code,
  lines,
  filters,
  set,
}: {
  code: string
  lines: readonly Line[]
  filters: Filters
  set: (next: Partial<Record<keyof Filters, string | undefined>>) => void
}) {
  const open = lines.find((line) => nameOf(line) === filters.line)
  const [many, setMany] = useState(step)
  // the national floor stands above every document: figures are tried where a document uses them
  const mayTry = useHolds('finding.read') && code !== 'cn'
  const kinds = useMemo(
    () => Object.keys(lineKinds).filter((kind) => lines.some((line) => line.kind === kind)),
    [lines],
  )
  const typed = filters.text?.trim()
  const shown = lines.filter(
    (line) =>
      (!filters.kind || line.kind === filters.kind) &&
      (!filters.use || (line.uses.includes(filters.use) && line.applies)) &&
      (!typed || `${line.label}${line.value}${line.clause}${line.requirement ?? ''}`.includes(typed)),
  )
  const counts = Object.fromEntries(
    Object.keys(uses).map((use) => [
      use,
      lines.filter((line) => line.applies && line.uses.includes(use as Use)).length,
    ]),
  ) as Record<Use, number>
  return (
    <>
      <Flex gap={8} wrap style={{ marginBottom: 12 }} align="center">
        <Input.Search
          allowClear
          placeholder="内容、条款"
          defaultValue={filters.text}
          onSearch={(text) => set({ text: text || undefined })}
          style={{ width: 200 }}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label="类别"
          placeholder="类别"
          value={filters.kind ?? null}
          onChange={(kind) => set({ kind: kind ?? undefined })}
          options={kinds.map((kind) => ({ value: kind, label: lineKinds[kind as keyof typeof lineKinds].label }))}
          style={{ width: 160 }}
        />
        <Select
          allowClear
          aria-label="系统如何使用"
          placeholder="系统如何使用"
          value={filters.use ?? null}
          onChange={(use) => set({ use: use ?? undefined })}
          options={Object.entries(uses).map(([value, label]) => ({ value, label }))}
          style={{ width: 150 }}
        />
        <Space size={4} wrap>
          {(Object.keys(uses) as Use[]).map((use) => (
            <State key={use} tone={useTones[use]}>{`${uses[use]} ${counts[use]}`}</State>
          ))}
        </Space>
      </Flex>
      <DataTable
        rows={shown.slice(0, many)}
        rowKey={(line) => `${line.from}|${line.key}`}
        columns={mayTry ? [...columns, trial(code)] : columns}
        total={shown.length}
        onOpen={(line) => set({ line: nameOf(line) })}
        empty="没有符合条件的条目"
      />
      {shown.length > many && (
        <Button block style={{ marginTop: 12 }} onClick={() => setMany((before) => before + step)}>
          再显示 {Math.min(step, shown.length - many)} 条
        </Button>
      )}
      <Drawer open={open !== undefined} onClose={() => set({ line: undefined })} size={520} title={open?.label}>
        {open && <Detail line={open} />}
        {open && mayTry && <div style={{ marginTop: 12 }}>{tryLink(code, open)}</div>}
      </Drawer>
    </>
  )
}

const columns: TableColumnType<Line>[] = [
  {
    title: '内容',
    key: 'label',
    render: (_, line) => (
      <div style={{ minWidth: 240, maxWidth: 460 }}>
        <Typography.Text delete={!line.applies} {...(!line.applies && { type: 'secondary' as const })}>
          {line.label}
        </Typography.Text>
        {line.overriddenBy && <div style={{ fontSize: 13 }}>由 {line.overriddenBy} 替代</div>}
        {line.overrides && <div style={{ fontSize: 13, color: '#5A6472' }}>替代 {line.overrides}</div>}
      </div>
    ),
  },
  { title: '类别', key: 'kind', width: 110, render: (_, { kind }) => lineKinds[kind as keyof typeof lineKinds].label },
  {
    title: '规定',
    key: 'value',
    render: (_, { value, unit }) => <div style={{ maxWidth: 280 }}>{value ? `${value}${unit ?? ''}` : '—'}</div>,
  },
  { title: '依据', key: 'clause', render: (_, { document, clause }) => <Clause>{`${document} ${clause}`}</Clause> },
  {
    title: '系统如何使用',
    key: 'use',
    width: 120,
    render: (_, { uses: own, applies }) =>
      applies ? (
        <Flex vertical gap={2} align="start">
          {own.map((use) => (
            <State key={use} tone={useTones[use]}>
              {uses[use]}
            </State>
          ))}
        </Flex>
      ) : (
        '—'
      ),
  },
]

/** Other figures in a copy of the document, to see which stations it would change. */
const tryLink = (code: string, line: Line) =>
  line.applies && line.uses.includes('measured') && isTriable(line.kind as LineKindName) ? (
    <To path="/what-if" search={{ code, line: line.key }}>
      试算
    </To>
  ) : null

const trial = (code: string): TableColumnType<Line> => ({
  title: '试算',
  key: 'try',
  width: 70,
  render: (_, line) => tryLink(code, line) ?? '—',
})

function Detail({ line }: { line: Line }) {
  const items = [
    { label: '规定', value: line.value ? `${line.value}${line.unit ?? ''}` : '' },
    ...line.details,
    { label: '依据', value: `${line.document} ${line.clause}` },
    { label: '替代', value: line.overrides ?? '' },
    { label: '被替代', value: line.overriddenBy ?? '' },
    { label: '系统如何使用', value: line.applies ? line.uses.map((use) => uses[use]).join('、') : '不适用' },
    { label: '注', value: line.note ?? '' },
    { label: '键', value: line.key },
  ].filter(({ value }) => value !== '')
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      items={items.map(({ label, value }, i) => ({ key: `${i}`, label, children: value }))}
    />
  )
}
