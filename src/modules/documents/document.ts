import { defineEntity } from '../../core/entity.ts'
import { choice, date, farRef, files, flag, integer, link, optional, ref, text, texts } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { linesOf, type Policy, type parties, type ResolvedLine, readsPolicy, speaksOfLevel } from '../policy/index.ts'

export const documentStates = { offered: '待采用', adopted: '已采用', declined: '未采用' } as const

/**
 * One edition of a station's rule document, or of an area's own (then without a station, with its place). It may serve
 * several lines of the policy; a new edition ends the one before it.
 */
export const RuleDocument = defineEntity(
  'rule_document',
  '制度文件',
  {
    privacy: 'open',
    unique: { rule_document_edition: ['inForceFrom', '刚刚有人登记了新版本，请刷新后查看'] },
  },
  {
    place: optional(link('所属辖区', 'place')),
    title: text('文件名称', { max: 80 }),
    lines: texts('对应要求', { max: 30, help: '一份文件可以对应几项要求' }),
    edition: integer('版本号', { min: 1, max: 999 }),
    first: optional(ref('首版', 'rule_document')),
    template: optional(farRef('来自范本', 'document_template')),
    state: choice('状态', documentStates),
    adoptedBy: optional(text('审定', { max: 60, help: '由谁审定通过，如：街道办公会' })),
    inForceFrom: optional(date('生效日期')),
    inForceUntil: optional(date('有效期至', { help: '长期有效的留空' })),
    onWall: flag('已上墙'),
    note: optional(text('说明', { max: 200 })),
    files: files('文件', { max: 5, readBy: 'station.read' }),
  },
)

/** A document an office has written for its stations; each takes it over, with its own dates, or says why not. */
export const DocumentTemplate = defineEntity(
  'document_template',
  '制度范本',
  { privacy: 'open' },
  {
    place: link('适用辖区', 'place'),
    title: text('范本名称', { max: 80 }),
    lines: texts('对应要求', { max: 30, help: '采用后对应的要求' }),
    files: files('文件', { max: 5, readBy: 'station.read' }),
    note: optional(text('说明', { max: 200 })),
  },
)

type DocumentLine = ResolvedLine<'document'>

/** Who writes a document for each station; what others write exists once in their area. */
const ofTheStation = new Set<keyof typeof parties>(['station', 'room', 'operator', 'township', 'zone', 'village'])

export const isOfTheStation = ({ by }: Pick<DocumentLine, 'by'>): boolean => ofTheStation.has(by)

/** The documents a station of this level must hold, its township's work guide among them (BH-2.1). */
export function documentLinesFor(policy: Policy, level: string): DocumentLine[] {
  return linesOf(policy, 'document').filter((line) => isOfTheStation(line) && speaksOfLevel(line.levels, level))
}

/** The documents an office writes once for its area. */
export function areaDocumentLines(policy: Policy, party: 'city' | 'county'): DocumentLine[] {
  return linesOf(policy, 'document').filter(({ by }) => by === party)
}

/** Days before its end from which a document is said to run out. */
export const noticeDays = 60

export const standings = {
  inForce: '有效',
  ending: '将到期',
  ended: '已过期',
  coming: '尚未生效',
  offered: '待采用',
  declined: '未采用',
  missing: '缺',
} as const
export type Standing = keyof typeof standings

/** How an edition stands on a day. */
export function standingOn(
  {
    state,
    inForceFrom,
    inForceUntil,
  }: { state: keyof typeof documentStates; inForceFrom: string | null; inForceUntil: string | null },
  day: string,
): Exclude<Standing, 'missing'> {
  if (state !== 'adopted') return state
  if (inForceFrom === null || inForceFrom > day) return 'coming'
  if (inForceUntil === null) return 'inForce'
  if (inForceUntil < day) return 'ended'
  return inForceUntil <= addDays(day, noticeDays) ? 'ending' : 'inForce'
}

/** The order in which standings answer for a line that several documents serve. */
const best: readonly Standing[] = ['inForce', 'ending', 'coming', 'offered', 'ended', 'declined']

/** How a line stands: by the best of the documents that serve it. */
export function bestOf(held: readonly Standing[]): Standing {
  return best.find((one) => held.includes(one)) ?? 'missing'
}

export const isCurrent = (standing: Standing) => standing === 'inForce' || standing === 'ending'

readsPolicy('document', 'checked')
