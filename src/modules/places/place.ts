import { defineEntity } from '../../core/entity.ts'
import { choice, date, link, optional, text } from '../../core/field.ts'

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

/** A unit of the division tree. Its name and parent are dated rows, so that history is kept (house.md room 5). */
export const Place = defineEntity(
  'place',
  '行政区划',
  { privacy: 'open', tenant: false },
  {
    kind: choice('层级', placeKinds),
    divisionCode: optional(text('区划代码', { max: 12, pattern: '^[0-9]{6,12}$', help: '官方代码；开发区等可以没有' })),
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

/** 涉改: touched by the township and village reform; a flag with a date. */
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
