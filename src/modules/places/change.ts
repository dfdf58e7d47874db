import { choice, date, type Field, flag, link, list, optional, shape, text } from '../../core/field.ts'
import { boundaryLimits, boundaryProblem } from './geojson.ts'
import { Place, PlaceBoundary, PlaceMerger, PlaceMergerWithdrawal, PlaceTenure } from './place.ts'

// What is asked for each change of the tree: the forms and the door read the same fields.

const { name, document } = PlaceTenure.fields
const { divisionCode } = Place.fields

/** The day from which a change holds: known in advance at most a year. */
export function changeDay(label = '生效日'): Field<string, string, false> {
  return {
    ...date(label),
    check: (day: string, today: string) => {
      const latest = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`
      return day > latest ? `「${label}」最多提前一年登记，请填写 ${latest} 及以前的日期` : undefined
    },
  }
}

export const placeId = text('区划', { max: 40 })

export const zoneFields = {
  name,
  onDay: changeDay('设立日期'),
  code: optional(
    text('自编代码', {
      max: 12,
      pattern: '^Z[0-9A-Za-z]{1,11}$',
      help: '以大写 Z 开头，后接字母或数字，最多 12 位；不填则自动编号',
    }),
  ),
  divisionCode,
  document,
}

export const renameFields = { name: { ...name, label: '新名称' }, onDay: changeDay(), document }

export const transferFields = {
  parent: link('新的上级', 'place'),
  onDay: changeDay(),
  name: optional({ ...name, label: '新名称', help: '划转时一并更名的，请填写' }),
  divisionCode: optional({
    ...divisionCode,
    label: '新区划代码',
    help: '只在划入别的区县时填写，6–12 位数字；本区县内划转代码不变',
  }),
  document,
}

/** Townships and zones are of one level, so one may become the other. */
const unitKind = optional(choice('类别', { township: '乡镇（街道）', zone: '开发区' }))

export const mergeFields = {
  places: list('被合并的区划', link('区划', 'place'), { max: 60 }),
  into: optional(link('合并到', 'place')),
  name: optional({ ...name, label: '合并后的名称', help: '合并为新区划时必填；并入现有区划时，填写即一并更名' }),
  kind: unitKind,
  onDay: changeDay(),
  reform: optional(flag('列为涉改', { help: '乡镇（街道）、村（社区）两项改革涉及的，请选「是」' })),
  divisionCode,
  document,
}

const part = shape('新区划', {
  name,
  kind: unitKind,
  divisionCode,
  children: list('划入的下级', link('下级', 'place'), { max: 2000 }),
})

export const splitFields = {
  keeps: flag('原区划保留', { help: '保留：从原区划析出新区划；不保留：原区划撤销，下级全部划入新区划' }),
  parts: list('新设区划', part, { max: 20 }),
  onDay: changeDay(),
  reform: optional(flag('新区划列为涉改')),
  document,
}

export const markFields = { fromOn: changeDay('涉改日期'), note: PlaceMerger.fields.note }
export const unmarkFields = { reason: PlaceMergerWithdrawal.fields.reason }

export const boundaryFields = {
  // the largest file, and some room for what is said about a larger one
  geojson: text('边界文件', { max: 4 * boundaryLimits.bytes, check: boundaryProblem }),
  fileName: PlaceBoundary.fields.fileName,
  source: PlaceBoundary.fields.source,
}
export const removeFields = { removedReason: text('移除原因', { max: 200 }) }
