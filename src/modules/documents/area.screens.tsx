import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, App, Button, Drawer, Flex, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { choices as choicesField, type Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, PageHead } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { levels } from '../policy/index.ts'
import { DocumentTemplate } from './document.ts'
import { linesControl } from './documentForm.screens.tsx'
import { Holdings } from './Holdings.tsx'

type Server = typeof import('./holdings.server.ts') & typeof import('./template.server.ts')
const api = client<Server>('documents')

type Template = AnswerOfCall<Server['listTemplates']>[number]

const officeRoles = ['county', 'city']

/** An office's own documents and plans, and the templates it has written for its stations. */
export function AreaDocuments() {
  const me = useMe()
  const navigate = useNavigate()
  const asked = (useSearch({ strict: false }) as { place?: string }).place
  const PlacePicker = usePicker('place')
  const own = me.roles.find(({ role, place }) => place && officeRoles.includes(role))?.place ?? null
  const place = asked ?? own
  const held = useAnswer(api.documentsOfArea, { place: place ?? '' }, { enabled: place !== null })
  return (
    <>
      <PageHead title="本级制度与范本" note="民政部门自己的制度和计划，以及给各站的范本" />
      {PlacePicker && (
        <div style={{ maxWidth: 320, marginBottom: 12 }}>
          <PlacePicker
            placeholder="区县或市"
            value={place}
            onChange={(chosen) =>
              void navigate({ to: '/documents', search: (chosen ? { place: chosen } : {}) as never, replace: true })
            }
          />
        </div>
      )}
      {place === null ? (
        <Alert type="info" showIcon title="请选择区县或市；站点自己的制度在站点页的「制度文件与计划」里" />
      ) : (
        <Answer of={held}>
          {(answer) => (
            <>
              {answer.mayKeep && <Templates place={place} />}
              <Holdings held={answer} home={{ place }} />
            </>
          )}
        </Answer>
      )}
    </>
  )
}

type Doing = { what: 'add' } | { what: 'edit' | 'offer'; one: Template }
const titles = { add: '编制范本', edit: '修改范本', offer: '下发范本' } as const

function Templates({ place }: { place: string }) {
  const [doing, setDoing] = useState<Doing>()
  const close = () => setDoing(undefined)
  const found = useAnswer(api.listTemplates, { place })
  return (
    <Block
      title="给各站的范本"
      extra={
        <Button size="small" icon={<PlusOutlined />} onClick={() => setDoing({ what: 'add' })}>
          编制范本
        </Button>
      }
    >
      <Answer of={found}>
        {(templates) => (
          <DataTable
            rows={templates}
            rowKey={({ template }) => template.id}
            columns={[
              {
                title: '范本',
                key: 'title',
                render: (_, { template }) => (
                  <div style={{ minWidth: 160 }}>
                    {template.title}
                    <div>
                      <FileLinks ids={template.files} />
                    </div>
                  </div>
                ),
              },
              { title: '适用', key: 'place', render: (_, { placeName }) => placeName },
              { title: '已下发', key: 'offered', align: 'right', width: 80, render: (_, { offered }) => offered },
              { title: '已采用', key: 'adopted', align: 'right', width: 80, render: (_, { adopted }) => adopted },
              { title: '未采用', key: 'declined', align: 'right', width: 80, render: (_, { declined }) => declined },
              {
                title: '办理',
                key: 'do',
                width: 140,
                render: (_, one) => (
                  <Flex gap={4}>
                    {one.template.can.includes('offerTemplate') && (
                      <Button
                        size="small"
                        aria-label={`下发${one.template.title}`}
                        onClick={() => setDoing({ what: 'offer', one })}
                      >
                        下发
                      </Button>
                    )}
                    {one.template.can.includes('editTemplate') && (
                      <Button
                        size="small"
                        aria-label={`修改${one.template.title}`}
                        onClick={() => setDoing({ what: 'edit', one })}
                      >
                        修改
                      </Button>
                    )}
                  </Flex>
                ),
              },
            ]}
            empty="还没有范本；写好一份下发，各站采用时填自己的生效日期"
          />
        )}
      </Answer>
      <Drawer open={doing !== undefined} onClose={close} title={doing && titles[doing.what]} size={520} destroyOnHidden>
        {doing?.what === 'offer' && <OfferForm one={doing.one} onDone={close} />}
        {doing && doing.what !== 'offer' && (
          <TemplateForm place={place} {...(doing.what === 'edit' && { one: doing.one })} onDone={close} />
        )}
      </Drawer>
    </Block>
  )
}

const { place: _place, ...templateFields } = DocumentTemplate.fields

function TemplateForm({ place, one, onDone }: { place: string; one?: Template; onDone: () => void }) {
  const choices = useAnswer(api.templateLines, { place })
  const add = useAct(api.addTemplate, { onDone })
  const edit = useAct(api.editTemplate, { onDone })
  return (
    <Answer of={choices}>
      {(lines) => (
        <RecordForm
          fields={templateFields as Fields}
          initial={{ lines: [], files: [], ...one?.template, station: place }}
          unfolded={['note']}
          controls={{ lines: linesControl(lines.map(({ key, value }) => ({ value: key, label: value }))) }}
          submit="保存"
          onSubmit={(values) => {
            const whole = { ...values, lines: values.lines ?? [], files: values.files ?? [] }
            return one
              ? edit.mutateAsync({ ...whole, id: one.template.id, version: one.template.version } as never)
              : add.mutateAsync({ ...whole, place } as never)
          }}
          onCancel={onDone}
        />
      )}
    </Answer>
  )
}

function OfferForm({ one, onDone }: { one: Template; onDone: () => void }) {
  const { message } = App.useApp()
  const offer = useAct(api.offerTemplate, {
    onDone: ({ offered }) => {
      message.info(`已下发 ${offered} 个站点，等待各站采用`)
      onDone()
    },
  })
  return (
    <>
      <Typography.Paragraph type="secondary">
        发给 {one.placeName} 运行中、还没有收到这份范本的站点；各站收到自己的一份，采用时填生效日期。
      </Typography.Paragraph>
      <RecordForm
        fields={{ levels: choicesField('发给', levels) }}
        initial={{ levels: ['station'] }}
        submit="下发"
        onSubmit={(values) =>
          offer.mutateAsync({
            levels: values.levels ?? [],
            id: one.template.id,
            version: one.template.version,
          } as never)
        }
        onCancel={onDone}
      />
    </>
  )
}
