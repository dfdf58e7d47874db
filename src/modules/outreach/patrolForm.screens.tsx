import { useNavigate } from '@tanstack/react-router'
import { Button, Card, Flex, Input, InputNumber, Select } from 'antd'
import { list, ref, shape } from '../../core/field.ts'
import { optionsOf } from '../../ui/filters.tsx'
import { today } from '../../ui/format.ts'
import { linesOf } from '../../ui/lines.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { api } from './parts.tsx'
import { handOvers, helpGiven, Patrol, PatrolPerson, patrolReasons } from './patrol.ts'

interface Met {
  name: string
  sex: 'male' | 'female' | 'unknown'
  age?: number | null
  minor: 'no' | 'yes' | 'unsure'
  metAt: string
  situation: string
  help: (keyof typeof helpGiven)[]
  handOver: keyof typeof handOvers
  receiver?: string | null
}

const { onDay, fromTime, toTime, reason, route, place, companions, note, files } = Patrol.fields
const { patrol: _patrol, ...person } = PatrolPerson.fields
const fields = {
  station: ref('社工站', 'station'),
  onDay,
  fromTime,
  toTime,
  reason,
  route,
  people: list('遇到的人员', shape('人员', person), { max: 30 }),
  note,
  place,
  companions,
  files,
}

/** Writes a patrol down; nobody met is a patrol too. */
export function RecordPatrol() {
  const { stations } = useMe()
  const navigate = useNavigate()
  const add = useAct(api.recordPatrol, {
    onDone: ({ id }) => void navigate({ to: '/patrols/$id', params: { id } as never }),
  })
  return (
    <>
      <PageHead title="登记街面巡查" note="没有遇到人的巡查也登记；身份不明的写特征，不追问" />
      <Block>
        <div style={{ maxWidth: 680 }}>
          <RecordForm
            fields={fields}
            initial={{
              ...(stations.length === 1 && { station: stations[0]!.id }),
              onDay: today(),
              reason: 'daily',
              people: [],
              files: [],
            }}
            draft="patrol.new"
            submit="保存巡查"
            unfolded={['note']}
            controls={{
              ...(stations.length === 1 && { station: null }),
              reason: (values, set) => (
                <Select
                  id="field-reason"
                  value={(values.reason as string) ?? null}
                  onChange={(to) => set('reason', to)}
                  options={optionsOf(patrolReasons)}
                />
              ),
              people: (values, set) => (
                <People value={(values.people as unknown as Met[]) ?? []} onChange={(next) => set('people', next)} />
              ),
            }}
            onSubmit={(values) =>
              add.mutateAsync({
                ...values,
                files: (values.files as string[]) ?? [],
                people: (values.people as unknown as Met[]) ?? [],
              } as never)
            }
            onCancel={() => history.back()}
          />
        </div>
      </Block>
    </>
  )
}

const blank: Met = {
  name: '',
  sex: 'unknown',
  minor: 'no',
  metAt: '',
  situation: '',
  help: ['advice'],
  handOver: 'declined',
}

function People({ value, onChange }: { value: readonly Met[]; onChange: (next: Met[]) => void }) {
  const lines = linesOf<Met>(value, onChange, blank)
  return (
    <Flex vertical gap={8}>
      {value.map((one, i) => (
        <Card
          // biome-ignore lint/suspicious/noArrayIndexKey: a person met has nothing else to be told by until saved
          key={i}
          size="small"
          title={`第 ${i + 1} 人`}
          extra={
            <Button size="small" type="link" onClick={() => lines.remove(i)}>
              移除
            </Button>
          }
        >
          <Flex vertical gap={8}>
            <Input
              aria-label="姓名或特征"
              placeholder="姓名；身份不明的写「无名氏」和特征"
              value={one.name}
              onChange={(event) => lines.set(i, { name: event.target.value })}
            />
            <Flex gap={8} wrap>
              <Select
                aria-label="性别"
                value={one.sex}
                onChange={(sex) => lines.set(i, { sex })}
                options={[
                  { value: 'male', label: '男' },
                  { value: 'female', label: '女' },
                  { value: 'unknown', label: '性别未查明' },
                ]}
                style={{ width: 130 }}
              />
              <InputNumber
                aria-label="大约年龄"
                placeholder="约几岁"
                min={0}
                max={120}
                value={one.age ?? null}
                onChange={(age) => lines.set(i, { age })}
                style={{ width: 110 }}
              />
              <Select
                aria-label="是否未成年"
                value={one.minor}
                onChange={(minor) => lines.set(i, { minor })}
                options={[
                  { value: 'no', label: '成年' },
                  { value: 'yes', label: '未成年' },
                  { value: 'unsure', label: '不确定是否成年' },
                ]}
                style={{ width: 160 }}
              />
            </Flex>
            <Input
              aria-label="地点"
              placeholder="地点"
              value={one.metAt}
              onChange={(event) => lines.set(i, { metAt: event.target.value })}
            />
            <Input.TextArea
              aria-label="情况"
              placeholder="情况"
              autoSize={{ minRows: 2, maxRows: 5 }}
              maxLength={300}
              value={one.situation}
              onChange={(event) => lines.set(i, { situation: event.target.value })}
            />
            <Select
              aria-label="给予的帮助"
              mode="multiple"
              placeholder="给予的帮助"
              value={one.help}
              onChange={(help) => lines.set(i, { help })}
              options={optionsOf(helpGiven)}
            />
            <Flex gap={8} wrap>
              <Select
                aria-label="去向"
                value={one.handOver}
                onChange={(handOver) => lines.set(i, { handOver })}
                options={optionsOf(handOvers)}
                style={{ minWidth: 240 }}
              />
              <Input
                aria-label="接收单位与接收人"
                placeholder="接收单位与接收人"
                value={one.receiver ?? ''}
                onChange={(event) => lines.set(i, { receiver: event.target.value || null })}
                style={{ flex: 1, minWidth: 180 }}
              />
            </Flex>
          </Flex>
        </Card>
      ))}
      <div>
        <Button onClick={lines.add}>添加遇到的人员</Button>
      </div>
    </Flex>
  )
}
