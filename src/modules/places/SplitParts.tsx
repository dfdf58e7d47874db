import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Card, Flex, Input, Radio, Select } from 'antd'
import type { Tile } from './colouring.ts'

export interface Part {
  name: string
  kind?: 'township' | 'zone' | null
  children: string[]
}

/** The new places of a split, each with what goes to it; what one part has taken is not offered to the others. */
export function SplitParts({
  tiles,
  withKind,
  value,
  onChange,
}: {
  tiles: readonly Tile[]
  withKind: boolean
  value: Part[]
  onChange: (parts: Part[]) => void
}) {
  const set = (i: number, next: Partial<Part>) =>
    onChange(value.map((part, n) => (n === i ? { ...part, ...next } : part)))
  const left = tiles.filter(({ id }) => !value.some(({ children }) => children.includes(id)))
  return (
    <Flex vertical gap={8} id="field-parts">
      {value.map((part, i) => (
        // parts have no name of their own until they are saved
        // biome-ignore lint/suspicious/noArrayIndexKey: the order of the parts is what tells them apart
        <Card key={i} size="small">
          <Flex vertical gap={8}>
            <Flex gap={8}>
              <Input
                aria-label={`新区划 ${i + 1} 的名称`}
                placeholder="名称"
                maxLength={60}
                value={part.name}
                onChange={(event) => set(i, { name: event.target.value })}
              />
              {value.length > 1 && (
                <Button
                  aria-label={`去掉新区划 ${i + 1}`}
                  icon={<DeleteOutlined />}
                  onClick={() => onChange(value.filter((_, n) => n !== i))}
                />
              )}
            </Flex>
            {withKind && (
              <Radio.Group
                aria-label={`新区划 ${i + 1} 的类别`}
                value={part.kind ?? 'township'}
                onChange={(event) => set(i, { kind: event.target.value })}
                options={[
                  { value: 'township', label: '乡镇（街道）' },
                  { value: 'zone', label: '开发区' },
                ]}
              />
            )}
            {tiles.length > 0 && (
              <Select
                mode="multiple"
                aria-label={`划入新区划 ${i + 1} 的下级`}
                placeholder="划入的下级"
                value={part.children}
                onChange={(children) => set(i, { children })}
                showSearch={{ optionFilterProp: 'label' }}
                options={tiles
                  .filter(({ id }) => part.children.includes(id) || left.some((one) => one.id === id))
                  .map(({ id, name }) => ({ value: id, label: name }))}
                style={{ width: '100%' }}
              />
            )}
          </Flex>
        </Card>
      ))}
      <Flex gap={12} align="center" wrap>
        <Button icon={<PlusOutlined />} onClick={() => onChange([...value, { name: '', children: [] }])}>
          再加一个
        </Button>
        {tiles.length > 0 && <span>还有 {left.length} 个下级没有划入</span>}
      </Flex>
    </Flex>
  )
}
