export { fromBase64, lockOf, openBytes, sealBox, sealBytes, toBase64 } from './box.ts'
export { Device, deviceStates, Handover, handoverStates } from './device.ts'
export { draftLimits, sealedPhotoBytes } from './draft.ts'
