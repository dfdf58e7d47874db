import { defineEntity } from '../../core/entity.ts'
import { choice, date, integer, link, optional, text } from '../../core/field.ts'

export const placeKinds = {
  country: '全国',
  province: '省级',
  city: '市级',
  county: '县级',
  township: '乡级',
  village: '村级',
  zone: '开发区',
} as const
export type PlaceKind = keyof typeof placeKinds

/** What may lie directly below what. A few cities have no counties, and some counties hang on the province. */
export const parentKinds: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  country: [],
  province: ['country'],
  city: ['province'],
  county: ['city', 'province'],
  township: ['county', 'city'],
  zone: ['county', 'city'],
  village: ['township', 'zone'],
}

/** Kinds whose code is a home of rows: everything that owns records of its own (scale.md rule 1). */
export const homeKinds: readonly PlaceKind[] = ['country', 'province', 'city', 'county']

/** As far back as the source knows: the bundled tree is taken to have stood so until a change is entered. */
export const beginning = '1949-10-01'

/** A unit of the division tree. Its name and parent are dated rows, so that history is kept (house.md room 5). */
export const Place = defineEntity(
  'place',
  '行政区划',
  { privacy: 'open', tenant: false },
  {
    kind: choice('层级', placeKinds),
    divisionCode: optional(
      text('区划代码', { max: 12, pattern: '^[0-9]{6,12}$', help: '6–12 位数字的官方代码；开发区等可以没有' }),
    ),
    source: text('来源', { max: 60 }),
  },
)

/** A place's name and parent from one day to another; the last one is open. */
export const PlaceTenure = defineEntity(
  'place_tenure',
  '区划沿革',
  { privacy: 'open', tenant: false },
  {
    place: link('行政区划', 'place'),
    name: text('名称', { max: 60 }),
    parent: optional(link('上级', 'place')),
    fromOn: date('起'),
    toOn: optional(date('止')),
    document: optional(text('批准文件', { max: 120, help: '文号或文件名称，如有' })),
  },
)

export const successions = { merge: '合并', split: '拆分', rename: '更名', transfer: '划转' } as const

/** What became of a place: which one went into which other, on which day. */
export const PlaceSuccession = defineEntity(
  'place_succession',
  '区划变更',
  { privacy: 'open', tenant: false },
  {
    predecessor: link('原区划', 'place'),
    successor: link('新区划', 'place'),
    change: choice('变更', successions),
    onDay: date('生效日'),
    document: optional(text('批准文件', { max: 120 })),
  },
)

/** 涉改: touched by the township and village reform; a flag with a date. Only marks that stand are kept here. */
export const PlaceMerger = defineEntity(
  'place_merger',
  '涉改标记',
  { privacy: 'open', tenant: false },
  {
    place: link('行政区划', 'place'),
    fromOn: date('自'),
    note: optional(text('说明', { max: 200 })),
  },
)

/** A mark that was set by mistake, as it stood, and why it was taken away. */
export const PlaceMergerWithdrawal = defineEntity(
  'place_merger_withdrawal',
  '取消的涉改标记',
  { privacy: 'open', tenant: false },
  {
    ...PlaceMerger.fields,
    reason: text('取消原因', { max: 200, multiline: true }),
  },
)

/** A boundary file that an office brought for the places below one place. None are bundled: licence and map approval. */
export const PlaceBoundary = defineEntity(
  'place_boundary',
  '边界图',
  { privacy: 'open', tenant: false },
  {
    place: link('行政区划', 'place'),
    fileName: text('文件名', { max: 120 }),
    source: text('来源与审图号', { max: 120, help: '边界从哪里来；公开展示的地图须有审图号' }),
    shapes: integer('图形数', { unit: '个' }),
    sha256: text('校验值', { max: 64 }),
    removedReason: optional(text('移除原因', { max: 200 })),
  },
)

const typeWords: Record<Exclude<PlaceKind, 'zone'>, readonly [RegExp, string][]> = {
  country: [],
  province: [
    [/特别行政区$/, '特别行政区'],
    [/自治区$/, '自治区'],
    [/省$/, '省'],
    [/市$/, '直辖市'],
  ],
  city: [
    [/自治州$/, '自治州'],
    [/地区$/, '地区'],
    [/盟$/, '盟'],
    [/市$/, '地级市'],
  ],
  county: [
    [/区$/, '区'],
    [/市$/, '县级市'],
    [/县$/, '县'],
    [/旗$/, '旗'],
  ],
  township: [
    [/街道/, '街道'],
    [/镇$/, '镇'],
    [/[乡木]$/, '乡'],
  ],
  village: [
    [/社区|居委会|居民委员会/, '社区'],
    [/村/, '村'],
  ],
}

/** What a unit is called among its like, by the end of its name: 街道, 镇, 乡, 社区, 村 … */
export function placeType(kind: PlaceKind, name: string): string {
  if (kind === 'zone') return placeKinds.zone
  return typeWords[kind].find(([ending]) => ending.test(name))?.[1] ?? placeKinds[kind]
}

/** A name without the committee that stands for the place: 金马社区居民委员会 → 金马社区. */
export function shortName(name: string): string {
  return name.replace(
    /(社区|村)?(居民委员会|村民委员会|居委会|村委会)$/,
    (_, unit: string | undefined, committee: string) => unit ?? (committee.startsWith('村') ? '村' : '社区'),
  )
}
