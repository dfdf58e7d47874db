import { Skeleton } from 'antd'
import { Suspense } from 'react'
import { useMe } from './me.tsx'
import type { Section } from './page.ts'

/** What other modules show on a record's page, as far as one may see it. */
export function Sections({ of, id }: { of: readonly Section[]; id: string }) {
  const me = useMe()
  const shown = of.filter(({ grants }) => grants?.some((grant) => me.grants.has(grant)) ?? true)
  return shown.map(({ component: Part }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sections never change while the console runs
    <Suspense key={i} fallback={<Skeleton active />}>
      <Part id={id} />
    </Suspense>
  ))
}
