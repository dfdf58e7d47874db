import { useNavigate, useSearch } from '@tanstack/react-router'
import { App, Button, Flex, Input, Radio, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { Answer, Block, PageHead, State, shown } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { Client, clientSexes } from './client.ts'
import { duplicateReasons } from './duplicate.ts'

const api = client<typeof import('./index.server.ts')>('clients')

type Compared = AnswerOfCall<typeof import('./duplicates.server.ts').compareClients>

const skipped = new Set(['state', 'closedOn', 'closing', 'mergedInto'])
const rows = Object.entries(Client.fields as Fields).filter(([key]) => !skipped.has(key))

/** Two files side by side: what differs, which to keep, what to take over. */
export function Compare() {
  const { first, second } = useSearch({ strict: false }) as { first?: string; second?: string }
  const found = useAnswer(api.compareClients, { first: first ?? '', second: second ?? '' })
  return (
    <Answer of={found} page>
      {(compared) => <Side key={`${first}${second}`} {...compared} />}
    </Answer>
  )
}

const isMasked = (value: unknown) => typeof value === 'object' && value !== null && 'masked' in value

function Side({ first, second, firstShown, secondShown, same, records, duplicate }: Compared) {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [kept, setKept] = useState<'first' | 'second'>(
    records.reduce((sum, one) => sum + one.first - one.second, 0) >= 0 ? 'first' : 'second',
  )
  const [chosen, setChosen] = useState<Record<string, 'first' | 'second'>>({})
  const [reason, setReason] = useState('')
  const merge = useAct(api.mergeClients, {
    onDone: () => {
      message.info('已合并；发现有误可在合并记录里撤销')
      void navigate({ to: '/clients/duplicates' })
    },
  })
  const apart = useAct(api.keepApart, { onDone: () => void navigate({ to: '/clients/duplicates' }) })
  const files = { first, second }
  const value = (side: 'first' | 'second', key: string) => (files[side] as unknown as Record<string, unknown>)[key]
  const own = (side: 'first' | 'second', key: string) =>
    key === 'place'
      ? (side === 'first' ? firstShown : secondShown).placeName
      : key === 'household' && value(side, key)
        ? '已在一户'
        : null
  const differs = (key: string) => {
    const [one, other] = [value('first', key), value('second', key)]
    if (isMasked(one) && isMasked(other)) return !same.includes(key)
    return JSON.stringify(one ?? null) !== JSON.stringify(other ?? null)
  }
  const other = kept === 'first' ? 'second' : 'first'
  // what only the other file knows is taken over unless one says otherwise
  const choiceOf = (key: string) =>
    chosen[key] ?? (value(kept, key) === null && value(other, key) !== null ? other : kept)
  const take = rows
    .map(([key]) => key)
    .filter((key) => key !== 'noIdReason' || !(first.idNumber || second.idNumber))
    .filter((key) => differs(key) && choiceOf(key) === other)
  const title = (side: 'first' | 'second') => (side === 'first' ? firstShown : secondShown)
  return (
    <>
      <PageHead
        title="比对档案"
        note={
          duplicate
            ? duplicate.why.map((one) => duplicateReasons[one as keyof typeof duplicateReasons]).join('、') ||
              '人工选定'
            : undefined
        }
      >
        {duplicate?.can.includes('keepApart') && (
          <Button onClick={() => apart.mutate({ id: duplicate.id, version: duplicate.version })}>不是同一人</Button>
        )}
      </PageHead>
      <Block title="保留哪一份">
        <Radio.Group
          value={kept}
          onChange={({ target }) => {
            setKept(target.value as 'first')
            setChosen({})
          }}
          options={(['first', 'second'] as const).map((side) => ({
            value: side,
            label: `${side === 'first' ? '档案一' : '档案二'}：${title(side).name}，${clientSexes[title(side).sex]}，${title(side).stationName}`,
          }))}
        />
      </Block>
      <Block title="逐项比对">
        <table className="compare" aria-label="两份档案的比对">
          <thead>
            <tr>
              <th>项目</th>
              <th>档案一</th>
              <th>档案二</th>
            </tr>
          </thead>
          <tbody>
            {rows
              .filter(([key]) => key !== 'noIdReason' || !(first.idNumber || second.idNumber))
              .filter(([key]) => value('first', key) !== null || value('second', key) !== null)
              .map(([key, field]) => (
                <tr key={key}>
                  <td>
                    {field.label} {differs(key) ? <State tone="warn">不同</State> : <State tone="quiet">相同</State>}
                  </td>
                  {(['first', 'second'] as const).map((side) => (
                    <td key={side}>
                      {differs(key) ? (
                        <Radio
                          checked={choiceOf(key) === side}
                          onChange={() => setChosen({ ...chosen, [key]: side })}
                          aria-label={`${field.label}取${side === 'first' ? '档案一' : '档案二'}`}
                        >
                          {own(side, key) ?? shown(field, value(side, key))}
                        </Radio>
                      ) : (
                        (own(side, key) ?? shown(field, value(side, key)))
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            {records.map((one) => (
              <tr key={one.label}>
                <td>{one.label}</td>
                <td>{one.first} 条</td>
                <td>{one.second} 条</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Block>
      <Block title="合并">
        <Typography.Paragraph type="secondary">
          两份档案的全部记录归到保留的一份，另一份留作别名；随时可以撤销。
        </Typography.Paragraph>
        <Flex gap={8} wrap>
          <Input
            aria-label="合并理由"
            placeholder="合并理由，如：同一人两次建档"
            maxLength={200}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            style={{ width: 320 }}
          />
          <Button
            type="primary"
            disabled={reason.trim() === ''}
            loading={merge.isPending}
            onClick={() =>
              merge.mutate({
                id: files[kept].id,
                version: files[kept].version,
                merged: files[other].id,
                mergedVersion: files[other].version,
                take,
                reason: reason.trim(),
              })
            }
          >
            合并到{kept === 'first' ? '档案一' : '档案二'}
          </Button>
        </Flex>
      </Block>
    </>
  )
}
