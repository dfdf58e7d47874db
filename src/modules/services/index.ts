export {
  itemCoverage,
  peopleByForm,
  serviceByForm,
  serviceByItem,
  serviceMinutes,
  servicePeople,
  serviceRecords,
} from './serviceRecord.measures.ts'
export { ServiceRecord, serviceForms, serviceGiven } from './serviceRecord.ts'
