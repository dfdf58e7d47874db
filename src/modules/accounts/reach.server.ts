import { sql } from 'kysely'
import { type Actor, type Reach, unite } from '../../core/access.ts'
import { type Connection, type Database, setScope, transact } from '../../core/db.ts'
import { joinId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { countiesWithin, everyCounty, isHome } from '../places/index.server.ts'
import { stationsOfOrganisation, stationsWithin } from '../stations/index.server.ts'
import { type Role, type RoleName, roles } from './roles.ts'

export interface Held {
  role: RoleName
  place: string | null
  stationCounty: string | null
  station: string | null
  organisation: string | null
}

/** The rows a role reaches today: rights follow today's tree (house.md room 5). */
export async function reachOfRole(connection: Connection, held: Held, today: string): Promise<Reach> {
  if (held.station) return { whole: [], stations: [joinId(held.stationCounty!, held.station)], own: [] }
  if (held.organisation)
    return { whole: [], stations: await stationsOfOrganisation(connection, held.organisation, today), own: [] }
  if (await isHome(connection, held.place!))
    return { whole: await countiesWithin(connection, held.place!, today), stations: [], own: [] }
  return { whole: [], stations: await stationsWithin(connection, held.place!, today), own: [] }
}

/**
 * The reach a role will have once its holder logs in, for whoever gives it: an organisation's stations of every county
 * count, also those the giver does not see. Nothing but their ids is read.
 */
export async function wholeReachOfRole(tx: Tx, held: Held): Promise<Reach> {
  const counties = await tx.rows<{ county: string }>(sql`select distinct county from place`)
  setScope(tx, { whole: counties.map(({ county }) => county), stations: [], own: [] })
  const reach = await reachOfRole(tx, held, tx.today)
  setScope(tx, unite(tx.actor.grants.values()))
  return reach
}

/** Works out who an account is today: every grant with its reach. `undefined` if the account may not act. */
export async function loadActor(
  db: Database,
  account: string,
  session: string | null,
  today: string,
): Promise<Actor | undefined> {
  // working out a reach must see the stations of every county; nothing of it leaves this function but their ids
  const scope = { whole: await everyCounty(db), stations: [], own: [] }
  return transact(db, scope, 'read', async (connection) => {
    const [known, held] = await Promise.all([
      connection.first<{ name: string; county: string; personCounty: string | null; person: string | null }>(
        sql`select name, county, person_county, person from account where id = ${account}::uuid and state = 'active'`,
      ),
      connection.rows<Held>(sql`
        select role, place, station_county, station, organisation from account_role
        where account = ${account}::uuid and from_on <= ${today}::date and (to_on is null or to_on >= ${today}::date)`),
    ])
    if (!known) return undefined
    const collected = new Map<string, Reach[]>()
    const give = (grant: string, reach: Reach) => collected.set(grant, [...(collected.get(grant) ?? []), reach])
    for (const one of held) {
      const role: Role = roles[one.role]
      const reach = await reachOfRole(connection, one, today)
      for (const grant of role.grants) give(grant, reach)
      for (const grant of role.own ?? []) give(grant, { whole: [], stations: [], own: reach.stations })
    }
    return {
      account,
      person: known.person ? joinId(known.personCounty!, known.person) : null,
      name: known.name,
      county: known.county,
      grants: new Map([...collected].map(([grant, reaches]) => [grant, unite(reaches)])),
      session,
    }
  })
}
