import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, link, list, optional, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf } from '../policy/index.ts'
import { holdPlace, homeWithin } from './area.server.ts'
import { GroupMatter, GroupMeeting, GroupSeat, groupKinds, SeatHolder, WorkingGroup } from './group.ts'

const areaRow = (county: string) => ({ id: newId(county), station: null, county })
const standing = ({ dissolvedOn }: { dissolvedOn: string | null }) =>
  dissolvedOn === null ? undefined : '这个工作机制已经撤销'

/** Founds a group with the seats that the document gives to posts; no person is named by it (GD-3, CG-4.1). */
export const foundGroup = action({
  label: '建立工作机制',
  grant: 'network.manage',
  input: {
    place: WorkingGroup.fields.place,
    kind: WorkingGroup.fields.kind,
    name: WorkingGroup.fields.name,
    foundedOn: WorkingGroup.fields.foundedOn,
  },
  output: WorkingGroup,
  clause: '官渡区方案 三',
  async run({ tx, reach, input }) {
    const county = await homeWithin(tx, reach, input.place)
    const group = await insert(tx, WorkingGroup, areaRow(county), { ...input, dissolvedOn: null })
    const seats = linesOf(await policyAt(tx, input.place, tx.today), 'seat').filter(
      ({ group: of }) => of === input.kind,
    )
    for (const { key, seat, value } of seats)
      await insert(tx, GroupSeat, areaRow(county), {
        workingGroup: group.id,
        line: key,
        seat,
        post: value,
        removed: false,
      })
    return group
  },
})

export const dissolveGroup = action({
  label: '撤销工作机制',
  grant: 'network.manage',
  on: WorkingGroup,
  input: { id: id(), version: version(), dissolvedOn: date('撤销日期', { past: true }) },
  output: WorkingGroup,
  guard: standing,
  async run({ tx, found, input }) {
    if (input.dissolvedOn < found.foundedOn) throw refuseField('dissolvedOn', `不能早于成立日期 ${found.foundedOn}`)
    return update(tx, WorkingGroup, found, { dissolvedOn: input.dissolvedOn })
  },
})

export const addSeat = action({
  label: '增加席位',
  grant: 'network.manage',
  on: WorkingGroup,
  input: { id: id(), seat: GroupSeat.fields.seat, post: GroupSeat.fields.post },
  output: GroupSeat,
  guard: standing,
  run: ({ tx, found, input: { id: workingGroup, ...values } }) =>
    insert(tx, GroupSeat, areaRow(found.county), { workingGroup, line: null, ...values, removed: false }),
})

export const removeSeat = action({
  label: '取消席位',
  grant: 'network.manage',
  on: GroupSeat,
  input: { id: id(), version: version() },
  output: GroupSeat,
  guard: ({ removed }) => (removed ? '这个席位已经取消' : undefined),
  run: ({ tx, found }) => update(tx, GroupSeat, found, { removed: true }),
})

/** Says who holds a post's seat from a day on: the successor takes it, the one before ends the day before (GD-3). */
export const takeSeat = action({
  label: '登记任职',
  grant: 'network.manage',
  on: GroupSeat,
  input: { id: id(), name: SeatHolder.fields.name, fromOn: SeatHolder.fields.fromOn },
  output: SeatHolder,
  clause: '官渡区方案 三',
  guard: ({ removed }) => (removed ? '这个席位已经取消' : undefined),
  async run({ tx, found, input: { id: seat, name, fromOn } }) {
    const { county, uuid } = splitId(seat)
    const [last] = await select(
      tx,
      SeatHolder,
      sql`where county = ${county} and seat = ${uuid}::uuid order by from_on desc limit 1`,
    )
    if (last && fromOn < last.fromOn) throw refuseField('fromOn', `请填写不早于 ${last.fromOn}（现任起始日）的日期`)
    if (last?.fromOn === fromOn) return update(tx, SeatHolder, last, { name, toOn: null })
    if (last && (last.toOn === null || last.toOn >= fromOn))
      await update(tx, SeatHolder, last, { toOn: addDays(fromOn, -1) })
    return insert(tx, SeatHolder, areaRow(found.county), { seat, name, fromOn, toOn: null })
  },
})

const { workingGroup: _of, ...meeting } = GroupMeeting.fields

/** Keeps what a meeting dealt with. */
export const recordMeeting = action({
  label: '登记会议',
  grant: 'network.manage',
  on: WorkingGroup,
  input: { id: id(), ...meeting },
  output: GroupMeeting,
  clause: '城关区采购需求 四（一）',
  guard: standing,
  async run({ tx, found, input: { id: workingGroup, ...values } }) {
    if (values.onDay < found.foundedOn) throw refuseField('onDay', `不能早于成立日期 ${found.foundedOn}`)
    return insert(tx, GroupMeeting, areaRow(found.county), { workingGroup, ...values })
  },
})

/** Takes up a matter, to be tracked until it is done. */
export const addMatter = action({
  label: '增加议定事项',
  grant: 'network.manage',
  on: WorkingGroup,
  input: {
    id: id(),
    meeting: GroupMatter.fields.meeting,
    matter: GroupMatter.fields.matter,
    responsible: GroupMatter.fields.responsible,
    dueOn: GroupMatter.fields.dueOn,
  },
  output: GroupMatter,
  guard: standing,
  async run({ tx, found, input: { id: workingGroup, ...values } }) {
    const at = values.meeting ? await find(tx, GroupMeeting, values.meeting) : undefined
    if (at && at.workingGroup !== workingGroup) throw refuseField('meeting', '请选择本机制的会议')
    return insert(tx, GroupMatter, areaRow(found.county), { workingGroup, ...values, doneOn: null, outcome: null })
  },
})

export const closeMatter = action({
  label: '办结',
  grant: 'network.manage',
  on: GroupMatter,
  input: {
    id: id(),
    version: version(),
    doneOn: date('办结日期', { past: true }),
    outcome: text('办理结果', { max: 300, multiline: true }),
  },
  output: GroupMatter,
  guard: ({ doneOn }) => (doneOn === null ? undefined : '这件事已经办结'),
  run: ({ tx, found, input: { doneOn, outcome } }) => update(tx, GroupMatter, found, { doneOn, outcome }),
})

const listed = shape('工作机制', {
  group: WorkingGroup.row,
  seats: integer('席位'),
  vacant: integer('未登记任职'),
  open: integer('未办结'),
  overdue: integer('逾期'),
  metOn: optional(date('最近会议')),
})

/** The groups of a place, those that stand first, and the kinds that its document asks for and nobody founded. */
export const groupsOf = query({
  label: '工作机制',
  grant: 'network.read',
  input: { place: link('地区', 'place') },
  output: shape('工作机制', {
    groups: list('工作机制', listed),
    asked: list(
      '文件要求',
      shape('文件要求', { kind: choice('类别', groupKinds), clause: text('条款', { max: 120 }) }),
    ),
    mayFound: flag('可建立'),
  }),
  async run({ tx, actor, reach, input }) {
    await holdPlace(tx, reach, input.place, tx.today)
    const groups = await select(
      tx,
      WorkingGroup,
      sql`where place = ${input.place} order by dissolved_on desc nulls first, founded_on limit 200`,
    )
    const [counts, policy] = await Promise.all([countsOf(tx, groups), policyAt(tx, input.place, tx.today)])
    const founded = new Set(groups.filter((one) => one.dissolvedOn === null).map(({ kind }) => kind))
    // what a higher document sets up above is not asked of this office again
    const lines = linesOf(policy, 'seat').filter(
      ({ from }) => from === policy.head.code && policy.head.place === input.place,
    )
    const asked = [...new Set(lines.map(({ group }) => group))]
      .filter((kind) => !founded.has(kind))
      .map((kind) => ({ kind: kind as string, clause: cite(policy, lines.find(({ group }) => group === kind)!) }))
    const manages = actor.grants.get('network.manage')?.whole ?? []
    return {
      groups: groups.map((group) => ({ group, ...counts.get(group.id)! })),
      asked,
      mayFound: manages.includes(input.place),
    }
  },
})

async function countsOf(tx: Tx, groups: readonly RowOf<typeof WorkingGroup>[]) {
  const ids = groups.map((one) => splitId(one.id).uuid)
  const counties = [...new Set(groups.map(({ county }) => county))]
  const rows = await tx.rows<{
    id: string
    seats: number
    vacant: number
    open: number
    overdue: number
    metOn: string | null
  }>(sql`
    select g.county || '-' || g.id as id,
      (select count(*)::int from group_seat s where s.county = g.county and s.working_group = g.id and not s.removed) as seats,
      (select count(*)::int from group_seat s where s.county = g.county and s.working_group = g.id and not s.removed and not exists (
        select from seat_holder h where h.county = s.county and h.seat = s.id and h.from_on <= ${tx.today}::date and (h.to_on is null or h.to_on >= ${tx.today}::date))) as vacant,
      (select count(*)::int from group_matter m where m.county = g.county and m.working_group = g.id and m.done_on is null) as open,
      (select count(*)::int from group_matter m where m.county = g.county and m.working_group = g.id and m.done_on is null and m.due_on < ${tx.today}::date) as overdue,
      (select max(m.on_day) from group_meeting m where m.county = g.county and m.working_group = g.id) as met_on
    from working_group g where g.county = any(${counties}::text[]) and g.id = any(${ids}::uuid[])`)
  return new Map(rows.map(({ id: of, ...counts }) => [of, counts]))
}

/** One group whole: its seats with who held them, its meetings, and its matters, open ones first. */
export const getGroup = query({
  label: '工作机制',
  grant: 'network.read',
  input: { id: id() },
  output: shape('工作机制', {
    group: WorkingGroup.row,
    seats: list('席位', shape('席位', { seat: GroupSeat.row, holders: list('任职', SeatHolder.row) })),
    meetings: list('会议', GroupMeeting.row),
    matters: list('议定事项', GroupMatter.row),
  }),
  async run({ tx, reach, input }) {
    const group = await findReachable(tx, WorkingGroup, reach, input.id)
    const { county, uuid } = splitId(group.id)
    const here = sql`county = ${county} and working_group = ${uuid}::uuid`
    const [asked, found, meetings, matters] = await Promise.all([
      policyAt(tx, group.place, tx.today),
      select(tx, GroupSeat, sql`where ${here} and not removed order by created_at, id`),
      select(tx, GroupMeeting, sql`where ${here} order by on_day desc, id limit 200`),
      select(tx, GroupMatter, sql`where ${here} order by done_on desc nulls first, due_on, id limit 500`),
    ])
    // in the document's order, then as they were added
    const order = new Map(linesOf(asked, 'seat').map(({ key }, i) => [key, i]))
    const rank = ({ line }: { line: string | null }) => (line === null ? 1e6 : (order.get(line) ?? 1e6))
    const seats = found.sort((a, b) => rank(a) - rank(b))
    const holders = await select(
      tx,
      SeatHolder,
      sql`where county = ${county} and seat = any(${seats.map((one) => splitId(one.id).uuid)}::uuid[]) order by from_on desc`,
    )
    return {
      group,
      seats: seats.map((seat) => ({ seat, holders: holders.filter((one) => one.seat === seat.id) })),
      meetings,
      matters,
    }
  },
})
