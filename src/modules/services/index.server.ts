import './serviceClient.timeline.ts'
import './qualified.measures.ts'
import './serviceRecord.measures.ts'

export { exportServices } from './serviceRecord.export.server.ts'
export {
  catalogueOf,
  editService,
  getService,
  listServices,
  openStation,
  recordService,
  refuseForeignItems,
  reverseService,
} from './serviceRecord.server.ts'
