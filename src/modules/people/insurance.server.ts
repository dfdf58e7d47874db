import { sql } from 'kysely'
import type { Reach } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choices, id, list, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insertAll, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Person } from './person.ts'
import { InsuranceMonth, insuranceKinds, monthField } from './personFile.ts'

/** The months from one to another, both included, `YYYY-MM`. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  for (let [year, month] = from.split('-').map(Number) as [number, number]; ; ) {
    const one = `${year}-${String(month).padStart(2, '0')}`
    if (one > to) return months
    months.push(one)
    if (month === 12) [year, month] = [year + 1, 1]
    else month += 1
  }
}

/** The last whole month before a day, `YYYY-MM`: the latest that can have been paid. */
export function monthBefore(day: string): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

const insuredMonth = shape('已参保', { record: InsuranceMonth.row })
export const insuranceShape = shape('社会保险', {
  /** Months of service that are over, oldest first. */
  due: list('应参保月份', text('月份')),
  paid: list('已参保月份', insuredMonth),
  missing: list('缺少的月份', text('月份')),
})

const shownMonths = 36

/**
 * A person's insurance against the months of service: only months in which they were in a post at some day, and that
 * are over, at most the last three years.
 */
export async function insuranceOf(tx: Tx, person: RowOf<typeof Person>) {
  const { county, uuid } = splitId(person.id)
  const [paid, served] = await Promise.all([
    select(
      tx,
      InsuranceMonth,
      sql`where county = ${county} and person = ${uuid}::uuid and withdrawn_reason is null order by month`,
    ),
    tx.rows<{ fromOn: string; toOn: string | null }>(sql`select from_on, to_on from appointment
      where county = ${county} and person = ${uuid}::uuid and origin <> 'government'`),
  ])
  const last = monthBefore(tx.today)
  const months = new Set(
    served.flatMap(({ fromOn, toOn }) => {
      const end = toOn && toOn.slice(0, 7) < last ? toOn.slice(0, 7) : last
      return monthsBetween(fromOn.slice(0, 7), end)
    }),
  )
  const due = [...months].sort().slice(-shownMonths)
  const known = new Set(paid.map(({ month }) => month))
  return {
    due,
    paid: paid.filter(({ month }) => !due[0] || month >= due[0]).map((record) => ({ record })),
    missing: due.filter((month) => !known.has(month)),
  }
}

/** The months of these that are not recorded yet for a person; refused when one lies outside their service. */
async function freshMonths(tx: Tx, reach: Reach, one: string, months: readonly string[]) {
  const person = await findReachable(tx, Person, reach, one)
  const [{ due }, known] = await Promise.all([
    insuranceOf(tx, person),
    select(
      tx,
      InsuranceMonth,
      sql`where county = ${person.county} and person = ${splitId(one).uuid}::uuid and withdrawn_reason is null`,
    ),
  ])
  const running = tx.today.slice(0, 7)
  const outside = months.find((month) => month !== running && !due.includes(month))
  if (outside || due.length === 0)
    throw refuseField('fromMonth', `${person.name} 在 ${outside ?? months[0]} 没有在岗，请只登记在岗的月份`)
  return { person, missing: months.filter((month) => !known.some((had) => had.month === month)) }
}

/** Records the insurance of one or many people of a station over some months, with one proof for all of them (BH-4.2b). */
export const recordInsurance = action({
  label: '登记社会保险',
  grant: 'person.manage',
  clause: '滨海新区 四（二）',
  input: {
    station: ref('社工站', 'station'),
    people: list('人员', ref('人员', 'person'), { max: 200 }),
    fromMonth: { ...monthField, label: '自' },
    toMonth: { ...monthField, label: '至' },
    kinds: choices('险种', insuranceKinds),
    files: InsuranceMonth.fields.files,
  },
  output: shape('社会保险', { recorded: list('新登记', InsuranceMonth.row) }),
  async run({ tx, reach, input: { people, fromMonth, toMonth, kinds, files } }) {
    if (people.length === 0) throw refuseField('people', '请至少选择一人')
    if (kinds.length === 0) throw refuseField('kinds', '请至少选择一个险种')
    if (toMonth < fromMonth) throw refuseField('toMonth', `不能早于起始月份 ${fromMonth}`)
    if (toMonth > tx.today.slice(0, 7)) throw refuseField('toMonth', '不能登记以后的月份')
    const months = monthsBetween(fromMonth, toMonth)
    if (months.length > 36) throw refuseField('toMonth', '一次最多登记 36 个月，请分几次登记')
    const fresh = await Promise.all(people.map((one) => freshMonths(tx, reach, one, months)))
    const recorded = await insertAll(
      tx,
      InsuranceMonth,
      fresh.flatMap(({ person, missing }) =>
        missing.map((month) => ({
          at: { id: newId(person.county), station: person.station },
          values: { person: person.id, month, kinds, files },
        })),
      ),
    )
    if (recorded.length === 0) throw new Failure('invalid', '这些月份都已登记过，没有需要新登记的')
    return { recorded }
  },
})

/** Takes a month out that was recorded by mistake; it stays to be read in the history. */
export const withdrawInsurance = action({
  label: '撤销社会保险',
  grant: 'person.manage',
  on: InsuranceMonth,
  input: { id: id(), version: version(), withdrawnReason: text('撤销原因', { max: 100 }) },
  output: InsuranceMonth,
  guard: ({ withdrawnReason }) => (withdrawnReason ? '这个月已经撤销' : undefined),
  async run({ tx, found, input }) {
    return update(tx, InsuranceMonth, found, { withdrawnReason: input.withdrawnReason })
  },
})
