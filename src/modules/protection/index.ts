export { GuardianshipAgreement } from './agreement.ts'
export { Incident } from './incident.ts'
