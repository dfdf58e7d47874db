import { Alert, Button, Descriptions, Flex, Modal } from 'antd'
import { useRef, useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { type Fields, text } from '../../core/field.ts'
import { formatInstant } from '../../core/time.ts'
import { client, Refusal } from '../../ui/client.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { CaseRecord } from '../casework/index.ts'
import { Client } from '../clients/index.ts'
import { GroupSession } from '../groups/index.ts'
import { Incident } from '../protection/index.ts'
import { ServiceRecord } from '../services/index.ts'
import { Visit } from '../visits/index.ts'
import { HandoverPhotos, uploadPhotos } from './HandoverPhotos.tsx'

const api = client<typeof import('./handover.server.ts')>('devices')

type Read = AnswerOfCall<typeof import('./handover.server.ts').readHandover>
type Listed = AnswerOfCall<typeof import('./handover.server.ts').listHandovers>[number]['handover']

/** What a command is called, and the fields it was typed by. */
const kinds: Readonly<Record<string, { label: string; fields: Fields; forWriter?: boolean }>> = {
  'visits/recordVisit': { label: '走访', fields: Visit.fields, forWriter: true },
  'services/recordService': { label: '服务记录', fields: ServiceRecord.fields, forWriter: true },
  'casework/recordMeeting': { label: '过程记录', fields: CaseRecord.fields },
  'groups/holdSession': { label: '小组节次', fields: GroupSession.fields },
  'clients/editContact': { label: '更新联系与备注', fields: Client.fields },
  'protection/reportIncident': { label: '疑似侵害', fields: Incident.fields },
}

const said = (fields: Fields, key: string, value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '—' : `${value.length} 项`
  if (typeof value === 'boolean') return value ? '是' : '否'
  return fields[key]?.choices?.[String(value)] ?? String(value ?? '—')
}

/** What somebody typed in the field and could no longer enter: a head enters it for them, or says why not. */
export function Handovers() {
  const found = useAnswer(api.listHandovers, { state: 'open' })
  const [open, setOpen] = useState<Listed>()
  return (
    <Answer of={found}>
      {(rows) =>
        rows.length === 0 ? null : (
          <Block title={`离线待处理（${rows.length}）`}>
            <p>填写人已无权办理，或设备已停用；内容完整保存在这里，由您决定。</p>
            {rows.map(({ handover, stationName }) => (
              <Flex key={handover.id} gap={12} align="center" wrap style={{ padding: '8px 0' }}>
                <span style={{ flex: 1, minWidth: 220 }}>
                  <b>{kinds[handover.call]?.label ?? handover.call}</b>　{handover.writerName}{' '}
                  {formatInstant(handover.typedAt)} 填写　{stationName}
                  <br />
                  {handover.why}
                </span>
                <Button size="small" onClick={() => setOpen(handover)}>
                  打开
                </Button>
              </Flex>
            ))}
            <Modal
              title="离线填写的内容"
              open={open !== undefined}
              footer={null}
              onCancel={() => setOpen(undefined)}
              destroyOnHidden
            >
              {open && <Opened of={open} onDone={() => setOpen(undefined)} />}
            </Modal>
          </Block>
        )
      }
    </Answer>
  )
}

function Opened({ of, onDone }: { of: Listed; onDone: () => void }) {
  const read = useAnswer(api.readHandover, { id: of.id })
  const settle = useAct(api.settleHandover, { onDone })
  const [problem, setProblem] = useState<string>()
  const kind = kinds[of.call]
  /** Uploaded once, however often the entering has to be tried. */
  const uploaded = useRef<Awaited<ReturnType<typeof uploadPhotos>>>(undefined)
  /** Entered under the id of this very paper: pressed twice it is entered once. */
  async function enter({ content, person, photos }: Read) {
    const [module, action] = of.call.split('/') as [string, string]
    const input = JSON.parse(content) as Record<string, unknown>
    const call = client<Record<string, never>>(module) as unknown as Record<
      string,
      (input: unknown, opId: string) => Promise<unknown>
    >
    try {
      if (of.station && photos.length > 0) uploaded.current ??= await uploadPhotos(of.id, of.station, photos)
      const { files, broken } = uploaded.current ?? { files: {}, broken: 0 }
      for (const [field, ids] of Object.entries(files)) input[field] = [...((input[field] as string[]) ?? []), ...ids]
      await call[action]!(
        { ...input, ...(kind?.forWriter && person && { worker: person }) },
        of.id.slice(of.id.indexOf('-') + 1),
      )
      const note = broken > 0 ? `已代为办理；${broken} 个附件打不开，未附上` : '已代为办理'
      await settle.mutateAsync({ id: of.id, version: of.version, how: 'applied', note })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setProblem([error.message, ...Object.values(error.fields)].join('；'))
    }
  }
  return (
    <Answer of={read}>
      {(found) => (
        <>
          {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
          <Descriptions
            column={1}
            size="small"
            bordered
            items={[
              ...(found.about ? [{ key: 'about', label: '关于', children: found.about }] : []),
              ...Object.entries(JSON.parse(found.content) as Record<string, unknown>)
                .filter(([key]) => kind?.fields[key] && kind.fields[key].kind !== 'ref')
                .map(([key, value]) => ({
                  key,
                  label: kind!.fields[key]!.label,
                  children: said(kind!.fields, key, value),
                })),
            ]}
          />
          <HandoverPhotos handover={of.id} photos={found.photos} />
          <Flex gap={8} wrap style={{ marginTop: 16 }}>
            <Button type="primary" onClick={() => void enter(found)}>
              代为办理
            </Button>
            <FormButton
              label="不办理"
              small={false}
              call={api.settleHandover}
              fields={{ note: text('不办理的原因', { max: 300 }) }}
              given={{ id: of.id, version: of.version, how: 'dismissed' }}
            />
          </Flex>
        </>
      )}
    </Answer>
  )
}
