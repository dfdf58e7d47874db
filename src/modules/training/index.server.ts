import './hours.print.ts'
import './training.measures.ts'

export {
  addCourse,
  callRoll,
  cancelCourse,
  correctAttendance,
  editCourse,
  getCourse,
  join,
  kindsAt,
  listCourses,
  peopleToTrain,
  recordCourse,
  signUp,
} from './course.server.ts'
export { hoursBoard, trainingOf } from './hours.server.ts'
