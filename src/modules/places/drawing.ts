import type { Point, Shape } from './geojson.ts'

/** A place that a shape may stand for. */
export interface Drawable {
  id: string
  name: string
  divisionCode: string | null
}

/** Codes are written with six, nine or twelve digits for the same place. */
const codeKey = (code: string) => code.replace(/(000)+$/, '')

/**
 * Which place each shape stands for: by its code, else by its whole name, else by the only name that begins like it
 * (官渡 for 官渡区). Answers place ids in the order of the shapes; null where none fits.
 */
export function matchShapes(shapes: readonly Shape[], places: readonly Drawable[]): (string | null)[] {
  const byCode = new Map(
    places.flatMap(({ id, divisionCode }) => [
      [codeKey(id), id] as const,
      ...(divisionCode ? [[codeKey(divisionCode), id] as const] : []),
    ]),
  )
  const byName = new Map(places.map(({ id, name }) => [name, id]))
  return shapes.map(({ code, name }) => {
    const exact = (code !== null && byCode.get(codeKey(code))) || (name !== null && byName.get(name))
    if (exact) return exact
    if (name === null || name.length < 2) return null
    const alike = places.filter((place) => place.name.startsWith(name) || name.startsWith(place.name))
    return alike.length === 1 ? alike[0]!.id : null
  })
}

/** A shape as an SVG path, with where its name may stand and how much room there is. */
export interface Drawn {
  path: string
  centre: { x: number; y: number }
  width: number
}

export interface Drawing {
  width: number
  height: number
  drawn: Drawn[]
}

/**
 * Fits shapes into a drawing of this width: equirectangular, with degrees of longitude shortened as at the middle
 * latitude, north up. A sketch, not a map to measure on.
 */
export function project(shapes: readonly Shape[], width: number): Drawing {
  const points = shapes.flatMap(({ polygons }) => polygons.flatMap((polygon) => polygon[0] ?? []))
  const box = boxOf(points)
  const shorten = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180)
  const scale = width / Math.max((box.east - box.west) * shorten, (box.north - box.south) / 2, 1e-6)
  const place = ([x, y]: Point): [number, number] => [
    Math.round((x - box.west) * shorten * scale * 10) / 10,
    Math.round((box.north - y) * scale * 10) / 10,
  ]
  const drawn = shapes.map(({ polygons }): Drawn => {
    const path = polygons
      .flatMap((polygon) => polygon.map((ring) => `M${ring.map((point) => place(point).join(' ')).join('L')}Z`))
      .join('')
    const largest = polygons
      .map((polygon) => boxOf(polygon[0] ?? []))
      .reduce((best, one) => (areaOf(one) > areaOf(best) ? one : best), nothing)
    const [left, top] = place([largest.west, largest.north])
    const [right, bottom] = place([largest.east, largest.south])
    return { path, centre: { x: (left + right) / 2, y: (top + bottom) / 2 }, width: right - left }
  })
  return {
    width: Math.max(1, (box.east - box.west) * shorten * scale),
    height: Math.max(1, (box.north - box.south) * scale),
    drawn,
  }
}

interface Box {
  west: number
  east: number
  south: number
  north: number
}

const nothing: Box = { west: 0, east: 0, south: 0, north: 0 }

const areaOf = ({ west, east, south, north }: Box) => (east - west) * (north - south)

function boxOf(points: readonly Point[]): Box {
  const [first] = points
  if (!first) return nothing
  const box: Box = { west: first[0], east: first[0], south: first[1], north: first[1] }
  for (const [x, y] of points) {
    if (x < box.west) box.west = x
    if (x > box.east) box.east = x
    if (y < box.south) box.south = y
    if (y > box.north) box.north = y
  }
  return box
}
