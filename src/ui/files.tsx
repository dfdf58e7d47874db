import './files.css'
import { useQueries } from '@tanstack/react-query'
import DataLoader from 'dataloader'
import { createContext, type ReactNode, useContext } from 'react'
import { mostNames } from '../core/field.ts'
import { Refusal } from './client.ts'
import { formatSize } from './format.ts'

interface Uploads {
  station: string | null
  /** Says how many files of a field are on their way: a form is not sent without them. */
  onTheWay: (field: string, files: number) => void
}

const UploadsContext = createContext<Uploads>({ station: null, onTheWay: () => {} })

/** The station whose files a form uploads, for an office's own files the home code of its area; and who waits for them. */
export function UploadsProvider({ children, ...uploads }: Uploads & { children: ReactNode }) {
  return <UploadsContext value={uploads}>{children}</UploadsContext>
}

export function useUploads(): Uploads {
  return useContext(UploadsContext)
}

interface NamedFile {
  id: string
  name: string
  /** In bytes. */
  size: number
}

// all lists of a page ask together
const named = new DataLoader<string, NamedFile | null>(
  async (ids) => {
    const response = await fetch(`/api/files?ids=${ids.join(',')}`)
    if (!response.ok) throw new Refusal('error', '没有读到文件名称')
    const known = new Map(((await response.json()) as NamedFile[]).map((file) => [file.id, file]))
    return ids.map((id) => known.get(id) ?? null)
  },
  { cache: false, maxBatchSize: mostNames },
)

/** Files by their ids, in order: `null` for one that this person may not read, `undefined` while it is not known. */
export function useFiles(ids: readonly string[]): (NamedFile | null | undefined)[] {
  return useQueries({
    queries: ids.map((id) => ({ queryKey: ['files', id], queryFn: () => named.load(id) })),
    combine: (found) => found.map(({ data }) => data),
  })
}

/** What stays of a long name when it is cut: its ending tells one photograph of a series from the next. */
const tailLength = 10

function FileName({ name }: { name: string }) {
  const letters = [...name]
  return (
    <>
      <span className="file-start">{letters.slice(0, -tailLength).join('')}</span>
      <span className="file-end">{letters.slice(-tailLength).join('')}</span>
    </>
  )
}

/** Files of a record by their own names, each a download; nothing where there are none. */
export function FileLinks({ ids }: { ids: readonly string[] }) {
  const found = useFiles(ids)
  if (ids.length === 0) return null
  return (
    <span className="files">
      {ids.map((id, i) => {
        const file = found[i]
        if (file === null)
          return (
            <span key={id} className="unknown">
              附件 {i + 1}（无权查看）
            </span>
          )
        const name = file?.name ?? `附件 ${i + 1}`
        return (
          <span key={id} className="file">
            <a className="to" href={`/api/files/${id}`} title={name} aria-label={name}>
              <FileName name={name} />
            </a>
            {file && <span className="unknown">{formatSize(file.size)}</span>}
          </span>
        )
      })}
    </span>
  )
}
