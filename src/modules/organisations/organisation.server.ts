import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { link, list, optional, text, version } from '../../core/field.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import { reachesStation } from '../../core/access.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { Organisation } from './organisation.ts'

/** Registers an organisation that may take over stations. */
export const addOrganisation = action({
  label: '登记机构',
  grant: 'organisation.manage',
  input: { county: link('登记地', 'place'), ...Organisation.fields },
  output: Organisation,
  async run({ tx, reach, input: { county, ...values } }) {
    if (!reachesStation(reach, county, null))
      throw new Failure('notFound', '只能登记本辖区的机构，请重新选择登记地', { county: '请选择本辖区' })
    const known = await select(tx, Organisation, sql`where credit_code = ${values.creditCode}`)
    if (known.length > 0) throw refuseField('creditCode', '这个统一社会信用代码已登记过，请在列表中查找该机构')
    return insert(tx, Organisation, { id: uuidv7(), county }, values)
  },
})

export const editOrganisation = action({
  label: '修改机构',
  grant: 'organisation.manage',
  on: Organisation,
  input: { id: text('编号'), version: version(), ...Organisation.fields },
  output: Organisation,
  async run({ tx, found, input: { id: _, version: __, ...values } }) {
    return update(tx, Organisation, found, values)
  },
})

/** Organisations are public knowledge: everyone signed in may pick one. */
export const listOrganisations = query({
  label: '机构列表',
  grant: 'signedIn',
  input: { name: optional(text('名称', { max: 40 })) },
  output: list('机构', Organisation.row),
  async run({ tx, input }) {
    const named = input.name ? sql`where position(${input.name} in name) > 0` : sql``
    return select(tx, Organisation, sql`${named} order by name limit 200`)
  },
})
