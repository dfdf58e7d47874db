import { sql } from 'kysely'
import { reachesStation } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { link, list, optional, shape, text, version } from '../../core/field.ts'
import { uuidShape, uuidv7 } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf, placePaths } from '../places/index.server.ts'
import { Organisation } from './organisation.ts'

/** How many a list shows at most; the rest is found by a narrower search. */
const listCap = 200

/** An organisation's id, for inputs. */
export const organisationId = text('编号', {
  max: 36,
  pattern: uuidShape.source,
  help: '请从列表中选择',
})

async function refuseKnownCode(tx: Tx, creditCode: string, except?: string): Promise<void> {
  const [known] = await select(tx, Organisation, sql`where credit_code = ${creditCode}`)
  if (known && known.id !== except)
    throw refuseField('creditCode', `这个统一社会信用代码已登记为「${known.name}」，请在列表中查找该机构`)
}

/** Registers an organisation that may take over stations. `county` is where it is registered, or any place below. */
export const addOrganisation = action({
  label: '登记机构',
  grant: 'organisation.manage',
  input: { county: link('登记地', 'place'), ...Organisation.fields },
  output: Organisation,
  async run({ tx, reach, input: { county: place, ...values } }) {
    const county = await homeOf(tx, place)
    if (!reachesStation(reach, county, null))
      throw new Failure('notFound', '只能登记本辖区的机构，请重新选择登记地', { county: '请选择本辖区' })
    await refuseKnownCode(tx, values.creditCode)
    return insert(tx, Organisation, { id: uuidv7(), county }, values)
  },
})

export const editOrganisation = action({
  label: '修改机构',
  grant: 'organisation.manage',
  on: Organisation,
  input: { id: organisationId, version: version(), ...Organisation.fields },
  output: Organisation,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    await refuseKnownCode(tx, values.creditCode, found.id)
    return update(tx, Organisation, found, values)
  },
})

/** Organisations are public knowledge: everyone signed in may pick one. By part of the name, or by credit code; at most 200. */
export const listOrganisations = query({
  label: '机构列表',
  grant: 'signedIn',
  input: {
    name: optional(text('名称或统一社会信用代码', { max: 40 })),
    place: optional(link('登记地', 'place')),
  },
  output: list('机构', Organisation.row),
  async run({ tx, input }) {
    const typed = input.name?.trim()
    const wanted = typed
      ? sql`(position(${typed} in name) > 0 or position(${typed.toUpperCase()} in credit_code) = 1)`
      : sql`true`
    const located = input.place
      ? sql`county in (select id from place_within(${input.place}, ${tx.today}::date))`
      : sql`true`
    return select(tx, Organisation, sql`where ${wanted} and ${located} order by name, id limit ${listCap}`)
  },
})

export const getOrganisation = query({
  label: '机构',
  grant: 'signedIn',
  input: { id: organisationId },
  output: shape('机构', { organisation: Organisation.row, countyName: text('登记地') }),
  async run({ tx, input }) {
    const [organisation] = await select(tx, Organisation, sql`where id = ${input.id}::uuid`)
    if (!organisation) throw new Failure('notFound', '找不到该机构，请在机构列表中查找')
    const paths = await placePaths(tx, [organisation.county], tx.today)
    return { organisation, countyName: paths.get(organisation.county) ?? organisation.county }
  },
})
