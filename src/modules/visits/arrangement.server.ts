import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, integer, list, optional, ref, shape, text, texts, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { pointsTo } from '../../core/parts.ts'
import { insert, update } from '../../core/records.ts'
import { categoryNamer, refuseForeignCategory } from '../clients/index.server.ts'
import { openStation } from '../services/index.server.ts'
import { VisitArrangement } from './arrangement.ts'
import { planVisits } from './plan.server.ts'

const { toOn: _to, ...typed } = VisitArrangement.fields

/** Lays down how often those of some categories are visited; the list of this period is worked out at once. */
export const addArrangement = action({
  label: '增加走访安排',
  grant: 'visit.arrange',
  clause: '官渡区方案 附件3 第24项',
  input: { station: ref('社工站', 'station'), ...typed },
  output: VisitArrangement,
  async run({ tx, input: { station: at, ...values } }) {
    const station = await openStation(tx, at, values.fromOn)
    await refuseForeignCategory(tx, station.place, values.categories, 'categories')
    if (values.ways.length === 0) throw refuseField('ways', '请至少选择一种走访方式')
    const row = await insert(tx, VisitArrangement, { id: newId(station.county), station: at }, values)
    await planVisits(tx, tx.today, at)
    return row
  },
})

/** From the day after nobody is owed a visit by it any more; what was owed until then stays. */
export const endArrangement = action({
  label: '停止',
  grant: 'visit.arrange',
  on: VisitArrangement,
  input: { id: id(), version: version(), toOn: date('最后一天') },
  output: VisitArrangement,
  guard: ({ toOn }) => (toOn ? '这项安排已经定了最后一天' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于开始日期 ${found.fromOn}`)
    if (input.toOn < tx.today) throw refuseField('toOn', '请选今天或以后的日期')
    return update(tx, VisitArrangement, found, { toOn: input.toOn })
  },
})

const besideArrangement = {
  columns: {
    stationName: sql<string | null>`shown_station.name`,
    stationPlace: sql<string | null>`shown_station.place`,
  },
  from: sql`left join station shown_station on shown_station.county = visit_arrangement.county and shown_station.id = visit_arrangement.station`,
}

/** What streets and stations have laid down, the latest first. */
export const listArrangements = query({
  label: '走访安排',
  grant: 'client.list',
  input: { station: optional(ref('社工站', 'station')), after: optional(text('下一页', { max: 200 })) },
  output: shape('走访安排', {
    rows: list(
      '走访安排',
      shape('走访安排', { arrangement: VisitArrangement.row, stationName: text('社工站'), categories: texts('类别') }),
    ),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { station, after } }) {
    const { rows, ...paging } = await page(tx, VisitArrangement, reach, {
      where: station ? [pointsTo('visit_arrangement', 'station', station)] : [],
      order: ['from_on', 'desc'],
      after: after ?? null,
      beside: besideArrangement,
    })
    const name = await categoryNamer(
      tx,
      rows.map(({ beside }) => beside.stationPlace ?? ''),
    )
    return {
      ...paging,
      rows: rows.map((arrangement) => ({
        arrangement,
        stationName: arrangement.beside.stationName ?? '',
        categories: arrangement.categories.map((one) => name(arrangement.beside.stationPlace, one)),
      })),
    }
  },
})
