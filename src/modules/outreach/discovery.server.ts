import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { partAt, partsOf, pointsTo } from '../../core/parts.ts'
import { find, findReachable, insert, update } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import { record, type Tx } from '../../core/tx.ts'
import { countedItems } from '../assistance/index.server.ts'
import { Application, clockOf, dueBy } from '../assistance/index.ts'
import { Client } from '../clients/index.ts'
import { placePaths, refuseOutside } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { openStation } from '../services/index.server.ts'
import { serviceGiven } from '../services/index.ts'
import { Station } from '../stations/index.ts'
import {
  Discovery,
  type DiscoveryState,
  DiscoveryStep,
  type discoveryFlow,
  discoveryViews,
  familyFound,
  foundFields,
  openDiscoveries,
} from './discovery.ts'

type DiscoveryRow = RowOf<typeof Discovery>

async function noteStep(
  tx: Tx,
  actor: Actor,
  row: DiscoveryRow,
  move: keyof typeof discoveryFlow.moves | 'register',
  to: DiscoveryState,
  on: string,
  note: string | null = null,
): Promise<void> {
  await insert(tx, DiscoveryStep, partAt(row), {
    discovery: row.id,
    move,
    toState: to,
    onDay: on,
    note,
    byName: actor.name,
    at: tx.now,
  })
}

/** Writes a family or a person in need into the ledger, with the days by which it is to be verified and answered. */
export const recordDiscovery = action({
  label: '登记主动发现',
  grant: 'outreach.record',
  clause: '官渡区方案 附件3 第4项',
  input: { station: ref('社工站', 'station'), ...foundFields },
  output: Discovery,
  async run({ tx, actor, input: { station: at, ...values } }) {
    const station = await openStation(tx, at, values.foundOn)
    if (values.needs.length === 0) throw refuseField('needs', '请至少选择一项困难')
    if (values.client) {
      const client = (await find(tx, Client, values.client))!
      if (client.station !== at) throw refuseField('client', '这位服务对象由别的站点服务')
    }
    await refuseOutside(tx, station.county, values.place, '所在地请选择本区县的社区（村）；人在外区县的，请转告当地')
    const policy = await policyAt(tx, station.place, values.foundOn)
    const dueOf = (step: 'discoveryVerify' | 'discoveryAnswer') => {
      const clock = clockOf(policy, null, step)
      return clock ? dueBy(clock, values.foundOn) : values.foundOn
    }
    const row = await insert(
      tx,
      Discovery,
      { id: newId(station.county), station: at },
      {
        ...values,
        worker: actor.person,
        state: 'found',
        verifyBy: dueOf('discoveryVerify'),
        answerBy: dueOf('discoveryAnswer'),
      },
    )
    await noteStep(tx, actor, row, 'register', 'found', values.foundOn)
    const fact = {
      county: row.county,
      station: at,
      on: row.foundOn,
      source: { entity: Discovery.name, id: row.id },
      place: row.place,
      worker: row.worker,
      client: row.client,
      people: row.members,
      minutes: row.minutes ?? 0,
    }
    record(tx, { ...fact, kind: familyFound.name, variant: row.way })
    // what a street or village found is no service of the station
    if (row.worker)
      record(tx, {
        ...fact,
        kind: serviceGiven.name,
        variant: row.way === 'visit' ? 'visit' : 'other',
        people: 1,
        items: await countedItems(tx, station, 'discovery', row.foundOn),
      })
    return row
  },
})

const stepping = { id: id(), version: version() }
const said = (label: string) => text(label, { max: 500, multiline: true })

/** Whether it is true was looked at: what is not goes no further. */
export const verifyDiscovery = action({
  label: '核实属实',
  grant: 'outreach.record',
  on: Discovery,
  move: 'verify',
  input: { ...stepping, verifiedOn: date('核实日期', { past: true }), note: optional(said('核实情况')) },
  output: Discovery,
  async run({ tx, actor, found, next, input }) {
    if (input.verifiedOn < found.foundOn) throw refuseField('verifiedOn', `不能早于发现日期 ${found.foundOn}`)
    await noteStep(tx, actor, found, 'verify', 'verified', input.verifiedOn, input.note ?? null)
    return update(tx, Discovery, found, { state: next as 'verified', verifiedOn: input.verifiedOn })
  },
})

export const dismissDiscovery = action({
  label: '核实不属实',
  grant: 'outreach.record',
  on: Discovery,
  move: 'dismiss',
  input: { ...stepping, verifiedOn: date('核实日期', { past: true }), result: said('核实情况') },
  output: Discovery,
  async run({ tx, actor, found, next, input }) {
    if (input.verifiedOn < found.foundOn) throw refuseField('verifiedOn', `不能早于发现日期 ${found.foundOn}`)
    await noteStep(tx, actor, found, 'dismiss', 'unfounded', input.verifiedOn, input.result)
    return update(tx, Discovery, found, {
      state: next as 'unfounded',
      verifiedOn: input.verifiedOn,
      answeredOn: input.verifiedOn,
      result: input.result,
    })
  },
})

export const reportDiscovery = action({
  label: '报街道（乡镇）',
  grant: 'outreach.record',
  on: Discovery,
  move: 'report',
  clause: '官渡区方案 附件3 第4项',
  input: { ...stepping, reportedOn: date('报送日期', { past: true }), note: optional(said('报送内容')) },
  output: Discovery,
  async run({ tx, actor, found, next, input }) {
    if (input.reportedOn < found.verifiedOn!) throw refuseField('reportedOn', `不能早于核实日期 ${found.verifiedOn}`)
    await noteStep(tx, actor, found, 'report', 'reported', input.reportedOn, input.note ?? null)
    return update(tx, Discovery, found, { state: next as 'reported', reportedOn: input.reportedOn })
  },
})

/** Hands it on: into an application of this station, a case, another department, charity. */
export const referDiscovery = action({
  label: '转办',
  grant: 'outreach.record',
  on: Discovery,
  move: 'refer',
  input: {
    ...stepping,
    referredOn: date('转办日期', { past: true }),
    referredTo: { ...Discovery.fields.referredTo, optional: false as const },
    application: Discovery.fields.application,
    party: Discovery.fields.party,
    note: optional(said('说明')),
  },
  output: Discovery,
  async run({ tx, actor, found, next, input: { id: _id, version: _version, note, ...values } }) {
    if (values.referredOn < found.verifiedOn!) throw refuseField('referredOn', `不能早于核实日期 ${found.verifiedOn}`)
    if ((values.referredTo === 'department' || values.referredTo === 'charity') && !values.party)
      throw refuseField('party', '请填写承办单位')
    const application = values.application ? await find(tx, Application, values.application) : undefined
    if (application && application.station !== found.station) throw refuseField('application', '请选择本站登记的申请')
    await noteStep(tx, actor, found, 'refer', 'referred', values.referredOn, note ?? values.party ?? null)
    return update(tx, Discovery, found, {
      ...values,
      ...(application && !found.client && { client: application.client }),
      state: next as 'referred',
    })
  },
})

export const answerDiscovery = action({
  label: '登记结果',
  grant: 'outreach.record',
  on: Discovery,
  move: 'answer',
  input: { ...stepping, answeredOn: date('办结日期', { past: true }), result: said('结果') },
  output: Discovery,
  async run({ tx, actor, found, next, input }) {
    if (input.answeredOn < found.verifiedOn!) throw refuseField('answeredOn', `不能早于核实日期 ${found.verifiedOn}`)
    await noteStep(tx, actor, found, 'answer', 'answered', input.answeredOn, input.result)
    return update(tx, Discovery, found, {
      state: next as 'answered',
      answeredOn: input.answeredOn,
      result: input.result,
    })
  },
})

export const reopenDiscovery = action({
  label: '重新办理',
  grant: 'outreach.record',
  on: Discovery,
  move: 'reopen',
  input: { ...stepping, note: said('理由') },
  output: Discovery,
  async run({ tx, actor, found, next, input }) {
    await noteStep(tx, actor, found, 'reopen', 'verified', tx.today, input.note)
    return update(tx, Discovery, found, {
      state: next as 'verified',
      verifiedOn: found.verifiedOn ?? tx.today,
      answeredOn: null,
      result: null,
    })
  },
})

const openSql = sql<boolean>`discovery.state = any(${[...openDiscoveries]}::text[])`
/** Not verified, or not answered, by its day: asked of the dates. */
const lateSql = (day: string) =>
  sql<boolean>`((discovery.state = 'found' and discovery.verify_by < ${day}::date) or (${openSql} and discovery.answer_by < ${day}::date))`

const viewSql = (view: keyof typeof discoveryViews, day: string): RawBuilder<boolean>[] => {
  switch (view) {
    case 'open':
      return [openSql]
    case 'late':
      return [lateSql(day)]
    case 'closed':
      return [sql<boolean>`not ${openSql}`]
    case 'all':
      return []
  }
}

/** The ledger: found how and by whom, what need, handed to whom, with what result. */
export const listDiscoveries = query({
  label: '主动发现台账',
  grant: 'outreach.read',
  input: {
    view: choice('范围', discoveryViews),
    station: optional(ref('社工站', 'station')),
    client: optional(ref('服务对象', 'client')),
    search: optional(text('姓名或拼音', { max: 40 })),
    from: optional(date('自')),
    to: optional(date('至')),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('主动发现台账', {
    rows: list(
      '主动发现',
      shape('主动发现', {
        discovery: Discovery.row,
        stationName: text('社工站'),
        placePath: text('所在地'),
        late: flag('超期'),
      }),
    ),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { view, station, client, search, from, to, after, limit } }) {
    const at = (value: string, column: string) => pointsTo('discovery', column, value)
    const found = await page(tx, Discovery, reach, {
      where: [
        ...viewSql(view, tx.today),
        ...(station ? [at(station, 'station')] : []),
        ...(client ? [at(client, 'client')] : []),
        ...(search?.trim() ? [worded(Discovery, reach, search)] : []),
        ...(from ? [sql<boolean>`discovery.found_on >= ${from}::date`] : []),
        ...(to ? [sql<boolean>`discovery.found_on <= ${to}::date`] : []),
      ],
      order: ['found_on', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside: {
        columns: { stationName: sql<string | null>`shown_station.name` },
        from: sql`left join station shown_station on shown_station.county = discovery.county and shown_station.id = discovery.station`,
      },
    })
    const paths = await placePaths(tx, [...new Set(found.rows.map(({ place }) => place))], tx.today)
    return {
      ...found,
      rows: found.rows.map((discovery) => ({
        discovery,
        stationName: discovery.beside.stationName ?? '',
        placePath: paths.get(discovery.place) ?? '',
        late: isLate(discovery, tx.today),
      })),
    }
  },
})

function isLate({ state, verifyBy, answerBy }: DiscoveryRow, today: string): boolean {
  if (!openDiscoveries.includes(state)) return false
  return (state === 'found' && verifyBy < today) || answerBy < today
}

export const getDiscovery = query({
  label: '主动发现',
  grant: 'outreach.read',
  input: { id: id() },
  output: shape('主动发现', {
    discovery: Discovery.row,
    stationName: text('社工站'),
    placePath: text('所在地'),
    steps: list('办理记录', DiscoveryStep.row),
    applicationLabel: optional(text('救助申请')),
    clientName: optional(text('服务对象')),
    late: flag('超期'),
  }),
  async run({ tx, reach, input }) {
    const discovery = await findReachable(tx, Discovery, reach, input.id)
    const [station, paths, steps, application, client] = await Promise.all([
      find(tx, Station, discovery.station!),
      placePaths(tx, [discovery.place], tx.today),
      partsOf(tx, DiscoveryStep, 'discovery', discovery, 'at'),
      discovery.application ? find(tx, Application, discovery.application) : undefined,
      discovery.client ? find(tx, Client, discovery.client) : undefined,
    ])
    return {
      discovery,
      stationName: station?.name ?? '',
      placePath: paths.get(discovery.place) ?? '',
      steps,
      applicationLabel: application ? `${application.kindLabel}（${application.clientName}）` : null,
      clientName: client?.name ?? null,
      late: isLate(discovery, tx.today),
    }
  },
})
