import type pg from 'pg'
import type { Runtime } from '../src/app/runtime.ts'
import { transact } from '../src/core/db.ts'
import { rollUp } from '../src/modules/measures/index.server.ts'
import { periodOf } from '../src/modules/measures/index.ts'
import { liveFigures, type StationAt, stationsIn } from '../src/modules/reporting/index.server.ts'

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

async function rowsRead(owner: pg.Client): Promise<number> {
  await owner.query('select pg_stat_force_next_flush()')
  const { rows } = await owner.query<{ n: number }>(
    `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint::text::float8 as n from pg_stat_user_tables where relname in ('fact', 'measure_cell', 'stale_month', 'station', 'appointment', 'certificate')`,
  )
  return Number(rows[0]!.n)
}

/** A month's figures of a station, a county and a city, with one year of facts behind them and with five. */
export async function compileBench(
  runtime: Runtime,
  owner: pg.Client,
  say: (line: string) => void,
  addYear: (year: number) => Promise<void>,
): Promise<void> {
  const period = periodOf('2025-12')!
  const scope = {
    whole: (await owner.query<{ county: string }>('select distinct county from bench_station')).rows.map(
      ({ county }) => county,
    ),
    stations: [],
    own: [],
  }
  say(
    '\n| 编制 2025 年 12 月月报 | 事实总数 | 站 1 个 | 区县 20 站 | 市 200 站 | 市读取行数 | 汇总每站月 |\n| --- | --- | --- | --- | --- | --- | --- |',
  )
  for (const years of [[2025], [2024, 2023, 2022, 2021]]) {
    for (const year of years) await addYear(year)
    await owner.query('vacuum analyze fact')
    const began = performance.now()
    while ((await rollUp(runtime.owner)) > 0);
    const rolled = performance.now() - began
    await owner.query('vacuum analyze measure_cell')
    const { rows } = await owner.query<{ n: string }>('select count(*) as n from fact')
    const compile = async (stations: readonly StationAt[]) => {
      const times: number[] = []
      let read = 0
      for (let i = 0; i < 5; i++) {
        const before = await rowsRead(owner)
        const from = performance.now()
        await transact(runtime.surroundings.db, scope, 'read', (connection) =>
          liveFigures(connection, stations, period, '2026-01-15'),
        )
        times.push(performance.now() - from)
        await new Promise((resolve) => setTimeout(resolve, 1200))
        read = (await rowsRead(owner)) - before
      }
      return { time: median(times), read }
    }
    const city = await transact(runtime.surroundings.db, scope, 'read', (connection) =>
      stationsIn(connection, '530100', period),
    )
    const county = city.filter(({ id }) => id.startsWith(city[0]!.id.slice(0, 7)))
    const [one, twenty, all] = [await compile(city.slice(0, 1)), await compile(county), await compile(city)]
    say(
      `| ${years.length === 1 ? '一年' : '五年'}历史 | ${Number(rows[0]!.n).toLocaleString()} | ${one.time.toFixed(0)} ms | ${twenty.time.toFixed(0)} ms | ${all.time.toFixed(0)} ms | ${all.read.toLocaleString()} | ${(rolled / (years.length * 24_000)).toFixed(2)} ms |`,
    )
  }
}
