/** A point as [longitude, latitude] in degrees. */
export type Point = readonly [number, number]
/** A polygon: its outline and then its holes. */
export type Polygon = readonly (readonly Point[])[]

/** One area of a boundary file, by the code or the name that its file gives it. */
export interface Shape {
  code: string | null
  name: string | null
  polygons: readonly Polygon[]
}

export type Boundary = { shapes: Shape[] } | { problem: string }

export const boundaryLimits = { bytes: 5 * 1024 * 1024, shapes: 3000 } as const

const codeKeys = ['code', 'adcode', 'divisionCode', '区划代码', '行政区划代码', '代码', 'XZQDM', 'PAC']
const nameKeys = ['name', '名称', '区划名称', '行政区名称', 'XZQMC', 'NAME']

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const problem = (says: string): { problem: string } => ({ problem: says })

/** The value of the first of these properties that says something. */
function saidBy(properties: unknown, keys: readonly string[]): string | null {
  if (!isObject(properties)) return null
  for (const key of keys) {
    const value = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 60)
  }
  return null
}

/**
 * Reads a boundary file: a FeatureCollection (RFC 7946) of polygons in degrees of longitude and latitude, each with a
 * property that names its place. Answers the shapes, or one sentence that says what is wrong and what to do.
 */
export function readBoundary(text: string): Boundary {
  const bytes = new TextEncoder().encode(text).length
  if (bytes > boundaryLimits.bytes)
    return problem(`文件有 ${(bytes / 1024 / 1024).toFixed(1)} MB，超过 5 MB，请先简化边界再上传`)
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return problem('文件不是有效的 GeoJSON，请从地图软件重新导出')
  }
  const type = isObject(file) ? file.type : undefined
  if (!isObject(file) || type !== 'FeatureCollection' || !Array.isArray(file.features))
    return problem(
      `文件最外层应为图形集合 FeatureCollection${typeof type === 'string' ? `，现在是 ${type.slice(0, 30)}` : ''}，请重新导出`,
    )
  const { features } = file
  if (features.length === 0) return problem('文件里没有图形，请检查导出的图层')
  if (features.length > boundaryLimits.shapes)
    return problem(`文件有 ${features.length} 个图形，最多 ${boundaryLimits.shapes} 个，请只导出本级的下级区划`)
  const shapes: Shape[] = []
  for (const [i, feature] of features.entries()) {
    const read = readFeature(feature, `第 ${i + 1} 个图形`)
    if ('problem' in read) return read
    shapes.push(read)
  }
  return { shapes }
}

/** The same as a check of a form's field. */
export function boundaryProblem(text: string): string | undefined {
  const read = readBoundary(text)
  return 'problem' in read ? read.problem : undefined
}

function readFeature(feature: unknown, which: string): Shape | { problem: string } {
  const geometry = isObject(feature) && feature.type === 'Feature' ? feature.geometry : undefined
  if (!isObject(feature) || !isObject(geometry)) return problem(`${which}没有几何形状，请删去后重新导出`)
  const { type, coordinates } = geometry
  if (type !== 'Polygon' && type !== 'MultiPolygon')
    return problem(`${which}是 ${String(type).slice(0, 30)}，只能是面（Polygon 或 MultiPolygon），请去掉点和线`)
  const polygons = type === 'Polygon' ? [coordinates] : coordinates
  if (!Array.isArray(polygons) || polygons.length === 0) return problem(`${which}没有坐标，请删去后重新导出`)
  for (const polygon of polygons) {
    if (!Array.isArray(polygon) || polygon.length === 0) return problem(`${which}没有坐标，请删去后重新导出`)
    for (const ring of polygon) {
      const wrong = wrongRing(ring)
      if (wrong) return problem(`${which}${wrong}`)
    }
  }
  const [code, name] = [saidBy(feature.properties, codeKeys), saidBy(feature.properties, nameKeys)]
  if (code === null && name === null)
    return problem(`${which}没有写明是哪个区划，请在属性 code 或 name 中写区划代码或名称`)
  return { code, name, polygons: polygons as Polygon[] }
}

function wrongRing(ring: unknown): string | undefined {
  if (!Array.isArray(ring) || ring.length < 4) return '有一圈不足 4 个点，围不成面，请检查'
  for (const point of ring as unknown[]) {
    if (!Array.isArray(point) || typeof point[0] !== 'number' || typeof point[1] !== 'number')
      return '有一个点不是 [经度, 纬度]，请重新导出'
    const [x, y] = point as [number, number]
    if (Math.abs(x) <= 180 && Math.abs(y) <= 90) continue
    return Math.abs(x) <= 90 && Math.abs(y) <= 180
      ? `的坐标（${x}, ${y}）像是经纬度写反了，应先经度、后纬度`
      : `的坐标（${x}, ${y}）不是经纬度，请按 WGS84（度）重新导出`
  }
  return undefined
}

/**
 * Shapes on a grid of so many degrees: points that fall together become one. Neighbours keep their common border,
 * because the same point always falls on the same place.
 */
export function snap(shapes: readonly Shape[], step: number): Shape[] {
  const onGrid = (value: number) => Number((Math.round(value / step) * step).toFixed(5))
  const ring = (points: readonly Point[]) => {
    const kept: Point[] = []
    for (const [x, y] of points) {
      const point: Point = [onGrid(x), onGrid(y)]
      const last = kept.at(-1)
      if (!last || last[0] !== point[0] || last[1] !== point[1]) kept.push(point)
    }
    return kept
  }
  return shapes.map(({ code, name, polygons }) => ({
    code,
    name,
    polygons: polygons
      .map((polygon) => polygon.map(ring).filter((points) => points.length >= 4))
      .filter((polygon) => polygon.length > 0),
  }))
}

/** Shapes as GeoJSON with nothing but their form, code and name: whatever else a file says is left behind. */
export function writeBoundary(shapes: readonly Shape[]): string {
  const features = shapes.map(({ code, name, polygons }) => ({
    type: 'Feature',
    properties: { ...(code !== null && { code }), ...(name !== null && { name }) },
    geometry: { type: 'MultiPolygon', coordinates: polygons },
  }))
  return JSON.stringify({ type: 'FeatureCollection', features })
}

/** About a metre, and coarser steps for files that are too fine to send; at the last, a hundred metres. */
const steps = [0.00001, 0.00005, 0.0001, 0.0002, 0.0005, 0.001]

/** A boundary as text of at most so many bytes: as fine as fits. `undefined` where even the coarsest is too large. */
export function fitBoundary(shapes: readonly Shape[], bytes: number): string | undefined {
  for (const step of steps) {
    const text = writeBoundary(snap(shapes, step))
    if (new TextEncoder().encode(text).length <= bytes) return text
  }
  return undefined
}
