import './following.ts'

export {
  Client,
  ClientCategory,
  ClientRisk,
  ClientStation,
  ClientWorker,
  categorySources,
  clientSexes,
  clientStates,
  riskLevels,
} from './client.ts'
export {
  ClientAlert,
  ClientCare,
  ClientContact,
  Consent,
  consentAge,
  FamilyTracing,
  Guardian,
  guardianRelations,
  Need,
  NeedsAssessment,
  needKinds,
  needStates,
  strengths,
} from './clientFile.ts'
export { type FreshnessRule, freshnessOf } from './freshness.ts'
export { Household, HouseholdMember, relations } from './household.ts'
export { clientTimeline, followsClient, type TimelineLine, type TimelineOf, type TimelineSource } from './timeline.ts'
