export { facility, hasOfficeEquipment, hasPremises, hasSign } from './premises.measures.ts'
export { Equipment, facilityLinesFor, Space } from './premises.ts'
