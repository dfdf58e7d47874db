import { Button, Dropdown, Flex, Typography } from 'antd'
import { useEffect, useState } from 'react'
import type { Masked } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { useAct } from '../../ui/query.ts'
import { lookReasons } from './look.ts'

const api = client<typeof import('./index.server.ts')>('clients')

/** How long a value stays readable on the screen. */
const shownSeconds = 60

/** A hidden value and the way to the whole of it: one tap says why, and the look is written down. */
export function RevealClient({
  id,
  field,
  label,
  value,
  mayReveal,
}: {
  id: string
  field: string
  label: string
  value: Masked | null
  mayReveal: boolean
}) {
  const [plain, setPlain] = useState<string | null>(null)
  const reveal = useAct(api.revealClient, { onDone: (answer) => setPlain(answer.value) })
  useEffect(() => {
    if (plain === null) return
    const timer = setTimeout(() => setPlain(null), shownSeconds * 1000)
    return () => clearTimeout(timer)
  }, [plain])
  if (!value) return <span className="unknown">未填</span>
  return (
    <Flex gap={8} align="center" wrap>
      {plain === null ? value.hint : <Typography.Text strong>{plain}</Typography.Text>}
      {plain !== null && (
        <Button size="small" aria-label={`收起${label}`} onClick={() => setPlain(null)}>
          收起
        </Button>
      )}
      {plain === null && mayReveal && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'why', type: 'group', label: '为什么查看（会记入查阅记录）' },
              ...Object.entries(lookReasons).map(([key, word]) => ({ key, label: word })),
            ],
            onClick: ({ key }) => reveal.mutate({ id, field, reason: key as keyof typeof lookReasons }),
          }}
        >
          <Button size="small" aria-label={`查看${label}原文`} loading={reveal.isPending}>
            查看
          </Button>
        </Dropdown>
      )}
    </Flex>
  )
}
