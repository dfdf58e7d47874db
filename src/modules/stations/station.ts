import { defineEntity } from '../../core/entity.ts'
import { choice, date, link, optional, ref, text } from '../../core/field.ts'
import { levels, operationModes } from '../policy/index.ts'

/** A social-work station of one of the three levels. Its own id stands in `station`, so that reach holds it like its records. */
export const Station = defineEntity(
  'station',
  '社工站',
  {
    privacy: 'open',
    search: ['name'],
    unique: { station_name: ['name', '本区县刚刚登记了同名的站，请核对站名或到站点列表查找'] },
  },
  {
    name: text('站名', { max: 60, help: '与标牌一致' }),
    level: choice('层级', levels, { clause: '攀民政〔2021〕31号 一（二）' }),
    place: link('所在区划', 'place'),
    parent: optional(ref('指导中心（总站）', 'station')),
    openedOn: optional(date('启用日期')),
    closedOn: optional(date('停用日期')),
    origin: optional(text('建站来源', { max: 80, clause: '攀民政〔2021〕31号 一（三）' })),
    address: optional(text('地址', { max: 120 })),
    contactPost: optional(text('联系岗位', { max: 40, help: '写岗位，不写个人姓名' })),
    contactPhone: optional(text('联系电话', { max: 20, pattern: '^[0-9-]{7,20}$', help: '7–20 位数字，可含横线' })),
  },
)

export const stationStates = { planned: '筹建', open: '运行', closed: '停用' } as const
export type StationState = keyof typeof stationStates

/** How a station stands on a day: it is open from its first day to its last, both included. */
export function stationStateOn(
  { openedOn, closedOn }: { openedOn: string | null; closedOn: string | null },
  day: string,
): StationState {
  if (closedOn !== null && closedOn < day) return 'closed'
  return openedOn === null || openedOn > day ? 'planned' : 'open'
}

/** How a station is run, from one day to another; the last row is open (昆民通〔2021〕8号 四（一）). */
export const StationMode = defineEntity(
  'station_mode',
  '运营方式',
  { privacy: 'open' },
  {
    mode: choice('运营方式', operationModes),
    operator: optional(link('承接主体', 'organisation')),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)

/** A township or community that a station serves besides where it stands (攀民政〔2021〕31号 二（二）: 片区化设置). */
export const StationArea = defineEntity(
  'station_area',
  '服务片区',
  { privacy: 'open', unique: { station_area_once: ['place', '这个地区已经在本站的服务片区里'] } },
  { place: link('服务地区', 'place'), fromOn: date('自', { past: true }), toOn: optional(date('至')) },
)
