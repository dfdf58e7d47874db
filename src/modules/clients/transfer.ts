import { defineEntity } from '../../core/entity.ts'
import { choice, date, farRef, files, optional, text } from '../../core/field.ts'
import { defineWorkflow, stateOf } from '../../core/workflow.ts'
import { consentGivers } from './clientFile.ts'

export const transferFlow = defineWorkflow({
  states: { offered: '待接收', accepted: '已接收', refused: '已退回', withdrawn: '已撤回' },
  initial: 'offered',
  moves: {
    accept: { from: ['offered'], to: 'accepted', label: '接收' },
    refuse: { from: ['offered'], to: 'refused', label: '退回', needs: ['answer'] },
    withdraw: { from: ['offered'], to: 'withdrawn', label: '撤回' },
  },
})

export const transferSides = { out: '转出', in: '转入' } as const

export const transferReasons = {
  moved: '搬迁',
  nearer: '新站点更近',
  institution: '入住机构',
  regroup: '站点调整',
  other: '其他',
} as const

/**
 * A client handed from one station to another. Each station holds its own side: what the receiving one must know to decide
 * stands on its side, so that nobody reads the file before it is theirs. `other` is the counterpart.
 */
export const ClientTransfer = defineEntity(
  'client_transfer',
  '转站',
  { privacy: 'personal', flow: { flow: transferFlow, field: 'state' } },
  {
    side: choice('方向', transferSides),
    other: farRef('对方的单据', 'client_transfer'),
    client: farRef('服务对象', 'client'),
    clientName: text('姓名', { max: 40 }),
    about: text('基本情况', { max: 200 }),
    fromStation: farRef('转出站', 'station'),
    fromName: text('转出站', { max: 60 }),
    toStation: farRef('接收站', 'station'),
    toName: text('接收站', { max: 60 }),
    reason: choice('转站原因', transferReasons),
    handover: text('交接摘要', { max: 1000, multiline: true, help: '目前的需求、风险、正在进行的服务和注意事项' }),
    consentBy: choice('由谁同意', consentGivers),
    consentOn: date('同意日期', { past: true }),
    proof: files('同意书', { max: 5, readBy: 'client.read' }),
    state: stateOf('状态', transferFlow),
    offeredOn: date('提出日期'),
    answeredOn: optional(date('答复日期')),
    answer: optional(text('答复', { max: 300, multiline: true })),
    becomes: optional(farRef('新档案', 'client')),
  },
)
