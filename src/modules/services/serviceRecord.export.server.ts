import { reachOf } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { choice, date, integer, optional, ref, shape, text } from '../../core/field.ts'
import { defineJob, enqueue } from '../../core/jobs.ts'
import { openTx } from '../../core/tx.ts'
import { safeCell } from '../papers/index.server.ts'
import { catalogueNames, pageOfServices } from './serviceRecord.server.ts'
import { recordStates, serviceForms } from './serviceRecord.ts'

const most = 200_000
const step = 500

/** The list as a workbook, written row by row: memory stays flat however long it is. */
const exportJob = defineJob({
  name: 'services.export',
  label: '导出服务记录',
  async run({ surroundings, actor, parameters, progress, path }) {
    const { default: exceljs } = await import('exceljs')
    const workbook = new exceljs.stream.xlsx.WorkbookWriter({
      filename: path,
      useStyles: false,
      useSharedStrings: false,
    })
    const sheet = workbook.addWorksheet('服务记录')
    sheet
      .addRow([
        '服务日期',
        '社工站',
        '服务形式',
        '服务事项',
        '人次',
        '分钟',
        '服务地点',
        '服务人员',
        '服务内容',
        '状态',
      ])
      .commit()
    const reach = reachOf(actor, 'service.read')
    let after: string | null = null
    let done = 0
    do {
      const cursor: string | null = after
      const found = await transact(surroundings.db, reach, 'read', async (connection) => {
        const tx = openTx(connection, surroundings, actor)
        const rows = await pageOfServices(tx, reach, parameters, cursor, step)
        return { ...rows, names: await catalogueNames(tx, rows.rows) }
      })
      for (const { record, stationName, workerName, placeName } of found.rows) {
        const items = record.items.map((key) => found.names.get(key) ?? key).join('；')
        const cells = [
          record.onDay,
          stationName,
          serviceForms[record.form],
          items,
          record.people,
          record.minutes,
          placeName ?? '',
          workerName,
          record.summary,
          recordStates[record.state],
        ]
        sheet.addRow(cells.map(safeCell)).commit()
      }
      done += found.rows.length
      after = found.next
      await progress(done, Math.max(found.total, done))
    } while (after && done < most)
    sheet.commit()
    await workbook.commit()
    return { name: '服务记录.xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
  },
})

/** Exports what a list shows, in the background; at most 200,000 rows. */
export const exportServices = action({
  label: '导出服务记录',
  grant: 'service.read',
  input: {
    station: optional(ref('社工站', 'station')),
    form: optional(choice('服务形式', serviceForms)),
    from: optional(date('自')),
    to: optional(date('至')),
    text: optional(text('内容', { max: 40 })),
  },
  output: shape('导出', { job: text('任务编号'), rows: integer('条数') }),
  async run({ tx, reach, input }) {
    const { total } = await pageOfServices(tx, reach, input, null, 1)
    return { job: enqueue(tx, exportJob, `导出服务记录（${total} 条）`, input), rows: total }
  },
})
