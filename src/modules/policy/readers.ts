import { linesOf, type Policy, type ResolvedLine } from './pack.ts'
import { readsPolicy } from './use.ts'

/**
 * The catalogue items a station of this level serves. A catalogue with columns per level leaves cells empty:
 * those rows are not for that level (官渡区方案 附件3).
 */
export function catalogueFor(policy: Policy, level: string): ResolvedLine<'catalogue'>[] {
  const lines = linesOf(policy, 'catalogue')
  const hasColumns = lines.some(({ station, room }) => station !== null || room !== null)
  return hasColumns ? lines.filter(({ station, room }) => (level === 'room' ? room : station) !== null) : lines
}

/** Certificates that count as licensed under a policy. */
export function licencesOf(policy: Policy): string[] {
  return [
    ...new Set(
      linesOf(policy, 'certificate')
        .filter((line) => line.countsAsLicensed)
        .map((line) => line.certificate),
    ),
  ]
}

/** What measures need to know of a policy: passed to them as `with`. */
export function measureParameters(policy: Policy, level: string): Readonly<Record<string, unknown>> {
  return { items: catalogueFor(policy, level).map(({ key }) => key), certificates: licencesOf(policy) }
}

/** The words of a policy's catalogue: item key → name, and the domain it stands under. */
export function catalogueWords(policy: Policy): Map<string, { label: string; number: string; domain: string }> {
  const domains = new Map(
    policy.lines.filter((line) => line.kind === 'domain').map((line) => [line.key, String(line.value)]),
  )
  const items = policy.lines.filter((line) => line.kind === 'catalogue') as unknown as ResolvedLine<'catalogue'>[]
  return new Map(
    items.map((line) => [
      line.key,
      { label: String(line.value), number: line.number, domain: domains.get(line.domain) ?? line.domain },
    ]),
  )
}

readsPolicy('certificate', 'measured')
readsPolicy('catalogue', 'checked')
readsPolicy('domain', 'checked')
readsPolicy('parameter', 'shown')
