export { assessmentsMade } from './assessment.measures.ts'
export { Assessment, informants } from './assessment.ts'
export { type Scale, tones } from './scale.ts'
