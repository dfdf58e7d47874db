import type { Page } from '../../ui/page.ts'

export type MenuPage = Page & { readonly menu: NonNullable<Page['menu']> }

/** The pages that stand in the menu of whoever holds these grants. */
export const menuOf = (pages: readonly Page[], held: ReadonlySet<string>): MenuPage[] =>
  pages.filter(
    (page): page is MenuPage => Boolean(page.menu) && (page.grants?.some((grant) => held.has(grant)) ?? true),
  )

/** The entry that a page belongs to: the one that names most of its address. */
export function entryOf(address: string, menu: readonly MenuPage[]): string | undefined {
  const [nearest] = menu
    .flatMap(({ path, menu: { also = [] } }) => [path, ...also].map((start) => ({ path, start })))
    .filter(({ start }) => address === start || address.startsWith(`${start}/`))
    .sort((a, b) => b.start.length - a.start.length)
  return nearest?.path
}
