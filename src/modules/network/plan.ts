import { defineEntity } from '../../core/entity.ts'
import { choice, integer, link } from '../../core/field.ts'
import { levels, readsPolicy } from '../policy/index.ts'

/**
 * How many stations of a level a place is to have by the end of a year, as a city or county planned it itself
 * (攀民政〔2021〕31号 附件1). Tasks that a document sets stand in its policy pack. The row belongs to the place that
 * builds, so that it sees what it was given; only the planner changes it.
 */
export const BuildTask = defineEntity(
  'build_task',
  '建设任务',
  {
    privacy: 'open',
    unique: { build_task_once: ['place', '这个地区这一年的任务刚刚由别人登记，请刷新后修改'] },
  },
  {
    year: integer('年度', { min: 2000, max: 2100 }),
    planner: link('下达单位', 'place'),
    place: link('地区', 'place'),
    level: choice('层级', levels),
    count: integer('任务数', { unit: '个', max: 100_000 }),
  },
)

export const levelKeys = ['hub', 'station', 'room'] as const
export type Level = (typeof levelKeys)[number]

readsPolicy('buildTask', 'checked')
readsPolicy('areaLabel', 'shown')
readsPolicy('level', 'checked')
readsPolicy('stage', 'shown')
readsPolicy('sequence', 'shown')
