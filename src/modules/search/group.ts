/** What the global search finds, in the order it is shown. */
export const findGroups = {
  people: '人员',
  clients: '服务对象',
  stations: '社工站',
  reports: '报表',
  places: '行政区划',
} as const
export type FindGroup = keyof typeof findGroups
