import type { AnswerOfCall } from '../../core/action.ts'

export type Tile = AnswerOfCall<typeof import('./browse.server.ts').placeTiles>['tiles'][number]

export interface Paint {
  word: string
  fill: string
  edge: string
}

const blue = { fill: '#DFEBF8', edge: '#1F5FA8' }
const green = { fill: '#DFF1E6', edge: '#2E7D4F' }
const amber = { fill: '#FBECD6', edge: '#B25E00' }
const violet = { fill: '#ECE4F6', edge: '#6B4FA0' }
const grey = { fill: '#EEF0F4', edge: '#8A94A3' }

/** The same things have the same colours on every page. */
const ofType: Record<string, Omit<Paint, 'word'>> = {
  省: blue,
  自治区: green,
  直辖市: amber,
  地级市: blue,
  自治州: green,
  地区: amber,
  盟: violet,
  区: blue,
  县: green,
  县级市: amber,
  旗: violet,
  街道: blue,
  镇: green,
  乡: amber,
  开发区: violet,
  社区: blue,
  村: green,
}

/** What tiles and shapes may be coloured by; each colour goes with a word. */
export const colourings = {
  type: {
    label: '类型',
    paint: ({ type }: Tile): Paint => ({ word: type, ...(ofType[type] ?? grey) }),
  },
  merged: {
    label: '涉改',
    paint: ({ mergedOn }: Tile): Paint => (mergedOn ? { word: '涉改', ...amber } : { word: '未涉改', ...grey }),
  },
  changed: {
    label: '区划变更',
    paint: ({ changedOn }: Tile): Paint => (changedOn ? { word: '有变更', ...violet } : { word: '无变更', ...grey }),
  },
} as const
export type Colouring = keyof typeof colourings

/** What else a module may colour tiles by: its own words and colours, one a tile. */
export type Painter = (tile: Tile) => Paint

export const painterOf = (colouring: Colouring | Painter): Painter =>
  typeof colouring === 'function' ? colouring : colourings[colouring].paint

/** The colours in use with their words and how many tiles bear them, most first. */
export function legendOf(tiles: readonly Tile[], colouring: Colouring | Painter): (Paint & { count: number })[] {
  const paintOf = painterOf(colouring)
  const counts = new Map<string, Paint & { count: number }>()
  for (const tile of tiles) {
    const paint = paintOf(tile)
    counts.set(paint.word, { ...paint, count: (counts.get(paint.word)?.count ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}
