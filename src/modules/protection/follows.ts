import { followsClient } from '../clients/index.ts'
import { GuardianshipAgreement } from './agreement.ts'

followsClient(GuardianshipAgreement)
