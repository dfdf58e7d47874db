import { Typography } from 'antd'
import { DataTable } from '../../ui/DataTable.tsx'
import { Clause, State } from '../../ui/parts.tsx'
import type { EligibilityCheck } from './eligibility.ts'

/** In a word: whether an appointment met what was asked of it, and below it what it did not. */
export function EligibilityMark({ checks }: { checks: readonly EligibilityCheck[] }) {
  const unmet = checks.filter(({ met }) => !met)
  if (checks.length === 0) return <span className="unknown">无条件要求</span>
  if (unmet.length === 0) return <State tone="good">符合条件</State>
  return (
    <>
      <State tone="bad">{unmet.length} 项不符合</State>
      {unmet.map(({ key, label, value, required }) => (
        <Typography.Text key={key} type="secondary" style={{ display: 'block', fontSize: 13 }}>
          {label}：{value}，要求{required}
        </Typography.Text>
      ))}
    </>
  )
}

/** Each condition of an appointment: what was found on its first day, what is asked, and by which clause. */
export function Eligibility({ checks, on }: { checks: readonly EligibilityCheck[]; on: string }) {
  if (checks.length === 0) return <Typography.Text type="secondary">本地文件对这个岗位没有规定任职条件</Typography.Text>
  return (
    <>
      <Typography.Text type="secondary" style={{ display: 'block', marginBottom: 6 }}>
        任职条件，按任职起始日 {on} 核对
      </Typography.Text>
      <DataTable
        rows={checks}
        rowKey={({ key }) => key}
        columns={[
          { title: '条件', key: 'label', width: 100, render: (_, { label }) => label },
          {
            title: '结论',
            key: 'met',
            width: 90,
            render: (_, { met }) => (met ? <State tone="good">符合</State> : <State tone="bad">不符合</State>),
          },
          { title: '实际', key: 'value', render: (_, { value }) => value },
          { title: '要求', key: 'required', render: (_, { required }) => required },
          { title: '依据', key: 'clause', render: (_, { clause }) => <Clause>{clause}</Clause> },
        ]}
        empty="没有规定任职条件"
      />
    </>
  )
}
