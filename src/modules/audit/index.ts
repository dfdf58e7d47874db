export { commandLineAccount } from './commandLine.ts'
export { sayProblem } from './problem.ts'
