import './assessments.css'
import { UploadOutlined } from '@ant-design/icons'
import { Button, Drawer, Modal, Popconfirm, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { link, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { LoadedScale } from './assessment.ts'
import { ScaleQuestions, ScaleResult } from './ScaleQuestions.tsx'
import { type Answers, licences, type Scale } from './scale.ts'
import { licensedElsewhere } from './scales.ts'

const api = client<typeof import('./scale.server.ts')>('assessments')

type Row = AnswerOfCall<typeof import('./scale.server.ts').listScales>[number]

/** The scales there are, each with its source and licence; those who may, load their county's own. */
export function Scales() {
  const mayLoad = useHolds('scale.manage')
  const found = useAnswer(api.listScales, {})
  const [shown, setShown] = useState<Row>()
  const [loading, setLoading] = useState(false)
  const retire = useAct(api.retireScale)
  return (
    <>
      <PageHead title="评估量表" note="每个量表写明出处与使用许可；评分由系统计算">
        {mayLoad && (
          <Button type="primary" icon={<UploadOutlined />} onClick={() => setLoading(true)}>
            上传量表
          </Button>
        )}
      </PageHead>
      <Answer of={found}>
        {(rows) => (
          <DataTable
            rows={rows}
            rowKey={({ scale, loaded }) => loaded?.id ?? scale.key}
            onOpen={setShown}
            columns={[
              {
                title: '量表',
                key: 'title',
                render: (_, { scale }) => <div style={{ minWidth: 150 }}>{scale.title}</div>,
              },
              {
                title: '适用对象',
                key: 'forWhom',
                render: (_, { scale }) => <div style={{ minWidth: 160, maxWidth: 280 }}>{scale.forWhom}</div>,
              },
              { title: '题数', key: 'items', align: 'right', width: 70, render: (_, { scale }) => scale.items.length },
              { title: '使用许可', key: 'licence', render: (_, { scale }) => licences[scale.licence] },
              {
                title: '来源',
                key: 'from',
                render: (_, { loaded, countyName }) =>
                  loaded ? (
                    <>
                      {countyName} {loaded.loadedOn}{' '}
                      <State tone={loaded.state === 'used' ? 'good' : 'quiet'}>
                        {LoadedScale.fields.state.choices![loaded.state]}
                      </State>
                      {loaded.can.includes('retireScale') && (
                        <Popconfirm
                          title="停用这个版本？已做的评估保留"
                          onConfirm={() => retire.mutate({ id: loaded.id, version: loaded.version })}
                        >
                          <Button size="small">停用</Button>
                        </Popconfirm>
                      )}
                    </>
                  ) : (
                    '随系统提供'
                  ),
              },
            ]}
            empty="没有量表"
          />
        )}
      </Answer>
      <div style={{ height: 16 }} />
      <Block title="需要授权的量表">
        <Typography.Paragraph>
          下列量表的题目不随系统提供。取得授权后，由区县按量表文件格式录入并上传，只在本区县使用。
        </Typography.Paragraph>
        <ul>
          {licensedElsewhere.map(({ key, title, why }) => (
            <li key={key}>
              {title}：{why}
            </li>
          ))}
        </ul>
      </Block>
      <Drawer
        title={shown?.scale.title ?? ''}
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        size={640}
        destroyOnHidden
      >
        {shown && <Preview scale={shown.scale} />}
      </Drawer>
      <Modal
        title="上传量表"
        open={loading}
        footer={null}
        width={720}
        onCancel={() => setLoading(false)}
        destroyOnHidden
      >
        <LoadScale onDone={() => setLoading(false)} />
      </Modal>
    </>
  )
}

/** Tries a scale out: nothing is kept. */
function Preview({ scale }: { scale: Scale }) {
  const [answers, setAnswers] = useState<Answers>({})
  return (
    <>
      <Typography.Paragraph>{scale.construct}</Typography.Paragraph>
      <Typography.Paragraph type="secondary">
        出处：{scale.source}
        <br />
        许可：{licences[scale.licence]}。{scale.licenceNote}
        <br />
        {scale.instruction}
      </Typography.Paragraph>
      <ScaleQuestions scale={scale} answers={answers} onChange={setAnswers} />
      <div className="scale-result">
        <ScaleResult scale={scale} answers={answers} />
      </div>
      <Typography.Title level={3} style={{ fontSize: 14 }}>
        分级
      </Typography.Title>
      <ul>
        {scale.bands.map((band) => (
          <li key={band.label}>
            {band.from}–{band.to} 分：{band.label}。{band.advice}
          </li>
        ))}
      </ul>
    </>
  )
}

const fields = {
  county: link('区县', 'place'),
  source: text('量表文件内容', {
    max: 60_000,
    multiline: true,
    help: 'YAML 或 JSON：key、version、title、construct、source、licence、items、bands 等，格式见模块说明',
  }),
}

function LoadScale({ onDone }: { onDone: () => void }) {
  const me = useMe()
  const load = useAct(api.loadScale, { onDone })
  const place = me.roles.find((role) => role.place !== null)?.place ?? null
  const [source, setSource] = useState<string>()
  return (
    <>
      <Typography.Paragraph>
        请确认已取得使用授权，并在文件中写明出处与许可。上传后本区县的站点立即可用；同一代码的旧版本自动停用。
      </Typography.Paragraph>
      <label htmlFor="scale-file">从文件读取</label>{' '}
      <input
        id="scale-file"
        type="file"
        accept=".yaml,.yml,.json,.txt"
        onChange={async (event) => setSource(await event.target.files?.[0]?.text())}
        style={{ marginBottom: 12 }}
      />
      <RecordForm
        key={source ?? 'typed'}
        fields={fields}
        initial={{ county: place, source }}
        submit="上传"
        onSubmit={(values) => load.mutateAsync(values as never)}
        onCancel={onDone}
      />
    </>
  )
}
