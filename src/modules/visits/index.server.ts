import './visit.measures.ts'
import './visit.print.ts'
import './visit.timeline.ts'

export { addArrangement, endArrangement, listArrangements } from './arrangement.server.ts'
export { listDue, visitCompletion } from './due.server.ts'
export { planEveryVisit, planStationVisits } from './plan.server.ts'
export { finishTask, listTasks } from './task.server.ts'
export { getVisit, listVisits, recordVisit, reverseVisit, visitFormOf } from './visit.server.ts'
