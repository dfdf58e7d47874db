/** How long a draft's copy is kept, how many one account may have, and how long one may be. */
export const draftLimits = { days: 30, most: 100, chars: 40_000 } as const
