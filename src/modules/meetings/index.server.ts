import './meeting.measures.ts'
import './meeting.print.ts'

export { askedMeetings } from './asked.server.ts'
export {
  cancelMeeting,
  closeDecision,
  dropDecision,
  editMeetingPlan,
  planMeeting,
  writeMinutes,
} from './meeting.server.ts'
export { getMeetingRecord, listMeetings, meetingsDue } from './meetings.server.ts'
