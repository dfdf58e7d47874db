import { createContext, type ReactNode, useContext } from 'react'

const FileHome = createContext<string | null>(null)

/** The station whose files a form uploads. */
export function FileHomeProvider({ station, children }: { station: string | null; children: ReactNode }) {
  return <FileHome value={station}>{children}</FileHome>
}

export function useFileHome(): string | null {
  return useContext(FileHome)
}
