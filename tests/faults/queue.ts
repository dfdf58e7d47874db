import { openDice } from '../../demo/dice.ts'
import type { Item, Reply } from '../../src/app/field/queue.ts'
import { push, type Server } from '../../src/app/field/sync.ts'
import { verifyAudit } from '../../src/core/audit.ts'
import { uuidv7 } from '../../src/core/identifiers.ts'
import { businessDay } from '../../src/core/time.ts'
import { type Memory, openMemory } from '../field/memory.ts'
import type { Office } from '../field/office.ts'
import { type Member, openSession, type Place } from '../field/people.ts'

/** How the server answered once. */
export interface Answered {
  status: number
  retryAfter: string | null
  code: string | undefined
}

/** A worker with the phone's own queue, who hears every answer. */
export interface Writer {
  member: Member
  place: Place
  memory: Memory
  answers: Answered[]
  /** Every command typed. */
  typed: string[]
  /** Commands the server has acknowledged. */
  acknowledged: Set<string>
  /** Types one service into the queue. */
  type(): Promise<void>
  /** Sends what waits, as far as it goes. */
  push(): Promise<void>
  /** Forgets that one was logged in, and logs in again. */
  login(): Promise<void>
}

/** A worker of the office who records services. */
export async function openWriter(office: Office, place: Place, member: Member): Promise<Writer> {
  const memory = openMemory(openDice(member.login), () => 0)
  let session = await openSession(office, member)
  const writer: Writer = {
    member,
    place,
    memory,
    answers: [],
    typed: [],
    acknowledged: new Set(),
    async type() {
      const command = uuidv7()
      const item: Item = {
        command,
        call: 'services/recordService',
        station: place.station,
        label: '服务',
        about: '',
        record: command,
        input: {
          station: place.station,
          onDay: businessDay(office.runtime.surroundings.now()),
          form: 'consultation',
          items: [place.items[0]],
          people: 1,
          minutes: 10,
          summary: `服务 ${command}`,
          files: [],
        },
        attachments: [],
        typedAt: new Date().toISOString(),
        state: 'waiting',
        unanswered: false,
        tries: 0,
      }
      writer.typed.push(command)
      await memory.putItem(item)
    },
    async push() {
      await push(memory, server)
    },
    async login() {
      session = await openSession(office, member)
    },
  }
  const server: Server = {
    async call(path, body): Promise<Reply> {
      try {
        const response = await fetch(`${office.address}/api/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie: `yz_session=${session}` },
          body: JSON.stringify(body),
        })
        const answer = (await response.json()) as { code?: string; message: string; fields: Record<string, string> }
        const { status, headers } = response
        writer.answers.push({ status, retryAfter: headers.get('retry-after'), code: answer.code })
        if (!response.ok) return { kind: 'refused', ...answer, code: answer.code! }
        writer.acknowledged.add(body.opId!)
        return { kind: 'done', answer }
      } catch {
        return { kind: 'silent' }
      }
    },
    upload: async () => ({ kind: 'silent' }),
  }
  return writer
}

/** What stands on the server of these writers' commands: how often each, and whether the audit's chains hold. */
export async function standing(office: Office, writers: readonly Writer[]) {
  const { rows } = await office.runtime.owner.pool.query<{ command: string; times: number }>(
    `select right(summary, 36) as command, count(*)::int as times from service_record where created_by = any($1) group by 1`,
    [writers.map(({ member }) => member.account)],
  )
  const { problems } = await verifyAudit(office.runtime.owner, 'aes')
  const times = new Map(rows.map((one) => [one.command, one.times]))
  const typed = writers.flatMap((writer) => writer.typed)
  return {
    problems,
    /** Acknowledged, and not there. */
    lost: writers.flatMap(({ acknowledged }) => [...acknowledged].filter((command) => !times.has(command))),
    /** There other than once. */
    unequal: typed.filter((command) => times.get(command) !== 1),
    there: typed.filter((command) => times.has(command)).length,
  }
}
