import { levels, type postClasses } from './kinds.ts'
import { linesOf, type Policy, type ResolvedLine } from './pack.ts'
import { readsPolicy } from './use.ts'

export interface NamedPost {
  post: string
  name: string
  class: keyof typeof postClasses
}

/** The posts a policy knows, in its order, by the names it gives them. */
export function postsOf(policy: Policy): NamedPost[] {
  return linesOf(policy, 'postKind').map(({ post, value, class: of }) => ({ post, name: String(value), class: of }))
}

/** The posts a line speaks of: one of its own, 工作人员 (whoever does not lead), or everyone. */
export function postsMeant(policy: Policy, wanted: string): string[] {
  const posts = postsOf(policy)
  if (wanted === 'team') return posts.map(({ post }) => post)
  return wanted === 'staff' ? posts.filter((one) => one.class !== 'lead').map(({ post }) => post) : [wanted]
}

/** Which appointments a condition speaks of, by what people do and where they come from; no origin means any. */
export function coveredBy(
  policy: Policy,
  line: ResolvedLine<'eligibility'>,
): { posts: string[]; origin: string | null } {
  switch (line.who) {
    case 'residentWorker':
    case 'sentWorker':
      return { posts: postsMeant(policy, 'staff'), origin: 'dispatched' }
    case 'convertedClerk':
      return { posts: postsMeant(policy, 'staff'), origin: 'converted' }
    case 'professional':
      return { posts: postsOf(policy).flatMap((one) => (one.class === 'professional' ? [one.post] : [])), origin: null }
    case 'head':
      return { posts: ['head'], origin: null }
    case 'listed':
      return { posts: line.posts ?? [], origin: null }
  }
}

/** What a document calls its stations of a level; the general word where it says nothing. */
export function levelName(policy: Policy, level: keyof typeof levels): string {
  return linesOf(policy, 'level').find((line) => line.level === level)?.value ?? levels[level]
}

/** Lines that name no level speak of township stations. */
export function speaksOfLevel(levels: readonly string[] | null, level: string): boolean {
  return levels === null || levels.length === 0 ? level === 'station' : levels.includes(level)
}

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
  return {
    items: catalogueFor(policy, level).map(({ key }) => key),
    certificates: licencesOf(policy),
    staffPosts: postsMeant(policy, 'staff'),
  }
}

/** An item of a catalogue as it is called: its name, its number in its document, and the domain it stands under. */
export interface CatalogueWords {
  label: string
  number: string
  domain: string
  document: string
}

/** The words of a policy's catalogue, by item key, in the order of its documents. */
export function catalogueWords(policy: Policy): Map<string, CatalogueWords> {
  const domains = new Map(
    policy.lines.filter((line) => line.kind === 'domain').map((line) => [line.key, String(line.value)]),
  )
  const items = policy.lines.filter((line) => line.kind === 'catalogue') as unknown as ResolvedLine<'catalogue'>[]
  return new Map(
    items.map((line) => [
      line.key,
      {
        label: String(line.value),
        number: line.number,
        domain: domains.get(line.domain) ?? line.domain,
        document: policy.chain.find(({ code }) => code === line.from)?.document ?? line.from,
      },
    ]),
  )
}

readsPolicy('postKind', 'checked')
readsPolicy('catalogue', 'checked')
readsPolicy('domain', 'checked')
readsPolicy('indicatorSet', 'checked')
readsPolicy('parameter', 'shown')

const monthsIn: Readonly<Record<string, number>> = { month: 1, quarter: 3, halfYear: 6, year: 12 }

/** Months from one time to the next of what a line wants so often in its period; never less than one. */
export const monthsBetween = ({ period, value }: { period: string; value: number }): number =>
  Math.max(1, Math.round((monthsIn[period] ?? 12) / value))
