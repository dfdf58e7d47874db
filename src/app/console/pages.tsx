import { accountPages } from '../../modules/accounts/index.screens.tsx'
import { reportPages } from '../../modules/reporting/index.screens.tsx'
import { servicePages } from '../../modules/services/index.screens.tsx'
import { StationPicker } from '../../modules/stations/index.screens.tsx'
import type { Page } from '../../ui/page.ts'
import type { Pickers } from '../../ui/pickers.tsx'

/** Every page of the console. Modules say their pages; here they only stand together. */
export const pages: readonly Page[] = [...servicePages, ...reportPages, ...accountPages]

/** What forms choose records with, by the record's name. */
export const pickers: Pickers = { station: StationPicker }
