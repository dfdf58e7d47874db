export { completeCreditCode, creditCodeProblem } from './creditCode.ts'
export { Organisation } from './organisation.ts'
