import { Alert, Button, Checkbox, Flex, Typography } from 'antd'
import { useDeferredValue } from 'react'
import { client } from '../../ui/client.ts'
import { useAnswer } from '../../ui/query.ts'
import { duplicateReasons } from './duplicate.ts'

const api = client<typeof import('./index.server.ts')>('clients')

/** Who may already be on file, beside the fields while they are typed; each can be confirmed as somebody else. */
export function Alike({
  station,
  values,
  confirmed,
  onConfirm,
  except,
}: {
  station: string
  values: Record<string, unknown>
  confirmed: readonly string[]
  onConfirm: (ids: string[]) => void
  except?: string
}) {
  const word = (key: string) => (typeof values[key] === 'string' && values[key] ? (values[key] as string) : null)
  const asked = useDeferredValue(
    JSON.stringify([word('name'), word('bornOn'), phoneOf(word('phone')), word('address')]),
  )
  const [name, bornOn, phone, address] = JSON.parse(asked) as (string | null)[]
  const enough = Boolean(name && (bornOn || phone || address))
  const found = useAnswer(
    api.findAlike,
    {
      station,
      name: name ?? '',
      bornOn: bornOn ?? null,
      phone: phone ?? null,
      address: address ?? null,
      except: except ?? null,
    },
    { enabled: enough, keep: true },
  )
  const alike = enough ? (found.data ?? []) : []
  if (alike.length === 0)
    return (
      <Typography.Text type="secondary">
        {enough ? '没有发现相同的档案' : '填写姓名和出生日期后自动核对'}
      </Typography.Text>
    )
  return (
    <Alert
      type="warning"
      showIcon
      title="可能已经建档，请先核对"
      description={
        <Flex vertical gap={8}>
          {alike.map((one) => (
            <div key={one.id}>
              <div>
                {`${[one.bornOn, one.station].filter(Boolean).join(' · ')}（${one.why.map((why) => duplicateReasons[why as keyof typeof duplicateReasons]).join('、')}）`}
              </div>
              <Flex gap={12} wrap align="center">
                <Button size="small" href={`/clients/${one.id}`} target="_blank">
                  打开「{one.name}」的档案
                </Button>
                <Checkbox
                  checked={confirmed.includes(one.id)}
                  onChange={({ target }) =>
                    onConfirm(target.checked ? [...confirmed, one.id] : confirmed.filter((id) => id !== one.id))
                  }
                >
                  已核对，不是同一人
                </Checkbox>
              </Flex>
            </div>
          ))}
        </Flex>
      }
    />
  )
}

const phoneOf = (typed: string | null) => (typed && typed.length >= 10 ? typed : null)
