import type { AnswerOfCall, AnyCall, InputOfCall } from '../core/action.ts'
import type { FailureCode, FieldMessages } from '../core/failure.ts'
import { uuidv7 } from '../core/identifiers.ts'

/** A refusal as the server said it, or that the server could not be reached; what was typed is kept by whoever calls. */
export class Refusal extends Error {
  readonly code: FailureCode | 'offline' | 'error'
  readonly fields: FieldMessages

  constructor(code: Refusal['code'], message: string, fields: FieldMessages = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.fields = fields
  }
}

/** A call of the server: its path names it in caches. A write is given the command id it keeps through every retry. */
export interface Call<I, A> {
  (input: I, opId?: string): Promise<A>
  readonly path: string
}

type Calls<M> = {
  [K in keyof M as M[K] extends AnyCall ? K : never]: M[K] extends AnyCall
    ? Call<InputOfCall<M[K]>, AnswerOfCall<M[K]>>
    : never
}

/** What hears that a session has ended, to show the login page. */
let onSignedOut: () => void = () => {}
export function whenSignedOut(listen: () => void): void {
  onSignedOut = listen
}

async function send(path: string, input: unknown, opId: string): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(`/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({ opId, input }),
    })
  } catch {
    throw new Refusal('offline', '网络不通，您填写的内容还在，请检查网络后重试')
  }
  const answer = (await response.json().catch(() => null)) as unknown
  if (response.ok) return answer
  const { code = 'error', message = '系统出错了，请稍后重试', fields = {} } = (answer ?? {}) as Partial<Refusal>
  if (code === 'unauthenticated' && path !== 'accounts/login') onSignedOut()
  throw new Refusal(code, message, fields)
}

/**
 * The typed client of one module: `client<typeof import('./x.server.ts')>('module')`. Its type is inferred from the
 * server's actions, nothing is generated and nothing of the server reaches the browser.
 */
export function client<M>(module: string): Calls<M> {
  return new Proxy({} as Calls<M>, {
    get(known, name: string) {
      const found = Reflect.get(known, name) as unknown
      if (found) return found
      const path = `${module}/${name}`
      const call = Object.assign((input: unknown, opId: string = uuidv7()) => send(path, input, opId), { path })
      Reflect.set(known, name, call)
      return call
    },
  })
}
