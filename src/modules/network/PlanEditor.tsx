import { UploadOutlined } from '@ant-design/icons'
import { Alert, App, Button, Divider, Flex, InputNumber, Table, Typography, Upload } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client, Refusal } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Answer } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { levelKeys } from './plan.ts'

const api = client<typeof import('./plan.server.ts') & typeof import('./sheet.server.ts')>('network')
const places = client<typeof import('../places/index.server.ts')>('places')

type Read = AnswerOfCall<typeof import('./sheet.server.ts').readPlanSheet>
type Counts = Record<(typeof levelKeys)[number], number>

const words = { hub: '总站', station: '站', room: '室' } as const
const none: Counts = { hub: 0, station: 0, room: 0 }

/** A plan of one's own for a year: typed by place, or taken over from a table after it was read through. */
export function PlanEditor({ place, year: latest, onDone }: { place: string; year: number; onDone: () => void }) {
  const [year, setYear] = useState(Math.max(latest, Number(today().slice(0, 4))))
  return (
    <>
      <Flex gap={8} align="center" style={{ marginBottom: 12 }}>
        <label htmlFor="plan-year">年度</label>
        <InputNumber id="plan-year" min={2000} max={2100} value={year} onChange={(next) => setYear(next ?? year)} />
      </Flex>
      <Typography.Paragraph type="secondary">
        本地计划按年度保存，代替文件里同一年的任务表；写到当年年底应建成的总数。
      </Typography.Paragraph>
      <Typed key={year} place={place} year={year} onDone={onDone} />
      <Divider plain>或者从 Excel 导入</Divider>
      <FromSheet place={place} year={year} onDone={onDone} />
    </>
  )
}

function Typed({ place, year, onDone }: { place: string; year: number; onDone: () => void }) {
  const [typed, setTyped] = useState<Record<string, Counts>>({})
  const below = useAnswer(places.placeChildren, { parent: place })
  const known = useAnswer(api.taskMatrix, { place, year })
  const save = useAct(api.setPlan, { onDone })
  return (
    <Answer of={known}>
      {({ plans }) => {
        const own = plans.find(({ document, planner }) => document === null && planner === place)
        const before = new Map<string, Counts>(own?.rows.map((row) => [row.place, row]) ?? [])
        const rows = (below.data?.children ?? []).filter(({ kind }) => kind !== 'village')
        const countsOf = (id: string) => typed[id] ?? before.get(id) ?? none
        return (
          <>
            <Table
              size="small"
              rowKey="id"
              loading={below.isPending}
              dataSource={rows}
              pagination={false}
              scroll={{ y: 360 }}
              columns={[
                { title: '地区', dataIndex: 'name' },
                ...levelKeys.map((level) => ({
                  title: words[level],
                  key: level,
                  width: 96,
                  render: (_: unknown, { id, name }: { id: string; name: string }) => (
                    <InputNumber
                      aria-label={`${name}${words[level]}任务`}
                      min={0}
                      max={9999}
                      precision={0}
                      value={countsOf(id)[level]}
                      onChange={(next) =>
                        setTyped((now) => ({ ...now, [id]: { ...countsOf(id), [level]: next ?? 0 } }))
                      }
                      style={{ width: '100%' }}
                    />
                  ),
                })),
              ]}
            />
            <Flex gap={8} style={{ marginTop: 12 }}>
              <Button
                type="primary"
                loading={save.isPending}
                disabled={Object.keys(typed).length === 0}
                onClick={() =>
                  save.mutate({
                    planner: place,
                    year,
                    rows: Object.entries(typed).map(([id, { hub, station, room }]) => ({
                      place: id,
                      hub,
                      station,
                      room,
                    })),
                  })
                }
              >
                保存计划
              </Button>
            </Flex>
          </>
        )
      }}
    </Answer>
  )
}

async function contentOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}

function FromSheet({ place, year, onDone }: { place: string; year: number; onDone: () => void }) {
  const { message } = App.useApp()
  const [content, setContent] = useState<string>()
  const [read, setRead] = useState<Read>()
  const [problem, setProblem] = useState<string>()
  const take = useAct(api.importPlanSheet, {
    onDone: ({ rows, changed }) => {
      message.info(`已导入 ${rows} 行，改动 ${changed} 项`)
      onDone()
    },
  })
  const look = async (file: File) => {
    setRead(undefined)
    setProblem(undefined)
    try {
      const chosen = await contentOf(file)
      setContent(chosen)
      setRead(await api.readPlanSheet({ planner: place, content: chosen }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setProblem(error.fields.content ?? error.message)
    }
  }
  return (
    <>
      <Upload
        accept=".xlsx"
        showUploadList={false}
        beforeUpload={(file) => {
          void look(file)
          return false
        }}
      >
        <Button icon={<UploadOutlined />}>选择任务表</Button>
      </Upload>
      <Typography.Paragraph type="secondary" style={{ marginTop: 8 }}>
        第一列「地区」，后面「总站」「站」「室」，可以有「小计」和「合计」行；导出的任务表可以直接改后导入。先试读，不写入。
      </Typography.Paragraph>
      {problem && <Alert type="error" showIcon title={problem} />}
      {read && read.problems.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={`有 ${read.problems.length} 处要改，改好后重新选择`}
          description={
            <ul style={{ margin: 0, paddingInlineStart: 20 }}>
              {read.problems.slice(0, 30).map(({ cell, says }) => (
                <li key={`${cell}|${says}`}>
                  {cell}：{says}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {read && read.problems.length === 0 && (
        <>
          <Alert
            type="success"
            showIcon
            title={`读到 ${read.rows.length} 个地区，合计 ${read.rows.reduce((all, { hub, station, room }) => all + hub + station + room, 0)} 个站点`}
            style={{ marginBottom: 12 }}
          />
          <Button
            type="primary"
            loading={take.isPending}
            onClick={() => take.mutate({ planner: place, content: content!, year })}
          >
            导入为 {year} 年计划
          </Button>
        </>
      )}
    </>
  )
}
