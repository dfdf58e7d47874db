import { InboxOutlined } from '@ant-design/icons'
import { App, Upload } from 'antd'
import type { UploadFile } from 'antd/es/upload/interface'
import { useState } from 'react'
import { useFileHome } from './files.tsx'

/** Uploads photos and papers at once, and holds their ids. A file that fails says why and can be chosen again. */
export function FilesControl({
  id,
  value,
  readBy,
  onChange,
  disabled,
}: {
  id: string
  value: string[]
  /** The grant that reads what is uploaded here. */
  readBy: string
  onChange: (ids: string[]) => void
  disabled?: boolean
}) {
  const { message } = App.useApp()
  const station = useFileHome()
  const [files, setFiles] = useState<UploadFile<{ id: string }>[]>(() =>
    value.map((one) => ({
      uid: one,
      name: '已上传的文件',
      status: 'done',
      response: { id: one },
      url: `/api/files/${one}`,
    })),
  )
  return (
    <Upload.Dragger
      id={id}
      multiple
      disabled={disabled || !station}
      action={station ? `/api/files?station=${station}&for=${readBy}` : ''}
      fileList={files}
      accept="image/*,.pdf,.doc,.docx,.xls,.xlsx"
      onChange={({ file, fileList }) => {
        setFiles(fileList)
        if (file.status === 'error')
          message.error(
            (file.response as { message?: string } | undefined)?.message ?? `「${file.name}」没有上传成功，请重试`,
          )
        if (file.status === 'done' || file.status === 'removed')
          onChange(fileList.flatMap(({ response }) => (response ? [response.id] : [])))
      }}
    >
      <InboxOutlined aria-hidden style={{ fontSize: 20 }} />{' '}
      {station ? '点此或拖入照片、文件（可不传）' : '请先选择社工站'}
    </Upload.Dragger>
  )
}
