import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef } from 'react'
import { uuidv7 } from '../core/identifiers.ts'
import { type Call, Refusal } from './client.ts'
import { unansweredKey } from './draft.ts'

/** An answer of the server, kept until something is written. */
export function useAnswer<I, A>(
  call: Call<I, A>,
  input: I,
  options: { enabled?: boolean; keep?: boolean; every?: number } = {},
) {
  return useQuery<A, Refusal>({
    queryKey: [call.path, input],
    queryFn: () => call(input),
    enabled: options.enabled ?? true,
    ...(options.every && { refetchInterval: options.every }),
    ...(options.keep && { placeholderData: (before) => before }),
  })
}

/** Everything shown may have changed after a write: the server is asked again for what is on the page. */
export function refresh(client: QueryClient): Promise<void> {
  return client.invalidateQueries()
}

/** Commands that were sent and not answered: the same again is the same command, also after the page was loaded anew. */
const unanswered = {
  all: () => JSON.parse(sessionStorage.getItem(unansweredKey) ?? '{}') as Record<string, string>,
  add(key: string, command: string) {
    sessionStorage.setItem(unansweredKey, JSON.stringify({ ...unanswered.all(), [key]: command }))
  },
  /** Also what the same command was sent with before it was changed: typed again, it is something new. */
  end(command: string) {
    const others = Object.entries(unanswered.all()).filter(([, known]) => known !== command)
    sessionStorage.setItem(unansweredKey, JSON.stringify(Object.fromEntries(others)))
  },
}

/**
 * Performs an action. The command id stays the same until the server has answered, so that pressing again after a
 * broken connection does not do it twice. A refusal without fields is shown as a message; fields are for the form.
 */
export function useAct<I, A>(call: Call<I, A>, options: { onDone?: (answer: A) => void } = {}) {
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const command = useRef<string>(undefined)
  return useMutation<A, Refusal, I>({
    mutationFn: async (input) => {
      // of what was typed only a digest is kept
      const key = `${call.path} ${bytesToHex(sha256(utf8ToBytes(JSON.stringify(input))))}`
      command.current ??= unanswered.all()[key] ?? uuidv7()
      const sent = command.current
      unanswered.add(key, sent)
      const end = () => {
        command.current = undefined
        unanswered.end(sent)
      }
      try {
        const answer = await call(input, sent)
        end()
        return answer
      } catch (error) {
        // an answer, even a refusal, ends the command; no answer leaves it open for a retry
        if (!(error instanceof Refusal) || !['offline', 'error', 'unavailable'].includes(error.code)) end()
        throw error
      }
    },
    onSuccess: async (answer) => {
      await refresh(queryClient)
      options.onDone?.(answer)
    },
    onError: (refusal) => {
      if (Object.keys(refusal.fields).length === 0) message.error(refusal.message)
    },
  })
}
