import type { clientSexes, relations, strengths } from '../clients/index.ts'

export interface Member {
  name: string
  /** What they are to the head of the household. */
  relation: keyof typeof relations
  sex: keyof typeof clientSexes
  age: number | null
  isClient: boolean
}
export interface FamilyOf {
  members: readonly Member[]
}

export interface CircleOf {
  centre: string
  contacts: readonly {
    name: string
    relation: string
    kind: 'person' | 'organisation'
    strength: keyof typeof strengths
  }[]
}

/** A drawing of ours, with its size in the units of its view box. */
export interface Drawing {
  svg: string
  width: number
  height: number
}

const ink = '#1F2329'
const muted = '#5A6472'
const blue = '#1F5FA8'
const red = '#B3261E'
const face = 'Noto Sans S Chinese, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

function label(x: number, y: number, text: string, { size = 13, fill = ink, weight = 400 } = {}): string {
  return `<text x="${x}" y="${y}" text-anchor="middle" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(text)}</text>`
}

function drawing(width: number, height: number, title: string, parts: readonly string[]): Drawing {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="${face}">${parts.join('')}</svg>`
  return { svg, width, height }
}

/** Rows of the genogram, eldest first; a relation is to the head of the household. */
const generations: Record<Member['relation'], number> = {
  grandparent: 0,
  father: 1,
  mother: 1,
  head: 2,
  spouse: 2,
  sibling: 2,
  son: 3,
  daughter: 3,
  inLaw: 3,
  grandchild: 4,
  other: 5,
}
/** Who stands where within a row, from the left. */
const places: Member['relation'][] = [
  'grandparent',
  'father',
  'mother',
  'sibling',
  'head',
  'spouse',
  'son',
  'daughter',
  'inLaw',
  'grandchild',
  'other',
]

const step = 116
const rowHeight = 124
const half = 20

function symbol({ sex, isClient }: Member, x: number, y: number): string {
  const stroke = `fill="#fff" stroke="${ink}" stroke-width="1.6"`
  const shapes = (r: number) => {
    switch (sex) {
      case 'male':
        return `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r}" ${stroke}/>`
      case 'female':
        return `<circle cx="${x}" cy="${y}" r="${r}" ${stroke}/>`
      case 'unknown':
        return `<path d="M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z" ${stroke}/>`
    }
  }
  // the client is drawn with a second line around
  return isClient ? shapes(half) + shapes(half - 5) : shapes(half)
}

/**
 * The genogram of a household: squares are men, circles women, diamonds not known; the client has a double line. Generations
 * stand in rows; couples and children are joined; whoever's place in the family is not known stands apart below.
 */
export function genogram({ members }: FamilyOf, relationWords: Readonly<Record<string, string>>): Drawing {
  const order = (one: Member) => places.indexOf(one.relation)
  const rows = [0, 1, 2, 3, 4, 5]
    .map((row) => members.filter(({ relation }) => generations[relation] === row).sort((a, b) => order(a) - order(b)))
    .filter((row) => row.length > 0)
  const widest = Math.max(1, ...rows.map(({ length }) => length))
  const width = Math.max(420, widest * step + 40)
  const at = new Map<Member, [number, number]>()
  for (const [i, row] of rows.entries())
    for (const [j, one] of row.entries())
      at.set(one, [width / 2 + (j - (row.length - 1) / 2) * step, 44 + i * rowHeight])
  const of = (...relations: Member['relation'][]) => members.filter(({ relation }) => relations.includes(relation))
  const lines: string[] = []
  const line = (path: string, dashed = false) =>
    lines.push(
      `<path d="${path}" fill="none" stroke="${muted}" stroke-width="1.4"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`,
    )

  /** Where the children of a couple hang, or of one parent: then below the words, so that no line goes through them. */
  const pointOf = ([first, second]: readonly Member[]): [number, number] | undefined => {
    if (!first) return undefined
    const [x1, y1] = at.get(first)!
    return second ? [(x1 + at.get(second)![0]) / 2, y1] : [x1, y1 + half + 42]
  }
  const joined = (couple: readonly Member[]): [number, number] | undefined => {
    const [first, second] = couple
    if (first && second) line(`M${at.get(first)![0] + half} ${at.get(first)![1]}H${at.get(second)![0] - half}`)
    return pointOf(couple)
  }
  const hang = (from: [number, number] | undefined, children: readonly Member[], dashed = false) => {
    if (!from || children.length === 0) return
    const tops = children.map((child) => at.get(child)!)
    const bar = tops[0]![1] - half - 18
    const xs = [from[0], ...tops.map(([x]) => x)]
    line(`M${from[0]} ${from[1]}V${bar}M${Math.min(...xs)} ${bar}H${Math.max(...xs)}`, dashed)
    for (const [x, y] of tops) line(`M${x} ${bar}V${y - half}`, dashed)
  }
  const heads = of('head')
  const children = of('son', 'daughter')
  hang(joined(of('father', 'mother').slice(0, 2)), [...of('sibling'), ...heads])
  const couple = [...heads, ...of('spouse')].slice(0, 2)
  hang(joined(couple), children)
  // which grandparent or child they belong to is not known: joined as a family, dashed
  hang(joined(of('grandparent').slice(0, 2)), of('father', 'mother').length > 0 ? of('father', 'mother') : heads, true)
  hang(children[0] ? pointOf([children[0]]) : pointOf(couple), of('grandchild'), true)

  const people = members.map((one) => {
    const [x, y] = at.get(one)!
    const second = [relationWords[one.relation] ?? '', one.age === null ? '' : `${one.age} 岁`]
      .filter(Boolean)
      .join(' ')
    return [
      symbol(one, x, y),
      label(x, y + half + 18, cut(one.name, 7), { weight: one.isClient ? 700 : 400 }),
      label(x, y + half + 34, second, { size: 11.5, fill: muted }),
    ].join('')
  })
  const height = rows.length * rowHeight + 34
  const legend = label(width / 2, height - 10, '□ 男　○ 女　◇ 未登记　双线为服务对象　虚线为关系待核', {
    size: 11,
    fill: muted,
  })
  return drawing(width, height, '家庭结构图', [...lines, ...people, legend])
}

const tie: Record<keyof typeof strengths, { stroke: string; width: number; dash: string; word: string }> = {
  strong: { stroke: blue, width: 3, dash: '', word: '紧密' },
  weak: { stroke: muted, width: 1.4, dash: '6 5', word: '一般' },
  strained: { stroke: red, width: 2, dash: '', word: '紧张' },
}

/** A strained tie is drawn as a zigzag, so that colour never stands alone. */
function zigzag(x1: number, y1: number, x2: number, y2: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1)
  const teeth = Math.max(4, Math.round(length / 10))
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length]
  let path = `M${x1.toFixed(1)} ${y1.toFixed(1)}`
  for (let i = 1; i < teeth; i++) {
    const along = (length * i) / teeth
    const off = i % 2 === 0 ? 4 : -4
    path += `L${(x1 + ux * along - uy * off).toFixed(1)} ${(y1 + uy * along + ux * off).toFixed(1)}`
  }
  return `${path}L${x2.toFixed(1)} ${y2.toFixed(1)}`
}

/** The eco-map: the client in the middle, people and organisations around, each tie by its strength. */
export function ecoMap({ centre, contacts }: CircleOf): Drawing {
  const many = contacts.length > 8
  // one or two stand beside the client, more go round
  const few = contacts.length <= 2
  const width = many ? 720 : 560
  const height = many ? 600 : few ? 190 : 440
  const [cx, cy] = [width / 2, (height - 24) / 2]
  const [rx, ry] = [width / 2 - 74, (height - 24) / 2 - 48]
  const parts: string[] = []
  const boxes: string[] = []
  for (const [i, { name, relation, kind, strength }] of contacts.entries()) {
    const angle = (few ? 0 : -Math.PI / 2) + (2 * Math.PI * i) / contacts.length
    const [x, y] = [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)]
    const { stroke, width: thick, dash } = tie[strength]
    const far = Math.hypot(x - cx, y - cy)
    const [sx, sy] = [cx + ((x - cx) / far) * 42, cy + ((y - cy) / far) * 42]
    const path =
      strength === 'strained'
        ? zigzag(sx, sy, x, y)
        : `M${sx.toFixed(1)} ${sy.toFixed(1)}L${x.toFixed(1)} ${y.toFixed(1)}`
    parts.push(
      `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${thick}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
    )
    const outline = `fill="#fff" stroke="${ink}" stroke-width="1.2"`
    boxes.push(
      (kind === 'person'
        ? `<ellipse cx="${x}" cy="${y}" rx="62" ry="26" ${outline}/>`
        : `<rect x="${x - 62}" y="${y - 25}" width="124" height="50" rx="3" ${outline}/>`) +
        label(x, y - 2, cut(name, 9), { size: 12.5 }) +
        label(x, y + 14, cut(relation, 10), { size: 11, fill: muted }),
    )
  }
  const middle = `<circle cx="${cx}" cy="${cy}" r="38" fill="#F2F7FC" stroke="${blue}" stroke-width="2"/>${label(cx, cy + 5, cut(centre, 5), { size: 14, weight: 700 })}`
  const none = contacts.length === 0 ? label(cx, cy + 66, '还没有登记社会关系', { fill: muted }) : ''
  const legend = label(cx, height - 8, '粗线：紧密　虚线：一般或疏远　折线：紧张　椭圆：个人　方框：单位', {
    size: 11,
    fill: muted,
  })
  return drawing(width, height, '社会生态图', [...parts, middle, ...boxes, none, legend])
}
