import { AccountPicker, accountPages } from '../../modules/accounts/index.screens.tsx'
import { activityPages } from '../../modules/activities/index.screens.tsx'
import { assessmentPages, clientAssessmentsSection } from '../../modules/assessments/index.screens.tsx'
import { ApplicationPicker, assistancePages, clientAssistanceSection } from '../../modules/assistance/index.screens.tsx'
import { auditPages, historySection } from '../../modules/audit/index.screens.tsx'
import { casePages, clientCasesSection } from '../../modules/casework/index.screens.tsx'
import { ClientPicker, clientPages } from '../../modules/clients/index.screens.tsx'
import { devicePages } from '../../modules/devices/index.screens.tsx'
import { documentPages, documentsSection } from '../../modules/documents/index.screens.tsx'
import {
  ExpertPicker,
  expertPages,
  organisationGuidesSection,
  stationExpertsSection,
} from '../../modules/experts/index.screens.tsx'
import { findingPages, stationFindingsSection } from '../../modules/findings/index.screens.tsx'
import { groupPages } from '../../modules/groups/index.screens.tsx'
import { importPages } from '../../modules/imports/index.screens.tsx'
import { jobPages } from '../../modules/jobs/index.screens.tsx'
import { meetingPages } from '../../modules/meetings/index.screens.tsx'
import { networkPages, stationProgressSection } from '../../modules/network/index.screens.tsx'
import {
  OrganisationPicker,
  operatorFactsSection,
  organisationPages,
} from '../../modules/organisations/index.screens.tsx'
import { outreachPages } from '../../modules/outreach/index.screens.tsx'
import { otherPeopleSection, PersonPicker, peoplePages, staffSection } from '../../modules/people/index.screens.tsx'
import { PlacePicker, placePages } from '../../modules/places/index.screens.tsx'
import { plaquePages, plaquesSection } from '../../modules/plaques/index.screens.tsx'
import { policyPages } from '../../modules/policy/index.screens.tsx'
import { premisesPages, premisesSection } from '../../modules/premises/index.screens.tsx'
import { protectionPages } from '../../modules/protection/index.screens.tsx'
import { reportPages, stationReportsSection } from '../../modules/reporting/index.screens.tsx'
import { resourcePages } from '../../modules/resources/index.screens.tsx'
import { servicePages } from '../../modules/services/index.screens.tsx'
import { operatedStationsSection, StationPicker, stationPages } from '../../modules/stations/index.screens.tsx'
import {
  personSupervisionSection,
  stationSupervisionSection,
  supervisionPages,
} from '../../modules/supervision/index.screens.tsx'
import { personTrainingSection, stationTrainingSection, trainingPages } from '../../modules/training/index.screens.tsx'
import { visitPages } from '../../modules/visits/index.screens.tsx'
import type { Page } from '../../ui/page.ts'
import type { Pickers } from '../../ui/pickers.tsx'

/** Every page of the console. Modules say their pages; here they only stand together. */
export const pages: readonly Page[] = [
  ...visitPages,
  ...servicePages,
  ...clientPages([clientCasesSection, clientAssistanceSection, clientAssessmentsSection]),
  ...casePages,
  ...groupPages,
  ...activityPages,
  ...meetingPages,
  ...assessmentPages,
  ...assistancePages,
  ...outreachPages,
  ...resourcePages,
  ...protectionPages,
  ...devicePages,
  ...reportPages,
  ...networkPages,
  ...stationPages([
    stationProgressSection,
    staffSection,
    otherPeopleSection,
    stationTrainingSection,
    stationSupervisionSection,
    stationExpertsSection,
    premisesSection,
    documentsSection,
    plaquesSection,
    stationReportsSection,
    stationFindingsSection,
    historySection,
  ]),
  ...premisesPages,
  ...documentPages,
  ...plaquePages,
  ...peoplePages([personTrainingSection, personSupervisionSection]),
  ...trainingPages,
  ...supervisionPages,
  ...expertPages,
  ...importPages,
  ...organisationPages([organisationGuidesSection, operatorFactsSection, operatedStationsSection]),
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
  expert: ExpertPicker,
  client: ClientPicker,
  assistance_application: ApplicationPicker,
}
