export { RecordLink } from './RecordLink.tsx'
