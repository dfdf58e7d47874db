export {
  checkImport,
  discardImport,
  getImport,
  importTemplate,
  listImports,
  startImport,
  undoImport,
} from './import.server.ts'
export {
  defineImport,
  type ExaminedRow,
  type Examining,
  type ImportPlace,
  type Made,
  type SheetKind,
  sheetKind,
  sheetKinds,
} from './sheetKind.server.ts'
