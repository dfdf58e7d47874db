import { createContext, type ReactNode, useContext } from 'react'

/** Who is signed in, as every page may ask. */
export interface Me {
  name: string
  login: string
  account: string
  person: string | null
  roles: readonly { role: string; over: string; place: string | null }[]
  grants: ReadonlySet<string>
  stations: readonly { id: string; name: string }[]
}

const MeContext = createContext<Me | undefined>(undefined)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

/** Who is signed in, also where nobody need be, as on the page of an invitation. */
export function useSignedIn(): Me | undefined {
  return useContext(MeContext)
}

export function useMe(): Me {
  const me = useSignedIn()
  if (!me) throw new Error('no one is signed in here')
  return me
}

/** Whether a menu or button makes sense at all; what may be done with a record comes with the record. */
export function useHolds(...grants: string[]): boolean {
  const me = useMe()
  return grants.some((grant) => me.grants.has(grant))
}

/** The station that a page speaks of: the chosen one, else one's own where there is only one. */
export function useStation(chosen: string | undefined): string | null {
  const { stations } = useMe()
  return chosen ?? (stations.length === 1 ? stations[0]!.id : null)
}
