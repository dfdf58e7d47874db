import { type RawBuilder, sql } from 'kysely'
import type { FactKind } from './facts.ts'
import type { Fields } from './field.ts'

/**
 * Which rows a measure looks at. `from`–`to` are inclusive business days; an as-of measure looks at `to`.
 * `within(alias)` narrows a table with `county` and `station` to what was asked for.
 */
export interface Scope {
  readonly from: string
  readonly to: string
  /** Only what had been recorded by this moment: for a list behind a figure that was fixed then. */
  readonly recordedBy?: string
  /** Parameters of the rule that asks, e.g. client categories. */
  readonly with: Readonly<Record<string, unknown>>
  within(alias: string): RawBuilder<boolean>
  /** For measures of a place's network: the place whose subtree is looked at. */
  readonly place?: string
}

/** One measured value of one station: a plain number, or a ratio's two parts. `dimension` is '' when there is none. */
export interface Cell {
  county: string
  station: string
  dimension: string
  numerator: number
  /** Null when the measure is no ratio. */
  denominator: number | null
}

/** One line of the list behind a figure. */
export interface Behind {
  entity: string
  /** `<county>-<uuid>`. */
  id: string
  station: string | null
  on: string | null
  label: string
  value: number | null
  /** For ratios: whether this one counts in the numerator. */
  hit: boolean | null
}

/**
 * A named number (house.md room 6): what it counts, how it adds up, the query and the list behind it. Measures answer
 * per station over a set, never client by client; one engine serves reports, findings, dashboards and the API.
 */
export interface Measure {
  readonly name: string
  readonly label: string
  readonly unit: string
  /** 统计口径: what is counted and what is not, as users read it. */
  readonly definition: string
  /** What it answers for: each station (the default), a place as a whole in one cell, or whichever of both is asked. */
  readonly grain?: 'station' | 'place' | 'both'
  /** Above a station: sums add, distinct counts add with the words 站内去重, ratios add their two parts. */
  readonly adds: 'sum' | 'distinctPerStation' | 'ratio'
  /** `period` measures what happened from–to; `day` measures how things stand at the end. */
  readonly over: 'period' | 'day'
  /** The words of a dimension's keys, if it is split. */
  readonly dimension?: { readonly label: string; readonly words: Readonly<Record<string, string>> | 'catalogue' }
  cells(scope: Scope): RawBuilder<Cell>
  list(scope: Scope, dimension: string): RawBuilder<Behind>
  /** What a rule may tell it in `with`, by name: a rule that says anything else is refused. */
  readonly asks?: Fields
  /** What it counts may be known only to those who hold this grant; for others it does not exist. */
  readonly grant?: string
  /** Facts it adds up, if that is all it does: then months are kept as roll-ups. */
  readonly ofFacts?: FactMeasure
}

const ofPlace = (
  place: string,
  rows: RawBuilder<unknown>,
  numerator: RawBuilder<unknown>,
  denominator: RawBuilder<unknown>,
) =>
  sql<Cell>`select ${place}::text as county, null::uuid as station, '' as dimension, ${numerator}::bigint as numerator,
    ${denominator}::bigint as denominator from (${rows}) as counted`

/** The one cell of a place as a whole: how many rows there are. */
export const countOfPlace = (place: string, rows: RawBuilder<unknown>): RawBuilder<Cell> =>
  ofPlace(place, rows, sql`count(*)`, sql`null`)

/** The one cell of a place as a whole: how many of the rows are a `hit`. */
export const shareOfPlace = (place: string, rows: RawBuilder<unknown>): RawBuilder<Cell> =>
  ofPlace(place, rows, sql`count(*) filter (where hit)`, sql`count(*)`)

interface FactMeasure {
  readonly fact: string
  readonly value: RawBuilder<number>
  readonly split: 'variant' | 'items' | undefined
}

const registry = new Map<string, Measure>()

/** Every measure defined so far, by name; policy rules and reports ask for them by it. */
export function measures(): ReadonlyMap<string, Measure> {
  return registry
}

export function measure(definition: Measure): Measure {
  registry.set(definition.name, definition)
  return definition
}

const values = {
  records: sql<number>`f.sign`,
  people: sql<number>`f.sign * f.people`,
  minutes: sql<number>`f.sign * f.minutes`,
  fen: sql<number>`f.sign * f.fen`,
} as const

/** A measure that adds up facts of one kind; `split` shows it by sub-kind or by catalogue item. */
export function factMeasure(
  spec: Pick<Measure, 'name' | 'label' | 'unit' | 'definition' | 'dimension'> & {
    fact: FactKind
    count: keyof typeof values
    split?: 'variant' | 'items'
  },
): Measure {
  const { fact, count, split, ...named } = spec
  const ofFacts: FactMeasure = { fact: fact.name, value: values[count], split }
  const inPeriod = (scope: Scope) => {
    const known = scope.recordedBy ? sql`and f.recorded_at <= ${scope.recordedBy}::timestamptz` : sql``
    return sql`${scope.within('f')} and f.on_day between ${scope.from}::date and ${scope.to}::date ${known}`
  }
  return measure({
    ...named,
    adds: 'sum',
    over: 'period',
    ofFacts,
    cells: (scope) => factCells(ofFacts, sql`''`, sql`fact f`, inPeriod(scope)),
    list: (scope, dimension) => sql<Behind>`
      select f.source_entity as entity, f.county || '-' || f.source as id, f.county || '-' || f.station as station,
        f.on_day as "on", '' as label, sum(${ofFacts.value})::float8 as value, null::boolean as hit
      from fact f
      where ${inPeriod(scope)} and f.kind = ${fact.name} and ${dimension === '' ? sql`true` : holds(split, dimension)}
      group by f.source_entity, f.county, f.source, f.station, f.on_day having sum(${ofFacts.value}) <> 0
      order by f.on_day, id`,
  })
}

function holds(split: 'variant' | 'items' | undefined, dimension: string): RawBuilder<unknown> {
  return split === 'items' ? sql`${dimension} = any(f.items)` : sql`f.variant = ${dimension}`
}

/** The sums of a fact measure by station and dimension, with one more grouping expression (a month, or nothing). */
export function factCells(
  of: FactMeasure,
  month: RawBuilder<unknown>,
  source: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): RawBuilder<Cell & { month: string }> {
  const split = of.split === 'items' ? sql`cross join lateral unnest(f.items) as item(key)` : sql``
  const dimension =
    of.split === 'items' ? sql`item.key` : of.split === 'variant' ? sql`coalesce(f.variant, '')` : sql`''`
  return sql`
    select f.county, f.station, ${month} as month, ${dimension} as dimension, sum(${of.value})::bigint as numerator, null::bigint as denominator
    from ${source} ${split}
    where ${where} and f.kind = ${of.fact}
    group by 1, 2, 3, 4`
}
