import { defineEntity } from '../../core/entity.ts'
import { date, flag, optional, text } from '../../core/field.ts'
import { creditCodeProblem } from './creditCode.ts'

/** An organisation that may run stations under an agreement (承接主体). */
export const Organisation = defineEntity(
  'organisation',
  '机构',
  {
    privacy: 'open',
    tenant: false,
    unique: { organisation_credit_code: ['creditCode', '这个统一社会信用代码刚刚被登记，请在列表中查找该机构'] },
  },
  {
    name: text('机构名称', { max: 80 }),
    creditCode: text('统一社会信用代码', { min: 18, max: 18, check: creditCodeProblem, clause: 'GB 32100' }),
    registeredWith: optional(text('登记机关', { max: 60 })),
    registeredOn: optional(date('登记日期', { past: true })),
    scope: optional(text('业务范围', { max: 500, multiline: true })),
    coversSocialWork: flag('业务范围含社会工作', { clause: '昆民通〔2021〕8号 四（一）2' }),
    local: flag('本地机构'),
  },
)
