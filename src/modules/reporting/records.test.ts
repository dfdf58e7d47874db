import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Groups, openGroups } from '../../../tests/groups.ts'
import { compileStationReport, figureRecords, reportCorrections, submitReport } from './index.server.ts'

let g: Groups
beforeAll(async () => {
  g = await openGroups()
})
afterAll(() => g.world.close())

it('a session behind a figure opens its group by name, and one held late is one correction', async () => {
  const { world, head, station } = g
  const group = await g.running([{ name: '赵奶奶' }, { name: '钱爷爷' }])
  await g.hold(group, 1)
  const { id, version } = await world.as(head, compileStationReport, { station, period: '2026-11' })
  await world.as(head, submitReport, { id, version, highlights: '小组开始了', nextPlan: '继续' })
  await g.hold(group, 2)

  const { rows } = await world.as(head, figureRecords, { station, period: '2026-11', measure: 'groups.sessions' })
  expect(rows.map(({ entity, id: opens, label }) => [entity, opens, label])).toEqual([
    ['service_group', group, '银龄互助小组：第 1 节　互相认识'],
    ['service_group', group, '银龄互助小组：第 2 节　结伴出门'],
  ])
  const late = await world.as(head, reportCorrections, { id })
  expect(late).toMatchObject([
    {
      entity: 'service_group',
      id: group,
      label: '银龄互助小组：第 2 节　结伴出门',
      records: 1,
      people: 2,
      minutes: 90,
    },
  ])
})
