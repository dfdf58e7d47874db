import { createContext, type ReactNode, useContext } from 'react'

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

/** Files of a record, each a download; nothing where there are none. */
export function FileLinks({ ids, word = '附件' }: { ids: readonly string[]; word?: string }) {
  return ids.map((id, i) => (
    <a key={id} className="to" href={`/api/files/${id}`} style={{ marginInlineEnd: 8 }}>
      {ids.length === 1 ? word : `${word} ${i + 1}`}
    </a>
  ))
}
