import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { list, shape, version } from '../../core/field.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import { AnnualInspection, OperatorVetting } from './operatorFacts.ts'
import { organisationId } from './organisation.server.ts'
import { Organisation } from './organisation.ts'

const { year, conclusion, onDay, document } = AnnualInspection.fields

/** Notes the outcome of a year's inspection. */
export const recordInspection = action({
  label: '登记年检',
  grant: 'organisation.manage',
  on: Organisation,
  input: { id: organisationId, year, conclusion, onDay, document },
  output: AnnualInspection,
  clause: '昆民通〔2021〕8号 附件2',
  run: ({ tx, found, input: { id: organisation, ...values } }) =>
    insert(tx, AnnualInspection, { id: uuidv7(), county: found.county }, { organisation, ...values }),
})

export const correctInspection = action({
  label: '更正年检',
  grant: 'organisation.manage',
  on: AnnualInspection,
  input: { id: organisationId, version: version(), year, conclusion, onDay, document },
  output: AnnualInspection,
  run: ({ tx, found, input: { id: _id, version: _version, ...values } }) => update(tx, AnnualInspection, found, values),
})

const { organisation: _of, ...vetting } = OperatorVetting.fields

/** Notes that those behind an organisation were reviewed before services are bought from it (BH-4.1). */
export const recordVetting = action({
  label: '登记人员审查',
  grant: 'organisation.manage',
  on: Organisation,
  input: { id: organisationId, ...vetting },
  output: OperatorVetting,
  clause: '滨海新区通知 四（一）',
  run: ({ tx, found, input: { id: organisation, ...values } }) =>
    insert(tx, OperatorVetting, { id: uuidv7(), county: found.county }, { organisation, ...values }),
})

/** What is known of an organisation beside its registration, newest first. */
export const operatorFactsOf = query({
  label: '年检与审查',
  grant: 'signedIn',
  input: { id: organisationId },
  output: shape('年检与审查', {
    inspections: list('年检', AnnualInspection.row),
    vettings: list('人员审查', OperatorVetting.row),
    organisation: Organisation.row,
  }),
  async run({ tx, input }) {
    const [inspections, vettings, organisations] = await Promise.all([
      select(tx, AnnualInspection, sql`where organisation = ${input.id}::uuid order by year desc`),
      select(tx, OperatorVetting, sql`where organisation = ${input.id}::uuid order by on_day desc, id desc`),
      select(tx, Organisation, sql`where id = ${input.id}::uuid`),
    ])
    return { inspections, vettings, organisation: organisations[0]! }
  },
})
