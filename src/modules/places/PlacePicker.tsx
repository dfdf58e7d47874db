import './places.css'
import { ApartmentOutlined } from '@ant-design/icons'
import { Breadcrumb, Button, Modal, Select, Space, Typography } from 'antd'
import { useDeferredValue, useState } from 'react'
import { client } from '../../ui/client.ts'
import { Answer, Nothing } from '../../ui/parts.tsx'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import { placeKinds } from './place.ts'

const api = client<typeof import('./browse.server.ts')>('places')

/** Places found by what is typed, with their full names; those that are chosen are named too. */
export function usePlaceOptions(typed: string, chosen: readonly string[]) {
  const asked = useDeferredValue(typed.trim())
  const found = useAnswer(api.searchPlaces, { text: asked || ' ' }, { enabled: asked !== '', keep: true })
  const named = useAnswer(api.namePlaces, { ids: [...chosen] }, { enabled: chosen.length > 0, keep: true })
  const places = [...(asked === '' ? [] : (found.data ?? []))]
  for (const one of named.data ?? []) if (!places.some(({ id }) => id === one.id)) places.push(one)
  return { places, loading: found.isFetching }
}

/** Chooses a place: by part of its name, shown with its full name, or level by level. */
export function PlacePicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const [typed, setTyped] = useState('')
  const [browsing, setBrowsing] = useState(false)
  const { places, loading } = usePlaceOptions(typed, value ? [value] : [])
  return (
    <>
      <Space.Compact block>
        <Select
          {...(id ? { id } : { 'aria-label': placeholder ?? '区划' })}
          disabled={disabled ?? false}
          value={value ?? null}
          onChange={(next: string | null) => onChange?.(next ?? null)}
          showSearch={{ filterOption: false, onSearch: setTyped }}
          allowClear
          placeholder={placeholder ?? '输入名称查找'}
          loading={loading}
          options={places.map((place) => ({ value: place.id, label: place.path, place }))}
          optionRender={({ data }) => (
            <>
              <div>
                {data.place.name} <Typography.Text type="secondary">{placeKinds[data.place.kind]}</Typography.Text>
              </div>
              <Typography.Text type="secondary" style={{ fontSize: 12, whiteSpace: 'normal' }}>
                {data.place.path}
              </Typography.Text>
            </>
          )}
          notFoundContent={typed.trim() === '' ? '输入名称的一部分查找，或点「浏览」逐级选择' : '没有这个名称的区划'}
          style={{ flex: 1, minWidth: 0 }}
        />
        <Button disabled={disabled ?? false} icon={<ApartmentOutlined />} onClick={() => setBrowsing(true)}>
          浏览
        </Button>
      </Space.Compact>
      <Modal title="逐级选择区划" open={browsing} footer={null} onCancel={() => setBrowsing(false)} destroyOnHidden>
        <Levels
          onChoose={(chosen) => {
            setBrowsing(false)
            onChange?.(chosen)
          }}
        />
      </Modal>
    </>
  )
}

/** The tree, one level at a time. */
function Levels({ onChoose }: { onChoose: (id: string) => void }) {
  const [parent, setParent] = useState<string | null>(null)
  const found = useAnswer(api.placeChildren, { parent }, { keep: true })
  return (
    <Answer of={found}>
      {({ way, children }) => (
        <>
          <Breadcrumb
            items={way.map(({ id, name }, i) => ({
              title:
                i === way.length - 1 ? (
                  name
                ) : (
                  <Button type="link" size="small" style={{ padding: 0, height: 'auto' }} onClick={() => setParent(id)}>
                    {name}
                  </Button>
                ),
            }))}
          />
          {children.length === 0 && <Nothing says="这里没有下级区划，请回到上一级选择" />}
          <ul className="place-levels">
            {children.map(({ id, name, below }) => (
              <li key={id}>
                <button type="button" className="place-row" disabled={below === 0} onClick={() => setParent(id)}>
                  {name}
                  {below > 0 && <span>{below} 个下级 ›</span>}
                </button>
                <Button size="small" aria-label={`选择${name}`} onClick={() => onChoose(id)}>
                  选择
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Answer>
  )
}
