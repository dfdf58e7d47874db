import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, flag, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { partAt, partsOf, pointsTo } from '../../core/parts.ts'
import { find, findReachable, insert, update } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { countService } from '../assistance/index.server.ts'
import { placePaths, refuseOutside } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { openStation } from '../services/index.server.ts'
import { Station } from '../stations/index.ts'
import { reviewMonths } from './freshness.ts'
import { endingFields, Resource, ResourceMatch, ResourceReview, resourceKinds, resourceViews } from './resource.ts'

type ResourceRow = RowOf<typeof Resource>

const { state: _state, reviewBy: _by, endedOn: _on, endedWhy: _why, ...typed } = Resource.fields
const { registeredOn: _registered, ...described } = typed

const mustBeHere = '请选择本区县的社区（村）；设在外地的，选它服务到的社区，地址写在联系方式里'

/** The day until which a resource must be looked at again, by the rule of the station's own document; none without one. */
async function nextReview(tx: Tx, place: string, on: string): Promise<string | null> {
  const months = reviewMonths(await policyAt(tx, place, on))
  if (months === null) return null
  const [row] = await tx.rows<{ day: string }>(
    sql`select (${on}::date + make_interval(months => ${months}))::date as day`,
  )
  return row!.day
}

async function noteReview(tx: Tx, actor: Actor, row: ResourceRow, onDay: string, note: string | null): Promise<void> {
  const review = await insert(tx, ResourceReview, partAt(row), {
    resource: row.id,
    onDay,
    note,
    worker: actor.person,
    byName: actor.name,
  })
  await countService(tx, {
    source: { entity: ResourceReview.name, id: review.id },
    station: row.station!,
    event: 'resource',
    on: onDay,
    kind: null,
    worker: actor.person,
  })
}

/** Takes a resource into the station's library; the day it is taken in is its first review. */
export const addResource = action({
  label: '登记社区资源',
  grant: 'resource.keep',
  clause: '滨海新区清单 一3',
  input: { station: ref('社工站', 'station'), ...typed },
  output: Resource,
  async run({ tx, actor, input: { station: at, ...values } }) {
    const station = await openStation(tx, at, values.registeredOn)
    await refuseOutside(tx, station.county, values.place, mustBeHere)
    const reviewBy = await nextReview(tx, station.place, values.registeredOn)
    const row = await insert(
      tx,
      Resource,
      { id: newId(station.county), station: at },
      { ...values, reviewBy, state: 'inUse' },
    )
    await noteReview(tx, actor, row, values.registeredOn, null)
    return row
  },
})

const whyEnded = ({ state }: Pick<ResourceRow, 'state'>) => (state === 'ended' ? '这项资源已经停用' : undefined)

export const editResource = action({
  label: '修改',
  grant: 'resource.keep',
  on: Resource,
  input: { id: id(), version: version(), ...described },
  output: Resource,
  guard: whyEnded,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    if (values.place !== found.place) await refuseOutside(tx, found.county, values.place, mustBeHere)
    return update(tx, Resource, found, values)
  },
})

/** Writes down that a resource was looked at again, which moves the day of the next time. */
export const reviewResource = action({
  label: '登记核实',
  grant: 'resource.keep',
  on: Resource,
  input: { id: id(), version: version(), onDay: ResourceReview.fields.onDay, note: ResourceReview.fields.note },
  output: Resource,
  guard: whyEnded,
  async run({ tx, actor, found, input }) {
    if (input.onDay < found.registeredOn) throw refuseField('onDay', `不能早于入库日期 ${found.registeredOn}`)
    const station = (await find(tx, Station, found.station!))!
    await noteReview(tx, actor, found, input.onDay, input.note ?? null)
    const reviewBy = await nextReview(tx, station.place, input.onDay)
    const later = found.reviewBy && reviewBy && found.reviewBy > reviewBy ? found.reviewBy : reviewBy
    return update(tx, Resource, found, { reviewBy: later })
  },
})

/** It is there no more, and says since when and why. */
export const endResource = action({
  label: '停用',
  grant: 'resource.keep',
  on: Resource,
  input: { id: id(), version: version(), ...endingFields },
  output: Resource,
  guard: whyEnded,
  async run({ tx, found, input }) {
    if (input.endedOn < found.registeredOn) throw refuseField('endedOn', `不能早于入库日期 ${found.registeredOn}`)
    return update(tx, Resource, found, { state: 'ended', endedOn: input.endedOn, endedWhy: input.endedWhy })
  },
})

const listed = shape('社区资源', {
  resource: Resource.row,
  stationName: text('社工站'),
  placePath: text('所在社区（村）', { max: 200 }),
  due: flag('应核实'),
})

const beside = {
  columns: { stationName: sql<string | null>`shown_station.name` },
  from: sql`left join station shown_station on shown_station.county = resource.county and shown_station.id = resource.station`,
}

/** The library, by name: what is in use, what must be looked at again, what has ended. */
export const listResources = query({
  label: '社区资源库',
  grant: 'resource.read',
  input: {
    view: choice('范围', resourceViews),
    kind: optional(choice('类别', resourceKinds)),
    station: optional(ref('社工站', 'station')),
    search: optional(text('名称或拼音', { max: 60 })),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('社区资源库', {
    rows: list('社区资源', listed),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { view, kind, station, search, after } }) {
    const where: RawBuilder<boolean>[] = [
      view === 'ended' ? sql`resource.state = 'ended'` : sql`resource.state = 'inUse'`,
      ...(view === 'due' ? [sql<boolean>`resource.review_by < ${tx.today}::date`] : []),
      ...(kind ? [sql<boolean>`resource.kind = ${kind}`] : []),
      ...(station ? [pointsTo('resource', 'station', station)] : []),
      ...(search?.trim() ? [worded(Resource, reach, search)] : []),
    ]
    const found = await page(tx, Resource, reach, { where, order: ['name', 'asc'], after: after ?? null, beside })
    const paths = await placePaths(tx, [...new Set(found.rows.map(({ place }) => place))], tx.today)
    return {
      ...found,
      rows: found.rows.map((resource) => ({
        resource,
        stationName: resource.beside.stationName ?? '',
        placePath: paths.get(resource.place) ?? '',
        due: resource.state === 'inUse' && resource.reviewBy !== null && resource.reviewBy < tx.today,
      })),
    }
  },
})

/** One resource with its reviews and what was found there for whom, as far as the reader may know. */
export const getResource = query({
  label: '社区资源',
  grant: 'resource.read',
  input: { id: id() },
  output: shape('社区资源', {
    resource: Resource.row,
    stationName: text('社工站'),
    placePath: text('所在社区（村）', { max: 200 }),
    reviews: list('核实', ResourceReview.row),
    matches: list('供需对接', ResourceMatch.row),
  }),
  async run({ tx, reach, input }) {
    const resource = await findReachable(tx, Resource, reach, input.id, beside)
    const [reviews, matches, paths] = await Promise.all([
      partsOf(tx, ResourceReview, 'resource', resource, 'on_day'),
      partsOf(tx, ResourceMatch, 'resource', resource, 'on_day'),
      placePaths(tx, [resource.place], tx.today),
    ])
    return {
      resource,
      stationName: resource.beside.stationName ?? '',
      placePath: paths.get(resource.place) ?? '',
      reviews: reviews.reverse(),
      matches: matches.reverse(),
    }
  },
})
