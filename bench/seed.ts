import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'

/** A province of made-up stations in real counties, the same at every run. */
export const scale = { counties: 100, stationsPerCounty: 20, peoplePerStation: 2, records: 1_000_000 } as const

/** Ten counties of 昆明市 carry the city of 200 stations; ninety more of 云南省 make it 2,000. */
const counties = `
  select id, row_number() over (order by (id not like '5301%'), id) as n from place where kind = 'county' and id like '53%' order by 2 limit ${scale.counties}`

const kinds = ['station', 'mode', 'person', 'appointment', 'record', 'fact'] as const

/** Uuids out of numbers, in order like those of real life (version 7), so that every run and every table agrees. */
const uuid = (kind: (typeof kinds)[number], n: string) =>
  `(('0${kinds.indexOf(kind)}900000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid)`

export async function seedNetwork(owner: pg.Client): Promise<void> {
  const at = `'2026-01-01'::timestamptz`
  await owner.query(`
    create table bench_station as
      select c.id as county, (c.n - 1) * ${scale.stationsPerCounty} + s as n, ${uuid('station', `(c.n - 1) * ${scale.stationsPerCounty} + s`)} as id
      from (${counties}) c cross join generate_series(1, ${scale.stationsPerCounty}) s`)
  await owner.query(`
    insert into station (id, county, station, version, created_at, name, level, place, opened_on)
      select id, county, id, 1, ${at}, '测试社工站' || n, 'station',
        coalesce((select t.place from place_tenure t join place p on p.id = t.place where t.parent = b.county and p.kind = 'township' order by t.place offset (n % 5) limit 1), county), '2020-01-01'
      from bench_station b`)
  await owner.query(`
    insert into station_mode (id, county, station, version, created_at, mode, from_on)
      select ${uuid('mode', 'n')}, county, id, 1, ${at}, 'selfRun', '2020-01-01' from bench_station`)
  await owner.query(`
    insert into person (id, county, station, version, created_at, name, sex, born_on, no_id_reason, education, social_work_major, local_household, local_minority)
      select ${uuid('person', `(n * 10 + p)`)}, county, id, 1, ${at}, '测试' || n || '-' || p, 'female', '1992-05-01', '测试', 'college', false, true, false
      from bench_station cross join generate_series(1, ${scale.peoplePerStation}) p`)
  await owner.query(`
    insert into appointment (id, county, station, version, created_at, person, person_name, post, post_name, origin, full_time, from_on)
      select ${uuid('appointment', `(n * 10 + p)`)}, county, id, 1, ${at}, ${uuid('person', `(n * 10 + p)`)}, '测试' || n || '-' || p, 'socialWorker', '专业岗位', 'dispatched', true, '2022-01-01'
      from bench_station cross join generate_series(1, ${scale.peoplePerStation}) p`)
}

const items = `array['catalogue.relief.publicity', 'catalogue.elder.patrol']`
const forms = `(array['case','group','activity','visit','consultation','publicity','linkage','training','other'])`

/** One million service records over the last two years, 500 a station. */
export async function seedRecords(owner: pg.Client): Promise<void> {
  await owner.query(`
    insert into service_record (id, county, station, version, created_at, on_day, form, items, people, minutes, summary, files, worker, state)
      select ${uuid('record', 'r')}, b.county, b.id, 1, '2026-01-01'::timestamptz, date '2024-11-01' + (r::bigint * 7919 % 730)::int, ${forms}[1 + r % 9], ${items}, 1 + r % 20, 10 + r % 100,
        '入户看望，了解近况，协助联系社区与卫生服务中心，情况平稳。' || r, '{}', ${uuid('person', `(b.n * 10 + 1 + r % ${scale.peoplePerStation})`)}, 'valid'
      from generate_series(1, ${scale.records}) r join bench_station b on b.n = 1 + (r - 1) / ${scale.records / (scale.counties * scale.stationsPerCounty)} order by r`)
  await owner.query(
    `insert into record_count (county, station, entity, records) select county, station, 'service_record', count(*) from service_record group by 1, 2`,
  )
}

/** Facts of one year, 1,200 a station: 2.4 million. Five years make the twelve million. */
export async function seedFacts(owner: pg.Client, year: number): Promise<void> {
  await owner.query(`
    insert into fact (county, id, station, kind, on_day, recorded_at, variant, worker, people, minutes, fen, items, source_entity, source, sign)
      select b.county, ${uuid('fact', `(${year - 2000}::bigint * 100000000 + b.n * 10000 + f)`)}, b.id, 'service.given', date '${year}-01-01' + (f::bigint * 7919 % 365)::int, '${year}-12-31'::timestamptz, ${forms}[1 + f % 9],
        ${uuid('person', `(b.n * 10 + 1 + f % 2)`)}, 1 + f % 20, 10 + f % 100, 0, ${items}, 'service_record', ${uuid('record', `(b.n * 10000 + f)`)}, 1
      from bench_station b cross join generate_series(1, 1200) f`)
  await owner.query(`
    insert into stale_month (county, station, month, touched_at)
      select county, id, to_char(m, 'YYYY-MM'), '2026-01-01' from bench_station cross join generate_series(date '${year}-01-01', date '${year}-12-01', interval '1 month') m on conflict do nothing`)
}

export interface Login {
  account: string
  token: string
  county: string
  station: string
  person: string
}

/** One station head with a session at each of the first stations: those of 昆明市, whose catalogues are in the packs. */
export async function seedLogins(owner: pg.Client, many: number): Promise<Login[]> {
  const { rows } = await owner.query<{ county: string; id: string; person: string }>(
    `select county, id, ${uuid('person', `(n * 10 + 1)`)} as person from bench_station where n <= $1 order by n`,
    [many],
  )
  const logins: Login[] = []
  for (const [i, { county, id, person }] of rows.entries()) {
    const token = randomBytes(32).toString('base64url')
    const account = createHash('md5').update(`account${i}`).digest('hex')
    await owner.query(
      `insert into account (id, county, version, created_at, login, name, state, station_county, station, person_county, person, must_change_password, two_factor, demo)
       values ($1, $2, 1, now(), $3, '测试', 'active', $2, $4, $2, $5, false, false, false)`,
      [account, county, `bench${i}`, id, person],
    )
    await owner.query(
      `insert into account_role (id, county, version, created_at, account, role, station_county, station, from_on) values (gen_random_uuid(), $1, 1, now(), $2, 'stationHead', $1, $3, '2020-01-01')`,
      [county, account, id],
    )
    await owner.query(
      `insert into session (id, token_hash, account, created_at, seen_at, idle_minutes, ip, agent) values (gen_random_uuid(), $1, $2, now(), now(), 100000, '', '')`,
      [createHash('sha256').update(token).digest(), account],
    )
    logins.push({ account, token, county, station: `${county}-${id}`, person: `${county}-${person}` })
  }
  return logins
}
