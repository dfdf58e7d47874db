import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { explain } from '../../core/check.ts'
import { boundaryFields } from './change.ts'
import { matchShapes, project } from './drawing.ts'
import { boundaryProblem, fitBoundary, readBoundary, type Shape, snap } from './geojson.ts'
import { placeBoundary, placeDetail, removeBoundary, uploadBoundary } from './index.server.ts'

/** A square of this many degrees. */
function square(west: number, south: number, side = 0.1): [number, number][] {
  return [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ]
}

const feature = (properties: object | null, coordinates: unknown = [square(102.7, 25)], type = 'Polygon') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
})
const file = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features })
const good = file(
  feature({ adcode: 530111003, name: '吴井', population: 1 }),
  feature({ name: '金马街道' }, [[square(102.8, 25)]], 'MultiPolygon'),
  feature({ name: '别处' }, [square(102.9, 25.0)]),
)

describe('a boundary file is refused with what is wrong', () => {
  const refusals: [string, string, string][] = [
    ['text that is no JSON', '<kml>', '文件不是有效的 GeoJSON'],
    [
      'a single feature',
      JSON.stringify(feature({ name: '甲' })),
      '最外层应为图形集合 FeatureCollection，现在是 Feature',
    ],
    ['an empty collection', file(), '文件里没有图形'],
    ['a point', file(feature({ name: '甲' }, [102, 25], 'Point')), '第 1 个图形是 Point，只能是面'],
    ['no geometry', file({ type: 'Feature', properties: { name: '甲' }, geometry: null }), '第 1 个图形没有几何形状'],
    ['projected coordinates', file(feature({ name: '甲' }, [square(11433621, 2876543)])), '不是经纬度，请按 WGS84'],
    ['latitude first', file(feature({ name: '甲' }, [square(25, 102)])), '像是经纬度写反了'],
    [
      'a line of two points',
      file(
        feature({ name: '甲' }, [
          [
            [102, 25],
            [103, 25],
          ],
        ]),
      ),
      '有一圈不足 4 个点',
    ],
    [
      'words for numbers',
      file(
        feature({ name: '甲' }, [
          [
            ['a', 1],
            [1, 1],
            [1, 2],
            [2, 2],
          ],
        ]),
      ),
      '不是 [经度, 纬度]',
    ],
    ['no code and no name', file(feature({ name: '甲' }), feature({ id: '' })), '第 2 个图形没有写明是哪个区划'],
    ['more than 5 MB', ' '.repeat(5 * 1024 * 1024 + 1), '超过 5 MB'],
  ]
  it.each(refusals)('%s', (_, text, says) => {
    expect(boundaryProblem(text)).toContain(says)
  })

  it('a good one is read whole, codes also where they are numbers', () => {
    expect(boundaryProblem(good)).toBeUndefined()
    const read = readBoundary(good)
    expect('shapes' in read && read.shapes.map(({ code, name }) => [code, name])).toEqual([
      ['530111003', '吴井'],
      [null, '金马街道'],
      [null, '别处'],
    ])
  })
})

it('one too large to be looked at is told so in MB, at its field', () => {
  const errors = [{ keyword: 'maxLength', instancePath: '/geojson', params: { limit: 20 * 2 ** 20 } }]
  expect(explain(errors, boundaryFields)).toEqual({ geojson: '「边界文件」太大（超过 20 MB），请精简后再上传' })
})

describe('shapes are matched and drawn', () => {
  const shape = (code: string | null, name: string | null): Shape => ({ code, name, polygons: [[square(102.7, 25)]] })
  const places = [
    { id: '530111', name: '官渡区', divisionCode: '530111' },
    { id: '530112', name: '西山区', divisionCode: '530112' },
    { id: 'Z530100001', name: '新设区', divisionCode: '530199' },
  ]

  it('by code of any length, by name, or by the only name that begins alike', () => {
    const wanted = [
      shape('530111000000', null),
      shape('530199', '甲'),
      shape(null, '西山区'),
      shape(null, '官渡'),
      shape('999999', '区'),
      shape(null, '五华区'),
    ]
    expect(matchShapes(wanted, places)).toEqual(['530111', 'Z530100001', '530112', '530111', null, null])
  })

  it('fitted into the width, north up, with longitudes shortened by the latitude', () => {
    const { width, height, drawn } = project(
      [shape('1', null), { code: '2', name: null, polygons: [[square(102.8, 25.1)]] }],
      1000,
    )
    expect(width).toBeCloseTo(1000)
    expect(height).toBeCloseTo(1000 / Math.cos((25.1 * Math.PI) / 180), 0)
    expect(drawn[1]!.centre.y).toBeLessThan(drawn[0]!.centre.y)
    expect(drawn[0]!.path).toMatch(/^M0 \d/)
  })

  it('made coarser until they fit, neighbours keeping their common border', () => {
    const border = Array.from({ length: 2000 }, (_, i) => [102.8 + (i % 7) * 1e-6, 25 + i * 1e-5] as [number, number])
    const left = [[102.7, 25] as [number, number], ...border, [102.7, 25] as [number, number]]
    const right = [[102.9, 25] as [number, number], ...border, [102.9, 25] as [number, number]]
    const shapes = [left, right].map((ring, i) => ({ code: String(i), name: null, polygons: [[ring]] }))
    const text = fitBoundary(shapes, 20_000)!
    expect(text.length).toBeLessThanOrEqual(20_000)
    const [one, two] = (readBoundary(text) as { shapes: Shape[] }).shapes.map(({ polygons }) =>
      polygons[0]![0]!.slice(1, -1),
    )
    expect(one).toEqual(two)
    expect(fitBoundary(shapes, 50)).toBeUndefined()
    expect(snap(shapes, 0.00001)[0]!.polygons[0]![0]!.length).toBeGreaterThan(one!.length)
  })
})

describe('an office brings its own boundaries', () => {
  let world: World
  let guandu: Actor
  beforeAll(async () => {
    world = await openWorld()
    guandu = await world.actor(await world.account({ role: 'administrator', place: '530111' }))
  })
  afterAll(() => world.close())

  const upload = (id: string, geojson = good) =>
    world.as(guandu, uploadBoundary, {
      id,
      fileName: '官渡区.geojson',
      source: '区民政局 2026 年界线图，内部使用',
      geojson,
    })

  it('they are kept with form, code and name only, and shown to everyone signed in', async () => {
    const boundary = await upload('530111')
    expect(boundary).toMatchObject({ shapes: 3, source: '区民政局 2026 年界线图，内部使用', can: ['removeBoundary'] })
    const reader = await world.actor(await world.account({ role: 'county', place: '510402' }))
    const shown = await world.as(reader, placeBoundary, { place: '530111' })
    expect(shown.boundary?.can).toEqual([])
    expect(shown.geojson).not.toContain('population')
    expect('shapes' in readBoundary(shown.geojson!)).toBe(true)
  })

  it('a new file takes the place of the old, and one taken away is gone with its reason kept', async () => {
    const boundary = await upload('530111', file(feature({ name: '金马街道' })))
    expect((await world.as(guandu, placeDetail, { id: '530111' })).boundary).toMatchObject({
      id: boundary.id,
      shapes: 1,
    })
    await world.as(guandu, removeBoundary, { id: boundary.id, removedReason: '没有审图号' })
    expect(await world.as(guandu, placeBoundary, { place: '530111' })).toEqual({ boundary: null, geojson: null })
    const { rows } = await world.owner.query('select removed_reason from place_boundary order by created_at')
    expect(rows.map((row) => row.removed_reason)).toEqual(['已换成新的边界', '没有审图号'])
    const drawings = await world.owner.query('select count(*)::int as n from place_boundary_drawing')
    expect(drawings.rows).toEqual([{ n: 0 }])
  })

  it('not for a place outside the reach, nor with a wrong file', async () => {
    await expect(upload('530102')).rejects.toMatchObject({ code: 'notFound' })
    await expect(upload('530111', file())).rejects.toMatchObject({
      fields: { geojson: '文件里没有图形，请检查导出的图层' },
    })
  })
})
