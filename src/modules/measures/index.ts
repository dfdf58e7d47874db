export { ledgerOf, monthsOf, type Period, periodBefore, periodKeyOf, periodOf } from './period.ts'
export { recordPath } from './recordPath.ts'
