/** The lists of cases a worker asks for, as the screens and the query name them. */
export const caseViews = {
  working: '正在办理',
  overdue: '下一步已过期',
  crisis: '危机',
  review: '待审核',
  all: '全部',
} as const
