import { defineEntity } from '../../core/entity.ts'
import { choice, date, flag, integer, link, optional, text } from '../../core/field.ts'

export const conclusions = { passed: '合格', basic: '基本合格', failed: '不合格', absent: '未参加' } as const

/** The yearly inspection of an organisation by the office that registered it (昆民通〔2021〕8号 附件2). */
export const AnnualInspection = defineEntity(
  'annual_inspection',
  '年检',
  {
    privacy: 'open',
    tenant: false,
    unique: { annual_inspection_once: ['year', '这一年的年检已登记，请修改那一条'] },
  },
  {
    organisation: link('机构', 'organisation'),
    year: integer('年检年度', { min: 2000, max: 2100 }),
    conclusion: choice('结论', conclusions),
    onDay: date('结论日期', { past: true }),
    document: optional(text('文号或公告', { max: 120 })),
  },
)

/** The review of those who founded, head and manage an organisation: date and outcome only, no names (滨海新区通知 四（一）). */
export const OperatorVetting = defineEntity(
  'operator_vetting',
  '人员审查',
  { privacy: 'open', tenant: false },
  {
    organisation: link('机构', 'organisation'),
    onDay: date('审查日期', { past: true }),
    people: integer('审查人数', { unit: '人', min: 1, max: 1000, help: '负责人、发起人、管理人员合计' }),
    passed: flag('审查通过'),
    document: optional(text('存档编号', { max: 120 })),
  },
)
