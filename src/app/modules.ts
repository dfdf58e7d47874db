import { collect } from '../core/action.ts'
import * as accounts from '../modules/accounts/index.server.ts'
import * as activities from '../modules/activities/index.server.ts'
import * as assessments from '../modules/assessments/index.server.ts'
import * as assistance from '../modules/assistance/index.server.ts'
import * as audit from '../modules/audit/index.server.ts'
import * as casework from '../modules/casework/index.server.ts'
import * as clients from '../modules/clients/index.server.ts'
import * as devices from '../modules/devices/index.server.ts'
import * as documents from '../modules/documents/index.server.ts'
import * as experts from '../modules/experts/index.server.ts'
import * as findings from '../modules/findings/index.server.ts'
import * as groups from '../modules/groups/index.server.ts'
import * as imports from '../modules/imports/index.server.ts'
import * as jobs from '../modules/jobs/index.server.ts'
import * as meetings from '../modules/meetings/index.server.ts'
import * as network from '../modules/network/index.server.ts'
import * as organisations from '../modules/organisations/index.server.ts'
import * as outreach from '../modules/outreach/index.server.ts'
import * as papers from '../modules/papers/index.server.ts'
import * as people from '../modules/people/index.server.ts'
import * as places from '../modules/places/index.server.ts'
import * as plaques from '../modules/plaques/index.server.ts'
import * as policy from '../modules/policy/index.server.ts'
import * as premises from '../modules/premises/index.server.ts'
import * as protection from '../modules/protection/index.server.ts'
import * as reporting from '../modules/reporting/index.server.ts'
import * as resources from '../modules/resources/index.server.ts'
import * as search from '../modules/search/index.server.ts'
import * as services from '../modules/services/index.server.ts'
import * as stations from '../modules/stations/index.server.ts'
import * as supervision from '../modules/supervision/index.server.ts'
import * as training from '../modules/training/index.server.ts'
import * as visits from '../modules/visits/index.server.ts'

/** Every module the product is assembled from; its exported actions and queries are the API. */
export const modules = {
  accounts,
  activities,
  assessments,
  assistance,
  audit,
  casework,
  clients,
  devices,
  documents,
  experts,
  findings,
  groups,
  imports,
  jobs,
  meetings,
  network,
  organisations,
  outreach,
  papers,
  people,
  places,
  plaques,
  policy,
  premises,
  protection,
  reporting,
  resources,
  search,
  services,
  stations,
  supervision,
  training,
  visits,
}

export const registry = collect(modules)
audit.nameCalls(registry)
