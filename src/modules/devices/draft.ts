/** How long a draft's copy is kept, how many one account may have, and how long one may be. */
export const draftLimits = { days: 30, most: 100, chars: 40_000 } as const

/** How large a photo, a signature or a spoken note may be that a stopped phone hands over, sealed (bytes). */
export const sealedPhotoBytes = 3_000_000
