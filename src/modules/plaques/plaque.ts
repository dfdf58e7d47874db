import { defineEntity } from '../../core/entity.ts'
import { choice, date, link, optional, ref, secret, text } from '../../core/field.ts'
import { linesOf, type Policy, type ResolvedLine, readsPolicy } from '../policy/index.ts'

export const marks = { socialWork: '中国社会工作标志', civilAffairs: '中国民政标志' } as const
export type Mark = keyof typeof marks

/** The file of a mark an office has uploaded for the plaques of its area; taken back, the placeholder stands again. */
export const PlaqueMark = defineEntity(
  'plaque_mark',
  '标志文件',
  { privacy: 'open', tenant: false, unique: { plaque_mark_once: ['mark', '刚刚有人上传了这个标志，请刷新后查看'] } },
  {
    place: link('适用辖区', 'place'),
    mark: choice('标志', marks),
    name: text('文件名', { max: 200 }),
    sha256: optional(text('指纹', { max: 64 })),
  },
)

/** The badge of one appointment. Its code is guessed by nobody and tells only what stands on the badge itself. */
export const Badge = defineEntity(
  'badge',
  '工作证',
  { privacy: 'open', unique: { badge_standing: ['appointments', '刚刚有人制作了这张工作证，请刷新后打印'] } },
  {
    appointment: ref('任职', 'appointment'),
    code: secret('查验码', { max: 40, searchable: true }),
    issuedOn: date('制作日期'),
    voidedOn: optional(date('作废日期')),
    voidReason: optional(text('作废原因', { max: 100 })),
  },
)

export const attireItems = { uniform: '工作服', mark: '统一标识' } as const

/** What was handed to someone in post, from one day to another (昆民通〔2021〕8号 四（六）). */
export const Attire = defineEntity(
  'attire',
  '着装配发',
  { privacy: 'open', unique: { attire_once: ['appointments', '这一天已经登记过配发，请刷新后核对'] } },
  {
    appointment: ref('任职', 'appointment'),
    item: choice('配发', attireItems),
    fromOn: date('配发日期', { past: true }),
    toOn: optional(date('收回日期', { past: true })),
  },
)

/** What the public page says of a badge. */
export const verdicts = { inOffice: '在岗', left: '已离任', coming: '尚未到岗', voided: '工作证已作废' } as const

type PlaqueLine = ResolvedLine<'plaque'>

/** The plaques a policy has for a station of this level; a line without a level speaks of township stations. */
export function plaqueLinesFor(policy: Policy, level: string): PlaqueLine[] {
  return linesOf(policy, 'plaque').filter(
    (line) => line.level === level || (line.level === null && level === 'station'),
  )
}

/** Centimetres of a plaque whose document gives none: outside upright as elsewhere, inside along the wall. */
export const usualSize = { outside: { widthCm: 50, heightCm: 70 }, inside: { widthCm: 240, heightCm: 60 } } as const
export const sizeLimits = { least: 20, most: 600 } as const

/** A card (ISO/IEC 7810 ID-1) and the sheet of A4 it is printed on, in millimetres. */
export const card = { width: 85.6, height: 54, columns: 2, rows: 5 } as const

export interface PlaceNames {
  city: string | null
  county: string | null
  township: string | null
}

const wordsOf = { city: '市', county: '区县', township: '街道（乡镇）' } as const

/** A line longer than this is broken after its city, where it names one. */
const longLine = 9

const broken = (line: string) => (line.length > longLine ? line.split(/(?<=市)(?=.{2,}[区县]$)/) : [line])

/**
 * The name a pattern gives with the place's names in it, line by line as it is set on the plaque: what stands before
 * the township, the township, what follows. `lacking` names the places the pattern asks for and that are not there.
 */
export function nameFrom(pattern: string, names: PlaceNames): { name: string; lines: string[]; lacking: string[] } {
  const lacking: string[] = []
  const parts = pattern
    .replace(/\{(city|county)\}/g, (_, kind: 'city' | 'county') => {
      if (!names[kind]) lacking.push(wordsOf[kind])
      return names[kind] ?? ''
    })
    .split('{township}')
  if (parts.length > 1 && !names.township) lacking.push(wordsOf.township)
  const lines = parts
    .flatMap((part, i) => (i === 0 ? [part] : [names.township ?? '', part]))
    .filter((part) => part !== '')
    .flatMap(broken)
  return { name: lines.join(''), lines, lacking }
}

/** Ems a line takes: Chinese letters one, others a little over half. */
export const emsOf = (line: string) => [...line].reduce((sum, one) => sum + (one > '\u2e7f' ? 1 : 0.62), 0)

export interface Layout {
  lines: string[]
  /** Centimetres. */
  letter: number
  mark: number
  /** Beside the name rather than above it: on wide plaques. */
  beside: boolean
}

const ofWidth = { margin: 0.06, mark: 0.28 } as const
/** From this many times as wide as high, the marks stand beside the name and it is one line. */
const wide = 2.5
/** A line with the space below it, in letters. */
const lineHeight = 1.65

/** Letters as large as the plaque takes them, all lines alike: nothing ever runs over its edge. */
export function layOut(
  parts: readonly string[],
  { widthCm, heightCm, marks: count }: { widthCm: number; heightCm: number; marks: number },
): Layout {
  const beside = widthCm > heightCm * wide
  const lines = beside ? [parts.join('')] : [...parts]
  const margin = Math.min(widthCm, heightCm) * ofWidth.margin * (beside ? 2 : 1)
  const mark = count === 0 ? 0 : beside ? heightCm * 0.5 : Math.min(widthCm * ofWidth.mark, heightCm * 0.2)
  const width = widthCm - 2 * margin - (beside ? count * mark * 1.2 : 0)
  const height = heightCm - 2 * margin - (beside || count === 0 ? 0 : mark * 1.6)
  const widest = Math.max(...lines.map(emsOf))
  return { lines, letter: Math.min(width / widest, height / (lines.length * lineHeight), heightCm * 0.5), mark, beside }
}

// what hangs outside and inside is drawn from these lines at true size; badges bear the post's name
readsPolicy('plaque', 'printed')
readsPolicy('postKind', 'printed')
readsPolicy('attire', 'shown')
