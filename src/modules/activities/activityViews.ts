/** The views of the list of activities. */
export const activityViews = {
  coming: '未举办',
  unsummed: '待总结',
  held: '已举办',
  cancelled: '已取消',
  all: '全部',
} as const
