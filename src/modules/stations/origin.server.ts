import { query } from '../../core/action.ts'
import type { Connection } from '../../core/db.ts'
import { refuseField } from '../../core/failure.ts'
import { link, list, shape, text } from '../../core/field.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf, readsPolicy } from '../policy/index.ts'

async function originsAt(connection: Connection, place: string, day: string) {
  const policy = await policyAt(connection, place, day)
  return linesOf(policy, 'origin').map((line) => ({ key: line.key, label: line.value, clause: cite(policy, line) }))
}

/** How a station came to be is one of the ways its document names (攀民政〔2021〕31号 一（三）); elsewhere it is left empty. */
export async function refuseUnknownOrigin(tx: Tx, place: string, origin: string | null | undefined): Promise<void> {
  if (!origin) return
  const known = await originsAt(tx, place, tx.today)
  if (known.length === 0) throw refuseField('origin', '本地文件没有列建站来源，请留空')
  if (!known.some(({ key }) => key === origin))
    throw refuseField('origin', `建站来源请从「${known.map(({ label }) => label).join('、')}」中选择`)
}

/** A station's origin in the document's words; what an older document called it is shown as it was written. */
export async function originOf(
  connection: Connection,
  { place, origin }: { place: string; origin: string | null },
  day: string,
): Promise<{ label: string; clause: string } | null> {
  if (!origin) return null
  const found = (await originsAt(connection, place, day)).find(({ key }) => key === origin)
  return found ? { label: found.label, clause: found.clause } : { label: origin, clause: '' }
}

/** The ways a station may have come to be at a place, to choose from (PZ-1.3). */
export const listOrigins = query({
  label: '建站来源',
  grant: 'station.read',
  input: { place: link('所在区划', 'place') },
  output: list(
    '建站来源',
    shape('建站来源', { key: text('条目'), label: text('来源', { max: 120 }), clause: text('条款') }),
  ),
  clause: '攀民政〔2021〕31号 一（三）',
  run: ({ tx, input }) => originsAt(tx, input.place, tx.today),
})

readsPolicy('origin', 'checked')
