import { accountPages } from '../../modules/accounts/index.screens.tsx'
import { findingPages } from '../../modules/findings/index.screens.tsx'
import { policyPages } from '../../modules/policy/index.screens.tsx'
import { reportPages } from '../../modules/reporting/index.screens.tsx'
import { servicePages } from '../../modules/services/index.screens.tsx'
import { StationPicker } from '../../modules/stations/index.screens.tsx'
import type { Page } from '../../ui/page.ts'
import type { Pickers } from '../../ui/pickers.tsx'

/** Every page of the console. Modules say their pages; here they only stand together. */
export const pages: readonly Page[] = [
  ...servicePages,
  ...reportPages,
  ...findingPages,
  ...policyPages,
  ...accountPages,
]

/** What forms choose records with, by the record's name. */
export const pickers: Pickers = { station: StationPicker }
