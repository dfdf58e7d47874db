import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import { integer, link, list, optional, shape, text } from '../../core/field.ts'
import { page } from '../../core/pages.ts'
import { missingDocuments } from '../documents/index.server.ts'
import { documentLinesFor, planLinesFor } from '../documents/index.ts'
import { placePaths } from '../places/index.server.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import { type Check, missingFacilities } from './checklist.server.ts'
import { facilityLinesFor } from './premises.ts'

/** Null where the document asks for nothing of this kind at a station of this level. */
const gap = optional(list('缺项', text('缺项', { max: 200 })))

/** A missing item, with how much of it there is where some is. */
const wordsOf = ({ line, present }: Check) =>
  present > 0 ? `${line.item}（现有 ${present}，应有 ${line.value} ${line.unit ?? ''}）` : line.item

/** What each open station still lacks in rooms and things, in writing, and in plans: most first within a page. */
export const houseGaps = query({
  label: '场地与制度缺项',
  grant: 'station.read',
  input: {
    place: optional(link('辖区', 'place')),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('缺项清单', {
    rows: list(
      '社工站',
      shape('社工站', {
        station: Station.row,
        placePath: text('所在区划'),
        facilities: gap,
        documents: gap,
        plans: gap,
      }),
    ),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input }) {
    const where = [
      sql<boolean>`coalesce(station.opened_on <= ${tx.today}::date, false) and (station.closed_on is null or station.closed_on >= ${tx.today}::date)`,
      ...(input.place
        ? [sql<boolean>`station.place in (select id from place_within(${input.place}, ${tx.today}::date))`]
        : []),
    ]
    const found = await page(tx, Station, reach, {
      where,
      order: ['name', 'asc'],
      after: input.after ?? null,
      limit: input.limit ?? 100,
    })
    const places = found.rows.map(({ place }) => place)
    const [codes, paths] = await Promise.all([packCodesOf(tx, places, tx.today), placePaths(tx, places, tx.today)])
    const policyOf = ({ place }: { place: string }) => policyByCode(codes.get(place) ?? 'cn', tx.today)
    const [facilities, written] = await Promise.all([
      missingFacilities(tx, found.rows, policyOf),
      missingDocuments(tx, found.rows, policyOf),
    ])
    const rows = found.rows.map((station) => {
      const policy = policyOf(station)
      const { documents, plans } = written.get(station.id)!
      const asked = facilityLinesFor(policy, station.level).some(({ need }) => need === 'required')
      return {
        station,
        placePath: paths.get(station.place) ?? station.place,
        facilities: asked ? facilities.get(station.id)!.map(wordsOf) : null,
        documents: documentLinesFor(policy, station.level).length > 0 ? documents.map(({ label }) => label) : null,
        plans: planLinesFor(policy, station.level).length > 0 ? plans.map(({ label }) => label) : null,
      }
    })
    const count = (of: readonly string[] | null) => of?.length ?? 0
    const lacking = (row: (typeof rows)[number]) => count(row.facilities) + count(row.documents) + count(row.plans)
    return { ...found, rows: rows.sort((a, b) => lacking(b) - lacking(a)) }
  },
})
