import { defineEntity } from '../../core/entity.ts'
import { choice, date, decimal, files, integer, optional, text, texts } from '../../core/field.ts'
import { lineKinds, linesOf, type Policy, type ResolvedLine, readsPolicy, speaksOfLevel } from '../policy/index.ts'

const photos = files('照片', { max: 9, readBy: 'station.read' })

/**
 * A room or area a station may use, from one day to another. It counts once: its area for its main function, and as one
 * place for each function it also serves (城民社发〔2022〕48号 三（五） 一室多用).
 */
export const Space = defineEntity(
  'space',
  '场地',
  { privacy: 'open' },
  {
    name: text('场地名称', { max: 40, help: '如：一楼接待大厅' }),
    purpose: text('主要功能', { max: 80, help: '面积计入主要功能' }),
    alsoFor: texts('兼作', { max: 12, help: '一室多用时选择；兼作的功能计一处，不重复计面积' }),
    areaM2: optional(decimal('面积', { unit: 'm²', min: 0.5, max: 100_000 })),
    host: optional(text('依托场所', { max: 80, help: '与其他场所共用的填写；自有场地留空' })),
    sharedWith: optional(text('归谁管理', { max: 60, help: '共用场地的管理单位' })),
    files: photos,
    fromOn: date('启用日期', { past: true }),
    toOn: optional(date('停用日期')),
  },
)

export const conditions = { good: '完好', repair: '待修', unusable: '不能用' } as const

/** Equipment, a sign, or a quality the guide asks for, in one state from one day to another. */
export const Equipment = defineEntity(
  'equipment',
  '设施设备',
  { privacy: 'open' },
  {
    line: optional(text('对应要求', { max: 80 })),
    name: text('名称', { max: 40 }),
    kind: lineKinds.facility.fields.group,
    quantity: integer('数量', { min: 1, max: 10_000 }),
    unit: optional(text('单位', { max: 10 })),
    state: choice('状态', conditions),
    checkedOn: optional(date('检查日期', { past: true })),
    note: optional(text('说明', { max: 200 })),
    files: photos,
    fromOn: date('启用日期', { past: true }),
    toOn: optional(date('停用日期')),
  },
)

export type FacilityLine = ResolvedLine<'facility'>

/** How a line of the checklist stands. */
export const answers = { met: '已具备', missing: '缺', unchecked: '未检查', none: '未设' } as const

/** What a policy asks a station of this level to have; a line without levels speaks of township stations. */
export function facilityLinesFor(policy: Policy, level: string): FacilityLine[] {
  return linesOf(policy, 'facility').filter(({ levels }) => speaksOfLevel(levels, level))
}

/** Whether a line is met by a room rather than by a thing or a quality. */
export function asksForSpace({ group, unit }: Pick<FacilityLine, 'group' | 'unit'>): boolean {
  return (group === 'room' || group === 'site') && unit !== '项'
}

/** Whether a line counts square metres rather than pieces. */
export const asksForArea = ({ unit }: Pick<FacilityLine, 'unit'>): boolean => unit === 'm²'

/** Lines whose photo and day of checking are asked for: barrier-free ways, fire safety, notice boards, signs. */
export const toBeChecked: readonly string[] = [
  'access',
  'safety',
  'publicity',
  'sign',
] satisfies FacilityLine['group'][]

readsPolicy('facility', 'checked')
readsPolicy('host', 'checked')
