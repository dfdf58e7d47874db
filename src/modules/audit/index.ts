export { sayProblem } from './problem.ts'
