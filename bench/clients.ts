import exceljs from 'exceljs'
import type pg from 'pg'
import { prepareJobs } from '../src/app/jobs.ts'
import { modules } from '../src/app/modules.ts'
import type { Runtime } from '../src/app/runtime.ts'
import type { Actor, Reach } from '../src/core/access.ts'
import type { AnswerOfCall, AnyCall, InputOfCall } from '../src/core/action.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { jobKinds } from '../src/core/jobs.ts'
import { identityCheck } from '../src/modules/people/index.ts'

const people = 10_000
const county = '530111'
const reach: Reach = { whole: [county], stations: [], own: [] }
const clerk: Actor = {
  account: uuidv7(),
  person: null,
  name: '测速',
  county,
  grants: new Map(
    [
      'sheet.import',
      'station.manage',
      'station.read',
      'client.list',
      'client.read',
      'client.write',
      'client.merge',
      'service.read',
      'visit.read',
    ].map((grant) => [grant, reach]),
  ),
  session: null,
}

async function workbookOf(stations: readonly string[]): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('名册')
  sheet.addRow(['社工站', '姓名', '身份证号', '电话', '住址', '类别', '依据'])
  for (let i = 0; i < people; i++) {
    const born = `19${40 + (i % 40)}${String(1 + (i % 12)).padStart(2, '0')}${String(10 + (i % 17)).padStart(2, '0')}`
    const body = `999999${born}${String(Math.floor(i / 40) % 1000).padStart(3, '0')}`
    sheet.addRow([
      stations[i % stations.length]!,
      `${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${'一二三四五六七八九十'[Math.floor(i / 10) % 10]}${'东南西北中'[Math.floor(i / 100) % 5]}${'春夏秋冬'[Math.floor(i / 500) % 4]}`,
      body + identityCheck(body),
      // every hundredth shares a phone with another: pairs to be found
      `1990000${String(i % 100 === 0 ? i - (i % 200) : i)
        .padStart(4, '0')
        .slice(-4)}`,
      `示例路 ${i} 号`,
      i % 3 === 0 ? '独居老年人、空巢老年人' : '最低生活保障对象',
      '社会救助暂行办法',
    ])
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** A roster of 10,000 clients: checked, imported, duplicates found; seconds of each (issue 4: at most 60 in all). */
export async function clientsBench(runtime: Runtime, owner: pg.Client, say: (line: string) => void): Promise<void> {
  await prepareJobs(runtime.connections.jobs)
  const names = new Map<AnyCall, string>([...runtime.door.registry].map(([name, call]) => [call, name]))
  const as = async <C extends AnyCall>(call: C, input: InputOfCall<C>): Promise<AnswerOfCall<C>> => {
    const caller = { actor: clerk, ip: '', agent: 'bench', session: null }
    return (await runtime.door.call(names.get(call)!, caller, { opId: uuidv7(), input })).answer as never
  }
  const { rows } = await owner.query<{ id: string }>(
    `select p.id from place p where p.county = $1 and p.kind = 'township' order by p.id limit 10`,
    [county],
  )
  const stations: string[] = []
  for (const [i, { id: place }] of rows.entries()) {
    const name = `名册社工站${i}`
    await as(modules.stations.addStation, { name, level: 'station', place, openedOn: '2021-06-01', mode: 'selfRun' })
    stations.push(name)
  }
  const content = (await workbookOf(stations)).toString('base64')
  let whole = 0
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now()
    const answer = await work()
    const seconds = (performance.now() - from) / 1000
    whole += seconds
    say(`| ${what} | ${seconds.toFixed(2)} s |`)
    return answer
  }
  say(`\n| 服务对象名册 ${people} 人 | 用时 |\n| --- | --- |`)
  const batch = await timed('检查', () =>
    as(modules.imports.checkImport, { kind: 'clients', place: county, fileName: '名册.xlsx', content }),
  )
  await as(modules.imports.startImport, { id: batch.id, version: batch.version, onlyGood: true })
  await timed('导入', () =>
    jobKinds()
      .get('imports.write')!
      .run({
        surroundings: runtime.surroundings,
        actor: clerk,
        parameters: { batch: batch.id },
        path: '',
        progress: async () => {},
      }),
  )
  const pairs = await timed('查找重复', () => as(modules.clients.findDuplicates, {}))
  say(`| 合计 | ${whole.toFixed(2)} s |`)
  const { batch: done } = await as(modules.imports.getImport, { id: batch.id })
  say(
    `写入 ${done.written} 人（可导入 ${batch.good}，已在册 ${batch.known}，问题 ${batch.problems}），新发现重复 ${pairs.found} 对`,
  )
  await copies(owner)
  say(`\n| ${total} 份档案 | 中位 | p95 |\n| --- | --- | --- |`)
  const often = async (what: string, work: () => Promise<unknown>) => {
    const took: number[] = []
    for (let i = 0; i < 40; i++) {
      const from = performance.now()
      await work()
      if (i >= 5) took.push(performance.now() - from)
    }
    took.sort((a, b) => a - b)
    const at = (share: number) => took[Math.floor(took.length * share)]!.toFixed(1)
    say(`| ${what} | ${at(0.5)} ms | ${at(0.95)} ms |`)
  }
  const { station } = (await as(modules.clients.listClients, {})).rows[0]! as { station: string }
  await often('名单第一页（区县）', () => as(modules.clients.listClients, {}))
  await often('名单第一页（一个站）', () => as(modules.clients.listClients, { station }))
  await often('名单按姓名（区县）', () => as(modules.clients.listClients, { search: '甲一东' }))
  await often('名单按拼音（区县）', () => as(modules.clients.listClients, { search: 'jyd' }))
  await often('全站查找（姓名）', () => as(modules.search.findAnything, { text: '甲一东春' }))
  await often('新建时核对相同', () =>
    as(modules.clients.findAlike, { station, name: '甲一东春', bornOn: '1950-03-12', phone: '19900000100' }),
  )
  const { client, worker } = await served(owner)
  await often('一位对象的时间线，2,000 条，第一页', () => as(modules.clients.timelineOf, { id: client }))
  await often('一名社工的应走访名单，500 户', () => as(modules.visits.listDue, { view: 'open', worker }))
  await timed(`查找重复（${total} 份）`, () => as(modules.clients.findDuplicates, {}))
}

const total = 200_000

/** The imported files again and again under other numbers and birthdays, with their search tokens and counters. */
async function copies(owner: pg.Client): Promise<void> {
  const times = total / people - 1
  const { rows } = await owner.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = 'client' and table_schema = 'public' order by ordinal_position`,
  )
  const columns = rows.map(({ name }) => name)
  const own: Record<string, string> = {
    id: 'gen_random_uuid()',
    // what is sealed is sealed to its own row
    id_number: 'null',
    phone: 'null',
    address: 'null',
    id_number_index: `decode(md5(random()::text), 'hex')`,
    phone_index: `decode(md5(random()::text), 'hex')`,
    born_on: `date '1940-01-01' + (random() * 25000)::int`,
  }
  await owner.query(
    `create temporary table copied as select c.id as source, gen_random_uuid() as copy from client c, generate_series(1, ${times})`,
  )
  const chosen = columns.map((name) => (name === 'id' ? 'k.copy' : (own[name] ?? `c.${name}`)))
  await owner.query(
    `insert into client (${columns.join(', ')}) select ${chosen.join(', ')} from copied k join client c on c.id = k.source`,
  )
  await owner.query(
    `insert into search_token (county, station, entity, id, token) select t.county, t.station, t.entity, k.copy, t.token
     from copied k join search_token t on t.id = k.source and t.entity = 'client'`,
  )
  await owner.query(`update record_count set records = records * ${times + 1} where entity = 'client'`)
  await owner.query('vacuum analyze')
}

/**
 * A year of one station: 2,000 clients owed a visit each month, half of them visited, 500 of them one worker's; and one client
 * with 1,000 visits and 1,000 services.
 */
async function served(owner: pg.Client): Promise<{ client: string; worker: string }> {
  const { rows } = await owner.query<{ station: string; place: string }>(
    `select id as station, place from station where county = $1 order by id limit 1`,
    [county],
  )
  const { station } = rows[0]!
  const worker = uuidv7()
  const made = `gen_random_uuid(), '${county}', '${station}', 1, now()`
  const head = 'id, county, station, version, created_at'
  await owner.query(
    `insert into person (id, county, station, version, created_at, name, sex, born_on, no_id_reason, education, social_work_major, local_household, local_minority)
     values ('${worker}', '${county}', '${station}', 1, now(), '测速社工', 'female', '1992-05-01', '测试', 'college', false, true, false)`,
  )
  await owner.query(
    `create temporary table regular as select id, name, row_number() over (order by id) as n from client
     where county = '${county}' and station = '${station}' and state = 'active' order by id limit 2000`,
  )
  await owner.query(
    `insert into client_worker (${head}, client, worker, from_on) select ${made}, id, '${worker}', '2025-01-01' from regular where n <= 500`,
  )
  await owner.query(
    `insert into visit_plan (${head}, client, rule, period, from_on, due_on, times, ways)
     select ${made}, r.id, 'bench', to_char(m, 'YYYY-MM'), m::date, (m + interval '1 month - 1 day')::date, 1, '{home}'
     from regular r cross join generate_series(date_trunc('month', now()) - interval '11 months', date_trunc('month', now()), interval '1 month') m`,
  )
  const visits = (from: string) =>
    owner.query(
      `insert into visit (${head}, client, client_name, on_day, way, outcome, minutes, unchanged, findings, items, files, worker, state)
       select ${made}, r.id, r.name, d::date, 'home', 'met', 30, false, '情况平稳', '{}', '{}', '${worker}', 'valid' from ${from}`,
    )
  await visits(
    `regular r cross join generate_series(now() - interval '11 months', now(), interval '1 month') d where r.n % 2 = 0`,
  )
  await visits(
    `regular r cross join generate_series(now() - interval '999 days', now(), interval '1 day') d where r.n = 1`,
  )
  await owner.query(
    `insert into service_record (${head}, on_day, form, items, people, minutes, summary, files, worker, state)
     select ${made}, d::date, 'case', '{}', 1, 30, '咨询', '{}', '${worker}', 'valid' from generate_series(now() - interval '999 days', now(), interval '1 day') d`,
  )
  await owner.query(
    `insert into service_client (${head}, service, client, client_name)
     select ${made}, s.id, r.id, r.name from service_record s join regular r on r.n = 1 where s.worker = '${worker}'`,
  )
  await owner.query('analyze')
  const { rows: first } = await owner.query<{ id: string }>('select id from regular where n = 1')
  return { client: `${county}-${first[0]!.id}`, worker: `${county}-${worker}` }
}
