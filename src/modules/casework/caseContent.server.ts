import { sql } from 'kysely'
import type { Reach } from '../../core/access.ts'
import type { RowOf } from '../../core/entity.ts'
import { splitId } from '../../core/identifiers.ts'
import { find, findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { needsGuardian } from '../clients/index.server.ts'
import { Client, Consent, Guardian } from '../clients/index.ts'
import { ageOn } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { circleOf, familyOf, namesIn, papersOfCase } from './case.server.ts'
import { CaseFile } from './caseFile.ts'
import type { CaseRow } from './gates.server.ts'

/** Everything the forms of a case are printed from, read once. */
export interface CaseContent {
  found: CaseRow
  client: RowOf<typeof Client> | undefined
  age: number | null
  young: boolean
  home: string
  station: string
  worker: string
  nameOf: (person: string) => string
  papers: Awaited<ReturnType<typeof papersOfCase>>
  family: Awaited<ReturnType<typeof familyOf>>
  circle: Awaited<ReturnType<typeof circleOf>>
  consents: RowOf<typeof Consent>[]
  guardians: RowOf<typeof Guardian>[]
  today: string
}

/** Gathers a case within reach for printing. */
export async function contentOf(tx: Tx, reach: Reach, id: string): Promise<CaseContent> {
  const found = await findReachable(tx, CaseFile, reach, id)
  const client = await find(tx, Client, found.client)
  const ofClient = sql`county = ${found.county} and client = ${splitId(found.client).uuid}::uuid`
  const [station, papers, names, family, circle, consents, guardians, homes] = await Promise.all([
    find(tx, Station, found.station!),
    papersOfCase(tx, found),
    namesIn(tx, found),
    familyOf(tx, client, found),
    circleOf(tx, found),
    select(tx, Consent, sql`where ${ofClient} order by on_day, id`),
    select(tx, Guardian, sql`where ${ofClient} and to_on is null order by from_on, id`),
    client ? placePaths(tx, [client.place], tx.today) : new Map<string, string>(),
  ])
  const nameOf = (person: string) => names.get(person) ?? ''
  return {
    found,
    client,
    age: client?.bornOn ? ageOn(client.bornOn, tx.today) : null,
    young: client ? needsGuardian(client, tx.today) : false,
    home: client ? (homes.get(client.place) ?? '') : '',
    station: station?.name ?? '',
    worker: nameOf(found.worker),
    nameOf,
    papers,
    family,
    circle,
    consents,
    guardians,
    today: tx.today,
  }
}
