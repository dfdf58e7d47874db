import { defineEntity } from '../../core/entity.ts'
import { date, files, integer, link, optional, ref, text } from '../../core/field.ts'
import { linesOf, type Policy, type parties, type ResolvedLine, readsPolicy, speaksOfLevel } from '../policy/index.ts'

/** What is to be done in a span of days, by the station or, without a station, by an area's office (PZ-G4.3). */
export const WorkPlan = defineEntity(
  'work_plan',
  '工作计划',
  { privacy: 'open' },
  {
    place: optional(link('所属辖区', 'place')),
    line: optional(text('对应要求', { max: 80 })),
    title: text('计划名称', { max: 80 }),
    fromOn: date('起'),
    toOn: date('止'),
    adoptedBy: optional(text('审定', { max: 60 })),
    files: files('文件', { max: 5, readBy: 'station.read' }),
  },
)

/** One task of a plan: who, until when, how far, and the day it was done or dropped. */
export const PlanTask = defineEntity(
  'plan_task',
  '计划任务',
  { privacy: 'open' },
  {
    plan: ref('工作计划', 'work_plan'),
    title: text('任务', { max: 120 }),
    owner: optional(text('责任人', { max: 40, help: '写岗位或姓名' })),
    dueOn: date('完成时限'),
    addedOn: date('列入日期', { past: true }),
    progress: integer('进度', { unit: '%', max: 100 }),
    doneOn: optional(date('完成日期', { past: true })),
    droppedOn: optional(date('取消日期', { past: true })),
    note: optional(text('说明', { max: 200 })),
  },
)

export const taskStates = {
  open: '进行中',
  late: '已逾期',
  done: '已完成',
  doneLate: '逾期完成',
  dropped: '已取消',
} as const

/** How a task stands on a day. */
export function taskStateOn(
  { dueOn, doneOn, droppedOn }: { dueOn: string; doneOn: string | null; droppedOn: string | null },
  day: string,
): keyof typeof taskStates {
  if (droppedOn !== null && droppedOn <= day) return 'dropped'
  if (doneOn !== null && doneOn <= day) return doneOn > dueOn ? 'doneLate' : 'done'
  return dueOn < day ? 'late' : 'open'
}

type PlanLine = ResolvedLine<'plan'>

const ofTheStation = new Set<keyof typeof parties>(['station', 'room', 'operator', 'township', 'zone', 'village'])

/** The plans a station of this level must have. */
export function planLinesFor(policy: Policy, level: string): PlanLine[] {
  return linesOf(policy, 'plan').filter(({ by, levels }) => ofTheStation.has(by) && speaksOfLevel(levels, level))
}

/** The plans an office makes for its area. */
export function areaPlanLines(policy: Policy, party: 'city' | 'county'): PlanLine[] {
  return linesOf(policy, 'plan').filter(({ by }) => by === party)
}

/** What a year's plan of this kind is called. */
export const planTitle = (year: string, value: string) => `${year} 年${value.replace(/^年度/, '')}`

/** Whether a plan answers for a day. */
export const coversDay = ({ fromOn, toOn }: { fromOn: string; toOn: string }, day: string) =>
  fromOn <= day && toOn >= day

readsPolicy('plan', 'checked')
