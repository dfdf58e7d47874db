import { find, findReachable } from '../../core/records.ts'
import { writtenDay } from '../../core/time.ts'
import { definePaper } from '../papers/index.server.ts'
import type { Block } from '../papers/index.ts'
import { placePaths } from '../places/index.server.ts'
import { readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { houseOf } from './checklist.server.ts'
import { answers, conditions } from './premises.ts'

/** The construction checklist as it is carried to a station: each line, what there is, and by which clause (PZ-G1 1.1–1.8). */
export const checklistPaper = definePaper({
  name: 'premises',
  label: '场地设施建设清单',
  grant: 'station.read',
  async build({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.id)
    const house = await houseOf(tx, reach, station, tx.today)
    const paths = await placePaths(tx, [station.place], tx.today)
    const nameOf = new Map(house.lines.map(({ key, item }) => [key, item]))
    const required = house.lines.filter(({ required: must }) => must)
    const met = required.filter(({ present, value }) => present >= value).length
    const blocks: Block[] = [
      {
        kind: 'paragraph',
        text:
          house.lines.length === 0
            ? `${house.document}没有规定这一级站点的场地设施，以下为现有场地和设施。`
            : `必备 ${required.length} 项，已具备 ${met} 项。`,
      },
    ]
    if (house.lines.length > 0)
      blocks.push({
        kind: 'table',
        caption: '建设清单',
        columns: [
          { label: '条目', width: 0.09, align: 'center' },
          { label: '要求', width: 0.35 },
          { label: '性质', width: 0.1, align: 'center' },
          { label: '应有', width: 0.12, align: 'right' },
          { label: '现有', width: 0.12, align: 'right' },
          { label: '结论', width: 0.12, align: 'center' },
          { label: '条款', width: 0.18 },
        ],
        rows: house.lines.map((line) => [
          line.number ?? '',
          line.item,
          line.required ? '必备' : '可选',
          `${line.value} ${line.unit}`,
          `${line.present} ${line.unit}`,
          answers[line.answer],
          // the document itself stands at the foot
          line.clause.replace(`${house.document} `, ''),
        ]),
      })
    const spaces = house.spaces.filter(({ toOn }) => toOn === null || toOn >= tx.today)
    if (spaces.length > 0)
      blocks.push({
        kind: 'table',
        caption: '场地',
        columns: [
          { label: '名称', width: 0.28 },
          { label: '功能', width: 0.3 },
          { label: '面积（m²）', width: 0.14, align: 'right' },
          { label: '依托场所与管理单位', width: 0.28 },
        ],
        rows: spaces.map((space) => [
          space.name,
          [space.purpose, ...space.alsoFor].map((key) => nameOf.get(key) ?? key).join('、'),
          space.areaM2,
          [house.hosts.find(({ key }) => key === space.host)?.value ?? space.host, space.sharedWith]
            .filter(Boolean)
            .join('，') || '自有',
        ]),
      })
    const things = house.equipment.filter(({ toOn }) => toOn === null || toOn >= tx.today)
    if (things.length > 0)
      blocks.push({
        kind: 'table',
        caption: '设施设备',
        columns: [
          { label: '名称', width: 0.4 },
          { label: '数量', width: 0.15, align: 'right' },
          { label: '状态', width: 0.15, align: 'center' },
          { label: '启用', width: 0.15, align: 'center' },
          { label: '检查', width: 0.15, align: 'center' },
        ],
        rows: things.map((one) => [
          one.name,
          `${one.quantity} ${one.unit ?? ''}`,
          conditions[one.state],
          one.fromOn,
          one.checkedOn,
        ]),
      })
    const hub = station.parent ? await find(tx, Station, station.parent) : undefined
    blocks.push({ kind: 'signature', lines: [station.name, '核对人（签字）：　　　　　', writtenDay(tx.today)] })
    return {
      title: '场地设施建设清单',
      subtitle: `${station.name} · ${paths.get(station.place) ?? ''}${hub ? ` · 指导：${hub.name}` : ''}`,
      fileName: `${station.name}场地设施建设清单`,
      blocks,
      footnote: `由登记的场地和设施自动核对，截至 ${tx.today}。依据：${house.document}。${house.reading ?? ''}`,
    }
  },
})

readsPolicy('facility', 'printed')
