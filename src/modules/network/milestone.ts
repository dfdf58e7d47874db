import { defineEntity } from '../../core/entity.ts'
import { choice, date, files, link, optional, text, texts } from '../../core/field.ts'
import { defineWorkflow, stateOf } from '../../core/workflow.ts'
import { readsPolicy } from '../policy/index.ts'

/** A node without a filing is done when it is done; one that is filed is done when the office above has accepted it. */
export const milestoneFlow = defineWorkflow({
  states: { open: '未完成', done: '已完成', filed: '已报送', accepted: '已备案', returned: '已退回' },
  initial: 'open',
  moves: {
    complete: { from: ['open', 'returned'], to: 'done', label: '登记完成', needs: ['doneOn'] },
    file: {
      from: ['open', 'returned'],
      to: 'filed',
      label: '报送',
      needs: ['doneOn'],
      clause: '滨海新区通知 二（三）',
    },
    accept: { from: ['filed'], to: 'accepted', label: '备案', clause: '滨海新区通知 二（三）' },
    return: { from: ['filed'], to: 'returned', label: '退回', needs: ['returnReason'] },
    reopen: { from: ['done', 'filed'], to: 'open', label: '撤回' },
  },
})

export const units = { place: '地区', station: '社工站' } as const

/**
 * What is known of one node of a document's timetable, or of a node of one's own, for a place or a station
 * (昆民通〔2021〕8号 六, 官渡区方案 六, 滨海新区通知 二（三）). A street's row stands with a station of the street where
 * there is one, so that the street reaches it.
 */
export const Milestone = defineEntity(
  'milestone',
  '进度节点',
  {
    privacy: 'open',
    flow: { flow: milestoneFlow, field: 'state' },
    unique: {
      milestone_place_once: ['line', '这个节点刚刚由别人登记，请刷新后再办'],
      milestone_station_once: ['line', '这个节点刚刚由别人登记，请刷新后再办'],
    },
  },
  {
    unit: choice('责任主体', units),
    place: link('地区', 'place'),
    policyCode: optional(text('文件', { max: 8 })),
    line: optional(text('条目', { max: 80 })),
    label: text('节点', { max: 120 }),
    dueOn: optional(date('完成时限')),
    responsible: optional(text('责任岗位', { max: 60, help: '写部门或岗位' })),
    steps: texts('已完成事项', { max: 20 }),
    doneOn: optional(date('完成日期', { past: true })),
    note: optional(text('完成情况', { max: 500, multiline: true })),
    files: files('佐证材料'),
    state: stateOf('状态', milestoneFlow),
    filedBy: optional(link('报送人', 'account')),
    decidedOn: optional(date('备案日期')),
    returnReason: optional(text('退回原因', { max: 300, multiline: true })),
  },
)

/** How a node stands on a day, as everyone reads it. */
export const standings = {
  undated: '未定时限',
  pending: '未到期',
  overdue: '逾期未完成',
  filed: '待备案',
  returned: '已退回',
  done: '按期完成',
  late: '逾期完成',
} as const
export type Standing = keyof typeof standings

interface Known {
  state: keyof typeof milestoneFlow.states
  doneOn: string | null
}

/** How a node that is due on a day stands on another; nothing recorded is not done. */
export function standingOf(known: Known | undefined, dueOn: string | null, day: string): Standing {
  const doneOn = known?.doneOn ?? null
  if (known && (known.state === 'done' || known.state === 'accepted') && doneOn !== null && doneOn <= day)
    return dueOn !== null && doneOn > dueOn ? 'late' : 'done'
  if (known?.state === 'filed' && doneOn !== null && doneOn <= day) return 'filed'
  if (known?.state === 'returned') return 'returned'
  if (dueOn === null) return 'undated'
  return dueOn < day ? 'overdue' : 'pending'
}

readsPolicy('milestone', 'checked')
