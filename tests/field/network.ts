import type { Dice } from '../../demo/dice.ts'
import type { Reply } from '../../src/app/field/queue.ts'
import type { Server } from '../../src/app/field/sync.ts'
import type { Clash } from '../../src/core/merge.ts'

/** How often, of one call, something happens on the way; what is left over arrives and is answered. */
export interface Weather {
  /** Cut before the request is sent. */
  before: number
  /** Cut at any moment: sent or not, performed or not. */
  during: number
  /** Cut when the server has answered and the phone has not read it. */
  after: number
  /** Sent twice at the same moment. */
  twice: number
  /** Held back on the way, to arrive hours later; the phone hears nothing. */
  late: number
  /** The phone's battery dies while it writes down an answer. */
  dying: number
}

export const calm: Weather = { before: 0, during: 0, after: 0, twice: 0, late: 0, dying: 0 }
export const rough: Weather = { before: 0.03, during: 0.04, after: 0.04, twice: 0.05, late: 0.015, dying: 0.005 }

type Body = Parameters<Server['call']>[1]

/** A request that is still on its way. */
export interface Packet {
  command: string | undefined
  arrive: () => Promise<Reply>
}

/** Sends one request as the browser would; whatever is no answer of ours is silence. */
export async function post(
  address: string,
  path: string,
  body: Body,
  session: string | null,
  signal?: AbortSignal,
): Promise<Reply> {
  try {
    const response = await fetch(`${address}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(session && { cookie: `yz_session=${session}` }) },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
    return replyOf(response.ok, await response.json())
  } catch {
    return { kind: 'silent' }
  }
}

function replyOf(ok: boolean, answer: unknown): Reply {
  if (ok) return { kind: 'done', answer }
  const { code, message, fields, clash } = answer as {
    code: string
    message: string
    fields: Record<string, string>
    clash?: Clash
  }
  return { kind: 'refused', code, message, fields, clash }
}

/** The way from one phone to the server, in a weather. */
export interface Line {
  server: Server
  weather: Weather
}

/** Opens a line over which requests go out with the session the phone has at that moment. */
export function openLine(
  address: string,
  dice: Dice,
  session: () => string | null,
  late: Packet[],
  weather: Weather,
): Line {
  const send = async (go: (signal?: AbortSignal) => Promise<Reply>, command?: string): Promise<Reply> => {
    const { before, during, after, twice, late: held } = line.weather
    let roll = dice.next()
    const falls = (share: number) => (roll -= share) < 0
    if (falls(before)) return { kind: 'silent' }
    if (falls(during)) {
      await go(AbortSignal.timeout(dice.between(1, 25)))
      return { kind: 'silent' }
    }
    if (falls(after)) {
      await go()
      return { kind: 'silent' }
    }
    if (falls(twice)) return dice.pick(await Promise.all([go(), go()]))
    if (falls(held)) {
      late.push({ command, arrive: go })
      return { kind: 'silent' }
    }
    return go()
  }
  const line: Line = {
    weather,
    server: {
      call(path, body) {
        // what is held back goes out later as it was, under the session of its time
        const token = session()
        const text = JSON.parse(JSON.stringify(body)) as Body
        return send((signal) => post(address, path, text, token, signal), body.opId)
      },
      upload: (content, name, station, readBy) =>
        send(async (signal) => {
          const form = new FormData()
          form.set('file', content, name)
          const at = `${address}/api/files?${new URLSearchParams({ station, for: readBy })}`
          const token = session()
          try {
            const headers = token ? { cookie: `yz_session=${token}` } : {}
            const response = await fetch(at, { method: 'POST', body: form, headers, ...(signal && { signal }) })
            return replyOf(response.ok, await response.json())
          } catch {
            return { kind: 'silent' }
          }
        }),
    },
  }
  return line
}
