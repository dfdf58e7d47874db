import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { Failure } from '../../core/failure.ts'
import { partsOf, pointsTo } from '../../core/parts.ts'
import { find, findReachable, select } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { clientSexes } from '../clients/index.ts'
import { ledgerOf } from '../measures/index.ts'
import { definePaper } from '../papers/index.server.ts'
import { Person } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { Discovery, discoveredNeeds, discoveryFlow, foundWays, referTargets } from './discovery.ts'
import { handOvers, helpGiven, Patrol, PatrolPerson, patrolReasons } from './patrol.ts'

/** One patrol as the log that stations keep: time, way, people met, help given, where they went. */
export const patrolPaper = definePaper({
  name: 'patrol',
  label: '街面巡查日志',
  grant: 'outreach.read',
  async build({ tx, reach, input }) {
    const patrol = await findReachable(tx, Patrol, reach, input.id)
    const [station, worker, people, paths] = await Promise.all([
      find(tx, Station, patrol.station!),
      find(tx, Person, patrol.worker),
      partsOf(tx, PatrolPerson, 'patrol', patrol, 'created_at'),
      placePaths(tx, patrol.place ? [patrol.place] : [], tx.today),
    ])
    return {
      title: '流浪乞讨人员街面巡查日志',
      subtitle: station?.name ?? '',
      fileName: `街面巡查日志 ${patrol.onDay}`,
      blocks: [
        {
          kind: 'form',
          rows: [
            [
              { label: '巡查日期', value: writtenDay(patrol.onDay) },
              { label: '时间', value: `${patrol.fromTime} 至 ${patrol.toTime}` },
            ],
            [
              { label: '类型', value: patrolReasons[patrol.reason] },
              { label: '所在地', value: patrol.place ? (paths.get(patrol.place) ?? null) : null },
            ],
            [
              { label: '巡查人', value: worker?.name ?? null },
              { label: '同行人员', value: patrol.companions },
            ],
          ],
        },
        { kind: 'heading', text: '路线与地点' },
        { kind: 'paragraph', text: patrol.route },
        ...(people.length === 0
          ? [{ kind: 'paragraph' as const, text: '沿线没有遇到流浪乞讨人员。' }]
          : [
              {
                kind: 'table' as const,
                caption: `遇到的人员（${people.length} 人）`,
                columns: [
                  { label: '姓名或特征', width: 0.17 },
                  { label: '性别', width: 0.09, align: 'center' as const },
                  { label: '年龄', width: 0.07, align: 'right' as const },
                  { label: '地点', width: 0.14 },
                  { label: '情况', width: 0.2 },
                  { label: '给予的帮助', width: 0.16 },
                  { label: '去向', width: 0.17 },
                ],
                rows: people.map((one) => [
                  one.name,
                  clientSexes[one.sex],
                  one.age,
                  one.metAt,
                  one.situation,
                  one.help.map((key) => helpGiven[key]).join('、'),
                  [handOvers[one.handOver], one.receiver].filter(Boolean).join('，'),
                ]),
              },
            ]),
        { kind: 'heading', text: '巡查情况' },
        { kind: 'paragraph', text: patrol.note ?? '无其他情况。' },
        {
          kind: 'signature',
          lines: [`巡查人：${worker?.name ?? ''}`, '接收单位签字：　　　　　　', writtenDay(patrol.onDay)],
        },
      ],
      ...(patrol.state === 'reversed' && { footnote: `本次巡查已冲销：${patrol.reversedReason ?? ''}` }),
    }
  },
})

/** The discovery ledger of a month or a year. */
export const discoveryPaper = definePaper({
  name: 'discoveries',
  label: '主动发现台账',
  grant: 'outreach.read',
  async build({ tx, reach, input }) {
    const ledger = ledgerOf(input.id)
    if (!ledger) throw new Failure('notFound', '没有这份台账')
    const { station: at, span } = ledger
    const station = await findReachable(tx, Station, reach, at)
    const rows = await select(
      tx,
      Discovery,
      sql`where ${reachSql(reach, tx.actor, Discovery)} and ${pointsTo('discovery', 'station', at)}
        and discovery.found_on between ${span.from}::date and ${span.to}::date order by discovery.found_on, discovery.id limit 5000`,
    )
    const paths = await placePaths(tx, [...new Set(rows.map(({ place }) => place))], tx.today)
    return {
      title: '困难家庭主动发现台账',
      subtitle: `${station.name}　${span.label}`,
      fileName: `主动发现台账 ${station.name} ${span.key}`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { label: '发现日期', width: 0.14, align: 'center' },
            { label: '途径与发现人', width: 0.15 },
            { label: '姓名', width: 0.1 },
            { label: '所在地', width: 0.14 },
            { label: '困难', width: 0.13 },
            { label: '转到', width: 0.14 },
            { label: '结果', width: 0.2 },
          ],
          rows: rows.map((one) => [
            one.foundOn,
            `${foundWays[one.way]}，${one.foundBy}`,
            one.name,
            paths.get(one.place)?.split(' ').at(-1) ?? null,
            one.needs.map((need) => discoveredNeeds[need]).join('、'),
            [one.referredTo && referTargets[one.referredTo], one.party].filter(Boolean).join('，'),
            one.result ?? discoveryFlow.states[one.state],
          ]),
        },
        { kind: 'signature', lines: [`制表：${tx.actor.name}`, writtenDay(tx.today)] },
      ],
    }
  },
})
