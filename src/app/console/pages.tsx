import { AccountPicker, accountPages } from '../../modules/accounts/index.screens.tsx'
import { auditPages, historySection } from '../../modules/audit/index.screens.tsx'
import { findingPages } from '../../modules/findings/index.screens.tsx'
import { jobPages } from '../../modules/jobs/index.screens.tsx'
import { OrganisationPicker, organisationPages } from '../../modules/organisations/index.screens.tsx'
import { PersonPicker, peoplePages, staffSection } from '../../modules/people/index.screens.tsx'
import { PlacePicker, placePages } from '../../modules/places/index.screens.tsx'
import { policyPages } from '../../modules/policy/index.screens.tsx'
import { reportPages, stationReportsSection } from '../../modules/reporting/index.screens.tsx'
import { servicePages } from '../../modules/services/index.screens.tsx'
import { operatedStationsSection, StationPicker, stationPages } from '../../modules/stations/index.screens.tsx'
import type { Page } from '../../ui/page.ts'
import type { Pickers } from '../../ui/pickers.tsx'

/** Every page of the console. Modules say their pages; here they only stand together. */
export const pages: readonly Page[] = [
  ...servicePages,
  ...reportPages,
  ...stationPages([staffSection, stationReportsSection, historySection]),
  ...peoplePages,
  ...organisationPages([operatedStationsSection]),
  ...findingPages,
  ...placePages,
  ...policyPages,
  ...accountPages,
  ...auditPages,
  ...jobPages,
]

/** What forms choose records with, by the record's name. */
export const pickers: Pickers = {
  station: StationPicker,
  person: PersonPicker,
  organisation: OrganisationPicker,
  place: PlacePicker,
  account: AccountPicker,
}
