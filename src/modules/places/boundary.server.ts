import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { optional, shape, text } from '../../core/field.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import { boundaryFields, placeId, removeFields } from './change.ts'
import { readBoundary, snap, writeBoundary } from './geojson.ts'
import { Place, PlaceBoundary } from './place.ts'

/**
 * Keeps an office's own boundaries of the places below this one, in place of those shown so far. Only form, code and
 * name are kept, to a metre. The drawing is for use inside the system; publishing a map needs its own approval.
 */
export const uploadBoundary = action({
  label: '上传边界',
  grant: 'place.manage',
  on: Place,
  guard: ({ kind }) => (kind === 'village' ? '村级之下没有区划，边界请传到乡级' : undefined),
  input: { id: placeId, ...boundaryFields },
  output: PlaceBoundary,
  clause: '地图管理条例 第十五条',
  async run({ tx, found, input }) {
    const read = readBoundary(input.geojson)
    if ('problem' in read) throw refuseField('geojson', read.problem)
    // two who upload at once wait for each other, and the later one is shown
    await tx.rows(sql`select 1 from place where id = ${found.id} for update`)
    for (const shown of await select(tx, PlaceBoundary, sql`where place = ${found.id} and removed_reason is null`)) {
      tx.send(sql`delete from place_boundary_drawing where boundary = ${shown.id}::uuid`)
      await update(tx, PlaceBoundary, shown, { removedReason: '已换成新的边界' })
    }
    const drawing = writeBoundary(snap(read.shapes, 0.00001))
    const boundary = await insert(
      tx,
      PlaceBoundary,
      { id: uuidv7(), county: found.county },
      {
        place: found.id,
        fileName: input.fileName,
        source: input.source,
        shapes: read.shapes.length,
        sha256: createHash('sha256').update(drawing).digest('hex'),
        removedReason: null,
      },
    )
    tx.send(sql`insert into place_boundary_drawing (boundary, geojson) values (${boundary.id}::uuid, ${drawing})`)
    return boundary
  },
})

/** Takes a boundary away, e.g. because it may not be shown; the drawing itself is deleted, its record stays. */
export const removeBoundary = action({
  label: '移除边界',
  grant: 'place.manage',
  on: PlaceBoundary,
  guard: ({ removedReason }) => (removedReason ? '这份边界已经移除' : undefined),
  input: { id: text('编号', { max: 40 }), ...removeFields },
  output: PlaceBoundary,
  async run({ tx, found, input }) {
    tx.send(sql`delete from place_boundary_drawing where boundary = ${found.id}::uuid`)
    return update(tx, PlaceBoundary, found, { removedReason: input.removedReason })
  },
})

/** The boundaries shown for the places below this one, as GeoJSON. */
export const placeBoundary = query({
  label: '边界图',
  grant: 'signedIn',
  input: { place: placeId },
  output: shape('边界图', {
    boundary: optional(PlaceBoundary.row),
    geojson: optional(text('边界', { max: 20_000_000 })),
  }),
  async run({ tx, input }) {
    const [boundary] = await select(tx, PlaceBoundary, sql`where place = ${input.place} and removed_reason is null`)
    if (!boundary) return { boundary: null, geojson: null }
    const drawing = await tx.first<{ geojson: string }>(
      sql`select geojson from place_boundary_drawing where boundary = ${boundary.id}::uuid`,
    )
    if (!drawing) throw new Failure('notFound', '边界图已被移除，请刷新页面')
    return { boundary, geojson: drawing.geojson }
  },
})
