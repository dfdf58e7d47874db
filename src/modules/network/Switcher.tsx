import { Grid, Segmented, Select } from 'antd'

/** Which part is looked at: a row of words where there is room for it, else a list to choose from. */
export function Switcher<K extends string>({
  label,
  parts,
  value,
  onChange,
}: {
  label: string
  parts: readonly { key: K; label: string }[]
  value: K
  onChange: (next: K) => void
}) {
  const wide = Grid.useBreakpoint().lg ?? true
  const options = parts.map((one) => ({ value: one.key, label: one.label }))
  return (
    <div style={{ marginBottom: 12 }}>
      {wide ? (
        <Segmented aria-label={label} value={value} options={options} onChange={onChange} />
      ) : (
        <Select aria-label={label} value={value} options={options} onChange={onChange} style={{ width: '100%' }} />
      )}
    </div>
  )
}
