import { addDays } from '../../core/time.ts'
import { aidGroups, cite, linesOf, type Policy, type ResolvedLine, readsPolicy } from '../policy/index.ts'

export { aidGroups }
export type AidGroup = keyof typeof aidGroups

/** What one may apply for at a place: the country's kinds, as the jurisdiction names and extends them. */
export interface Aid {
  code: string
  label: string
  group: AidGroup
  /** The client category that an approval brings. */
  category: string | null
  payment: 'monthly' | 'once'
  fromMonth: 'application' | 'decision' | 'next' | null
  fromAge: number | null
  untilAge: number | null
  /** Children are never shown in public (民发〔2010〕161号、民发〔2019〕62号). */
  noNotice: boolean
  /** How often somebody asks whether the recipient is alive. */
  certification: 'month' | 'quarter' | 'halfYear' | 'year' | null
  /** Who decides, where it is not civil affairs. */
  department: string | null
  clause: string
}

type Local = ResolvedLine<'aidKind'> | ResolvedLine<'subsidy'>

/** A local line's kinds: those it names, else the last word of its key; an empty list is no kind one applies for. */
const codesOf = ({ kinds, key }: Pick<Local, 'kinds' | 'key'>): readonly string[] => kinds ?? [key.split('.').at(-1)!]

const certifications = ['month', 'quarter', 'halfYear', 'year'] as const
const asCertification = (period: string | null | undefined) => certifications.find((one) => one === period) ?? null

/** Every kind of assistance one may apply for under a policy, the country's first. */
export function aidsOf(policy: Policy): Aid[] {
  const aids = new Map<string, Aid>(
    linesOf(policy, 'assistanceKind').map((line) => [
      line.code,
      {
        code: line.code,
        label: String(line.value),
        group: line.group,
        category: line.category,
        payment: line.payment,
        fromMonth: line.fromMonth,
        fromAge: line.fromAge,
        untilAge: line.untilAge,
        noNotice: line.noNotice === true,
        certification: null,
        department: null,
        clause: cite(policy, line),
      },
    ]),
  )
  for (const line of [...linesOf(policy, 'aidKind'), ...linesOf(policy, 'subsidy')]) {
    const codes = codesOf(line)
    for (const code of codes) {
      const known = aids.get(code)
      const local = {
        certification:
          asCertification('certification' in line ? line.certification : null) ?? known?.certification ?? null,
        department: ('department' in line ? line.department : null) ?? known?.department ?? null,
        clause: cite(policy, line),
      }
      // a line that stands for several kinds names none of them
      const label = codes.length === 1 ? String(line.value) : (known?.label ?? String(line.value))
      aids.set(code, { ...(known ?? foundHere(line, code)), ...local, label })
    }
  }
  return [...aids.values()]
}

function foundHere(line: Local, code: string): Aid {
  return {
    code,
    label: String(line.value),
    group: line.kind === 'subsidy' ? line.group : 'relief',
    category: null,
    payment: line.kind === 'subsidy' ? 'monthly' : 'once',
    fromMonth: null,
    fromAge: null,
    untilAge: null,
    noNotice: false,
    certification: null,
    department: null,
    clause: '',
  }
}

export interface AskedPaper {
  key: string
  label: string
  need: 'required' | 'ifAny'
}

/** The papers an application of this kind needs; the form alone where nothing is said. */
export function papersFor(policy: Policy, code: string): AskedPaper[] {
  const lines = linesOf(policy, 'assistancePaper').filter(({ kinds }) => kinds.includes(code))
  if (lines.length === 0) return [{ key: 'assistancePaper.form', label: '申请表', need: 'required' }]
  return lines.map(({ key, value, need }) => ({ key, label: String(value), need }))
}

export type Step = NonNullable<ResolvedLine<'clock'>['step']>

/** The line of the policy that sets a step's clock: of this kind before of all, of the lower document before the higher. */
export function clockOf(policy: Policy, code: string | null, step: Step): ResolvedLine<'clock'> | undefined {
  const depth = new Map(policy.chain.map((head, i) => [head.code, i]))
  const rank = (line: ResolvedLine<'clock'>) => (line.kinds ? 0 : 100) + (depth.get(line.from) ?? 99)
  return linesOf(policy, 'clock')
    .filter((line) => line.step === step && (!line.kinds || (code !== null && line.kinds.includes(code))))
    .sort((a, b) => rank(a) - rank(b))[0]
}

const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** So many working days on: Saturdays and Sundays are left out; public holidays are not known, so the day is never too late. */
export function workdaysAfter(day: string, days: number): string {
  let at = day
  for (let left = days; left > 0; ) {
    at = addDays(at, 1)
    if (!isWeekend(at)) left -= 1
  }
  return at
}

/** The last day of a clock that starts on a day: the day after it is the first, so that a notice hangs for all its days. */
export function dueBy(clock: Pick<ResolvedLine<'clock'>, 'value' | 'days'>, from: string): string {
  if (clock.days === 'workday') return workdaysAfter(from, clock.value)
  return clock.days === 'day' ? addDays(from, clock.value) : from
}

/** Whether the policy has this step for this kind, e.g. a second notice after the review (官渡区方案 附件3 第25项). */
export function hasStep(policy: Policy, code: string, step: Step): boolean {
  return linesOf(policy, 'assistanceStep').some((line) => line.step === step && (line.kinds ?? []).includes(code))
}

/** The jurisdiction's own steps for a kind, in its order, as users read them. */
export function stepsOf(policy: Policy, code: string): { label: string; clause: string }[] {
  const own = linesOf(policy, 'assistanceStep')
  const subjects = new Set(own.filter((line) => (line.kinds ?? []).includes(code)).map(({ of }) => of))
  return own
    .filter((line) => subjects.has(line.of))
    .sort((a, b) => a.order - b.order)
    .map((line) => ({ label: String(line.value), clause: cite(policy, line) }))
}

export type CountedEvent = NonNullable<ResolvedLine<'catalogue'>['events']>[number]

/** The catalogue items that count an event, so that nothing is entered a second time for the month's report. */
export function itemsCounting(
  lines: readonly ResolvedLine<'catalogue'>[],
  event: CountedEvent,
  code: string | null = null,
): string[] {
  return lines
    .filter(({ events, aids }) => events?.includes(event) && (code === null || !aids || aids.includes(code)))
    .map(({ key }) => key)
}

readsPolicy('assistanceKind', 'checked')
readsPolicy('assistancePaper', 'checked')
readsPolicy('aidKind', 'checked')
readsPolicy('subsidy', 'checked')
readsPolicy('assistanceStep', (line) => (line.kind === 'assistanceStep' && line.step ? 'checked' : 'shown'))
readsPolicy('clock', (line) => (line.kind === 'clock' && line.step ? 'checked' : 'notYet'))
