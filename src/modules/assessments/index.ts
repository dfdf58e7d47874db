export { Assessment, informants } from './assessment.ts'
export { assessmentsMade } from './assessment.measures.ts'
export { type Scale, tones } from './scale.ts'
