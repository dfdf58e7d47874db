export { fromBase64, sealBox, toBase64 } from './box.ts'
export { Device, deviceStates, Handover, handoverStates } from './device.ts'
export { draftLimits } from './draft.ts'
