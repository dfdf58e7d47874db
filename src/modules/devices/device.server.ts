import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, reachesNothing, reachesRecord, reachOf, reachSql } from '../../core/access.ts'
import { action, entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { choice, flag, id, instant, integer, list, optional, shape, text, version } from '../../core/field.ts'
import { idShape, joinId, splitId, uuidShape } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import { openTx, type Tx } from '../../core/tx.ts'
import { makeBoxKeys } from './box.ts'
import { Device, deviceStates } from './device.ts'

const hashOf = (token: string) => createHash('sha256').update(token).digest()
export const token = text('设备凭证', { max: 60, pattern: '^[A-Za-z0-9+/=_-]{20,60}$' })
const uuid = text('编号', { max: 36, pattern: uuidShape.source })

/** The station somebody goes out from: where a phone's rows stand, so that the head sees them. */
export function homeStation(actor: Actor): { county: string; station: string | null } {
  const { stations, own } = reachOf(actor, 'visit.record')
  const station = stations[0] ?? own[0] ?? null
  return { county: station ? splitId(station).county : actor.county, station }
}

/** The public half of the key that unsent work is sealed to; the pair is made when the first phone asks. */
async function handoverKey(tx: Tx): Promise<string> {
  const known = await tx.first<{ public: string }>({ text: 'select public from handover_key' })
  if (known) return known.public
  const { publicKey, privateKey } = await makeBoxKeys()
  await tx.sealer.prepare([platform])
  await tx.rows({
    text: 'insert into handover_key (public, private) values ($1, $2) on conflict do nothing',
    values: [publicKey, tx.sealer.seal(platform, 'handover_key', privateKey)],
  })
  return (await tx.first<{ public: string }>({ text: 'select public from handover_key' }))!.public
}

/** Keys of the installation itself are sealed under the platform's own code. */
const platform = '100000'

/** The private half, for opening what phones have sealed. */
export async function openingKey(tx: Tx): Promise<string> {
  const row = await tx.first<{ private: Buffer }>({ text: 'select private from handover_key' })
  if (!row) throw new Failure('notFound', '本系统还没有登记过走访设备')
  await tx.sealer.prepare([platform])
  return tx.sealer.unseal(platform, 'handover_key', row.private)
}

/**
 * Takes a phone into use for its own worker. The token was made on the phone; only its fingerprint is kept here. Answers
 * the key that unsent work is sealed to.
 */
export const enrolDevice = action({
  label: '启用走访设备',
  grant: 'visit.record',
  input: { device: uuid, token, label: Device.fields.label, appVersion: Device.fields.appVersion },
  output: shape('设备', { id: id(), handoverKey: text('转交公钥', { max: 200 }) }),
  async run({ tx, actor, input: { device, token: secret, ...values } }) {
    const { county, station } = homeStation(actor)
    const row = await insert(
      tx,
      Device,
      { id: joinId(county, device), station, county },
      { ...values, account: actor.account, unsent: 0, persistent: false, state: 'active' },
    )
    tx.send({
      text: 'insert into device_token (county, station, device, token_hash) values ($1, $2, $3, $4)',
      values: [county, station && splitId(station).uuid, device, hashOf(secret)],
    })
    return { id: row.id, handoverKey: await handoverKey(tx) }
  },
})

/** The device a token belongs to, within its county's scope; a wrong token and no device look the same. */
export async function knownDevice(tx: Tx, device: string, secret: string) {
  const { county, uuid } = splitId(device)
  const held = await tx.first<{ tokenHash: Buffer }>({
    text: 'select token_hash from device_token where county = $1 and device = $2',
    values: [county, uuid],
  })
  const row = held?.tokenHash.equals(hashOf(secret)) ? await find(tx, Device, device) : undefined
  if (!row) throw new Failure('notFound', '本设备没有登记，请重新启用')
  return row
}

/** Somebody without a login, who proves by a token which device speaks. */
export const unnamed = (county: string): Actor => ({
  account: '00000000-0000-0000-0000-000000000000',
  person: null,
  name: '走访设备',
  county,
  grants: new Map(),
  session: null,
})

export const deviceId = text('设备编号', {
  max: 60,
  pattern: idShape.source,
})

/** The oldest app that may still deliver; an older one is told to update, and keeps what it holds. */
export const oldestApp = 1

/**
 * A phone says how it stands, logged in or not, and hears whether it is still wanted. Where its holder went is never asked.
 */
export const reportDevice = entrance({
  label: '设备报到',
  grant: 'anyone',
  input: {
    device: deviceId,
    token,
    appVersion: Device.fields.appVersion,
    unsent: integer('未同步', { unit: '条', max: 100_000 }),
    oldestUnsentAt: optional(instant('最早未同步')),
    persistent: flag('长期保存'),
  },
  output: shape('设备', {
    state: choice('状态', deviceStates),
    oldestApp: integer('可用的最早版本'),
    now: instant('服务器时间'),
  }),
  async run({ surroundings, input: { device, token: secret, ...values } }) {
    const { county } = splitId(device)
    return transact(surroundings.db, { whole: [county], stations: [], own: [] }, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, unnamed(county))
      const row = await knownDevice(tx, device, secret)
      // a report is no change of the device: it would fill the audit line with nothing
      tx.send(sql`update device set app_version = ${values.appVersion}, unsent = ${values.unsent},
        oldest_unsent_at = ${values.oldestUnsentAt ?? null}, persistent = ${values.persistent}, last_sync_at = ${tx.now}
        where county = ${county} and id = ${splitId(device).uuid}::uuid`)
      return { answer: { state: row.state, oldestApp, now: tx.now } }
    })
  },
})

const listed = shape('设备', { device: Device.row, holder: text('使用人'), stationName: optional(text('社工站')) })

/** The phones of a station, and one's own: how they stand, the most behind first. */
export const listDevices = query({
  label: '走访设备',
  grant: 'signedIn',
  input: {},
  output: list('走访设备', listed),
  async run({ tx, actor }) {
    const reach = reachOf(actor, 'device.manage')
    const where = reachesNothing(reach)
      ? sql`device.account = ${actor.account}::uuid`
      : sql`(device.account = ${actor.account}::uuid or ${reachSql(reach, actor, Device)})`
    const rows = await select(
      tx,
      Device,
      sql`where ${where} order by device.state, device.oldest_unsent_at nulls last, device.last_sync_at desc nulls last limit 500`,
      {
        columns: { holder: sql<string | null>`holder.name`, stationName: sql<string | null>`shown_station.name` },
        from: sql`left join account holder on holder.id = device.account
        left join station shown_station on shown_station.county = device.county and shown_station.id = device.station`,
      },
    )
    return rows.map((device) => ({
      device,
      holder: device.beside.holder ?? '',
      stationName: device.beside.stationName,
    }))
  },
})

/** Whose phone it is may stop it, and whoever manages the station's phones: what it holds is wiped at its next contact. */
export const revokeDevice = action({
  label: '停用设备',
  grant: 'signedIn',
  input: { id: id(), version: version(), revokedReason: text('停用原因', { max: 200 }) },
  output: Device,
  async run({ tx, actor, reach, input }) {
    const found = await findReachable(tx, Device, reach, input.id)
    if (found.account !== actor.account && !reachesRecord(reachOf(actor, 'device.manage'), actor, Device, found))
      throw new Failure('notFound', '找不到该设备，或您无权停用')
    if (found.version !== input.version || found.state === 'revoked')
      throw new Failure('conflict', '这台设备刚刚变动过，请刷新后再办理')
    return update(tx, Device, found, { state: 'revoked', revokedReason: input.revokedReason })
  },
})
