export { ledgerOf, monthsOf, type Period, periodBefore, periodKeyOf, periodOf } from './period.ts'
