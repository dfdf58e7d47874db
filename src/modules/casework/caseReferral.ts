import { defineEntity } from '../../core/entity.ts'
import { choice, date, farRef, files, optional, ref, text } from '../../core/field.ts'
import { defineWorkflow, stateOf } from '../../core/workflow.ts'

export const referralFlow = defineWorkflow({
  states: { offered: '待接收', accepted: '已接收', refused: '未接收', withdrawn: '已撤回' },
  initial: 'offered',
  moves: {
    accept: { from: ['offered'], to: 'accepted', label: '接收' },
    refuse: { from: ['offered'], to: 'refused', label: '不接收', needs: ['answer'] },
    withdraw: { from: ['offered'], to: 'withdrawn', label: '撤回' },
  },
})

const narrative = (label: string, max: number) => text(label, { privacy: 'sensitive', max, multiline: true })

/**
 * A client handed to another station of the system or to an organisation outside (C-09), and the answer (C-04). Between
 * stations each holds its own side: only what is written here is read by the other, never the case itself.
 */
export const CaseReferral = defineEntity(
  'case_referral',
  '转介',
  { privacy: 'sensitive', flow: { flow: referralFlow, field: 'state' }, partOf: 'caseFile' },
  {
    side: choice('方向', { out: '转出', in: '转入' }),
    caseFile: optional(ref('个案', 'case_file')),
    other: optional(farRef('对方的单据', 'case_referral')),
    clientName: text('姓名', { max: 40 }),
    about: text('基本情况', { privacy: 'personal', max: 200, help: '性别、年龄、居住地、类别' }),
    toKind: choice('转介到', { station: '系统内的社工站', organisation: '系统外的单位' }),
    toStation: optional(farRef('接收站', 'station')),
    toName: text('接收单位', { max: 80 }),
    fromStation: farRef('转出站', 'station'),
    fromName: text('转出站', { max: 80 }),
    workerName: text('转出社工', { max: 40 }),
    reason: narrative('转介原因', 500),
    done: narrative('已开展的服务与成效', 1000),
    standing: narrative('目前情况', 800),
    wanted: narrative('需跟进的事项与建议', 800),
    others: optional(text('其他正在服务的单位', { max: 200 })),
    consentBy: choice('由谁同意', { self: '本人', guardian: '监护人' }),
    consentOn: date('同意日期', { past: true }),
    proof: files('同意书', { max: 5, readBy: 'case.read' }),
    state: stateOf('状态', referralFlow),
    offeredOn: date('转介日期'),
    answeredOn: optional(date('答复日期')),
    answer: optional(text('答复', { max: 500, multiline: true })),
    answeredBy: optional(text('答复人', { max: 40 })),
    becomes: optional(ref('开立的个案', 'case_file')),
  },
)
