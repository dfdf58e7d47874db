import type { AnswerOfCall } from '../../core/action.ts'
import type { deviceFeed, devicePack, takeCards } from '../../modules/devices/index.server.ts'
import { endsRound, type Item, nextOf, type Reply, rebased, sendable, unsent } from './queue.ts'

export type Card = AnswerOfCall<typeof takeCards>[number]
export type Pack = AnswerOfCall<typeof devicePack>
type Feed = AnswerOfCall<typeof deviceFeed>

/** How far a phone has followed a station. */
export interface Followed {
  station: string
  cursor: number
  digest: string
}

/** The clients a phone carries, and how far it has followed their stations. */
export interface Cards {
  followed(station: string): Promise<Followed | undefined>
  stamps(station: string): Promise<Map<string, string>>
  /** Cards and the place in the line of changes change together: a cut between them would lose a change. */
  take(followed: Followed, cards: readonly Card[], gone: readonly string[]): Promise<void>
}

/** What a phone keeps, sealed: the browser's store on a phone, memory in the simulation. */
export interface Store extends Cards {
  items(): Promise<Item[]>
  putItem(item: Item): Promise<void>
  /** Takes an answered command out, with its attachments. */
  dropItem(command: string): Promise<void>
  blob(key: string): Promise<Blob | undefined>
  putPack(station: string, pack: Pack): Promise<void>
}

/** The server as a phone reaches it. `call` never throws: silence is an answer too. */
export interface Server {
  call(path: string, body: { opId?: string; input: unknown; base?: unknown }): Promise<Reply>
  upload(content: Blob, name: string, station: string, readBy: string): Promise<Reply>
}

export interface Round {
  sent: number
  handedOver: number
  /** How the round ended before its end: `unauthenticated` asks for a login, `silent` for a network. */
  stopped?: string
}

const codeOf = (reply: Reply) => (reply.kind === 'refused' ? reply.code : reply.kind)

/** Uploads what an item carries and writes the files' ids into it; `undefined` once all are there. */
async function upload(store: Store, server: Server, item: Item): Promise<{ item: Item; failed?: Reply }> {
  let now = item
  for (const [i, one] of item.attachments.entries()) {
    if (one.file) continue
    const content = await store.blob(one.blob)
    if (!content) continue
    const reply = await server.upload(content, one.name, item.station, one.readBy)
    if (reply.kind !== 'done') return { item: now, failed: reply }
    const file = (reply.answer as { id: string }).id
    now = {
      ...now,
      attachments: now.attachments.map((other, k) => (k === i ? { ...other, file } : other)),
      input: { ...now.input, [one.field]: [...((now.input[one.field] as string[] | undefined) ?? []), file] },
    }
    await store.putItem(now)
  }
  return { item: now }
}

const notHanded = '文字已转交站长；照片、签名或录音还在本机，请导出给站长，再从本机去掉'

/**
 * Gives one to the station's head, who decides. It leaves the phone once it stands on the server; what was photographed
 * for it and may not be uploaded any more stays until its writer has exported it.
 */
export async function handOver(store: Store, server: Server, item: Item, why: string): Promise<Reply> {
  const { call, command, station, input, typedAt } = item
  const reply = await server.call('devices/handOver', {
    input: { call, command, station, content: JSON.stringify(input), typedAt, why: why.slice(0, 300) },
  })
  if (reply.kind !== 'done') return reply
  if (item.attachments.every(({ file }) => file)) await store.dropItem(command)
  else {
    const { fields: _fields, clash: _clash, ...kept } = item
    await store.putItem({ ...kept, state: 'refused', handed: true, unanswered: false, why: notHanded })
  }
  return reply
}

/**
 * Sends what waits: of each record in its order, the records independent of each other. One that is refused waits for a
 * person and holds up nothing; with no network the round ends and everything stays (lessons.md L2).
 */
export async function push(store: Store, server: Server): Promise<Round> {
  const round: Round = { sent: 0, handedOver: 0 }
  const seen = new Set<string>()
  for (;;) {
    const item = sendable(await store.items()).find(({ command }) => !seen.has(command))
    if (!item) return round
    seen.add(item.command)
    const { item: ready, failed } = await upload(store, server, item)
    // a file that found no network says nothing of the command, which has not gone out
    if (failed?.kind === 'silent') return { ...round, stopped: 'silent' }
    const { call, command, input, base } = ready
    // a phone that dies now must know later that this may have been performed
    if (!failed && !ready.unanswered) await store.putItem({ ...ready, unanswered: true })
    const reply = failed ?? (await server.call(call, { opId: command, input, ...(base && { base }) }))
    const next = nextOf(ready, reply)
    switch (next.to) {
      case 'done':
        for (const later of await store.items())
          if (later.command !== command) {
            const onTop = rebased(later, item.record, next.answer)
            if (onTop !== later) await store.putItem(onTop)
          }
        await store.dropItem(command)
        round.sent += 1
        break
      case 'handOver': {
        // the command itself may have been performed and its answer lost: the server knows, and keeps nothing then
        const handed = await handOver(store, server, ready, next.why)
        if (handed.kind === 'done') round.handedOver += 1
        else if (endsRound(handed)) return { ...round, stopped: codeOf(handed) }
        else await store.putItem({ ...ready, state: 'refused', why: next.why })
        break
      }
      case 'stay':
        await store.putItem(next.item)
        if (endsRound(reply)) return { ...round, stopped: codeOf(reply) }
    }
  }
}

const step = 1000

/**
 * Brings a station's clients up to date: whom to carry if that has changed, and the cards that have. Answers how many cards
 * came, changed or went.
 */
export async function pull(
  store: Cards,
  server: Server,
  station: string,
): Promise<{ cards: number; stopped?: string }> {
  const [known, held] = await Promise.all([store.followed(station), store.stamps(station)])
  const asked = await server.call('devices/deviceFeed', {
    input: { station, cursor: known?.cursor ?? 0, digest: known?.digest ?? null },
  })
  if (asked.kind !== 'done') {
    const code = codeOf(asked)
    // no longer one's station: nothing of its clients stays on the phone
    if (code === 'forbidden' || code === 'notFound')
      await store.take({ station, cursor: 0, digest: 'again' }, [], [...held.keys()])
    return { cards: held.size, stopped: code }
  }
  const feed = asked.answer as Feed
  const members = feed.members && new Map(feed.members.map(({ id, stamp }) => [id, stamp]))
  const gone = members ? [...held.keys()].filter((id) => !members.has(id)) : []
  const renewed = members ? [...members].filter(([id, stamp]) => held.get(id) !== stamp).map(([id]) => id) : []
  const kept = (id: string) => (members ? members.has(id) : held.has(id))
  const wanted = [...new Set([...renewed, ...feed.changed.filter(kept)])]
  const cards: Card[] = []
  for (let from = 0; from < wanted.length; from += step) {
    const reply = await server.call('devices/takeCards', { input: { station, ids: wanted.slice(from, from + step) } })
    if (reply.kind !== 'done') return { cards: 0, stopped: codeOf(reply) }
    cards.push(...(reply.answer as Card[]))
  }
  // one that was not given has gone meanwhile; should it come back, the same fingerprint must not hide it
  const digest = cards.length === wanted.length ? feed.digest : 'again'
  await store.take({ station, cursor: feed.cursor, digest }, cards, gone)
  return { cards: cards.length + gone.length }
}

/** One whole round: what waits goes out first, so that what comes back already knows of it. */
export async function syncRound(
  store: Store,
  server: Server,
  stations: readonly string[],
): Promise<Round & { cards: number }> {
  const sent = await push(store, server)
  let cards = 0
  if (sent.stopped) return { ...sent, cards }
  for (const station of stations) {
    const pulled = await pull(store, server, station)
    cards += pulled.cards
    if (pulled.stopped) return { ...sent, cards, stopped: pulled.stopped }
    const pack = await server.call('devices/devicePack', { input: { station } })
    if (pack.kind === 'done') await store.putPack(station, pack.answer as Pack)
  }
  return { ...sent, cards }
}

/** What a phone says of itself at each contact. */
export const standing = (items: readonly Item[]) => {
  const { count, oldest } = unsent(items)
  return { unsent: count, oldestUnsentAt: oldest ?? null }
}
