import { InboxOutlined } from '@ant-design/icons'
import { Upload } from 'antd'
import type { UploadFile } from 'antd/es/upload/interface'
import { useState } from 'react'
import { useFiles, useUploads } from './files.tsx'

/** What the server answers to a file: its id, or why it is refused. */
interface Uploaded {
  id?: string
  message?: string
}

/** A file that was not taken says why where it stands, and stays until it is taken away. */
function withReason(file: UploadFile<Uploaded>): UploadFile<Uploaded> {
  if (file.status !== 'error') return file
  return {
    ...file,
    name: file.response?.message ?? `「${file.originFileObj?.name ?? ''}」没有上传成功，请删除后重新选择`,
  }
}

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
  const { station, onTheWay } = useUploads()
  const [files, setFiles] = useState<UploadFile<Uploaded>[]>(() =>
    value.map((one) => ({
      uid: one,
      name: '已上传的文件',
      status: 'done',
      response: { id: one },
      url: `/api/files/${one}`,
    })),
  )
  const earlier = files.filter(({ url }) => url).map(({ uid }) => uid)
  const found = useFiles(earlier)
  const namedOf = (file: UploadFile<Uploaded>) => found[earlier.indexOf(file.uid)]?.name ?? file.name
  return (
    <Upload.Dragger
      id={id}
      multiple
      disabled={disabled || !station}
      action={station ? `/api/files?station=${station}&for=${readBy}` : ''}
      fileList={files.map((file) => ({ ...file, name: namedOf(file), 'aria-label': '上传进度' }))}
      accept="image/*,.pdf,.doc,.docx,.xls,.xlsx"
      onChange={({ file, fileList }) => {
        setFiles(fileList.map(withReason))
        onTheWay(id, fileList.filter(({ status }) => status === 'uploading').length)
        if (file.status === 'done' || file.status === 'removed')
          onChange(fileList.flatMap(({ status, response }) => (status === 'done' && response?.id ? [response.id] : [])))
      }}
    >
      <InboxOutlined aria-hidden style={{ fontSize: 20 }} />{' '}
      {station ? '点此或拖入照片、文件（可不传）' : '请先选择社工站'}
    </Upload.Dragger>
  )
}
