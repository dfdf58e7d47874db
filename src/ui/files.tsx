import { createContext, type ReactNode, useContext } from 'react'

const FileHome = createContext<string | null>(null)

/** The station whose files a form uploads; for an office's own files the home code of its area. */
export function FileHomeProvider({ station, children }: { station: string | null; children: ReactNode }) {
  return <FileHome value={station}>{children}</FileHome>
}

export function useFileHome(): string | null {
  return useContext(FileHome)
}

/** Files of a record, each a download; nothing where there are none. */
export function FileLinks({ ids, word = '附件' }: { ids: readonly string[]; word?: string }) {
  return ids.map((id, i) => (
    <a key={id} className="to" href={`/api/files/${id}`} style={{ marginInlineEnd: 8 }}>
      {ids.length === 1 ? word : `${word} ${i + 1}`}
    </a>
  ))
}
