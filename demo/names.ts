import type { StationPlan } from './network.ts'

/** A place as the division tree names it today. */
export interface PlaceNamed {
  id: string
  kind: string
  name: string
  parent: string | null
}

/** A village or community without the word for its committee: 和平路社区, 青皮村. */
export function shortVillage(name: string): string {
  return name
    .replace(/(居民委员会|居委会|民委员会)$/, '')
    .replace(/村村$/, '村')
    .replace(/社区村$/, '社区')
}

/** A station's name as its pack's plaque asks for it (KM-4.6, GD-4.6, PZ-G1.3, CG-3.6, BH-1.2); hubs and rooms as their level is called. */
export function stationName({ place, level }: StationPlan, places: ReadonlyMap<string, PlaceNamed>): string {
  const at = places.get(place)!
  const above = at.parent ? places.get(at.parent)?.name : undefined
  const city = place.slice(0, 4)
  switch (level) {
    case 'hub':
      return city === '5301' ? `昆明市${at.name}社工站指导中心` : `攀枝花市${at.name}社会工作服务总站`
    case 'room':
      return city === '5301'
        ? `${above}${shortVillage(at.name)}社工站`
        : `${above}${shortVillage(at.name)}社会工作服务室`
    case 'station':
      switch (city) {
        case '5301':
          return `昆明市${above}${at.name}社会工作服务站`
        case '5104':
          return `${at.name}社会工作服务站`
        case '6201':
          return `兰州市${above}${at.name}社会工作服务站`
        default:
          return `${above}${at.name}社会工作服务站`
      }
  }
}

const areaCodes: Record<string, string> = { '5301': '0871', '5104': '0812', '6201': '0931', '1201': '022' }

/** Where the station is said to be: 示例 in the road tells that nobody lives there. */
export function stationAddress(plan: StationPlan, places: ReadonlyMap<string, PlaceNamed>, number: number): string {
  const { name } = places.get(plan.place)!
  const host = { hub: '社会组织孵化基地', station: '党群服务中心', room: '居民活动中心' }[plan.level]
  return `${shortVillage(name)}示例路 ${number} 号${host}${plan.level === 'room' ? '一楼' : '二楼'}`
}

/** A number nobody has: no local number begins with 0. */
export function stationPhone(plan: StationPlan, number: number): string {
  return `${areaCodes[plan.place.slice(0, 4)]}-0000${String(1000 + number)}`
}
