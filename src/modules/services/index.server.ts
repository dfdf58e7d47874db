import './serviceRecord.measures.ts'

export { exportServices } from './serviceRecord.export.server.ts'
export {
  catalogueOf,
  editService,
  getService,
  listServices,
  recordService,
  reverseService,
} from './serviceRecord.server.ts'
