import { sql } from 'kysely'
import { reachesStation, reachOf, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { date, id, list, optional, ref, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { lookBeyond } from '../../core/widen.ts'
import { Client } from './client.ts'
import type { duplicateReasons } from './duplicate.ts'

/** Names and addresses are compared without spaces and with half-width letters, so they are kept so. */
export function plain<T extends string | null | undefined>(written: T): T {
  return (typeof written === 'string' ? written.normalize('NFKC').replace(/\s+/g, '') : written) as T
}

/** What two files are compared by. */
export interface Keys {
  name: string
  bornOn?: string | null
  idNumber?: string | null
  phone?: string | null
  address?: string | null
}

/**
 * One identity number has one file in a county. Whoever reaches that file is told whose it is; others only that there is
 * one, and whom to ask (trust.md: a hidden person's existence is not told in detail).
 */
export async function refuseKnownIdentity(
  tx: Tx,
  county: string,
  idNumber: string | null | undefined,
  except?: string,
): Promise<void> {
  if (!idNumber) return
  const index = tx.sealer.index('client.idNumber', idNumber)
  // two who enter the same number at once wait for each other here
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`client|${county}|${index.toString('hex')}`}, 0))`)
  const known = await lookBeyond(tx, { whole: [county], stations: [], own: [] }, 'sameIdentity', () =>
    tx.first<{ id: string; name: string; station: string | null }>(sql`
      select county || '-' || id as id, name, county || '-' || station as station from client
      where county = ${county} and id_number_index = ${index} and state in ('active', 'closed') limit 1`),
  )
  if (!known || known.id === except) return
  const message = reachesStation(reachOf(tx.actor, 'client.list'), county, known.station)
    ? `这个身份证号已在「${known.name}」的档案中，请打开那份档案办理`
    : '这个身份证号在本区县已有档案，不能重复建档；请联系区县管理员核对，需要在本站服务的请办理转站'
  throw new Failure('conflict', message, { idNumber: message })
}

interface Alike {
  id: string
  name: string
  bornOn: string | null
  station: string
  why: (keyof typeof duplicateReasons)[]
}

/** Files within the actor's reach that may be of the same person: same name and birth, phone, or name and address. */
export async function filesAlike(tx: Tx, county: string, keys: Keys, except?: string): Promise<Alike[]> {
  const { bornOn, phone, address } = keys
  const name = plain(keys.name)
  const index = (column: string, value: string) => tx.sealer.index(`client.${column}`, value)
  const same = {
    nameBorn: bornOn ? sql`(c.name = ${name} and c.born_on = ${bornOn}::date)` : sql`false`,
    phone: phone ? sql`c.phone_index = ${index('phone', phone)}` : sql`false`,
    address: address ? sql`(c.name = ${name} and c.address_index = ${index('address', plain(address))})` : sql`false`,
  }
  const found = await tx.rows<{
    id: string
    name: string
    bornOn: string | null
    station: string
    nameBorn: boolean
    phone: boolean
    address: boolean
  }>(sql`
    select c.county || '-' || c.id as id, c.name, c.born_on, s.name as station,
      coalesce(${same.nameBorn}, false) as name_born, coalesce(${same.phone}, false) as phone, coalesce(${same.address}, false) as address
    from client c join station s on s.county = c.county and s.id = c.station
    where c.county = ${county} and c.state in ('active', 'closed') and ${reachSql(reachOf(tx.actor, 'client.list'), tx.actor, Client, 'c')}
      and (${same.nameBorn} or ${same.phone} or ${same.address}) limit 6`)
  return found
    .filter((one) => one.id !== except)
    .map(({ id: one, name: called, bornOn: born, station, ...hits }) => ({
      id: one,
      name: called,
      bornOn: born,
      station,
      why: (['nameBorn', 'phone', 'address'] as const).filter((reason) => hits[reason]),
    }))
}

/** For the form, while it is typed: who may already be on file. Nothing is refused here. */
export const findAlike = query({
  label: '查找相同的服务对象',
  grant: 'client.list',
  input: {
    station: ref('社工站', 'station'),
    name: text('姓名', { max: 40 }),
    bornOn: optional(date('出生日期')),
    phone: optional(text('电话', { max: 20 })),
    address: optional(text('住址', { max: 120 })),
    except: optional(ref('本档案', 'client')),
  },
  output: list(
    '可能相同的档案',
    shape('档案', {
      id: id(),
      name: text('姓名'),
      bornOn: optional(date('出生日期')),
      station: text('社工站'),
      why: texts('依据'),
    }),
  ),
  async run({ tx, input }) {
    return filesAlike(tx, splitId(input.station).county, input, input.except ?? undefined)
  },
})
