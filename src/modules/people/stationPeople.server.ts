import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import { Station } from '../stations/index.ts'
import { Intern, StreetManager } from './personFile.ts'

const inOrder = ({ fromOn, toOn }: { fromOn: string; toOn?: string | null }) => {
  if (toOn && toOn < fromOn) throw refuseField('toOn', `不能早于起始日 ${fromOn}，请核对`)
}

/** BH-3.2, GD-A3.41: a student comes to practise. */
export const addIntern = action({
  label: '登记实习生',
  grant: 'person.manage',
  input: { station: ref('社工站', 'station'), ...Intern.fields },
  output: Intern,
  clause: '滨海新区 三（二）',
  async run({ tx, input: { station, ...values } }) {
    inOrder(values)
    return insert(tx, Intern, { id: newId(splitId(station).county), station }, values)
  },
})

export const editIntern = action({
  label: '修改实习生',
  grant: 'person.manage',
  on: Intern,
  input: { id: id(), version: version(), ...Intern.fields },
  output: Intern,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    inOrder(values)
    return update(tx, Intern, found, values)
  },
})

/** KM-3.3: the street names who manages its station. */
export const nameStreetManager = action({
  label: '登记街道管理人员',
  grant: 'person.manage',
  input: {
    station: ref('社工站', 'station'),
    name: StreetManager.fields.name,
    office: StreetManager.fields.office,
    fromOn: StreetManager.fields.fromOn,
  },
  output: StreetManager,
  clause: '昆民通〔2021〕8号 三（三）',
  async run({ tx, input: { station, ...values } }) {
    return insert(tx, StreetManager, { id: newId(splitId(station).county), station }, { ...values, toOn: null })
  },
})

export const endStreetManager = action({
  label: '结束管理',
  grant: 'person.manage',
  on: StreetManager,
  input: { id: id(), version: version(), toOn: date('至') },
  output: StreetManager,
  guard: ({ toOn }) => (toOn ? '已经结束' : undefined),
  async run({ tx, found, input }) {
    inOrder({ fromOn: found.fromOn, toOn: input.toOn })
    return update(tx, StreetManager, found, { toOn: input.toOn })
  },
})

/** Beside its staff: interns, and who of the street manages the station. */
export const stationPeople = query({
  label: '实习生与街道管理人员',
  grant: 'person.read',
  input: { station: ref('社工站', 'station') },
  output: shape('站内其他人员', {
    interns: list('实习生', shape('实习生', { intern: Intern.row, guideName: optional(text('带教')) })),
    managers: list('街道管理人员', StreetManager.row),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(station.id)
    const [interns, managers] = await Promise.all([
      select(
        tx,
        Intern,
        sql`where intern.county = ${county} and intern.station = ${uuid}::uuid and ${reachSql(reach, actor, Intern)} order by intern.from_on desc limit 100`,
        {
          columns: { guideName: sql<string | null>`guiding.name` },
          from: sql`left join person guiding on guiding.county = intern.county and guiding.id = intern.guide`,
        },
      ),
      select(
        tx,
        StreetManager,
        sql`where county = ${county} and station = ${uuid}::uuid and ${reachSql(reach, actor, StreetManager)} order by from_on desc limit 50`,
      ),
    ])
    return {
      interns: interns.map(({ beside, ...intern }) => ({ intern, guideName: beside.guideName })),
      managers,
    }
  },
})
