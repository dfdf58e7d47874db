import { action } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { id, list, optional, ref, texts, version } from '../../core/field.ts'
import { partAt, partsOf } from '../../core/parts.ts'
import { find, insert, insertAll, update } from '../../core/records.ts'
import { Person } from '../people/index.ts'
import type { ActivityRow } from './activity.server.ts'
import { Activity, ActivityCall, ActivityShift, mobilising } from './activity.ts'

const whyNot = ({ kind, state }: Pick<ActivityRow, 'kind' | 'state'>) =>
  !mobilising.includes(kind)
    ? '只有应急动员和大型活动保障需要排班和动员'
    : state === 'planned'
      ? undefined
      : '活动已经总结或取消'

const { activity: _a, ...shiftFields } = ActivityShift.fields

/** Puts a turn of duty into the roster (昆民通〔2021〕8号 五（七）). */
export const setShift = action({
  label: '排班',
  grant: 'activity.write',
  on: Activity,
  clause: '昆民通〔2021〕8号 五（七）',
  input: { id: id(), shift: optional(ref('班次', 'activity_shift')), ...shiftFields },
  output: ActivityShift,
  guard: whyNot,
  async run({ tx, found, input: { id: _id, shift, ...values } }) {
    if (values.onDay < found.onDay || values.onDay > (found.toOn ?? found.onDay))
      throw refuseField('onDay', `请填写活动期间的日期（${found.onDay} 至 ${found.toOn ?? found.onDay}）`)
    if (!shift) return insert(tx, ActivityShift, partAt(found), { ...values, activity: found.id })
    const row = (await find(tx, ActivityShift, shift))!
    if (row.activity !== found.id) throw refuseField('shift', '请选择这次活动的班次')
    return update(tx, ActivityShift, row, values)
  },
})

/** Calls out people of the station and volunteers; each is asked once. */
export const callOut = action({
  label: '动员',
  grant: 'activity.write',
  on: Activity,
  clause: '昆民通〔2021〕8号 五（七）',
  input: {
    id: id(),
    people: list('本站人员', ref('本站人员', 'person'), { max: 100 }),
    volunteers: texts('志愿者姓名', { max: 200 }),
    shift: optional(ref('班次', 'activity_shift')),
  },
  output: Activity,
  guard: whyNot,
  async run({ tx, found, input }) {
    const shift = input.shift && (await find(tx, ActivityShift, input.shift))
    if (shift && shift.activity !== found.id) throw refuseField('shift', '请选择这次活动的班次')
    const before = await partsOf(tx, ActivityCall, 'activity', found, 'created_at')
    const staff = []
    for (const one of new Set(input.people)) {
      const person = (await find(tx, Person, one))!
      if (!before.some((known) => known.person === person.id)) staff.push(person)
    }
    const names = [...new Set(input.volunteers.map((one) => one.trim()))].filter(
      (one) => one !== '' && !before.some(({ person, name }) => person === null && name === one),
    )
    if (staff.length + names.length === 0) throw refuseField('people', '选的人都已经动员过，或还没有选人')
    const base = { activity: found.id, phone: null, shift: shift ? shift.id : null, answer: 'waiting' as const }
    await insertAll(tx, ActivityCall, [
      ...staff.map((one) => ({
        at: partAt(found),
        values: { ...base, role: 'worker' as const, person: one.id, name: one.name },
      })),
      ...names.map((name) => ({
        at: partAt(found),
        values: { ...base, role: 'volunteer' as const, person: null, name },
      })),
    ])
    return found
  },
})

/** What somebody who was called out answered, and the turn they take. */
export const answerCall = action({
  label: '登记答复',
  grant: 'activity.write',
  on: ActivityCall,
  input: {
    id: id(),
    version: version(),
    answer: ActivityCall.fields.answer,
    shift: optional(ref('班次', 'activity_shift')),
  },
  output: ActivityCall,
  async run({ tx, found, input }) {
    const shift = input.shift && (await find(tx, ActivityShift, input.shift))
    if (shift && shift.activity !== found.activity) throw refuseField('shift', '请选择这次活动的班次')
    return update(tx, ActivityCall, found, { answer: input.answer, shift: input.shift ?? found.shift })
  },
})
