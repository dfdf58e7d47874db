/** A change of a number, with its sign: +3. */
export const signed = (change: number): string => (change > 0 ? `+${change}` : String(change))
