import { collect } from '../core/action.ts'
import * as accounts from '../modules/accounts/index.server.ts'
import * as audit from '../modules/audit/index.server.ts'
import * as findings from '../modules/findings/index.server.ts'
import * as jobs from '../modules/jobs/index.server.ts'
import * as organisations from '../modules/organisations/index.server.ts'
import * as people from '../modules/people/index.server.ts'
import * as places from '../modules/places/index.server.ts'
import * as policy from '../modules/policy/index.server.ts'
import * as reporting from '../modules/reporting/index.server.ts'
import * as search from '../modules/search/index.server.ts'
import * as services from '../modules/services/index.server.ts'
import * as stations from '../modules/stations/index.server.ts'

/** Every module the product is assembled from; its exported actions and queries are the API. */
export const modules = {
  accounts,
  audit,
  findings,
  jobs,
  organisations,
  people,
  places,
  policy,
  reporting,
  search,
  services,
  stations,
}

export const registry = collect(modules)
audit.nameCalls(registry)
