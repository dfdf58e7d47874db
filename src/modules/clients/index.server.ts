import './client.measures.ts'
import './policy.ts'
import './archive.print.ts'

export { exportArchive } from './archive.export.server.ts'
export { checkArchive, incompleteArchives } from './archive.server.ts'
export { categoriesOf, categoryNamer, refuseForeignCategory } from './category.server.ts'
export { byCategory } from './client.measures.ts'
export {
  addClient,
  closeClient,
  editClient,
  editContact,
  needsGuardian,
  reopenClient,
  whyClosed,
} from './client.server.ts'
export { addCategory, confirmCategory, endCategory } from './clientCategory.server.ts'
export * from './clientFile.server.ts'
export { listClients } from './clients.server.ts'
export { compareClients, findDuplicates, keepApart, listDuplicates } from './duplicates.server.ts'
export { getClient } from './file.server.ts'
export {
  addHousehold,
  addMember,
  editHousehold,
  endMember,
  getHousehold,
  listHouseholds,
} from './household.server.ts'
export { findAlike } from './known.server.ts'
export { listClientLooks, revealClient } from './look.server.ts'
export { listMerges, mergeClients, undoMerge } from './merge.server.ts'
export { papersOfClient } from './papers.server.ts'
export { clientSheet } from './sheet.import.server.ts'
export { householdTimeline, timelineOf } from './timeline.server.ts'
export {
  acceptTransfer,
  listTransfers,
  offerTransfer,
  refuseTransfer,
  stationsToReceive,
  withdrawTransfer,
} from './transfer.server.ts'
