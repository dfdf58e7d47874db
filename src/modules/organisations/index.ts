export { completeCreditCode, creditCodeProblem } from './creditCode.ts'
export { Organisation } from './organisation.ts'
export { AnnualInspection, conclusions, OperatorVetting } from './operatorFacts.ts'
