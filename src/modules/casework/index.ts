export { CaseRecord, meetingWays } from './casePaper.ts'
