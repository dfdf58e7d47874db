export { dueOnOf, timelinessWords } from './due.ts'
export { Report, reportFlow, reportLevels } from './report.ts'
