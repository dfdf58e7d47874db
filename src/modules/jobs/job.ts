export const jobStates = { waiting: '等待中', running: '进行中', done: '已完成', failed: '未完成' } as const
