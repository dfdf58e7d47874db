export { isMeeting, meetingsAsked } from './asked.ts'
export { Meeting } from './meeting.ts'
