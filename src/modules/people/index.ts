export { type EligibilityCheck, eligibilityOf } from './eligibility.ts'
export { ageOn, bornOnOf, identityCheck, identityProblem, phoneProblem, sexOf } from './identity.ts'
export {
  dispatchedShare,
  eligibleShare,
  licensedCount,
  licensedOrMajorShare,
  newlyLicensed,
  postCount,
  registeredShare,
} from './person.measures.ts'
export { Appointment, Certificate, certificateKinds, origins, Person, sexes } from './person.ts'
