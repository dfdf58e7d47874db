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

const people = 5000
const county = '530111'
const reach: Reach = { whole: [county], stations: [], own: [] }
const clerk: Actor = {
  account: uuidv7(),
  person: null,
  name: '测速',
  county,
  grants: new Map(
    ['sheet.import', 'station.manage', 'station.read', 'person.manage', 'person.read'].map((grant) => [grant, reach]),
  ),
  session: null,
}

async function workbookOf(stations: readonly string[]): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('花名册')
  sheet.addRow([
    '社工站',
    '姓名',
    '身份证号',
    '联系电话',
    '学历',
    '社会工作专业毕业',
    '本地户籍',
    '本地少数民族',
    '岗位',
    '人员来源',
    '专职',
    '任职起',
    '证书',
    '证书编号',
    '取得日期',
  ])
  for (let i = 0; i < people; i++) {
    const born = `19${70 + (i % 30)}${String(1 + (i % 12)).padStart(2, '0')}15`
    const body = `999999${born}${String(Math.floor(i / 60) * 10 + (i % 10)).padStart(3, '0')}`
    const certificate = i % 3 === 0 ? ['助理社会工作师', `示例${i}`, '2024-09-01'] : [null, null, null]
    sheet.addRow([
      stations[i % stations.length]!,
      `示例${'甲乙丙丁戊己庚辛'[i % 8]}${'一二三四五六七八九'[i % 9]}`,
      body + identityCheck(body),
      `1990000${String(i).padStart(4, '0')}`,
      '本科',
      '是',
      '是',
      '否',
      '专业岗位',
      '承接主体派驻',
      '是',
      '2026-03-01',
      ...certificate,
    ])
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** A roster of 5,000 people: checked, imported with person, post, certificate, search and audit, then undone; seconds of each. */
export async function rosterBench(runtime: Runtime, owner: pg.Client, say: (line: string) => void): Promise<void> {
  await prepareJobs(runtime.connections.jobs)
  const names = new Map<AnyCall, string>([...runtime.door.registry].map(([name, call]) => [call, name]))
  const as = async <C extends AnyCall>(call: C, input: InputOfCall<C>): Promise<AnswerOfCall<C>> => {
    const caller = { actor: clerk, ip: '', agent: 'bench', session: null }
    return (await runtime.door.call(names.get(call)!, caller, { opId: uuidv7(), input })).answer as never
  }
  const { rows } = await owner.query<{ id: string }>(
    `select p.id from place p where p.county = $1 and p.kind = 'township' order by p.id limit 20`,
    [county],
  )
  const stations: string[] = []
  for (const [i, { id: place }] of rows.entries()) {
    const name = `测速社工站${i}`
    await as(modules.stations.addStation, { name, level: 'station', place, openedOn: '2021-06-01', mode: 'selfRun' })
    stations.push(name)
  }
  const content = (await workbookOf(stations)).toString('base64')
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now()
    const answer = await work()
    say(`| ${what} | ${((performance.now() - from) / 1000).toFixed(2)} s |`)
    return answer
  }
  say(`\n| 花名册 ${people} 人 | 用时 |\n| --- | --- |`)
  const batch = await timed('检查', () =>
    as(modules.imports.checkImport, { kind: 'roster', place: county, fileName: '花名册.xlsx', content }),
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
  const { batch: done } = await as(modules.imports.getImport, { id: batch.id })
  say(`写入 ${done.written} 人（可导入 ${batch.good}，问题 ${batch.problems}）`)
  await timed('撤销', () => as(modules.imports.undoImport, { id: done.id, version: done.version }))
}
