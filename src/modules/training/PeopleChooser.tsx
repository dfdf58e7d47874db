import { Button, Checkbox, Flex, Input, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'

export type Trainee = AnswerOfCall<typeof import('./course.server.ts').peopleToTrain>[number]

/** People by station with a box each: a whole station, or everybody, in one press. */
export function PeopleChooser({
  people,
  value,
  onChange,
  id,
}: {
  people: readonly Trainee[]
  value: readonly string[]
  onChange: (people: string[]) => void
  id: string
}) {
  const [typed, setTyped] = useState('')
  const shown = people.filter(({ name, stationName }) => `${name}${stationName}`.includes(typed.trim()))
  const stations = [...new Map(shown.map(({ station, stationName }) => [station, stationName]))]
  const chosen = new Set(value)
  const set = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const one of ids) on ? next.add(one) : next.delete(one)
    onChange([...next])
  }
  const everyone = shown.map(({ person }) => person)
  if (people.length === 0)
    return <Typography.Text type="secondary">您的范围内没有在岗人员，请先在人员页登记任职</Typography.Text>
  return (
    <div id={id}>
      <Flex gap={8} wrap align="center" style={{ marginBottom: 8 }}>
        <Button size="small" onClick={() => set(everyone, true)}>
          全选（{everyone.length} 人）
        </Button>
        <Button size="small" onClick={() => set(everyone, false)}>
          清空
        </Button>
        <Input
          allowClear
          size="small"
          aria-label="按姓名或站名筛选"
          placeholder="姓名或站名"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          style={{ width: 160 }}
        />
        <Typography.Text role="status">已选 {value.length} 人</Typography.Text>
      </Flex>
      <div style={{ maxHeight: 360, overflow: 'auto' }}>
        {stations.map(([station, stationName]) => {
          const here = shown.filter((one) => one.station === station)
          const ids = here.map(({ person }) => person)
          const count = ids.filter((one) => chosen.has(one)).length
          return (
            <div key={station} style={{ marginBottom: 8 }}>
              <div>
                <Checkbox
                  checked={count === ids.length}
                  indeterminate={count > 0 && count < ids.length}
                  onChange={(event) => set(ids, event.target.checked)}
                >
                  <strong>
                    {stationName}（{count}/{ids.length}）
                  </strong>
                </Checkbox>
              </div>
              <Flex wrap gap={4} style={{ paddingInlineStart: 24 }}>
                {here.map(({ person, name }) => (
                  <Checkbox
                    key={person}
                    checked={chosen.has(person)}
                    onChange={(event) => set([person], event.target.checked)}
                  >
                    {name}
                  </Checkbox>
                ))}
              </Flex>
            </div>
          )
        })}
      </div>
    </div>
  )
}
