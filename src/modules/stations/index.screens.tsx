export { StationPicker } from './StationPicker.tsx'
