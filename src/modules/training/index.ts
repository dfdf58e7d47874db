export { Attendance, attendanceStates, Course, courseFlow, courseWays, trainingAttended } from './course.ts'
