import { type RawBuilder, sql } from 'kysely'
import type { AnyEntity, Entity, RowOf, ValuesOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import type { Field, Fields } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { ofStation } from './area.server.ts'

/** Rows of a station that hold from one day to another. */
type Span = Entity<string, Fields & { fromOn: Field<string, string, false>; toOn: Field<string, string, true> }>
interface Days {
  fromOn: string
  toOn: string | null
}

// what every span has is known; TypeScript cannot see it through the entity's own fields
const part = <E extends Span>(values: Record<string, unknown>) => values as Partial<ValuesOf<E>>

/** A station's rows of one kind, newest first. */
export function rowsOf<E extends AnyEntity>(
  tx: Tx,
  entity: E,
  station: string,
  order: RawBuilder<unknown>,
): Promise<RowOf<E>[]> {
  return select(tx, entity, sql`where ${ofStation(station)} order by ${order} limit 500`)
}

/**
 * Says how a station stands from a day on: what stood before ends the day before and stays in the history. From the same
 * day as the last row it is a correction of that one; an earlier day is refused.
 */
export async function succeed<E extends Span>(
  tx: Tx,
  entity: E,
  station: string,
  values: Record<string, unknown> & { fromOn: string },
): Promise<RowOf<E>> {
  const [last] = (await rowsOf(tx, entity, station, sql`from_on desc`)) as (RowOf<E> & Days)[]
  if (last && values.fromOn < last.fromOn)
    throw refuseField('fromOn', `请填写不早于 ${last.fromOn}（现有记录起始日）的日期`)
  if (last?.fromOn === values.fromOn) return update(tx, entity, last, part<E>({ ...values, toOn: null }))
  if (last && (last.toOn === null || last.toOn >= values.fromOn))
    await update(tx, entity, last, part<E>({ toOn: addDays(values.fromOn, -1) }))
  const { county } = splitId(station)
  return insert(tx, entity, { id: newId(county), station }, part<E>({ ...values, toOn: null }) as ValuesOf<E>)
}

/** Ends a row on a day that is not before it began. */
export async function endOn<E extends Span>(tx: Tx, entity: E, found: RowOf<E>, toOn: string): Promise<RowOf<E>> {
  const { fromOn } = found as unknown as Days
  if (toOn < fromOn) throw refuseField('toOn', `不能早于开始的日期 ${fromOn}`)
  return update(tx, entity, found, part<E>({ toOn }))
}

/** Why a row that has ended can't be ended again. */
export const ended = ({ toOn }: { toOn: string | null }) => (toOn === null ? undefined : '已经结束，不能再结束一次')

/** Whether a row holds on a day. */
export const holdsOn = ({ fromOn, toOn }: Days, day: string) => fromOn <= day && (toOn === null || toOn >= day)
