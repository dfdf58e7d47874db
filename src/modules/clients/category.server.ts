import { query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { list, optional, ref, shape, text } from '../../core/field.ts'
import { findReachable } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { packCodesOf, policyAt, policyByCode } from '../policy/index.server.ts'
import { cite, linesOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'

/** The categories of the policy at a place on a day: code → name. */
export async function categoriesAt(tx: Tx, place: string, day: string): Promise<Map<string, string>> {
  const policy = await policyAt(tx, place, day)
  return new Map(linesOf(policy, 'clientCategory').map(({ category, value }) => [category, String(value)]))
}

/** Names of categories by the place of the station, for lists over several jurisdictions. */
export async function categoryNamer(
  tx: Tx,
  places: readonly string[],
): Promise<(place: string | null, category: string) => string> {
  const codes = await packCodesOf(tx, [...new Set(places)], tx.today)
  const words = new Map<string, Map<string, string>>()
  for (const code of new Set([...codes.values(), 'cn'])) {
    const lines = linesOf(policyByCode(code, tx.today), 'clientCategory')
    words.set(code, new Map(lines.map(({ category, value }) => [category, String(value)])))
  }
  return (place, category) =>
    words.get((place && codes.get(place)) || 'cn')?.get(category) ?? words.get('cn')?.get(category) ?? category
}

/** Refuses a category that the policy of this station's place does not know. */
export async function refuseForeignCategory(
  tx: Tx,
  place: string,
  categories: readonly string[],
  field = 'category',
): Promise<void> {
  const known = await categoriesAt(tx, place, tx.today)
  const foreign = categories.find((one) => !known.has(one))
  if (foreign) throw refuseField(field, `「${foreign}」不在本地的服务对象类别中，请重新选择`)
}

/** The categories a station may enter, each with its group and clause (KM-5c, CG-2c, BH-S2c, PZ-G3.2.5c). */
export const categoriesOf = query({
  label: '服务对象类别',
  grant: 'client.list',
  /** Without a station those of the reader's own area. */
  input: { station: optional(ref('社工站', 'station')) },
  output: list(
    '服务对象类别',
    shape('类别', { category: text('代码'), label: text('名称'), group: text('人群'), clause: text('条款') }),
  ),
  async run({ tx, actor, reach, input }) {
    const place = input.station ? (await findReachable(tx, Station, reach, input.station)).place : actor.county
    const policy = await policyAt(tx, place, tx.today)
    return linesOf(policy, 'clientCategory').map((line) => ({
      category: line.category,
      label: String(line.value),
      group: line.group,
      clause: cite(policy, line),
    }))
  },
})
