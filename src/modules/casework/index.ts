export { CaseFile, domains } from './caseFile.ts'
export { caseFlow, nextSteps, workingStages } from './caseFlow.ts'
export { completedCases, crises, openedCases, referrals, runningCases } from './casework.measures.ts'
