export { Assignment, Expert, ExpertConflict, expertKinds, expertTasks } from './expert.ts'
