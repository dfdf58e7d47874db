import { expect, it } from 'vitest'
import { type RoleName, roles } from '../../modules/accounts/index.ts'
import { modules } from '../modules.ts'
import { entryOf, menuOf } from './menu.ts'
import { pages } from './pages.tsx'

it('every page that a role may open marks an entry of its menu', () => {
  const { sheetKinds } = modules.imports
  const unmarked = (Object.keys(roles) as RoleName[]).flatMap((role) => {
    const { grants, own = [] }: { grants: readonly string[]; own?: readonly string[] } = roles[role]
    const held = new Set([...grants, ...own])
    const menu = menuOf(pages, held)
    const kinds = sheetKinds().filter(({ grant }) => held.has(grant))
    // what asks for no grant is everybody's own: their account, their exports
    const mine = pages.filter((page) => page.grants?.some((grant) => held.has(grant)))
    return mine
      .flatMap(({ path }) => (path.includes('$kind') ? kinds.map(({ name }) => path.replace('$kind', name)) : [path]))
      .filter((address) => !entryOf(address, menu))
      .map((address) => `${role} ${address}`)
  })
  expect(unmarked).toEqual([])
})

it('the entry is the one that names most of the address', () => {
  const menu = menuOf(pages, new Set(['service.read', 'service.record', 'outreach.read', 'station.read']))
  expect(entryOf('/services/new', menu)).toBe('/services/new')
  expect(entryOf('/services/530111-x', menu)).toBe('/services')
  expect(entryOf('/patrols/530111-x', menu)).toBe('/discoveries')
  expect(entryOf('/patrolsome', menu)).toBeUndefined()
})
