import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { Failure } from '../../core/failure.ts'
import { idShape } from '../../core/identifiers.ts'
import { pointsTo } from '../../core/parts.ts'
import { findReachable, select } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { ledgerOf } from '../measures/index.ts'
import { definePaper } from '../papers/index.server.ts'
import { placePaths } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { matchOutcomes, Resource, ResourceMatch, resourceKinds } from './resource.ts'

const isKind = (key: string): key is keyof typeof resourceKinds => Object.hasOwn(resourceKinds, key)

/** `<station>` of an address, whose library is printed as it stands today. */
export const resourcePaper = definePaper({
  name: 'resources',
  label: '社区资源库',
  grant: 'resource.read',
  async build({ tx, reach, input: { id } }) {
    if (!idShape.test(id)) throw new Failure('notFound', '没有这份台账')
    const station = await findReachable(tx, Station, reach, id)
    const rows = await select(
      tx,
      Resource,
      sql`where ${reachSql(reach, tx.actor, Resource)} and ${pointsTo('resource', 'station', id)} and resource.state = 'inUse'
        order by resource.kind, resource.name, resource.id limit 5000`,
    )
    const paths = await placePaths(tx, [...new Set(rows.map(({ place }) => place))], tx.today)
    return {
      title: '社区资源库',
      subtitle: `${station.name}　${writtenDay(tx.today)}在用 ${rows.length} 项`,
      fileName: `社区资源库 ${station.name} ${tx.today}`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { label: '类别', width: 0.11 },
            { label: '名称', width: 0.13 },
            { label: '提供方', width: 0.12 },
            { label: '联系方式', width: 0.18 },
            { label: '能提供什么', width: 0.19 },
            { label: '所在社区（村）', width: 0.13 },
            { label: '应核实', width: 0.14, align: 'center' },
          ],
          rows: rows.map((one) => [
            resourceKinds[one.kind],
            one.name,
            one.provider,
            one.contact,
            one.offers,
            paths.get(one.place)?.split(' ').at(-1) ?? null,
            one.reviewBy && one.reviewBy < tx.today ? `${one.reviewBy} 已过` : one.reviewBy,
          ]),
        },
        { kind: 'signature', lines: [`制表：${tx.actor.name}`, writtenDay(tx.today)] },
      ],
    }
  },
})

/** `<station>_<period>` or `<station>_<period>_<kind>` of an address: the needs of a period with what came of them; those of kind 殡葬 are the funeral archive (攀民政〔2021〕31号 导引 3.2.4.2). */
export const matchPaper = definePaper({
  name: 'resourceMatches',
  label: '供需对接台账',
  grant: 'resource.read',
  async build({ tx, reach, input }) {
    const ledger = ledgerOf(input.id)
    const [kind] = ledger?.rest ?? []
    if (!ledger || (kind !== undefined && !isKind(kind))) throw new Failure('notFound', '没有这份台账')
    const { station: at, span } = ledger
    const station = await findReachable(tx, Station, reach, at)
    const rows = await select(
      tx,
      ResourceMatch,
      sql`where ${reachSql(reach, tx.actor, ResourceMatch)} and ${pointsTo('resource_match', 'station', at)}
        and resource_match.on_day between ${span.from}::date and ${span.to}::date
        ${kind ? sql`and resource_match.kind = ${kind}` : sql``}
        order by resource_match.on_day, resource_match.id limit 5000`,
    )
    const title = kind === 'funeral' ? '殡葬服务档案' : '供需对接台账'
    return {
      title,
      subtitle: `${station.name}　${span.label}${kind && kind !== 'funeral' ? `　${resourceKinds[kind]}` : ''}`,
      fileName: `${title} ${station.name} ${span.key}`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { label: '日期', width: 0.14, align: 'center' },
            { label: '为谁', width: 0.1 },
            { label: '需要什么', width: 0.22 },
            { label: '资源', width: 0.15 },
            { label: '结果', width: 0.1 },
            { label: '结果说明', width: 0.15 },
            { label: '办结日期', width: 0.14, align: 'center' },
          ],
          rows: rows.map((one) => [
            one.onDay,
            one.forWhom,
            one.need,
            one.resourceName,
            matchOutcomes[one.outcome],
            one.result,
            one.closedOn,
          ]),
        },
        { kind: 'signature', lines: [`制表：${tx.actor.name}`, writtenDay(tx.today)] },
      ],
    }
  },
})
