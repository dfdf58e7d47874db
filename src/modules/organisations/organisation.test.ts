import { afterAll, beforeAll, expect, it } from 'vitest'
import { anOrganisation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { editOrganisation, getOrganisation, listOrganisations } from './organisation.server.ts'

let world: World
let county: Actor
let neighbour: Actor

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  neighbour = await world.actor(await world.account({ role: 'county', place: '530102' }))
})
afterAll(() => world.close())

const editable = ({ name, creditCode, coversSocialWork, local }: Awaited<ReturnType<typeof anOrganisation>>) => ({
  name,
  creditCode,
  coversSocialWork,
  local,
})

it('[KM-4.1b] an organisation is registered once, whoever registers it, also by a correction', async () => {
  const first = await anOrganisation(world, county)
  await expect(anOrganisation(world, neighbour, { creditCode: first.creditCode })).rejects.toMatchObject({
    code: 'invalid',
    fields: { creditCode: `这个统一社会信用代码已登记为「${first.name}」，请在列表中查找该机构` },
  })
  const second = await anOrganisation(world, county)
  await expect(
    world.as(county, editOrganisation, {
      ...editable(second),
      id: second.id,
      version: second.version,
      creditCode: first.creditCode,
    }),
  ).rejects.toMatchObject({ fields: { creditCode: expect.stringContaining(first.name) } })
})

it('[KM-4.1b] the gate of an agreement, a business scope that includes social work, can be corrected', async () => {
  const organisation = await anOrganisation(world, county, { coversSocialWork: false })
  expect(organisation.can).toContain('editOrganisation')
  await world.as(county, editOrganisation, {
    ...editable(organisation),
    id: organisation.id,
    version: organisation.version,
    coversSocialWork: true,
  })
  const { organisation: now } = await world.as(county, getOrganisation, { id: organisation.id })
  expect(now.coversSocialWork).toBe(true)
})

it('everyone finds an organisation by name or code; only its own county changes it', async () => {
  const organisation = await anOrganisation(world, county)
  const [byCode] = await world.as(neighbour, listOrganisations, { name: organisation.creditCode.slice(0, 17) })
  expect(byCode?.id).toBe(organisation.id)
  const found = await world.as(neighbour, listOrganisations, { name: organisation.name, place: '530111' })
  expect(found).toMatchObject([{ id: organisation.id, can: [] }])
  expect(await world.as(neighbour, listOrganisations, { name: organisation.name, place: '530102' })).toEqual([])
  await expect(
    world.as(neighbour, editOrganisation, { ...editable(organisation), id: organisation.id, version: 1 }),
  ).rejects.toMatchObject({ code: 'notFound' })
})

it('an organisation is registered at the county of the chosen place, and only within one’s own area', async () => {
  const organisation = await anOrganisation(world, county, { county: '530111004' })
  expect(organisation.county).toBe('530111')
  const { countyName } = await world.as(county, getOrganisation, { id: organisation.id })
  expect(countyName).toBe('官渡区')
  await expect(anOrganisation(world, county, { county: '530102' })).rejects.toMatchObject({
    fields: { county: '请选择本辖区' },
  })
})

it('a wrong credit code is said at its field, and nothing is saved', async () => {
  await expect(
    anOrganisation(world, county, { name: '示例写错代码机构', creditCode: '91350100M000100Y44' }),
  ).rejects.toMatchObject({
    code: 'invalid',
    fields: { creditCode: '统一社会信用代码第 18 位应为 3，请核对' },
  })
  expect(await world.as(county, listOrganisations, { name: '示例写错代码机构' })).toEqual([])
})
