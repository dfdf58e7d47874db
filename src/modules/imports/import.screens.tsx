import { InboxOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button, Flex, Progress, Typography, Upload } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client, Refusal } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayInstant } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, Nothing, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { importFlow } from './importBatch.ts'

const api = client<typeof import('./import.server.ts')>('imports')

type Opened = AnswerOfCall<typeof import('./import.server.ts').getImport>

const tones: Record<keyof typeof importFlow.states, Tone> = {
  checked: 'busy',
  importing: 'busy',
  done: 'good',
  undone: 'quiet',
  discarded: 'quiet',
}
const largest = 5_000_000

/** A file's content as base64, as the server takes it. */
function contentOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}

/** Hands the browser a workbook to keep. */
function keepWorkbook(fileName: string, content: string): void {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0))
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const address = URL.createObjectURL(new Blob([bytes], { type }))
  const link = Object.assign(document.createElement('a'), { href: address, download: fileName })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

/** Where to import to: an office's whole county, or one station. */
function usePlace() {
  const me = useMe()
  const office = me.roles.find(({ role }) => role === 'county')?.place ?? null
  const [station, setStation] = useState<string | null>(me.stations.length === 1 ? me.stations[0]!.id : null)
  const at = station ? { station, place: null } : office ? { station: null, place: office } : null
  return { station, setStation, office, at }
}

/** Importing a sheet: the template, the file, and what was imported before. */
export function Imports() {
  const { kind } = useParams({ strict: false }) as { kind: string }
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { station, setStation, office, at } = usePlace()
  const StationPicker = usePicker('station')!
  const past = useAnswer(api.listImports, { kind })
  const check = useAct(api.checkImport, {
    onDone: ({ id }) => void navigate({ to: '/imports/$kind/$id', params: { kind, id } as never }),
  })
  const [problem, setProblem] = useState<string>()
  async function send(file: File) {
    setProblem(undefined)
    if (file.size > largest) return setProblem(`「${file.name}」超过 5 MB，请分成几个文件再导入`)
    try {
      await check.mutateAsync({ kind, ...at!, fileName: file.name, content: await contentOf(file) })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setProblem(Object.values(error.fields)[0] ?? error.message)
    }
  }
  async function template() {
    try {
      const { fileName, content } = await api.importTemplate({ kind, ...at! })
      keepWorkbook(fileName, content)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      message.error(error.message)
    }
  }
  return (
    <>
      <PageHead
        title={titles[kind] ?? '导入表格'}
        note="先检查，不写入；每一处问题都会指到单元格。导入后可以整批撤销"
      />
      <Block title="上传表格">
        <Flex vertical gap={12} style={{ maxWidth: 640 }}>
          <div>
            <label htmlFor="import-station">导入到</label>
            <StationPicker
              id="import-station"
              placeholder={office ? '整个区县（表格中写明站名），或选择一个社工站' : '选择社工站'}
              value={station}
              onChange={setStation}
            />
          </div>
          <div>
            <Button disabled={!at} onClick={() => void template()}>
              下载模板
            </Button>
            <Typography.Text type="secondary" style={{ marginInlineStart: 8 }}>
              也可以直接上传单位自己的表格，列名认得即可
            </Typography.Text>
          </div>
          <Upload.Dragger
            accept=".xlsx"
            disabled={!at || check.isPending}
            showUploadList={false}
            beforeUpload={(file) => {
              void send(file)
              return false
            }}
          >
            <InboxOutlined aria-hidden style={{ fontSize: 24 }} />
            <div>{check.isPending ? '正在检查…' : at ? '点此选择 .xlsx 文件，或拖到这里' : '请先选择导入到哪里'}</div>
          </Upload.Dragger>
          {problem && (
            <Typography.Text type="danger" role="alert">
              {problem}
            </Typography.Text>
          )}
        </Flex>
      </Block>
      <Block title="导入记录">
        <Answer of={past}>
          {(rows) => (
            <DataTable
              rows={rows}
              rowKey={({ batch }) => batch.id}
              onOpen={({ batch }) =>
                void navigate({ to: '/imports/$kind/$id', params: { kind, id: batch.id } as never })
              }
              columns={[
                { title: '文件', key: 'file', render: (_, { batch }) => batch.fileName },
                {
                  title: '状态',
                  key: 'state',
                  width: 100,
                  render: (_, { batch }) => <State tone={tones[batch.state]}>{importFlow.states[batch.state]}</State>,
                },
                { title: '行数', key: 'rows', width: 90, align: 'right', render: (_, { batch }) => batch.rows },
                { title: '写入', key: 'written', width: 90, align: 'right', render: (_, { batch }) => batch.written },
                { title: '导入人', key: 'by', width: 120, render: (_, { byName }) => byName },
                { title: '时间', key: 'at', width: 140, render: (_, { at: when }) => sayInstant(when) },
              ]}
              empty="还没有导入过"
            />
          )}
        </Answer>
      </Block>
    </>
  )
}

/** Words of the kinds that have a page; each kind is defined beside the records it makes. */
const titles: Readonly<Record<string, string>> = {
  roster: '导入花名册',
  clients: '导入服务对象名册',
}

/** One sheet: what is wrong with it at which cell, and taking it over, or back. */
export function ImportPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const [running, setRunning] = useState(false)
  const found = useAnswer(api.getImport, { id }, { ...(running && { every: 1000 }) })
  const busy = found.data?.batch.state === 'importing'
  if (busy !== running) setRunning(busy)
  return (
    <Answer of={found} page>
      {(opened) => <Opened {...opened} />}
    </Answer>
  )
}

function Opened({ batch, label, problems, known, notes, progress, jobProblem }: Opened) {
  const navigate = useNavigate()
  const { modal } = App.useApp()
  const start = useAct(api.startImport)
  const undo = useAct(api.undoImport)
  const discard = useAct(api.discardImport)
  const may = (call: string) => batch.can.includes(call)
  const { id, version } = batch
  const askUndo = () =>
    modal.confirm({
      title: `撤销这次导入的 ${batch.written} 行`,
      content: '导入时建立的档案、任职和证书会一起删除，留痕保留。已经用到的不能撤销。',
      okText: '撤销导入',
      cancelText: '不撤销',
      onOk: () => undo.mutateAsync({ id, version }).catch(() => {}),
    })
  return (
    <>
      <PageHead
        title={`${label}：${batch.fileName}`}
        note={`共 ${batch.rows} 行`}
        tags={<State tone={tones[batch.state]}>{importFlow.states[batch.state]}</State>}
      >
        {may('startImport') && batch.good > 0 && (
          <Button
            type="primary"
            loading={start.isPending}
            onClick={() => start.mutate({ id, version, onlyGood: batch.problems > 0 })}
          >
            {batch.problems > 0 ? `只导入没有问题的 ${batch.good} 行` : `导入 ${batch.good} 行`}
          </Button>
        )}
        {may('discardImport') && <Button onClick={() => discard.mutate({ id, version })}>放弃</Button>}
        {may('undoImport') && (
          <Button danger loading={undo.isPending} onClick={askUndo}>
            撤销导入
          </Button>
        )}
        <Button onClick={() => void navigate({ to: '/imports/$kind', params: { kind: batch.kind } as never })}>
          重新上传
        </Button>
      </PageHead>
      <Block>
        <Flex gap={24} wrap>
          <Figure value={batch.good} label="可导入" unit="行" />
          <Figure value={batch.known} label="已在册，不重复登记" unit="行" />
          <Figure value={batch.problems} label="问题" unit="处" />
          {batch.written > 0 && <Figure value={batch.written} label="已写入" unit="行" />}
        </Flex>
        {progress && (
          <Progress
            percent={progress.total > 0 ? Math.round((progress.done / progress.total) * 100) : 0}
            aria-label="导入进度"
          />
        )}
        {batch.state === 'importing' && (
          <Typography.Paragraph type="secondary">正在后台导入，可以离开本页；全部写入后才算完成</Typography.Paragraph>
        )}
        {jobProblem && (
          <Typography.Paragraph type="danger" role="alert">
            上次导入没有写入：{jobProblem}
          </Typography.Paragraph>
        )}
        {notes.map((note) => (
          <Typography.Paragraph key={note} type="secondary" style={{ marginBottom: 4 }}>
            {note}
          </Typography.Paragraph>
        ))}
      </Block>
      {batch.state === 'checked' && (
        <Block title={`问题（${batch.problems} 处）`}>
          {problems.length === 0 ? (
            <Nothing says="没有发现问题" />
          ) : (
            <DataTable
              rows={problems}
              rowKey={({ sheet, row, column, message }) => `${sheet}|${row}|${column}|${message}`}
              total={batch.problems}
              columns={[
                { title: '行', key: 'row', width: 80, render: (_, { row }) => `第 ${row} 行` },
                { title: '列', key: 'column', width: 140, render: (_, { column }) => column || '整行' },
                { title: '问题', key: 'message', render: (_, { message }) => message },
                { title: '填写的内容', key: 'typed', render: (_, { typed }) => typed || '（空）' },
                { title: '工作表', key: 'sheet', width: 120, render: (_, { sheet }) => sheet },
              ]}
              empty=""
            />
          )}
        </Block>
      )}
      {known.length > 0 && (
        <Block title={`已在册（${batch.known} 行）`}>
          <DataTable
            rows={known}
            rowKey={({ sheet, row }) => `${sheet}|${row}`}
            columns={[
              { title: '行', key: 'row', width: 80, render: (_, { row }) => `第 ${row} 行` },
              { title: '说明', key: 'note', render: (_, { note }) => note },
              { title: '工作表', key: 'sheet', width: 120, render: (_, { sheet }) => sheet },
            ]}
            empty=""
          />
        </Block>
      )}
    </>
  )
}

function Figure({ value, label, unit }: { value: number; label: string; unit: string }) {
  return (
    <div style={{ minWidth: 120 }}>
      <div className="figure-value">
        {value} {unit}
      </div>
      <div>{label}</div>
    </div>
  )
}
