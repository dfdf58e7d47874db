import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, integer, link, list, optional, shape, text } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf } from '../places/index.server.ts'
import { currentPacks, policyAt, policyByCode } from '../policy/index.server.ts'
import { cite, levelName, levels, linesOf, type Policy } from '../policy/index.ts'
import { holdPlace, homeWithin, placeNamed } from './area.server.ts'
import { BuildTask, type Level, levelKeys } from './plan.ts'
import { addUp, type Note, type PlanRow, rangeNotes, type Sheet, totalNotes } from './planSums.ts'

/** Documents whose area holds this place, or lies in it, on a day; the widest first. */
async function policiesAround(tx: Tx, place: string, day: string): Promise<Policy[]> {
  const around = await tx.rows<{ id: string }>(sql`
    select id from place_above(${place}, ${day}::date) union select id from place_within(${place}, ${day}::date, ${['country', 'province', 'city', 'county']}::text[])`)
  const ids = new Set(around.map(({ id }) => id))
  return [...currentPacks().heads.values()]
    .filter((head) => head.code !== 'cn' && ids.has(head.place))
    .map(({ code }) => policyByCode(code, day))
}

interface Task {
  place: string
  level: Level
  count: number
}

/** Everything planned that speaks of this place or of places in it: by documents, and by offices themselves. */
interface Planned {
  planner: string
  year: number
  policy: Policy | null
  tasks: Task[]
  stated: Sheet['stated']
}

function ofDocument(policy: Policy): Planned[] {
  const lines = linesOf(policy, 'buildTask').filter(({ from }) => from === policy.head.code)
  const planner = policy.head.place
  return [...new Set(lines.map(({ year }) => year))].map((year) => {
    const mine = lines.filter((line) => line.year === year)
    return {
      planner,
      year,
      policy,
      tasks: mine.flatMap(({ place, level, total, value }) =>
        level && total === null ? [{ place, level: level as Level, count: value }] : [],
      ),
      stated: {
        rows: new Map(mine.flatMap(({ place, total, value }) => (total === 'row' ? [[place, value] as const] : []))),
        columns: new Map(
          mine.flatMap(({ level, total, value }) =>
            total === 'column' && level ? [[level as Level, value] as const] : [],
          ),
        ),
        all: mine.find(({ total }) => total === 'all')?.value ?? null,
      },
    }
  })
}

async function ofOffices(tx: Tx, place: string, day: string): Promise<Planned[]> {
  const rows = await select(
    tx,
    BuildTask,
    sql`where place in (select id from place_within(${place}, ${day}::date)) order by planner, year, place`,
  )
  const plans = new Map<string, Planned>()
  for (const { planner, year, place: at, level, count } of rows) {
    const key = `${planner}|${year}`
    const stated: Sheet['stated'] = { rows: new Map(), columns: new Map(), all: null }
    const plan: Planned = plans.get(key) ?? { planner, year, policy: null, tasks: [], stated }
    plan.tasks.push({ place: at, level, count })
    plans.set(key, plan)
  }
  return [...plans.values()].filter(({ tasks }) => tasks.some(({ count }) => count > 0))
}

/** An office's own plan stands instead of its document's of the same year. */
async function plansOf(tx: Tx, place: string, day: string): Promise<Planned[]> {
  const [policies, own] = await Promise.all([policiesAround(tx, place, day), ofOffices(tx, place, day)])
  const written = policies
    .flatMap(ofDocument)
    .filter((plan) => !own.some(({ planner, year }) => planner === plan.planner && year === plan.year))
  return [...written, ...own]
}

interface Open {
  place: string
  level: Level
  stations: number
}

/** Stations open on a day in each of these places, by level. */
async function openIn(tx: Tx, places: readonly string[], day: string): Promise<Open[]> {
  return tx.rows<Open>(sql`
    select t.id as place, s.level, count(*)::int as stations
    from unnest(${[...places]}::text[]) as t(id) cross join lateral place_within(t.id, ${day}::date) w join station s on s.place = w.id
    where s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date) group by 1, 2`)
}

const figures = {
  hub: integer('总站任务'),
  station: integer('站任务'),
  room: integer('室任务'),
  task: integer('任务合计'),
  hubOpen: integer('总站已建'),
  stationOpen: integer('站已建'),
  roomOpen: integer('室已建'),
  open: integer('已建合计'),
}
const row = shape('任务', {
  place: text('地区'),
  name: text('名称'),
  stated: optional(integer('文件所列小计')),
  label: optional(text('地区标签')),
  ...figures,
})
const plan = shape('建设计划', {
  planner: text('下达单位'),
  plannerName: text('下达单位'),
  document: optional(text('文件')),
  clause: optional(text('条款')),
  /** Whether the whole of it is shown, or only the rows that speak of the place asked for. */
  whole: flag('全部'),
  dueOn: date('完成时限'),
  rows: list('任务', row),
  totals: shape('合计', figures),
  notes: list('提示', shape('提示', { text: text('提示', { max: 400 }), clause: optional(text('条款')) })),
})

/** The tasks of a year in a place with what is open on a day, all rows and columns added up (PZ-2.1). */
export async function matrixOf(tx: Tx, place: string, wanted: number | null, day: string) {
  const plans = await plansOf(tx, place, day)
  const years = [...new Set(plans.map(({ year }) => year))].sort((a, b) => b - a)
  const year = wanted ?? years[0] ?? Number(day.slice(0, 4))
  const below = new Set(
    (await tx.rows<{ id: string }>(sql`select id from place_within(${place}, ${day}::date)`)).map(({ id }) => id),
  )
  const shown = plans.filter((one) => one.year === year)
  const targets = [...new Set(shown.flatMap(({ tasks }) => tasks.map((task) => task.place)))].filter((one) =>
    below.has(one),
  )
  const asked = [...targets, ...shown.map(({ planner }) => planner)]
  const [open, names] = await Promise.all([openIn(tx, targets, day), namesOf(tx, asked, day)])
  return {
    year,
    years,
    plans: shown
      .map((one) => laidOut(one, { below, open, names, whole: below.has(one.planner) }))
      .filter(({ rows }) => rows.length > 0),
  }
}

async function namesOf(tx: Tx, places: readonly string[], day: string): Promise<Map<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from place_on(${day}::date) where id = any(${[...places]}::text[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function laidOut(
  { planner, year, policy, tasks, stated }: Planned,
  known: { below: Set<string>; open: Open[]; names: Map<string, string>; whole: boolean },
) {
  const { below, open, names, whole } = known
  const labels = new Map(policy ? linesOf(policy, 'areaLabel').map(({ place, value }) => [place, value]) : [])
  const places = [...new Set(tasks.map(({ place }) => place))].filter((place) => below.has(place))
  const sum = (of: readonly { level: Level; n: number }[], level: Level) =>
    of.filter((one) => one.level === level).reduce((all, { n }) => all + n, 0)
  const rows: PlanRow[] = places.map((place) => {
    const planned = tasks.filter((task) => task.place === place).map(({ level, count }) => ({ level, n: count }))
    const built = open.filter((one) => one.place === place).map(({ level, stations }) => ({ level, n: stations }))
    const [hub, station, room] = levelKeys.map((level) => sum(planned, level)) as [number, number, number]
    const [hubOpen, stationOpen, roomOpen] = levelKeys.map((level) => sum(built, level)) as [number, number, number]
    return {
      place,
      name: names.get(place) ?? place,
      stated: stated.rows.get(place) ?? null,
      label: labels.get(place) ?? null,
      ...{ hub, station, room, task: hub + station + room },
      ...{ hubOpen, stationOpen, roomOpen, open: hubOpen + stationOpen + roomOpen },
    }
  })
  const totals = addUp(rows)
  const [first] = policy ? linesOf(policy, 'buildTask') : []
  const clause = policy && first ? cite(policy, first) : null
  const notes: Note[] = [
    ...totalNotes({ rows, totals, stated: whole ? stated : { ...stated, columns: new Map(), all: null } }, clause),
    ...(policy ? rangeNotes(policy, rows) : []),
  ]
  return {
    planner,
    plannerName: names.get(planner) ?? planner,
    document: policy?.head.document ?? null,
    clause,
    whole,
    dueOn: `${year}-12-31`,
    rows,
    totals,
    notes,
  }
}

/** What is to be built in a place in a year, by whom it was asked, and what stands on a day. */
export const taskMatrix = query({
  label: '建设任务',
  grant: 'network.read',
  input: {
    place: link('地区', 'place'),
    year: optional(integer('年度', { min: 2000, max: 2100 })),
    on: optional(date('截至')),
  },
  output: shape('建设任务', {
    name: text('地区'),
    /** What each level is called here. */
    levelNames: shape('层级名称', { hub: text('总站'), station: text('站'), room: text('室') }),
    year: integer('年度'),
    years: list('年度', integer('年度')),
    mayPlan: flag('可制定计划'),
    plans: list('建设计划', plan),
  }),
  clause: '攀民政〔2021〕31号 附件1',
  async run({ tx, actor, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const [{ name }, policy, home, matrix] = await Promise.all([
      placeNamed(tx, input.place, day),
      policyAt(tx, input.place, day),
      homeOf(tx, input.place),
      matrixOf(tx, input.place, input.year ?? null, day),
    ])
    const manages = actor.grants.get('network.manage')?.whole.includes(home) ?? false
    const levelNames = {
      hub: levelName(policy, 'hub'),
      station: levelName(policy, 'station'),
      room: levelName(policy, 'room'),
    }
    return { name, levelNames, mayPlan: manages && home === input.place, ...matrix }
  },
})

const standing = shape('站点', {
  id: text('编号', { max: 60 }),
  name: text('站名'),
  placeName: text('所在区划'),
  openedOn: optional(date('启用日期')),
  open: flag('已启用'),
})

/** The stations behind one figure of the matrix: those open on the day first, then those planned. */
export const taskStations = query({
  label: '任务对应的站点',
  grant: 'network.read',
  input: { place: link('地区', 'place'), level: optional(choice('层级', levels)), on: optional(date('截至')) },
  output: list('站点', standing),
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    await holdPlace(tx, reach, input.place, day)
    const level = input.level ? sql`s.level = ${input.level}` : sql`true`
    return tx.rows(sql`
      select s.county || '-' || s.id as id, s.name, s.opened_on, coalesce(p.name, s.place) as place_name,
        coalesce(s.opened_on <= ${day}::date, false) as open
      from station s left join place_on(${day}::date) p on p.id = s.place
      where s.place in (select id from place_within(${input.place}, ${day}::date)) and ${level}
        and (s.closed_on is null or s.closed_on >= ${day}::date)
      order by open desc, s.opened_on, s.name limit 5000`)
  },
})

const taskRow = shape('任务', {
  place: link('地区', 'place'),
  hub: integer('总站', { max: 100_000 }),
  station: integer('站', { max: 100_000 }),
  room: integer('室', { max: 100_000 }),
})

/** Writes the tasks of a plan: rows already there are changed, others added, none removed. */
export async function writePlan(
  tx: Tx,
  planner: string,
  year: number,
  rows: readonly { place: string; hub: number; station: number; room: number }[],
): Promise<number> {
  const known = await select(
    tx,
    BuildTask,
    sql`where planner = ${planner} and year = ${year} and place = any(${rows.map(({ place }) => place)}::text[])`,
  )
  let changed = 0
  for (const { place, ...counts } of rows) {
    for (const level of levelKeys) {
      const count = counts[level]
      const before = known.find((one) => one.place === place && one.level === level)
      if (before?.count === count || (!before && count === 0)) continue
      changed += 1
      if (before) await update(tx, BuildTask, before, { count })
      else {
        const county = await homeOf(tx, place)
        await insert(tx, BuildTask, { id: newId(county), county }, { year, planner, place, level, count })
      }
    }
  }
  return changed
}

/** Sets what places of one's area are to build by the end of a year; a plan of one's own stands instead of the document's. */
export const setPlan = action({
  label: '制定建设计划',
  grant: 'network.manage',
  input: {
    planner: link('下达单位', 'place'),
    year: integer('年度', { min: 2000, max: 2100 }),
    rows: list('任务', taskRow, { max: 500 }),
  },
  output: shape('建设计划', { changed: integer('改动项数') }),
  clause: '攀民政〔2021〕31号 附件1',
  async run({ tx, reach, input: { planner, year, rows } }) {
    await homeWithin(tx, reach, planner, 'planner')
    const below = await tx.rows<{ id: string }>(sql`select id from place_within(${planner}, ${tx.today}::date)`)
    const inside = new Set(below.map(({ id }) => id))
    const outside = rows.find(({ place }) => !inside.has(place))
    if (outside) throw refuseField('rows', '任务中的地区须在下达单位的辖区内，请核对')
    const twice = rows.find(({ place }, i) => rows.findIndex((one) => one.place === place) !== i)
    if (twice) throw refuseField('rows', '同一个地区只能列一行，请合并')
    return { changed: await writePlan(tx, planner, year, rows) }
  },
})
