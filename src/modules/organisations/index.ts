export { completeCreditCode, creditCodeProblem } from './creditCode.ts'
export { AnnualInspection, conclusions, OperatorVetting } from './operatorFacts.ts'
export { Organisation } from './organisation.ts'
