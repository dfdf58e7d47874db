export { conflictWith } from './conflict.server.ts'
export {
  addExpert,
  assign,
  assignmentsOf,
  bodiesOf,
  declareConflict,
  editExpert,
  endAssignment,
  endConflict,
  getExpert,
  guidedBy,
  listExperts,
} from './expert.server.ts'
