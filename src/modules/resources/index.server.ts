import './resources.measures.ts'
import './resources.print.ts'
import './resources.timeline.ts'

export { closeMatch, listMatches, matchResource } from './match.server.ts'
export {
  addResource,
  editResource,
  endResource,
  getResource,
  listResources,
  reviewResource,
} from './resource.server.ts'
