import { Flex, Typography } from 'antd'
import type { ReactNode } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { choice, date, type Fields } from '../../core/field.ts'
import { today } from '../../ui/format.ts'

export type Progress = AnswerOfCall<typeof import('./progress.server.ts').stationProgress>
export type Part = { id: string; progress: Progress }

/** A part of a tab: what it is, what may be added, and what stands. */
export function Piece({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section style={{ marginBottom: 20 }}>
      <Flex justify="space-between" align="center" gap={8} wrap style={{ marginBottom: 8 }}>
        <h3 style={{ margin: 0, fontSize: 14, fontWeight: 600 }}>{title}</h3>
        {extra}
      </Flex>
      {children}
    </section>
  )
}

export const span = ({ fromOn, toOn }: { fromOn: string; toOn: string | null }) => `${fromOn} 至 ${toOn ?? '今'}`
export const quiet = (words: string) => <Typography.Text type="secondary">{words}</Typography.Text>
export const oneOf = (label: string, of: readonly { key: string; label: string }[]) =>
  choice(label, Object.fromEntries(of.map((one) => [one.key, one.label])))
export const ending: Fields = { toOn: date('至', { past: true }) }
export const since = { fromOn: date('自', { past: true }) }
export const thisYear = () => Number(today().slice(0, 4))
