import type { Reply } from './queue.ts'
import type { Server } from './sync.ts'

/** How long an answer is waited for; a mountain's network is slow, a dead one never answers. */
const patienceMs = 40_000

async function replyOf(sending: Promise<Response>): Promise<Reply> {
  let response: Response
  try {
    response = await sending
  } catch {
    return { kind: 'silent' }
  }
  const answer = (await response.json().catch(() => undefined)) as unknown
  // a gateway's page or a broken answer is no answer of ours
  if (answer === undefined) return { kind: 'silent' }
  if (response.ok) return { kind: 'done', answer }
  const {
    code = 'error',
    message = '系统出错了，请稍后重试',
    fields = {},
    clash,
  } = answer as Partial<Extract<Reply, { kind: 'refused' }>>
  return { kind: 'refused', code, message, fields, clash }
}

/**
 * The door as a phone reaches it. Of an owner's queue the server is told whose it is: a session of somebody else, who uses
 * the same phone, does not enter it under their own name (lessons.md L4) but asks for a login.
 */
export function serverOf(account?: string): Server {
  const whose: Record<string, string> = account ? { 'x-yizhan-account': account } : {}
  return {
    call: (path, body) =>
      replyOf(
        fetch(`/api/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...whose },
          credentials: 'same-origin',
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(patienceMs),
        }),
      ),
    upload(content, name, station, readBy) {
      const form = new FormData()
      form.append('file', content, name)
      return replyOf(
        fetch(`/api/files?station=${encodeURIComponent(station)}&for=${encodeURIComponent(readBy)}`, {
          method: 'POST',
          headers: whose,
          body: form,
          credentials: 'same-origin',
          signal: AbortSignal.timeout(patienceMs * 3),
        }),
      )
    },
  }
}
