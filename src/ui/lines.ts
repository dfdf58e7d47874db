/** Lines that are typed one by one: one is changed, taken out or added. */
export function linesOf<L extends object>(value: readonly L[], onChange: (next: L[]) => void, blank: L) {
  return {
    set: (at: number, next: Partial<L>) => onChange(value.map((one, i) => (i === at ? { ...one, ...next } : one))),
    remove: (at: number) => onChange(value.filter((_, i) => i !== at)),
    add: () => onChange([...value, { ...blank }]),
  }
}
