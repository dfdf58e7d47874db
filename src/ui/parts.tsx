import { Alert, Button, Card, Descriptions, Empty, Flex, Skeleton, Tag, Tooltip, Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'
import type { Field, Fields, Masked } from '../core/field.ts'
import type { Refusal } from './client.ts'
import { formatFen, formatInstant, formatNumber } from './format.ts'
import { colours } from './theme.ts'

/** Names the browser's tab after what is open, so that tabs and history can be told apart (WCAG 2.4.2). */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 一站`
  }, [title])
}

/** The head of a page: what it is, how it stands, what may be done. At most three buttons. */
export function PageHead({
  title,
  note,
  tags,
  children,
}: {
  title: string
  note?: ReactNode
  tags?: ReactNode
  children?: ReactNode
}) {
  useTitle(title)
  return (
    <Flex justify="space-between" align="flex-start" wrap gap={12} className="page-head">
      <div>
        <Flex align="center" gap={8} wrap>
          <Typography.Title level={1} className="page-title">
            {title}
          </Typography.Title>
          {tags}
        </Flex>
        {note && <Typography.Text type="secondary">{note}</Typography.Text>}
      </div>
      {children && (
        <Flex gap={8} wrap>
          {children}
        </Flex>
      )}
    </Flex>
  )
}

/** A block of a page with its heading. */
export function Block({ title, extra, children }: { title?: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <Card
      size="small"
      className="block"
      {...(title !== undefined && { title: <h2 className="block-title">{title}</h2> })}
      {...(extra !== undefined && { extra })}
    >
      {children}
    </Card>
  )
}

/** A long name in a list goes on in a second line rather than widen the table. */
export function LongName({ children }: { children: ReactNode }) {
  return <div className="long-name">{children}</div>
}

/** Nothing here yet: one calm sentence that says what to do. */
export function Nothing({ says, children }: { says: string; children?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={<span style={{ color: colours.muted }}>{says}</span>}>
      {children}
    </Empty>
  )
}

interface Answered<A> {
  data: A | undefined
  error: Refusal | null
  isPending: boolean
  refetch: () => unknown
}

/** A page that can't be opened: which one, why in a sentence, and the way back. */
export function Closed({ why, children }: { why: string; children?: ReactNode }) {
  return (
    <>
      <PageHead title="打不开这一页" />
      <Block>
        <Typography.Paragraph>{why}</Typography.Paragraph>
        <Flex gap={8} wrap>
          {children}
          <Button onClick={() => history.back()}>返回上一页</Button>
          <Button href="/">回到首页</Button>
        </Flex>
      </Block>
    </>
  )
}

/**
 * Shows an answer once it is there, what went wrong if it is not, and that it is on its way. `page`: the answer is the
 * whole page, which without it has no heading of its own.
 */
export function Answer<A>({
  of,
  page,
  children,
}: {
  of: Answered<A>
  page?: boolean
  children: (answer: A) => ReactNode
}) {
  if (of.error && page) {
    const misspelt = of.error.code === 'invalid'
    return (
      <Closed why={misspelt ? '这个地址写错了或不完整，请从列表中打开。' : of.error.message}>
        {!misspelt && of.error.code !== 'notFound' && (
          <Button type="primary" onClick={() => of.refetch()}>
            重试
          </Button>
        )}
      </Closed>
    )
  }
  if (of.error) {
    return (
      <Alert
        type={of.error.code === 'notFound' ? 'info' : 'error'}
        showIcon
        title={of.error.message}
        action={
          <Button size="small" onClick={() => of.refetch()}>
            重试
          </Button>
        }
      />
    )
  }
  if (of.data === undefined) return <Skeleton active paragraph={{ rows: 4 }} />
  return children(of.data)
}

/** 依据: the clause beside a figure or a rule. */
export function Clause({ children }: { children: string }) {
  return (
    <Tooltip title="依据的条款">
      <Tag className="clause">{children}</Tag>
    </Tooltip>
  )
}

const tones = { good: 'success', warn: 'warning', bad: 'error', busy: 'processing', quiet: 'default' } as const
export type Tone = keyof typeof tones

/** A state in a word; colour never stands alone. */
export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <Tag color={tones[tone]}>{children}</Tag>
}

const isMasked = (value: unknown): value is Masked => typeof value === 'object' && value !== null && 'masked' in value

/** A field's value as people read it. */
export function shown(field: Field, value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="unknown">未填</span>
  if (isMasked(value)) return value.hint
  switch (field.kind) {
    case 'choice':
      return field.choices?.[value as string] ?? String(value)
    case 'choices':
    case 'texts':
      return (
        (value as string[]).map((one) => field.choices?.[one] ?? one).join('、') || (
          <span className="unknown">未填</span>
        )
      )
    case 'flag':
      return value ? '是' : '否'
    case 'instant':
      return formatInstant(value as string)
    case 'integer':
    case 'decimal':
      if (field.fen) return `${formatFen(value as number)} 元`
      return `${formatNumber(value as number)}${field.unit ? ` ${field.unit}` : ''}`
    case 'files':
      return (value as string[]).length === 0 ? '无' : `${(value as string[]).length} 个文件`
    default:
      return String(value)
  }
}

/** A record's facts, field by field. `own` replaces how a field is shown; null hides it. */
export function Facts({
  fields,
  row,
  own = {},
}: {
  fields: Fields
  row: object
  own?: Record<string, ReactNode | null>
}) {
  const values = row as Record<string, unknown>
  const items = Object.entries(fields)
    .filter(([key]) => own[key] !== null)
    .map(([key, field]) => ({ key, label: field.label, children: own[key] ?? shown(field, values[key]) }))
  return <Descriptions size="small" column={{ xs: 1, sm: 1, md: 2, xl: 3 }} items={items} />
}
