export { safeCell } from './cell.ts'
export { definePaper, type Format, formats, type PaperKind, paperKinds, render } from './registry.server.ts'
export { fontFolders, typeset } from './typst.server.ts'
