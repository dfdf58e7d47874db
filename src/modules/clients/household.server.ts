import { sql } from 'kysely'
import { reachesRecord, reachOf, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { placePaths, refuseOutside } from '../places/index.server.ts'
import { whyClosed } from './client.server.ts'
import { Client } from './client.ts'
import { Need, NeedsAssessment } from './clientFile.ts'
import { describeClients, listedClient } from './clients.server.ts'
import { hideHints } from './file.server.ts'
import { Household, HouseholdMember, relations } from './household.ts'
import { plain } from './known.server.ts'

type HouseholdRow = RowOf<typeof Household>

const { household: _household, toOn: _toOn, ...memberInput } = HouseholdMember.fields

const mustBeHere = '居住地请选择本区县的社区（村）'

/** Opens a household at a station, with the client it was opened for as its first member. */
export const addHousehold = action({
  label: '新建家庭档案',
  grant: 'client.write',
  input: {
    station: ref('社工站', 'station'),
    ...Household.fields,
    client: optional(ref('服务对象', 'client')),
    relation: optional(choice('服务对象与户主关系', relations)),
  },
  output: Household,
  clause: '滨民政 清单 一2',
  async run({ tx, input: { station, client, relation, ...values } }) {
    const { county } = splitId(station)
    await refuseOutside(tx, county, values.place, mustBeHere)
    const household = await insert(
      tx,
      Household,
      { id: newId(county), station },
      { ...values, headName: plain(values.headName), address: plain(values.address) ?? null },
    )
    if (client) {
      const row = (await find(tx, Client, client))!
      await join(tx, household, row, relation ?? (row.name === household.headName ? 'head' : 'other'))
    }
    return household
  },
})

export const editHousehold = action({
  label: '修改家庭档案',
  grant: 'client.write',
  on: Household,
  input: { id: id(), version: version(), ...Household.fields },
  output: Household,
  async run({ tx, found, input: { id: _id, version: _version, address, ...values } }) {
    await refuseOutside(tx, found.county, values.place, mustBeHere)
    return update(tx, Household, found, {
      ...values,
      headName: plain(values.headName),
      ...(address && { address: plain(address) }),
    })
  },
})

/** A client is of one household at a time; the file and the member's row say the same. */
async function join(
  tx: Tx,
  household: HouseholdRow,
  client: RowOf<typeof Client>,
  relation: keyof typeof relations,
  more: { occupation?: string | null; health?: string | null; fromOn?: string | null } = {},
) {
  if (client.county !== household.county || client.station !== household.station)
    throw refuseField('client', '这位服务对象不在本站，请先办理转站')
  if (client.household && client.household !== household.id)
    throw refuseField('client', `「${client.name}」已在另一户中，请先从原来的家庭移出`)
  if (!client.household) await update(tx, Client, client, { household: household.id })
  return insert(
    tx,
    HouseholdMember,
    { id: newId(household.county), station: household.station },
    {
      ...more,
      household: household.id,
      client: client.id,
      name: client.name,
      bornOn: client.bornOn,
      relation,
    },
  )
}

/** Adds somebody to a household; who has a file is chosen, and the file then names the household. */
export const addMember = action({
  label: '加家庭成员',
  grant: 'client.write',
  on: Household,
  input: { id: id(), ...memberInput, name: optional(HouseholdMember.fields.name) },
  output: HouseholdMember,
  async run({ tx, reach, found, input: { id: _id, client, name, ...values } }) {
    const { county, uuid } = splitId(found.id)
    if (values.relation === 'head') {
      const head = await tx.first(
        sql`select 1 as there from household_member where county = ${county} and household = ${uuid}::uuid and relation = 'head' and to_on is null`,
      )
      if (head) throw refuseField('relation', '这一户已有户主，请先移出或改选其他关系')
    }
    if (client) {
      const row = await findReachable(tx, Client, reach, client)
      const closed = whyClosed(row)
      if (closed) throw refuseField('client', closed)
      const there =
        await tx.first(sql`select 1 as there from household_member where county = ${county} and household = ${uuid}::uuid
        and client = ${splitId(client).uuid}::uuid and to_on is null`)
      if (there) throw refuseField('client', `「${row.name}」已是这一户的成员`)
      return join(tx, found, row, values.relation, values)
    }
    if (!name) throw refuseField('name', '请填写姓名，或选择已建档的服务对象')
    return insert(
      tx,
      HouseholdMember,
      { id: newId(county), station: found.station },
      { ...values, name: plain(name), household: found.id },
    )
  },
})

export const endMember = action({
  label: '移出家庭',
  grant: 'client.write',
  on: HouseholdMember,
  input: { id: id(), version: version(), toOn: date('移出日期', { past: true }) },
  output: HouseholdMember,
  guard: ({ toOn }) => (toOn ? '此人已移出' : undefined),
  async run({ tx, found, input }) {
    if (found.fromOn && input.toOn < found.fromOn) throw refuseField('toOn', `不能早于 ${found.fromOn}`)
    const client = found.client ? await find(tx, Client, found.client) : undefined
    if (client?.household === found.household) await update(tx, Client, client!, { household: null })
    return update(tx, HouseholdMember, found, { toOn: input.toOn })
  },
})

/** A household: who lives in it, what everyone of it needs, and when needs were last gone over (BH-S1.2). */
export const getHousehold = query({
  label: '家庭档案',
  grant: 'client.read',
  input: { id: id() },
  output: shape('家庭档案', {
    household: Household.row,
    placePath: text('居住地'),
    members: list('家庭成员', HouseholdMember.row),
    clients: list('已建档的成员', listedClient),
    needs: list('需求', shape('需求', { row: Need.row, clientName: text('姓名') })),
    assessments: list('需求评估', NeedsAssessment.row),
    dueOn: optional(date('需求应更新于')),
    mayReveal: flag('可查看原文'),
  }),
  async run({ tx, actor, reach, input }) {
    const household = await findReachable(tx, Household, reach, input.id)
    const { county, uuid } = splitId(household.id)
    const ofClients = (table: string) =>
      sql`${sql.table(table)}.county = ${county} and ${sql.ref(`${table}.client`)} in (select id from client where county = ${county} and household = ${uuid}::uuid)`
    const [paths, members, clients, needs, assessments] = await Promise.all([
      placePaths(tx, [household.place], tx.today),
      select(
        tx,
        HouseholdMember,
        sql`where household_member.county = ${county} and household_member.household = ${uuid}::uuid
          order by household_member.to_on is not null, household_member.relation <> 'head', household_member.id`,
      ),
      select(
        tx,
        Client,
        sql`where client.county = ${county} and client.household = ${uuid}::uuid and ${reachSql(reach, actor, Client)} order by client.id`,
      ),
      select(
        tx,
        Need,
        sql`where ${ofClients('need')} order by need.closed_on is not null, need.found_on desc limit 200`,
      ),
      select(
        tx,
        NeedsAssessment,
        sql`where ${ofClients('needs_assessment')} order by needs_assessment.on_day desc limit 50`,
      ),
    ])
    const described = await describeClients(tx, clients)
    const nameOf = new Map(clients.map((one) => [one.id, one.name]))
    const due = described.flatMap(({ dueOn }) => (dueOn ? [dueOn] : [])).sort()
    const mayReveal = reachesRecord(reachOf(actor, 'client.reveal'), actor, Household, household)
    return {
      household: hideHints(household, mayReveal),
      placePath: paths.get(household.place) ?? household.place,
      members,
      clients: described,
      needs: needs.map((row) => ({ row, clientName: nameOf.get(row.client) ?? '' })),
      assessments,
      dueOn: due[0] ?? null,
      mayReveal,
    }
  },
})

export const listHouseholds = query({
  label: '家庭名单',
  grant: 'client.list',
  input: {
    search: optional(text('户主姓名、拼音或住址', { max: 120 })),
    station: optional(ref('社工站', 'station')),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('家庭名单', {
    rows: list(
      '家庭',
      shape('家庭', {
        id: id(),
        headName: text('户主'),
        placeName: text('居住地'),
        members: integer('在册人数', { unit: '人' }),
        clients: integer('已建档', { unit: '人' }),
        needs: integer('未办结需求', { unit: '项' }),
      }),
    ),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input }) {
    const typed = input.search?.trim()
    const where = [
      ...(typed
        ? [
            sql<boolean>`(${worded(Household, reach, typed)}
              or household.address_index = ${tx.sealer.index('household.address', plain(typed))})`,
          ]
        : []),
      ...(input.station
        ? [
            sql<boolean>`household.county = ${splitId(input.station).county} and household.station = ${splitId(input.station).uuid}::uuid`,
          ]
        : []),
    ]
    const found = await page(tx, Household, reach, { where, order: ['head_name', 'asc'], after: input.after ?? null })
    const uuids = found.rows.map((one) => splitId(one.id).uuid)
    const counties = [...new Set(found.rows.map(({ county }) => county))]
    const [paths, counts] = await Promise.all([
      placePaths(
        tx,
        found.rows.map(({ place }) => place),
        tx.today,
      ),
      tx.rows<{ id: string; members: number; clients: number; needs: number }>(sql`
        select h.county || '-' || h.id as id,
          (select count(*)::int from household_member m where m.county = h.county and m.household = h.id and m.to_on is null) as members,
          (select count(*)::int from client c where c.county = h.county and c.household = h.id and c.state = 'active') as clients,
          (select count(*)::int from need n join client c on c.county = n.county and c.id = n.client
            where c.county = h.county and c.household = h.id and n.state in ('open', 'working')) as needs
        from household h where h.county = any(${counties}::text[]) and h.id = any(${uuids}::uuid[])`),
    ])
    const countOf = new Map(counts.map((one) => [one.id, one]))
    return {
      ...found,
      rows: found.rows.map((row) => ({
        id: row.id,
        headName: row.headName,
        placeName: paths.get(row.place) ?? row.place,
        members: countOf.get(row.id)?.members ?? 0,
        clients: countOf.get(row.id)?.clients ?? 0,
        needs: countOf.get(row.id)?.needs ?? 0,
      })),
    }
  },
})
