import { cite, levels, linesOf, type Policy } from '../policy/index.ts'
import { type Level, levelKeys } from './plan.ts'

export interface Figures {
  hub: number
  station: number
  room: number
  task: number
  hubOpen: number
  stationOpen: number
  roomOpen: number
  open: number
}
export interface PlanRow extends Figures {
  place: string
  name: string
  /** The row's total as the document prints it. */
  stated: number | null
  label: string | null
}
export interface Note {
  text: string
  clause: string | null
}

/** A plan's rows with their sums, and the sums its document prints. */
export interface Sheet {
  rows: readonly PlanRow[]
  totals: Figures
  stated: { rows: Map<string, number>; columns: Map<Level, number>; all: number | null }
}

/** Column sums of a plan, tasks and open stations alike. */
export function addUp(rows: readonly Figures[]): Figures {
  const sum = (key: keyof Figures) => rows.reduce((all, row) => all + row[key], 0)
  return {
    hub: sum('hub'),
    station: sum('station'),
    room: sum('room'),
    task: sum('task'),
    hubOpen: sum('hubOpen'),
    stationOpen: sum('stationOpen'),
    roomOpen: sum('roomOpen'),
    open: sum('open'),
  }
}

/** Where a document's printed totals do not agree with its own rows and columns (PZ-2.1): said, never corrected. */
export function totalNotes({ rows, totals, stated }: Sheet, clause: string | null): Note[] {
  const differs = (what: string, printed: number, counted: number) => ({
    text: `${what}：文件所列合计 ${printed} 个，按各项相加是 ${counted} 个，请与发文单位核对`,
    clause,
  })
  const inRows = rows.filter((row) => row.stated !== null && row.stated !== row.task)
  const inColumns = levelKeys.filter((level) => {
    const printed = stated.columns.get(level)
    return printed !== undefined && printed !== totals[level]
  })
  return [
    ...inRows.map((row) => differs(row.name, row.stated!, row.task)),
    ...inColumns.map((level) => differs(levels[level], stated.columns.get(level)!, totals[level])),
    ...(stated.all !== null && stated.all !== totals.task ? [differs('总计', stated.all, totals.task)] : []),
  ]
}

/** Where the tasks of a pilot county lie outside the range that the same document gives (PZ-1.3b): the task stands. */
export function rangeNotes(policy: Policy, rows: readonly PlanRow[]): Note[] {
  const pilots = new Set(
    linesOf(policy, 'areaLabel').flatMap(({ mark, place }) => (mark === 'socialWorkPilot' ? [place] : [])),
  )
  const ranges = linesOf(policy, 'range').filter(({ per }) => per === 'pilotCounty')
  return rows
    .filter(({ place }) => pilots.has(place))
    .flatMap((row) =>
      ranges.flatMap((line) => {
        const level = levelKeys.find((one) => one === line.of)
        if (!level) return []
        const { atLeast, atMost } = line
        const count = row[level]
        if ((atLeast === null || count >= atLeast) && (atMost === null || count <= atMost)) return []
        const within = atLeast === atMost ? `${atLeast}` : `${atLeast ?? 0}—${atMost ?? '不限'}`
        const text = `${row.name}：${levels[level]}任务 ${count} 个，不在试点县（区）的 ${within} 个之内。${line.note ?? '任务不变，仅作提示。'}`
        return [{ text, clause: cite(policy, line) }]
      }),
    )
}
