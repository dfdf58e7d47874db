/** The views of the list of groups. */
export const groupViews = { open: '进行中', review: '待审核', ended: '已结束', all: '全部' } as const
