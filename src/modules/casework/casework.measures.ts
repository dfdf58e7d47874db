import { sql } from 'kysely'
import { type Behind, type Cell, factMeasure, measure, type Scope } from '../../core/measures.ts'
import { caseClosed, caseCrisisFact, caseOpened, caseReferred, crisisKinds, domains } from './caseFile.ts'
import { workingStages } from './caseFlow.ts'

const inPeriod = (scope: Scope, kind: string) => {
  const known = scope.recordedBy ? sql`and f.recorded_at <= ${scope.recordedBy}::timestamptz` : sql``
  return sql`${scope.within('f')} and f.kind = ${kind} and f.on_day between ${scope.from}::date and ${scope.to}::date ${known}`
}

/** BH-3.1b: cases that were closed with a supervisor's signature. */
export const completedCases = measure({
  name: 'casework.completedCases',
  label: '完成的个案',
  unit: '个',
  definition:
    '期内经督导审核同意结案的个案数，按结案日期计；不开案的不计；结案后重新开案的从原结案日期冲销，以最后一次结案计。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select f.county, f.station, '' as dimension, sum(f.sign)::bigint as numerator, null::bigint as denominator
    from fact f where ${inPeriod(scope, caseClosed.name)} group by f.county, f.station`,
  list: (scope) => sql<Behind>`
    select 'case_file' as entity, f.county || '-' || f.source as id, f.county || '-' || f.station as station, f.on_day as "on",
      max(c.number) as label, sum(f.sign)::float8 as value, null::boolean as hit
    from fact f left join case_file c on c.county = f.county and c.id = f.source
    where ${inPeriod(scope, caseClosed.name)} group by f.county, f.source, f.station, f.on_day having sum(f.sign) <> 0 order by f.on_day`,
})

export const openedCases = factMeasure({
  name: 'casework.openedCases',
  label: '新开个案',
  unit: '个',
  definition: '期内开案的个案数，按开案日期计，按服务领域分列；接案后决定不开案的不计。',
  fact: caseOpened,
  count: 'records',
  split: 'variant',
  dimension: { label: '服务领域', words: domains },
})

export const referrals = factMeasure({
  name: 'casework.referrals',
  label: '转介',
  unit: '次',
  definition: '期内办理的转介次数，按接收方分列；撤回的也计入办理次数。',
  fact: caseReferred,
  count: 'records',
  split: 'variant',
  dimension: { label: '接收方', words: { station: '系统内的社工站', organisation: '系统外的单位' } },
})

export const crises = factMeasure({
  name: 'casework.crises',
  label: '危机介入',
  unit: '次',
  definition: '期内标记的危机次数，按发现日期计，按类型分列。',
  fact: caseCrisisFact,
  count: 'records',
  split: 'variant',
  dimension: { label: '危机类型', words: crisisKinds },
})

/** How many cases a station is working on at the end of a period, by the steps they have taken. */
export const runningCases = measure({
  name: 'casework.runningCases',
  label: '在办个案',
  unit: '个',
  definition: '到期末仍在办理（接案至结案审核）的个案数，按每个个案到那一天为止的最后一步判断。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select c.county, c.station, '' as dimension, count(*)::bigint as numerator, null::bigint as denominator
    from case_file c cross join lateral ${lastStep(scope)} as last
    where ${scope.within('c')} and last.to_stage = any(${[...workingStages]}::text[]) group by c.county, c.station`,
  list: (scope) => sql<Behind>`
    select 'case_file' as entity, c.county || '-' || c.id as id, c.county || '-' || c.station as station, c.intake_on as "on",
      c.number as label, null::float8 as value, null::boolean as hit
    from case_file c cross join lateral ${lastStep(scope)} as last
    where ${scope.within('c')} and last.to_stage = any(${[...workingStages]}::text[]) order by c.intake_on`,
})

const lastStep = (scope: Scope) =>
  sql`(select s.to_stage from case_step s where s.county = c.county and s.case_file = c.id and s.on_day <= ${scope.to}::date order by s.at desc, s.id desc limit 1)`
