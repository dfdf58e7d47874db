import { type RawBuilder, sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { page } from '../../core/pages.ts'
import { partAt, pointsTo } from '../../core/parts.ts'
import { find, insert, update } from '../../core/records.ts'
import { countService } from '../assistance/index.server.ts'
import { Client } from '../clients/index.ts'
import { closingFields, matchFields, matchOutcomes, Resource, ResourceMatch, resourceKinds } from './resource.ts'

/** Brings somebody's need to a resource; counted as the month's service where the local catalogue has an item for it. */
export const matchResource = action({
  label: '登记对接',
  grant: 'resource.keep',
  on: Resource,
  clause: '滨海新区清单 一3；攀民政〔2021〕31号 导引 3.2.4.2',
  input: { id: id(), version: version(), ...matchFields },
  output: ResourceMatch,
  guard: ({ state }) => (state === 'ended' ? '这项资源已经停用，请另选' : undefined),
  async run({ tx, actor, found, input: { id: _id, version: _version, ...values } }) {
    if (!actor.person) throw refuseField('need', '请用社工本人的账号登记对接')
    const chosen = values.client ? (await find(tx, Client, values.client))! : undefined
    if (chosen && chosen.station !== found.station) throw refuseField('client', '这位服务对象由别的站点服务')
    const name = chosen?.name ?? values.forWhom
    if (!name) throw refuseField('forWhom', '请选择服务对象，或写明为谁')
    if (values.onDay < found.registeredOn) throw refuseField('onDay', `不能早于资源的入库日期 ${found.registeredOn}`)
    if (values.outcome === 'failed' && !values.result) throw refuseField('result', '请写明为何未能落实')
    const row = await insert(tx, ResourceMatch, partAt(found), {
      ...values,
      resource: found.id,
      resourceName: found.name,
      kind: found.kind,
      forWhom: name,
      worker: actor.person,
      closedOn: values.outcome === 'pending' ? null : values.onDay,
    })
    await countService(tx, {
      source: { entity: ResourceMatch.name, id: row.id },
      station: found.station!,
      event: found.kind === 'funeral' ? 'funeral' : 'resource',
      on: row.onDay,
      kind: null,
      worker: actor.person,
      client: row.client,
      form: 'linkage',
      minutes: row.minutes,
    })
    return row
  },
})

/** What came of a need that was still being seen to. */
export const closeMatch = action({
  label: '登记结果',
  grant: 'resource.keep',
  on: ResourceMatch,
  input: { id: id(), version: version(), ...closingFields },
  output: ResourceMatch,
  guard: ({ outcome }) => (outcome === 'pending' ? undefined : '这次对接已经登记结果'),
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    if (values.closedOn < found.onDay) throw refuseField('closedOn', `不能早于对接日期 ${found.onDay}`)
    return update(tx, ResourceMatch, found, values)
  },
})

/** Needs and where they were brought, the latest first; of kind 殡葬 it is the station's funeral archive. */
export const listMatches = query({
  label: '供需对接',
  grant: 'resource.read',
  input: {
    kind: optional(choice('类别', resourceKinds)),
    outcome: optional(choice('结果', matchOutcomes)),
    station: optional(ref('社工站', 'station')),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('供需对接', {
    rows: list('供需对接', ResourceMatch.row),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  run({ tx, reach, input: { kind, outcome: ended, station, after } }) {
    const where: RawBuilder<boolean>[] = [
      ...(kind ? [sql<boolean>`resource_match.kind = ${kind}`] : []),
      ...(ended ? [sql<boolean>`resource_match.outcome = ${ended}`] : []),
      ...(station ? [pointsTo('resource_match', 'station', station)] : []),
    ]
    return page(tx, ResourceMatch, reach, { where, order: ['on_day', 'desc'], after: after ?? null })
  },
})
