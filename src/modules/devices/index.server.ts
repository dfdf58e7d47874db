export { enrolDevice, listDevices, reportDevice, revokeDevice } from './device.server.ts'
export { dropDraft, forgetOldDrafts, keepDraft, listDrafts } from './draft.server.ts'
export { deviceFeed, devicePack, takeCards } from './feed.server.ts'
export { handOver, handOverSealed, listHandovers, readHandover, settleHandover } from './handover.server.ts'
