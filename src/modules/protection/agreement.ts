import { defineEntity } from '../../core/entity.ts'
import { date, files, optional, ref, secret, text } from '../../core/field.ts'
import { phoneProblem } from '../people/index.ts'

/** 留守儿童委托监护责任确认书: who looks after the child while the parents are away (官渡区方案 附件3 第9项). */
export const GuardianshipAgreement = defineEntity(
  'guardianship_agreement',
  '委托监护责任确认书',
  { privacy: 'personal' },
  {
    client: ref('儿童', 'client'),
    parents: text('委托人（父母）', { max: 60 }),
    awayWhere: optional(text('外出地点与工作', { max: 120 })),
    entrusted: text('受委托人', { max: 40 }),
    relation: text('与儿童关系', { max: 20 }),
    phone: optional(secret('受委托人电话', { max: 20, check: phoneProblem })),
    promises: optional(text('约定事项', { max: 500, multiline: true })),
    signedOn: optional(date('签订日期', { past: true })),
    validUntil: optional(date('有效期至')),
    files: files('签字的确认书', { max: 3, readBy: 'client.read' }),
    endedOn: optional(date('终止日期')),
    endReason: optional(text('终止原因', { max: 100 })),
  },
)
