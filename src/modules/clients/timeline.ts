import type { RawBuilder } from 'kysely'
import type { AnyEntity } from '../../core/entity.ts'

/** Whose timeline: the client's own id and those of files merged into it, all of one county. */
export interface TimelineOf {
  county: string
  /** Uuids, without the county. */
  clients: readonly string[]
}

/** One line, as a contributor selects it: `on_day, record, station, worker, kind, title, note`. */
export interface TimelineLine {
  onDay: string
  /** Uuid of the record, of the same county as the client. */
  record: string
  /** Uuid of the station where it was done, or null. */
  station: string | null
  /** Uuid of the person who did it, or null. */
  worker: string | null
  /** A word for the kind within the source, e.g. 走访. */
  kind: string
  title: string
  note: string | null
}

/** What a module adds to the timeline of a client. */
export interface TimelineSource {
  readonly name: string
  /** What the lines are, for the filter: 服务, 个案, 走访 … */
  readonly label: string
  /** Whoever does not hold it sees none of these lines. */
  readonly grant: string
  /** The record a line opens, and the entity whose reach is asked. */
  readonly entity: AnyEntity
  /** The page a line leads to, without the id; absent if there is none. */
  readonly path?: string
  /**
   * Selects the seven columns of `TimelineLine` in their order. `within` narrows the entity's own table, under its own
   * name, to what the reader may see; it must stand in the where clause.
   */
  lines(of: TimelineOf, within: RawBuilder<boolean>): RawBuilder<TimelineLine>
  /** Selects the uuids of files that belong to these records, one column `file`, for the archive as a package. */
  files?(of: TimelineOf, within: RawBuilder<boolean>): RawBuilder<{ file: string }>
}

const sources = new Map<string, TimelineSource>()

/**
 * Adds what a module knows of a client to the one timeline (issue 4 point 2). Registered beside the entity, exported through
 * the module's index, so that the module need not be known here.
 */
export function clientTimeline(source: TimelineSource): TimelineSource {
  sources.set(source.name, source)
  return source
}

export function timelineSources(): ReadonlyMap<string, TimelineSource> {
  return sources
}

const followers = new Set<AnyEntity>()

/**
 * Says that rows of this record belong to the file and go with the client: into another station's reach when the client is
 * transferred, to the kept file's station when files are merged. Events are not: they stay where they were done.
 */
export function followsClient(...entities: AnyEntity[]): void {
  for (const entity of entities) followers.add(entity)
}

export function followingEntities(): ReadonlySet<AnyEntity> {
  return followers
}
