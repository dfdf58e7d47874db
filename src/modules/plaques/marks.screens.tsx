import { useParams } from '@tanstack/react-router'
import { Button, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import { files } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { Answer, Block, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { type Mark, marks } from './plaque.ts'

const api = client<typeof import('./mark.server.ts')>('plaques')

/** The files of marks an office puts on the plaques of its area. */
export function MarksPage() {
  const { place } = useParams({ strict: false }) as { place: string }
  const found = useAnswer(api.listMarks, { place })
  const [uploading, setUploading] = useState<Mark>()
  const set = useAct(api.setMark, { onDone: () => setUploading(undefined) })
  const remove = useAct(api.removeMark)
  return (
    <>
      <PageHead title="标志文件" note="上传后，本辖区所有站点的标牌都用这里的标志；没有上传的画占位图" />
      <Answer of={found}>
        {(known) => (
          <Flex vertical gap={0}>
            {known.map(({ mark, uploaded, name }) => (
              <Block key={mark} title={marks[mark]}>
                <Flex gap={12} wrap align="center">
                  {uploaded ? <State tone="good">已上传</State> : <State tone="quiet">占位图</State>}
                  {uploaded && <span>{name}</span>}
                  <Button onClick={() => setUploading(mark)}>{uploaded ? '更换' : '上传'}</Button>
                  {uploaded && (
                    <Button loading={remove.isPending} onClick={() => remove.mutate({ place, mark })}>
                      撤下
                    </Button>
                  )}
                </Flex>
              </Block>
            ))}
          </Flex>
        )}
      </Answer>
      <Modal
        title={uploading && `上传${marks[uploading]}`}
        open={uploading !== undefined}
        footer={null}
        onCancel={() => setUploading(undefined)}
        destroyOnHidden
      >
        <Typography.Paragraph type="secondary">
          请用主管部门发布的正式文件，SVG 或透明底的 PNG。系统按内容检查，并转成图片保存，原文件里的脚本不会保留。
        </Typography.Paragraph>
        <RecordForm
          fields={{ file: files('标志图片', { max: 1, readBy: 'station.read' }) }}
          initial={{ station: place, file: [] }}
          submit="使用这个标志"
          onSubmit={(values) =>
            set.mutateAsync({ place, mark: uploading!, file: (values.file as string[] | undefined) ?? [] })
          }
          onCancel={() => setUploading(undefined)}
        />
      </Modal>
    </>
  )
}
