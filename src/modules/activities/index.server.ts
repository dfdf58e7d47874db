import './activity.measures.ts'
import './activity.print.ts'
import './activity.timeline.ts'
import './reach.measures.ts'

export { activitiesDue, getActivity, listActivities, seasonalDuties } from './activities.server.ts'
export {
  cancelActivity,
  correctSummary,
  editActivity,
  finishActivity,
  planActivity,
  reopenActivity,
  restoreActivity,
} from './activity.server.ts'
export { comingActivities, comingActivity, countSignIns } from './coming.server.ts'
export { answerCall, callOut, setShift } from './mobilise.server.ts'
export { drawCode, drawPoster, posterOf } from './poster.server.ts'
export { enterFeedback, enterSignIns, openSignIn, rateActivity, removeSignIn, signIn } from './signIn.server.ts'
