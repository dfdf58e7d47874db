import './group.measures.ts'
import './group.print.ts'
import './group.timeline.ts'

export {
  addGroupExpense,
  editGroupPlan,
  enrolMember,
  leaveGroup,
  linkMember,
  planGroup,
  rateGroupGoal,
  setGroupBudget,
  setGroupGoal,
  setGroupSession,
  strikeGroupBudget,
  strikeGroupGoal,
  strikeGroupSession,
  takeOpinion,
  voidGroupExpense,
  writeGroupReview,
} from './group.server.ts'
export {
  approveGroupPlan,
  approveGroupReport,
  cancelGroup,
  reconsiderGroup,
  reopenGroup,
  returnGroupPlan,
  returnGroupReport,
  reviseGroupPlan,
  submitGroupPlan,
  submitGroupReport,
  withdrawGroupPlan,
  withdrawGroupReport,
} from './groupMove.server.ts'
export { getGroup, groupsDue, listGroups } from './groups.server.ts'
export { cancelSession, guideSession, holdSession, undoSession } from './session.server.ts'
