import { sql } from 'kysely'
import type { Reach } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { choice, choices, decimal, flag, list, optional, ref, shape, text } from '../../core/field.ts'
import { findReachable } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf } from '../policy/index.ts'
import { placeNamesOf } from '../stations/index.server.ts'
import { Station } from '../stations/index.ts'
import { type Mark, marks, nameFrom, plaqueLinesFor, sizeLimits, usualSize } from './plaque.ts'

const places = { outside: '室外显著位置', inside: '室内背景墙' } as const

/** A plaque of a station as its policy has it, or by the station's own name where no document speaks of its level. */
export interface Plaque {
  key: string
  label: string
  name: string
  lines: string[]
  widthCm: number
  heightCm: number
  /** False: the document gives no size, the usual one is proposed. */
  sizeGiven: boolean
  material: string | null
  colour: string | null
  marks: Mark[]
  place: keyof typeof places
  clause: string | null
  note: string | null
  /** Whether the station bears this name; null for a plaque of another name. */
  fits: boolean | null
  problem: string | null
}

/** The plaque that says the station's own name. */
const ownKey = 'plaque.own'

/** Every plaque of a station on a day (KM-4.6, GD-4.6, KM-A3, GD-A4, PZ-G1.3, CG-3.6, BH-1.2). */
export async function plaquesOf(tx: Tx, station: RowOf<typeof Station>, day: string): Promise<Plaque[]> {
  const [policy, names] = await Promise.all([policyAt(tx, station.place, day), placeNamesOf(tx, station.place, day)])
  const lines = plaqueLinesFor(policy, station.level)
  if (lines.length === 0) return [ownPlaque(station)]
  const [first] = lines
  return lines.map((line) => {
    const { name, lines: parts, lacking } = nameFrom(line.value, names)
    const { widthCm, heightCm } = usualSize[line.place]
    return {
      key: line.key,
      label: line.label,
      name,
      lines: parts,
      widthCm: line.widthCm ?? widthCm,
      heightCm: line.heightCm ?? heightCm,
      sizeGiven: line.widthCm !== null && line.heightCm !== null,
      material: line.material,
      colour: line.colour,
      marks: line.marks,
      place: line.place,
      clause: cite(policy, line),
      note: line.note,
      fits: line.value === first!.value ? name === station.name : null,
      problem:
        lacking.length > 0
          ? `名称格式要用${lacking.join('、')}的名称，但本站所在区划上面没有，请核对站点的所在区划`
          : null,
    }
  })
}

function ownPlaque({ name }: RowOf<typeof Station>): Plaque {
  return {
    key: ownKey,
    label: '本地文件没有规定这一级站点的标牌，按站名制作',
    name,
    lines: name.split(/(?<=[市])(?=.{8,})|(?<=[^市].[区县])(?=.{6,})|(?=社会工作|社工)/).filter((part) => part !== ''),
    ...usualSize.outside,
    sizeGiven: false,
    material: null,
    colour: null,
    marks: ['socialWork'],
    place: 'outside',
    clause: null,
    note: null,
    fits: null,
    problem: null,
  }
}

/** The files of marks that serve a place: of the nearest office above it that has uploaded one. */
async function markFiles(tx: Tx, place: string): Promise<Map<Mark, { name: string; sha256: string }>> {
  const rows = await tx.rows<{ mark: Mark; name: string; sha256: string }>(sql`
    select distinct on (m.mark) m.mark, m.name, m.sha256
    from place_above(${place}, ${tx.today}::date) a join plaque_mark m on m.place = a.id
    where m.sha256 is not null order by m.mark, a.depth`)
  return new Map(rows.map(({ mark, ...file }) => [mark, file]))
}

const plaqueShape = shape('标牌', {
  key: text('键'),
  label: text('要求', { max: 200 }),
  name: text('名称', { max: 80 }),
  widthCm: decimal('宽', { unit: 'cm' }),
  heightCm: decimal('高', { unit: 'cm' }),
  sizeGiven: flag('文件规定了尺寸'),
  material: optional(text('材质')),
  colour: optional(text('颜色')),
  marks: choices('标志', marks),
  place: choice('位置', places),
  clause: optional(text('条款')),
  note: optional(text('注', { max: 400 })),
  fits: optional(flag('与站名一致')),
  problem: optional(text('问题', { max: 200 })),
})

/** A station's plaques, whether its name fits them, and which marks are still placeholders. */
export const stationPlaques = query({
  label: '标牌',
  grant: 'station.read',
  input: { station: ref('社工站', 'station') },
  output: shape('标牌', {
    stationName: text('社工站'),
    plaques: list('标牌', plaqueShape),
    placeholders: choices('还是占位图的标志', marks),
    attire: list(
      '着装与工作证',
      shape('要求', { label: text('要求', { max: 200 }), required: flag('必备'), clause: text('条款') }),
    ),
  }),
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const [plaques, files, policy] = await Promise.all([
      plaquesOf(tx, station, tx.today),
      markFiles(tx, station.place),
      policyAt(tx, station.place, tx.today),
    ])
    const used = new Set(plaques.flatMap((plaque) => plaque.marks))
    return {
      stationName: station.name,
      plaques: plaques.map(({ lines: _lines, ...plaque }) => plaque),
      placeholders: [...used].filter((mark) => !files.has(mark)),
      attire: linesOf(policy, 'attire').map((line) => ({
        label: line.label,
        required: line.value === 'required',
        clause: cite(policy, line),
      })),
    }
  },
})

/** A plaque ready to be drawn: its size as asked for, and the fingerprints of the marks' files; null is a placeholder. */
export interface PlaqueToDraw extends Pick<Plaque, 'name' | 'lines' | 'widthCm' | 'heightCm' | 'place'> {
  marks: { mark: Mark; sha256: string | null }[]
}

/** Throws `notFound` for a plaque the station does not have, `invalid` for a size nobody makes or a name with a gap. */
export async function plaqueToDraw(
  tx: Tx,
  reach: Reach,
  asked: { station: string; key: string; widthCm?: number; heightCm?: number },
): Promise<PlaqueToDraw> {
  const station = await findReachable(tx, Station, reach, asked.station)
  const plaque = (await plaquesOf(tx, station, tx.today)).find(({ key }) => key === asked.key)
  if (!plaque) throw new Failure('notFound', '本站没有这块标牌，请刷新后查看')
  if (plaque.problem) throw new Failure('conflict', plaque.problem)
  const files = await markFiles(tx, station.place)
  const size = (given: number | undefined, usual: number) => {
    if (plaque.sizeGiven || given === undefined) return usual
    if (!(given >= sizeLimits.least && given <= sizeLimits.most))
      throw new Failure('invalid', `标牌的宽和高请填 ${sizeLimits.least}–${sizeLimits.most} 厘米`)
    return given
  }
  return {
    name: plaque.name,
    lines: plaque.lines,
    place: plaque.place,
    widthCm: size(asked.widthCm, plaque.widthCm),
    heightCm: size(asked.heightCm, plaque.heightCm),
    marks: plaque.marks.map((mark) => ({ mark, sha256: files.get(mark)?.sha256 ?? null })),
  }
}
