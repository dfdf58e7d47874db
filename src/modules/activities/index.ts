export { activitiesHeld, activityPeople } from './activity.measures.ts'
export { Activity, whyNoSignIn } from './activity.ts'
export { drawSignIn, signInAddress } from './signInCode.ts'
