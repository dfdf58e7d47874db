import type { LineKind } from './kinds/lineKind.ts'
import { moneyKinds } from './kinds/money.ts'
import { networkKinds } from './kinds/network.ts'
import { oversightKinds } from './kinds/oversight.ts'
import { peopleKinds } from './kinds/people.ts'
import { premisesKinds } from './kinds/premises.ts'
import { rulesKinds } from './kinds/rules.ts'
import { serviceKinds } from './kinds/service.ts'

export type { LineKind } from './kinds/lineKind.ts'
export * from './kinds/words.ts'

/** Every kind of line that a pack may have, in the order in which its page shows them. */
export const lineKinds = {
  ...networkKinds,
  ...premisesKinds,
  ...peopleKinds,
  ...moneyKinds,
  ...serviceKinds,
  ...oversightKinds,
  ...rulesKinds,
} as const satisfies Record<string, LineKind>

export type LineKindName = keyof typeof lineKinds
