import type { Grant } from '../accounts/index.ts'

/** Which grant lets people read a record, and with it the record's own history; where its page is. Unset: only `audit.read`. */
export const readers: Readonly<Record<string, { grant: Grant; path?: string }>> = {
  station: { grant: 'station.read', path: '/stations/' },
  station_mode: { grant: 'station.read' },
  organisation: { grant: 'station.read', path: '/organisations/' },
  place: { grant: 'station.read', path: '/places/' },
  person: { grant: 'person.read', path: '/people/' },
  appointment: { grant: 'person.read' },
  certificate: { grant: 'person.read' },
  service_record: { grant: 'service.read', path: '/services/' },
  report: { grant: 'report.read', path: '/reports/' },
  report_step: { grant: 'report.read' },
  account: { grant: 'account.read', path: '/accounts/' },
  account_role: { grant: 'account.read' },
}

/** Records that are told together with another: `[record, the column that names it]`. */
export const partsOf: Readonly<Record<string, readonly [entity: string, column: string][]>> = {
  account: [['account_role', 'account']],
  person: [
    ['appointment', 'person'],
    ['certificate', 'person'],
  ],
  station: [['station_mode', 'station']],
}
