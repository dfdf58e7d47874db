import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { DataTable } from '../../ui/DataTable.tsx'
import { Nothing } from '../../ui/parts.tsx'
import { FindingDrawer } from './FindingDrawer.tsx'
import { type Group, groups } from './finding.ts'
import { type Finding, findingColumns, type Standing, standingOf, standings } from './findingColumns.tsx'

const order = Object.keys(standings) as Standing[]
const worst = (of: readonly Finding[]) => Math.min(...of.map((one) => order.indexOf(standingOf(one))))
const count = (of: readonly Finding[], standing: Standing) => of.filter((one) => standingOf(one) === standing).length

/** Shown of a subject at first: the worst stand above, what holds can wait. */
const step = 8

/** Findings by subject, or those of networks by document, the worst first, with a filter; each opens to the list behind it. */
export function FindingList({
  findings,
  on,
  group,
  byDocument = false,
}: {
  findings: readonly Finding[]
  on: string | undefined
  /** Only this subject, if one was asked for. */
  group?: Group
  byDocument?: boolean
}) {
  const [only, setOnly] = useState<Standing | 'all'>('all')
  const [open, setOpen] = useState<Finding>()
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set())
  const asked = findings.filter((one) => group === undefined || one.group === group)
  const shown = asked.filter((one) => only === 'all' || standingOf(one) === only)
  const titles = byDocument ? [...new Set(shown.map(({ document }) => document))] : Object.values(groups)
  const titleOf = (one: Finding) => (byDocument ? one.document : groups[one.group])
  const sections = titles
    .map((title) => ({ title, of: shown.filter((one) => titleOf(one) === title) }))
    .filter(({ of }) => of.length > 0)
    .sort((a, b) => worst(a.of) - worst(b.of) || count(b.of, 'unmet') - count(a.of, 'unmet'))
  return (
    <>
      <Segmented
        aria-label="筛选结论"
        value={only}
        onChange={setOnly}
        options={[
          { value: 'all' as const, label: `全部 ${asked.length}` },
          ...order.map((value) => ({ value, label: `${standings[value]} ${count(asked, value)}` })),
        ]}
        style={{ marginBottom: 12 }}
      />
      {sections.length === 0 && <Nothing says="没有这一类结论" />}
      {sections.map(({ title, of }) => (
        <section key={title} aria-label={title} style={{ marginBottom: 20 }}>
          <h3 className="block-title" style={{ margin: '0 0 8px' }}>
            {title}（{of.length}）
          </h3>
          <DataTable
            rows={[...of]
              .sort((a, b) => order.indexOf(standingOf(a)) - order.indexOf(standingOf(b)))
              .slice(0, whole.has(title) ? of.length : step)}
            rowKey={({ place, rule }) => `${place}|${rule}`}
            columns={findingColumns}
            onOpen={setOpen}
            empty="没有这一类结论"
          />
          {of.length > step && !whole.has(title) && (
            <Button block style={{ marginTop: 8 }} onClick={() => setWhole(new Set([...whole, title]))}>
              再显示 {of.length - step} 条
            </Button>
          )}
        </section>
      ))}
      <FindingDrawer finding={open} on={on} onClose={() => setOpen(undefined)} />
    </>
  )
}
