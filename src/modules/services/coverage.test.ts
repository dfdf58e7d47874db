import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aService, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import { transact } from '../../core/db.ts'
import { behind, figures, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { policyByCode } from '../policy/index.server.ts'
import { measureParameters } from '../policy/index.ts'
import { itemCoverage } from './serviceRecord.measures.ts'
import { catalogueOf } from './serviceRecord.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe('which items of the catalogue were served', () => {
  it.each([
    ['KM-5', 'KM', '530102', '安宁疗护', 73],
    ['GD-5', 'GD', '530111', '街道联席会议', 42],
    ['PZ-G3', 'PZ', '510402', '临终关怀', 33],
    ['CG-2.x', 'CG', '620102', '婚前辅导', 68],
    ['BH-S', 'BH', '120116', '社区营造服务', 12],
  ])(
    '[%s] a worker of %s in %s records 「%s」, and it is one of %i served in the month; the others are named',
    async (_id, code, county, word, all) => {
      const clerk = await world.actor(await world.account({ role: 'county', place: county }))
      const { rows } = await world.owner.query<{ id: string }>(
        `select place as id from place_tenure where parent = $1 and to_on is null order by place limit 1`,
        [county],
      )
      const station = (await aStation(world, clerk, { place: rows[0]!.id })).id
      const person = await aPerson(world, clerk, station)
      const worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))

      const { items } = await world.as(worker, catalogueOf, { station })
      expect(items).toHaveLength(all)
      const item = items.find(({ label }) => label.includes(word))!
      await aService(world, worker, station, { items: [item.key] })

      const scope = {
        subject: { stations: [station] },
        period: periodOf(today.slice(0, 7))!,
        with: measureParameters(policyByCode(code, today), 'station'),
      }
      await transact(world.db, { whole: [county], stations: [], own: [] }, 'read', async (connection) => {
        expect(total(await figures(connection, itemCoverage, scope))).toMatchObject({ numerator: 1, denominator: all })
        const listed = await behind(connection, itemCoverage, scope, '')
        expect(listed.filter(({ hit }) => hit).map(({ id }) => id)).toEqual([item.key])
        expect(listed).toHaveLength(all)
      })
    },
  )
})
