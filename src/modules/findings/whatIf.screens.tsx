import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Flex, Form, Select, Statistic, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { Field } from '../../core/field.ts'
import { client, Refusal } from '../../ui/client.ts'
import { Control } from '../../ui/control.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Answer, Block, Clause, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { asTyped, isTriable, type LineKindName, lineKinds, triableFields } from '../policy/index.ts'
import { type Result, results } from './finding.ts'
import { resultTones } from './findingColumns.tsx'

const api = client<typeof import('./whatIf.server.ts')>('findings')
const policyApi = client<typeof import('../policy/index.server.ts')>('policy')

type Tried = AnswerOfCall<typeof import('./whatIf.server.ts').whatIf>
type Row = Tried['rows'][number]
type Change = { key: string; field: string; value: string | null }

/** What was typed, by line and field. */
type Typed = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** 试算: change figures of a copy of a document and see which stations change. Nothing is stored. */
export function WhatIf() {
  const navigate = useNavigate()
  const { code = '', line = '' } = useSearch({ strict: false }) as { code?: string; line?: string }
  const documents = useAnswer(policyApi.listPolicies, {})
  const shown = useAnswer(policyApi.showPolicy, { code }, { enabled: code !== '' })
  const head = documents.data?.find((one) => one.code === code)
  const lines = line === '' ? [] : line.split(',')
  const setLines = (next: readonly string[]) =>
    void navigate({ to: '/what-if', search: { code, line: next.join(',') } as never, replace: true })
  const choices = (shown.data?.lines ?? [])
    .filter(
      (one) =>
        one.applies && one.uses.includes('measured') && isTriable(one.kind as LineKindName) && !lines.includes(one.key),
    )
    .map((one) => ({ value: one.key, label: `${one.label}（${one.clause}）` }))
  return (
    <>
      <PageHead
        title="试算"
        note={
          head
            ? `${head.document}：改几个数，看哪些站的结论会变。只在本页计算，不保存，也不改动任何规定`
            : '改几个数，看哪些站的结论会变'
        }
      />
      {code === '' ? (
        <Nothing says="请先在「政策依据」里打开一条能自动核查的规定，再点「试算」">
          <Button onClick={() => void navigate({ to: '/policy' })}>去政策依据</Button>
        </Nothing>
      ) : (
        <Trial
          key={code}
          code={code}
          lines={lines}
          onRemove={(key) => setLines(lines.filter((one) => one !== key))}
          more={
            <Select
              aria-label="再加一条规定"
              placeholder="再加一条规定"
              value={null}
              showSearch={{ optionFilterProp: 'label' }}
              options={choices}
              onChange={(key: string | null) => key && setLines([...lines, key])}
              style={{ width: '100%', maxWidth: 420 }}
            />
          }
        />
      )}
    </>
  )
}

function Trial({
  code,
  lines,
  onRemove,
  more,
}: {
  code: string
  lines: readonly string[]
  onRemove: (key: string) => void
  more: React.ReactNode
}) {
  const [typed, setTyped] = useState<Typed>({})
  const [tried, setTried] = useState<Tried>()
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const changes: Change[] = lines.flatMap((key) =>
    Object.entries(typed[key] ?? {}).map(([field, value]) => ({ key, field, value: asTyped(value) })),
  )
  const type = (key: string, field: string, value: unknown) => {
    setTyped((before) => ({ ...before, [key]: { ...before[key], [field]: value } }))
    setWrong(({ [`${key}.${field}`]: _mended, ...rest }) => rest)
  }
  async function send() {
    setBusy(true)
    setProblem(undefined)
    try {
      setTried(await api.whatIf({ code, changes }))
      setWrong({})
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const at = Object.entries(error.fields).flatMap(([path, message]) => {
        const change = changes[Number(path.split('.')[1])]
        return change ? [[`${change.key}.${change.field}`, message] as const] : []
      })
      setWrong(Object.fromEntries(at))
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Form layout="vertical" onFinish={() => void send()} noValidate>
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 12 }} />}
        {lines.map((key) => (
          <TriedLine
            key={key}
            code={code}
            line={key}
            typed={typed[key] ?? {}}
            wrong={wrong}
            onType={(field, value) => type(key, field, value)}
            onRemove={() => onRemove(key)}
          />
        ))}
        <Flex gap={8} wrap align="center" style={{ marginBottom: 16 }}>
          {more}
          <Button type="primary" htmlType="submit" loading={busy} disabled={changes.length === 0}>
            试算
          </Button>
          {changes.length > 0 && (
            <Button
              onClick={() => {
                setTyped({})
                setTried(undefined)
                setWrong({})
                setProblem(undefined)
              }}
            >
              恢复现行数值
            </Button>
          )}
        </Flex>
      </Form>
      {tried && <Outcome tried={tried} />}
    </>
  )
}

function TriedLine({
  code,
  line,
  typed,
  wrong,
  onType,
  onRemove,
}: {
  code: string
  line: string
  typed: Readonly<Record<string, unknown>>
  wrong: Readonly<Record<string, string>>
  onType: (field: string, value: unknown) => void
  onRemove: () => void
}) {
  const found = useAnswer(api.triableLine, { code, key: line })
  const [whole, setWhole] = useState(false)
  return (
    <Answer of={found}>
      {({ kind, label, unit, clause, values }) => {
        const fields = triableFields(kind as LineKindName)
        const standing = new Map(values.map((one) => [one.field, one.value]))
        const known = Object.entries(fields).filter(([field]) => standing.get(field) !== null || bounds.has(field))
        const rare = known.filter(([field, of]) => !isCommon(field, of))
        const shown = whole ? known : known.filter(([field, of]) => isCommon(field, of))
        return (
          <Block
            title={label}
            extra={
              <Button size="small" onClick={onRemove} aria-label={`去掉${label}`}>
                去掉
              </Button>
            }
          >
            <Flex gap={8} wrap style={{ marginBottom: 8 }}>
              <Clause>{clause}</Clause>
              <Typography.Text type="secondary">{lineKinds[kind as LineKindName].label}</Typography.Text>
            </Flex>
            <Flex gap={16} wrap>
              {shown.map(([field, of]) => {
                const message = wrong[`${line}.${field}`]
                const id = `field-${line}-${field}`
                const now = standing.get(field) ?? null
                const own = { ...of, ...(of.unit === undefined && unit && isFigure(of) ? { unit } : {}) } as Field
                return (
                  <Form.Item
                    key={field}
                    label={of.label}
                    htmlFor={id}
                    extra={`现行：${now === null ? '无' : sayNow(of, now)}`}
                    style={{ marginBottom: 8, minWidth: 180 }}
                    {...(message && { validateStatus: 'error' as const, help: <span role="alert">{message}</span> })}
                  >
                    <Control
                      id={id}
                      field={own}
                      value={field in typed ? typed[field] : asValue(of, now)}
                      onChange={(value) => onType(field, value)}
                    />
                  </Form.Item>
                )
              })}
            </Flex>
            {rare.length > 0 && !whole && (
              <Button type="link" className="more-fields" onClick={() => setWhole(true)}>
                更多项目：{rare.map(([, { label: word }]) => word).join('、')}
              </Button>
            )}
          </Block>
        )
      }}
    </Answer>
  )
}

/** What is mostly tried: a number, a day, and whether it is a lower bound. Whom it speaks of can be unfolded. */
const isCommon = (field: string, of: Field) =>
  isFigure(of) || of.kind === 'date' || field === 'bound' || field === 'value'

/** Bounds that a line leaves open may be set too. */
const bounds = new Set(['atLeast', 'atMost', 'exactly'])
const isFigure = ({ kind }: Field) => kind === 'integer' || kind === 'decimal'

/** A figure as the control holds it. */
function asValue(field: Field, typed: string | null): unknown {
  if (typed === null) return null
  if (isFigure(field)) return Number(typed)
  if (field.kind === 'flag') return typed === 'true'
  return field.kind === 'choices' || field.kind === 'texts' ? typed.split('、') : typed
}

const sayNow = (field: Field, typed: string) =>
  typed
    .split('、')
    .map((one) => (field.kind === 'flag' ? (one === 'true' ? '是' : '否') : (field.choices?.[one] ?? one)))
    .join('、')

const sayResult = (result: Result | null) =>
  result === null ? <State tone="quiet">不适用</State> : <State tone={resultTones[result]}>{results[result]}</State>

const columns: TableColumnType<Row>[] = [
  { title: '对象', key: 'name', width: 220, render: (_, { name }) => name },
  { title: '要求', key: 'label', render: (_, { label }) => <div style={{ maxWidth: 320 }}>{label}</div> },
  {
    title: '实际',
    key: 'value',
    align: 'right',
    width: 90,
    render: (_, { before, after, unit }) => {
      const value = after.value ?? before.value
      return value === null ? '—' : `${formatNumber(value)} ${unit}`
    },
  },
  {
    title: '现行',
    key: 'before',
    width: 170,
    render: (_, { before }) => (
      <>
        {sayResult(before.result)} {before.required}
      </>
    ),
  },
  {
    title: '试算',
    key: 'after',
    width: 170,
    render: (_, { after }) => (
      <>
        {sayResult(after.result)} {after.required}
      </>
    ),
  },
  { title: '差距', key: 'gap', width: 120, render: (_, { gap }) => gap ?? '—' },
]

function Outcome({ tried }: { tried: Tried }) {
  const { before, after, newlyUnmet, newlyMet, rows, more, stations, rules } = tried
  const changed = rows.filter(({ changes }) => changes)
  return (
    <Block title="试算结果">
      <Typography.Paragraph role="status">
        {`范围内 ${stations} 个站，涉及 ${rules} 条规定：${newlyUnmet} 项由达到变为未达到，${newlyMet} 项由未达到变为达到，其余不变。`}
      </Typography.Paragraph>
      <Flex gap={32} wrap style={{ marginBottom: 12 }}>
        <Statistic title="达到（现行 → 试算）" value={`${before.met} → ${after.met}`} />
        <Statistic title="未达到（现行 → 试算）" value={`${before.notMet} → ${after.notMet}`} />
      </Flex>
      <DataTable
        rows={changed.length > 0 ? changed : rows}
        rowKey={({ station, name, rule }) => `${station ?? name}|${rule}`}
        columns={columns}
        total={changed.length > 0 ? changed.length : rows.length}
        empty="这些改动不影响范围内任何一个站"
      />
      {changed.length > 0 && rows.length > changed.length && (
        <Typography.Text type="secondary">
          另有 {rows.length - changed.length + more} 项结论不变，未列出
        </Typography.Text>
      )}
    </Block>
  )
}
