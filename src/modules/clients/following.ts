import { Client, ClientCategory, ClientRisk, ClientStation, ClientWorker } from './client.ts'
import {
  ClientAlert,
  ClientCare,
  ClientContact,
  Consent,
  FamilyTracing,
  Guardian,
  Need,
  NeedsAssessment,
} from './clientFile.ts'
import { followsClient } from './timeline.ts'

followsClient(
  Client,
  ClientStation,
  ClientWorker,
  ClientCategory,
  ClientRisk,
  ClientCare,
  Guardian,
  Consent,
  ClientContact,
  Need,
  NeedsAssessment,
  ClientAlert,
  FamilyTracing,
)
