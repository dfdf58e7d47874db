import { reachOf } from '../../core/access.ts'
import { entrance } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { id, list, shape, text } from '../../core/field.ts'
import { checkFile, plainName } from '../../core/files.ts'
import { splitId, uuidShape, uuidv7 } from '../../core/identifiers.ts'
import { findReachable } from '../../core/records.ts'
import { openTx, type Tx } from '../../core/tx.ts'
import { fromBase64, lockOf, openBytes, toBase64 } from './box.ts'
import { deviceId, knownDevice, token, unnamed } from './device.server.ts'
import { Handover } from './device.ts'
import { sealedPhotoBytes } from './draft.ts'

/** What belongs to one thing handed over, as its box names it. */
export interface PhotoNamed {
  blob: string
  name: string
  field: string
  readBy: string
  /** The key it is sealed under, in base64. */
  lock: string
}

const most = 20
const fits = ({ blob, name, field, readBy, lock }: PhotoNamed) =>
  uuidShape.test(blob) &&
  typeof name === 'string' &&
  /^[a-zA-Z]{1,40}$/.test(field) &&
  /^[a-zA-Z]{1,30}\.[a-zA-Z]{1,30}$/.test(readBy) &&
  /^[A-Za-z0-9+/]{43}=$/.test(lock)

const contextOf = (county: string, handover: string, photo: string) =>
  `handover_photo|${county}|${handover}|${photo}|lock`

/** Notes what belongs to a handover and answers what of it has not come yet. */
export async function expectPhotos(
  tx: Tx,
  county: string,
  command: string,
  named: readonly PhotoNamed[],
): Promise<{ handover: string; photo: string }[]> {
  const to = await tx.first<{ id: string; station: string | null }>({
    text: 'select id, station from handover where county = $1 and command = $2',
    values: [county, command],
  })
  if (!to) return []
  await tx.sealer.prepare([county])
  for (const one of named.slice(0, most).filter(fits)) {
    const lock = tx.sealer.seal(county, contextOf(county, to.id, one.blob), one.lock)
    tx.send({
      text: `insert into handover_photo (county, station, handover, photo, name, field, read_by, lock)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      values: [county, to.station, to.id, one.blob, plainName(one.name), one.field, one.readBy, lock],
    })
  }
  const rows = await tx.rows<{ photo: string }>({
    text: 'select photo from handover_photo where county = $1 and handover = $2 and content is null',
    values: [county, to.id],
  })
  return rows.map(({ photo }) => ({ handover: `${county}-${to.id}`, photo }))
}

const photo = text('照片', { max: 36, pattern: uuidShape.source })

/** A photo that a handover waits for, by the device's own token, still sealed. Sent twice it is kept once. */
export const handOverPhoto = entrance({
  label: '转交封存的照片',
  grant: 'anyone',
  input: {
    device: deviceId,
    token,
    handover: deviceId,
    photo,
    content: text('封存的照片', { max: Math.ceil((sealedPhotoBytes + 3) / 3) * 4, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  },
  output: shape('转交', {}),
  async run({ surroundings, input }) {
    const device = splitId(input.device)
    const to = splitId(input.handover)
    const within = { whole: [...new Set([device.county, to.county])], stations: [], own: [] }
    return transact(surroundings.db, within, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, unnamed(device.county))
      const { account } = await knownDevice(tx, input.device, input.token)
      const kept = await tx.rows({
        text: `update handover_photo p set content = coalesce(p.content, $4) from handover h
          where p.county = $1 and p.handover = $2 and p.photo = $3 and h.county = p.county and h.id = p.handover and h.account = $5 returning 1`,
        values: [to.county, to.uuid, input.photo, Buffer.from(input.content, 'base64'), account],
      })
      if (kept.length === 0) throw new Failure('notFound', '没有等着这张照片的转交')
      return { answer: {} }
    })
  },
})

/** What came with a handover, for its reader: which field each belongs to, and whether it is here. */
export const photosOf = (tx: Tx, handover: string) =>
  tx.rows<{ photo: string; name: string; field: string; readBy: string }>({
    text: `select photo, name, field, read_by from handover_photo
      where county = $1 and handover = $2 and content is not null order by photo`,
    values: [splitId(handover).county, splitId(handover).uuid],
  })

export const photoListed = list(
  '照片、签名与录音',
  shape('照片', { photo, name: text('名称'), field: text('字段'), readBy: text('查看权限') }),
)

/**
 * One of them, unsealed, after the look is written down; checked like any upload by what it is and how large. For whoever
 * may read the handover, to look at and to enter with it.
 */
export const openHandoverPhoto = entrance({
  label: '查看转交的照片',
  grant: 'signedIn',
  input: { id: id(), photo },
  output: shape('照片', { name: text('名称'), type: text('类型'), content: text('内容') }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const reach = reachOf(actor, 'handover.read')
    const kept = await transact(surroundings.db, reach, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const found = await findReachable(tx, Handover, reach, input.id)
      const { county, uuid } = splitId(found.id)
      const row = await tx.first<{ name: string; lock: Buffer; content: Buffer }>({
        text: 'select name, lock, content from handover_photo where county = $1 and handover = $2 and photo = $3 and content is not null',
        values: [county, uuid, input.photo],
      })
      if (!row) throw new Failure('notFound', '这条转交里没有这张照片')
      tx.send({
        text: `insert into access_log (county, id, station, at, account, entity, record, field, reason)
          values ($1, $2, $3, $4, $5, 'handover', $6, 'photo', '处理离线填写')`,
        values: [county, uuidv7(), found.station && splitId(found.station).uuid, tx.now, actor.account, uuid],
      })
      await tx.sealer.prepare([county])
      return { ...row, lock: tx.sealer.unseal(county, contextOf(county, uuid, input.photo), row.lock) }
    })
    const { name, type, content } = await checkFile(kept.name, await opened(kept.lock, kept.content))
    return { answer: { name, type, content: toBase64(content) } }
  },
})

async function opened(lock: string, sealed: Buffer): Promise<Buffer> {
  try {
    return Buffer.from(await openBytes(await lockOf(fromBase64(lock)), sealed))
  } catch {
    throw new Failure('invalid', '这张照片打不开，可能没有传完整')
  }
}
