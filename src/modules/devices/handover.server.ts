import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { nowhere, reachOf, reachSql } from '../../core/access.ts'
import { action, entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { choice, id, instant, integer, list, optional, shape, text, version } from '../../core/field.ts'
import { idShape, joinId, splitId, uuidShape, uuidv7 } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, unseal, update } from '../../core/records.ts'
import { openTx, type Surroundings, type Tx } from '../../core/tx.ts'
import { audited } from '../accounts/index.server.ts'
import { Station } from '../stations/index.ts'
import { openBox } from './box.ts'
import { deviceId, homeStation, knownDevice, openingKey, token, unnamed } from './device.server.ts'
import { Handover, handoverStates } from './device.ts'
import { expectPhotos, type PhotoNamed, photoListed, photosOf } from './photo.server.ts'

const command = text('命令编号', { max: 36, pattern: uuidShape.source })
const most = { open: 500, chars: 60_000 } as const

/** Who typed it, and the station they go out from. */
interface Writer {
  account: string
  name: string
  station: string | null
}

/** One thing typed in the field, as it waited in the phone's queue. */
interface Typed {
  call: string
  command: string
  /** Where it happened, as the phone knows it: an edit itself names no station. */
  station?: string | null
  /** What was typed, as JSON. */
  content: string
  typedAt: string
  why: string
  /** In a box: what was photographed, signed or spoken for it and has not been uploaded. */
  photos?: PhotoNamed[]
}

const codeOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? /^([0-9A-Za-z]{1,12})-[0-9a-f]{8}-/.exec(value)?.[1] : undefined

/** The county a command belongs to, as the door works it out: by the record, else by the station. */
function homeOf(content: string): { county: string | undefined; station: string | undefined } {
  const input = JSON.parse(content) as { id?: unknown; station?: unknown }
  return {
    county: codeOf(input.id) ?? codeOf(input.station),
    station: codeOf(input.station) ? (input.station as string) : undefined,
  }
}

/** The county a command belongs to where it is one of ours; what was typed may say anything, and then it stays with its writer. */
async function countyOf(surroundings: Surroundings, content: string, own: string): Promise<string> {
  const { county } = homeOf(content)
  if (!county || county === own) return own
  // places are no county's own: no scope is needed to look one up
  const known = await transact(surroundings.db, nowhere, 'read', (connection) =>
    connection.first({ text: 'select 1 from place where county = $1 limit 1', values: [county] }),
  )
  return known ? county : own
}

/** The station it happened at, else the phone's word for it, else the writer's own: the first that is there. */
async function stationOf(
  tx: Tx,
  county: string,
  asked: readonly (string | null | undefined)[],
): Promise<string | null> {
  for (const one of asked) {
    const found = one && splitId(one).county === county ? await find(tx, Station, one) : undefined
    if (found) return found.id
  }
  return null
}

const hashOf = (text: string) => createHash('sha256').update(text).digest()
const handedHash = (content: string) => hashOf(`handover ${content}`)

/** A command id worked out of an id that is taken and of what was typed: the same again is the same one. */
function furtherId(command: string, content: string): string {
  const hex = hashOf(`${command} ${content}`).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Takes a command id for handing over; where it is taken, answers by what hash its writer's command was noted. */
async function takeId(tx: Tx, county: string, opId: string, account: string, content: string) {
  const hash = handedHash(content)
  const fresh = await tx.rows({
    text: 'insert into op_log (county, op_id, account, request_hash, at) values ($1, $2, $3, $4, $5) on conflict (county, op_id) do nothing returning 1',
    values: [county, opId, account, hash, tx.now],
  })
  if (fresh.length > 0) return { free: true }
  const known = await tx.first<{ requestHash: Buffer }>({
    text: 'select request_hash from op_log where county = $1 and op_id = $2 and account = $3',
    values: [county, opId, account],
  })
  return { free: false, noted: known?.requestHash }
}

/** Kept, and under which command; or performed before. */
type Fate = { state: 'kept'; command: string } | { state: 'done' }

/**
 * Keeps what somebody typed and may no longer enter, under the command it was typed with. Was that command performed after
 * all, its answer only lost, nothing is kept; handed over twice it is kept once. From here on the command itself does nothing.
 * Where the command was used with another content, mended since, this one is kept too, under a further id.
 */
async function keep(tx: Tx, county: string, writer: Writer, typed: Typed): Promise<Fate> {
  const { call, content } = typed
  let opId = typed.command
  let why = typed.why
  const { free, noted } = await takeId(tx, county, opId, writer.account, content)
  if (!free) {
    if (noted?.equals(handedHash(content))) return { state: 'kept', command: opId }
    // as the door notes a command
    if (noted?.equals(hashOf(JSON.stringify([call, JSON.parse(content)])))) return { state: 'done' }
    opId = furtherId(opId, content)
    why = `先前的一份已经送到，这是后来改过的内容。${why}`.slice(0, 300)
    if (!(await takeId(tx, county, opId, writer.account, content)).free) return { state: 'kept', command: opId }
  }
  const [{ waiting }] = (await tx.rows<{ waiting: number }>({
    text: `select count(*)::int as waiting from handover where county = $1 and account = $2 and state = 'open'`,
    values: [county, writer.account],
  })) as [{ waiting: number }]
  if (waiting >= most.open) throw new Failure('tooMany', `已有 ${most.open} 条离线填写待处理，请先联系站长处理`)
  const station = await stationOf(tx, county, [homeOf(content).station, typed.station, writer.station])
  await insert(
    tx,
    Handover,
    { id: joinId(county, uuidv7()), county, station },
    {
      account: writer.account,
      writerName: writer.name,
      call,
      command: opId,
      content,
      typedAt: typed.typedAt,
      why,
      state: 'open',
    },
  )
  return { state: 'kept', command: opId }
}

const kept = { done: '已办理过', kept: '已转交' } as const

/** One audited write in the county it belongs to, where the writer's own reach may have ended: nothing is read out. */
function keepFor(surroundings: Surroundings, county: string, writer: Writer, typed: Typed) {
  const { account, name } = writer
  return audited(surroundings, { account, name, county }, 'devices/handOver', async (tx) => {
    const fate = await keep(tx, county, writer, typed)
    const missing = fate.state === 'kept' ? await expectPhotos(tx, county, fate.command, typed.photos ?? []) : []
    return { state: fate.state, missing }
  })
}

/**
 * Hands over what the writer may no longer enter: they have left the station, or the client has. Nothing of it is lost, and
 * nothing is entered: the station's head decides (lessons.md L4).
 */
export const handOver = entrance({
  label: '转交离线填写',
  grant: 'signedIn',
  input: {
    call: text('办理事项', { max: 80, pattern: '^[a-zA-Z]+/[a-zA-Z]+$' }),
    command,
    // not a ref: whoever has left the station no longer reaches it
    station: optional(text('社工站', { max: 60, pattern: idShape.source })),
    content: text('内容', { max: most.chars }),
    typedAt: instant('填写时间'),
    why: text('原因', { max: 300 }),
  },
  output: shape('转交', { state: choice('结果', kept) }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const county = await countyOf(surroundings, readable(input.content), actor.county)
    const { state } = await keepFor(surroundings, county, { ...actor, station: homeStation(actor).station }, input)
    return { answer: { state } }
  },
})

function readable(content: string): string {
  try {
    const value: unknown = JSON.parse(content)
    if (value && typeof value === 'object') return content
  } catch {
    // said below
  }
  throw new Failure('invalid', '离线内容不完整，请先导出保存')
}

/**
 * The same without the PIN or a login, by the device's own token: what a locked, stopped or another's phone still holds.
 * Each item is a box only the installation opens. Answers how many stand here now, for the phone to forget them, and which
 * photos named in them are still to come.
 */
export const handOverSealed = entrance({
  label: '转交封存的离线填写',
  grant: 'anyone',
  input: {
    device: deviceId,
    token,
    boxes: list('封存的内容', text('封存的内容', { max: 200_000 }), { max: 100 }),
  },
  output: shape('转交', {
    taken: integer('已收下', { unit: '条' }),
    missing: list('还缺的照片', shape('照片', { handover: text('离线填写'), photo: text('照片') })),
  }),
  async run({ surroundings, input }) {
    const { county } = splitId(input.device)
    const writer = await transact(
      surroundings.db,
      { whole: [county], stations: [], own: [] },
      'read',
      async (connection) => {
        const tx = openTx(connection, surroundings, unnamed(county))
        const device = await knownDevice(tx, input.device, input.token)
        const name = await tx.first<{ name: string }>(sql`select name from account where id = ${device.account}::uuid`)
        return { account: device.account, name: name?.name ?? '', station: device.station, key: await openingKey(tx) }
      },
    )
    const missing: { handover: string; photo: string }[] = []
    for (const box of input.boxes) {
      const typed = await opened(writer.key, box)
      const at = await countyOf(surroundings, typed.content, county)
      missing.push(...(await keepFor(surroundings, at, writer, typed)).missing)
    }
    return { answer: { taken: input.boxes.length, missing } }
  },
})

async function opened(key: string, box: string): Promise<Typed> {
  try {
    const typed = JSON.parse(await openBox(key, box)) as Typed
    readable(typed.content)
    return typed
  } catch {
    throw new Failure('invalid', '封存的内容打不开，请保留这台设备并联系管理员')
  }
}

const row = shape('离线填写', { handover: Handover.row, stationName: text('社工站') })

/** What waits for a head: typed in the field by somebody who may no longer enter it. */
export const listHandovers = query({
  label: '离线待处理',
  grant: 'handover.read',
  input: { state: choice('状态', handoverStates) },
  output: list('离线填写', row),
  async run({ tx, actor, reach, input }) {
    const rows = await select(
      tx,
      Handover,
      sql`where ${reachSql(reach, actor, Handover)} and handover.state = ${input.state} order by handover.typed_at limit 500`,
      {
        columns: { stationName: sql<string | null>`shown_station.name` },
        from: sql`left join station shown_station on shown_station.county = handover.county and shown_station.id = handover.station`,
      },
    )
    return rows.map((handover) => ({ handover, stationName: handover.beside.stationName ?? '' }))
  },
})

/** The whole of what was typed, after the look is written down. */
export const readHandover = entrance({
  label: '查看离线填写',
  grant: 'signedIn',
  input: { id: id() },
  output: shape('离线填写', {
    content: text('内容', { max: most.chars }),
    /** Whoever typed it, as the person a service is recorded for. */
    person: optional(id('服务人员')),
    about: optional(text('关于')),
    photos: photoListed,
  }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const reach = reachOf(actor, 'handover.read')
    return transact(surroundings.db, reach, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const found = await findReachable(tx, Handover, reach, input.id)
      const { county, uuid } = splitId(found.id)
      tx.send(sql`insert into access_log (county, id, station, at, account, entity, record, field, reason)
        values (${county}, ${uuidv7()}, ${found.station && splitId(found.station).uuid}, ${tx.now}, ${actor.account}, 'handover', ${uuid}, 'content', '处理离线填写')`)
      const writer = await tx.first<{ person: string | null }>(
        sql`select person_county || '-' || person as person from account where id = ${found.account}::uuid`,
      )
      const content = (await unseal(tx, Handover, found, 'content')) ?? '{}'
      return {
        answer: {
          content,
          about: await aboutOf(tx, found.call, content),
          person: writer?.person ?? null,
          photos: await photosOf(tx, found.id),
        },
      }
    })
  },
})

const named = {
  client: 'select name from client where county = $1 and id::text = $2',
  case: `select number || ' ' || client_name as name from case_file where county = $1 and id::text = $2`,
  session: `select g.name || ' 第 ' || s.ordinal || ' 节' as name from group_session s
    join service_group g on g.county = s.county and g.id = s.service_group where s.county = $1 and s.id::text = $2`,
} as const

/** About whom or what it was typed, by name, as far as its reader's scope goes. */
async function aboutOf(tx: Tx, call: string, content: string): Promise<string | null> {
  const { id: on, client } = JSON.parse(content) as { id?: unknown; client?: unknown }
  const by: Readonly<Record<string, keyof typeof named>> = { clients: 'client', casework: 'case', groups: 'session' }
  const kind = codeOf(client) ? 'client' : by[call.split('/')[0]!]
  const whom = codeOf(client) ? client : on
  if (!kind || !codeOf(whom)) return null
  const { county, uuid } = splitId(whom as string)
  return (await tx.first<{ name: string }>({ text: named[kind], values: [county, uuid] }))?.name ?? null
}

/** The head has entered it for the writer, or says why it is not entered; what was typed stays either way. */
export const settleHandover = action({
  label: '处理离线填写',
  grant: 'handover.read',
  on: Handover,
  input: {
    id: id(),
    version: version(),
    how: choice('处理', { applied: handoverStates.applied, dismissed: handoverStates.dismissed }),
    note: text('处理说明', { max: 300 }),
  },
  output: Handover,
  guard: ({ state }) => (state === 'open' ? undefined : '这条已经处理过'),
  async run({ tx, actor, found, input }) {
    return update(tx, Handover, found, { state: input.how, settledBy: actor.name, note: input.note })
  },
})
