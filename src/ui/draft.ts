import { useMemo } from 'react'
import { useSignedIn } from './me.tsx'

/** What was typed into a form and has not been saved. */
export interface Draft {
  /** When it was last typed into, ISO 8601. */
  at: string
  typed: Record<string, unknown>
}

const prefix = 'yizhan.draft.'
/** Commands sent and not yet answered (query.ts). */
export const unansweredKey = 'yizhan.unanswered'

/** Forms being sent: what they keep is no draft to another form, unless the page is loaded anew before the answer. */
const sending = new Set<string>()

/** Drafts of whoever is signed in, kept in this browser tab: nobody else who signs in here meets them. */
export interface Drafts {
  read(name: string): Draft | undefined
  keep(name: string, typed: Record<string, unknown>): void
  drop(name: string): void
  /** While this is under way the draft is neither restored nor dropped. */
  whileSending<T>(name: string, send: () => Promise<T>): Promise<T>
}

export function useDrafts(): Drafts {
  const account = useSignedIn()?.account ?? ''
  return useMemo(() => draftsOf(account), [account])
}

function draftsOf(account: string): Drafts {
  const keyOf = (name: string) => `${prefix}${account}.${name}`
  return {
    read(name) {
      const text = sending.has(keyOf(name)) ? null : sessionStorage.getItem(keyOf(name))
      return text ? (JSON.parse(text) as Draft) : undefined
    },
    keep: (name, typed) =>
      sessionStorage.setItem(keyOf(name), JSON.stringify({ at: new Date().toISOString(), typed } satisfies Draft)),
    drop: (name) => sessionStorage.removeItem(keyOf(name)),
    async whileSending(name, send) {
      sending.add(keyOf(name))
      try {
        return await send()
      } finally {
        sending.delete(keyOf(name))
      }
    },
  }
}

/** Whoever signs out leaves nothing typed behind on the desk. */
export function dropDrafts(): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(prefix) || key === unansweredKey) sessionStorage.removeItem(key)
}
