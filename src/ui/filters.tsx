import { Input, Select } from 'antd'
import { useMe } from './me.tsx'
import { usePicker } from './pickers.tsx'

/** Words that choose: a value by its label, as `Select` and `Segmented` want them. */
export const optionsOf = <K extends string>(words: Readonly<Record<K, string>>) =>
  (Object.entries(words) as [K, string][]).map(([value, label]) => ({ value, label }))

/** What is looked for in a list, sent by Enter. */
export function FindFilter({
  label,
  value,
  onChange,
  width = 210,
}: {
  label: string
  value: string | undefined
  onChange: (typed: string | undefined) => void
  width?: number
}) {
  return (
    <Input.Search
      allowClear
      aria-label={label}
      placeholder={label}
      defaultValue={value}
      onSearch={(typed) => onChange(typed.trim() || undefined)}
      style={{ width }}
    />
  )
}

/** One of some words; with `usual` it is never empty, and the usual one is not kept in the address. */
export function ChoiceFilter<K extends string>({
  label,
  words,
  value,
  usual,
  onChange,
  width = 120,
}: {
  label: string
  words: Readonly<Record<K, string>>
  value: K | undefined
  usual?: NoInfer<K>
  onChange: (chosen: K | undefined) => void
  width?: number
}) {
  return (
    <Select<K | null>
      {...(usual === undefined && { allowClear: true, placeholder: label })}
      aria-label={label}
      value={value ?? usual ?? null}
      onChange={(chosen) => onChange(chosen === usual ? undefined : (chosen ?? undefined))}
      options={optionsOf(words)}
      style={{ width }}
    />
  )
}

/** The station a list is narrowed to; nothing for whoever works at one. */
export function StationFilter({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (station: string | undefined) => void
}) {
  const { stations } = useMe()
  const Picker = usePicker('station')
  if (!Picker || stations.length === 1) return null
  return (
    <div style={{ width: 260 }}>
      <label className="unseen" htmlFor="filter-station">
        社工站
      </label>
      <Picker
        id="filter-station"
        placeholder="社工站"
        value={value}
        onChange={(station) => onChange(station ?? undefined)}
      />
    </div>
  )
}
