import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { Failure } from '../../core/failure.ts'
import { periodOf } from '../../modules/measures/index.ts'
import { type Format, formats, paperKinds, render } from '../../modules/papers/index.server.ts'
import { compileAreaReport, compileStationReport } from '../../modules/reporting/index.server.ts'
import { reportFlow } from '../../modules/reporting/index.ts'
import { atDesk, placeMeant, stationMeant } from './desk.ts'
import { type Outcome, wrongUse } from './outcome.ts'

export interface CompileOptions {
  station?: string
  place?: string
  month: string
  out: string
}

/** Compiles a station's or an area's report of a period and writes it as Word, PDF or Excel, by the file's ending. */
export async function compile({ station, place, month, out }: CompileOptions): Promise<Outcome> {
  if ((station === undefined) === (place === undefined))
    throw wrongUse('请用 --station 指定一个社工站，或用 --place 指定一个区县或市，二者选一')
  if (!periodOf(month) || /^\d{4}-\d{2}-\d{2}$/.test(month))
    throw wrongUse(`期间「${month}」不对：请写成 2026-11（月）、2026-Q4（季）、2026-H2（半年）或 2026（年）`)
  const format = extname(out).slice(1).toLowerCase()
  if (!(format in formats)) throw wrongUse(`文件「${out}」的后缀不对：请用 .docx（Word）、.pdf 或 .xlsx（Excel）`)
  const file = resolve(out)
  if (!existsSync(dirname(file))) throw new Failure('invalid', `文件夹「${dirname(file)}」不存在，请先建立`)
  const grants = [
    'station.read',
    'report.read',
    'report.submitStation',
    'report.submitCounty',
    'report.submitCity',
  ] as const
  return atDesk(grants, async (desk) => {
    const report = station
      ? await desk.ask(compileStationReport, { station: (await stationMeant(desk, station)).id, period: month })
      : await desk.ask(compileAreaReport, { place: (await placeMeant(desk, place!)).id, period: month })
    const kind = paperKinds().get('report')!
    const paper = await desk.runtime.door.read(desk.actor, kind.grant, (tx, reach) =>
      kind.build({ tx, reach, input: { id: report.id } }),
    )
    const content = await render(paper, format as Format)
    await writeFile(file, content)
    const { id, title, period, state } = report
    return {
      json: { report: id, title, period, state, file, format, bytes: content.length },
      text: `${title}（${reportFlow.states[state]}）已写入 ${file}`,
    }
  })
}
