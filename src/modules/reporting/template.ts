import type { Measure } from '../../core/measures.ts'
import { activitiesHeld, activityPeople } from '../activities/index.ts'
import { groupPeople, groupSessions, groupsHeld } from '../groups/index.ts'
import { licensedCount, postCount } from '../people/index.ts'
import {
  itemCoverage,
  peopleByForm,
  serviceByForm,
  serviceByItem,
  serviceMinutes,
  servicePeople,
  serviceRecords,
} from '../services/index.ts'

export interface ReportSection {
  readonly title: string
  /** Measures shown side by side; those with a dimension give one line a key. */
  readonly measures: readonly Measure[]
}

/** What a monthly report counts, in its order (昆民通〔2021〕8号 三（二）（四）: 项目实施情况). */
export const reportSections: readonly ReportSection[] = [
  { title: '服务总体情况', measures: [serviceRecords, servicePeople, serviceMinutes, itemCoverage] },
  { title: '按服务形式', measures: [serviceByForm, peopleByForm] },
  { title: '小组与社区活动', measures: [groupsHeld, groupSessions, groupPeople, activitiesHeld, activityPeople] },
  { title: '按服务事项', measures: [serviceByItem] },
  { title: '队伍情况', measures: [postCount, licensedCount] },
]
