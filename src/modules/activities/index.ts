export { activitiesHeld, activityPeople } from './activity.measures.ts'
export { Activity } from './activity.ts'
