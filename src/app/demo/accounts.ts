import { openDice } from '../../../demo/dice.ts'
import { logins, quietOffices } from '../../../demo/logins.ts'
import type { Register } from '../../../demo/people.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import type { RoleName } from '../../modules/accounts/index.ts'
import type { Ground } from './stage.ts'

/** An account to be opened, with the one role it holds. */
export interface AccountPlan {
  id: string
  login: string
  name: string
  county: string
  role: RoleName
  place?: string
  /** Station and person ids as `<county>-<uuid>`. */
  station?: string
  person?: string
  organisation?: string
}

/**
 * Opens accounts at once, as the owner. They belong to the demo and need not change a password: it was made on this
 * machine a moment ago and is printed nowhere else. Without a password nobody can log in with them.
 */
export async function openAccounts({ owner }: Ground, plans: readonly AccountPlan[], on: string): Promise<void> {
  const at = new Date(`${on}T01:00:00Z`)
  const column = (of: (plan: AccountPlan) => string | null) => plans.map(of)
  const stationOf = (part: 'county' | 'uuid') => column(({ station }) => (station ? splitId(station)[part] : null))
  const personOf = (part: 'county' | 'uuid') => column(({ person }) => (person ? splitId(person)[part] : null))
  await owner.pool.query(
    `insert into account (id, county, version, created_at, login, name, state, station_county, station, person_county, person,
       must_change_password, two_factor, demo)
     select id, county, 1, $1, login, name, 'active', station_county, station, person_county, person, false, false, true
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::uuid[])
       as a(id, county, login, name, station_county, station, person_county, person)`,
    [
      at,
      column(({ id }) => id),
      column(({ county }) => county),
      column(({ login }) => login),
      column(({ name }) => name),
      stationOf('county'),
      stationOf('uuid'),
      personOf('county'),
      personOf('uuid'),
    ],
  )
  await owner.pool.query(
    `insert into account_role (id, county, version, created_at, account, role, place, station_county, station, organisation, from_on)
     select id, county, 1, $1, account, role, place, station_county, station, organisation, $2
     from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[])
       as r(id, county, account, role, place, station_county, station, organisation)`,
    [
      at,
      on,
      column(() => uuidv7()),
      column(({ county }) => county),
      column(({ id }) => id),
      column(({ role }) => role),
      column(({ place }) => place ?? null),
      stationOf('county'),
      stationOf('uuid'),
      column(({ organisation }) => organisation ?? null),
    ],
  )
}

/** The accounts of offices, from the province to a community. `countyOf` gives a place's home code. */
export function officeAccounts(register: Register, countyOf: (place: string) => string): AccountPlan[] {
  const offices = [...logins, ...quietOffices].flatMap(({ login, role, place }) =>
    place ? [{ login, role, place }] : [],
  )
  return offices.map((office) => {
    const dice = openDice(`office ${office.login}`)
    const name = register.name(dice, dice.chance(0.5) ? 'female' : 'male')
    return { ...office, id: uuidv7(), name, county: countyOf(office.place) }
  })
}
