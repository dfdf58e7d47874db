import type { AnyEntity } from '../../core/entity.ts'
import { Client } from './client.ts'
import { ClientCare, ClientContact, Guardian } from './clientFile.ts'
import { Household } from './household.ts'

/** What is hidden in a file and may be looked at with a reason. */
export const hiddenFields: Readonly<Record<string, { label: string; entity: AnyEntity; key: string }>> = {
  idNumber: { label: '身份证号', entity: Client, key: 'idNumber' },
  phone: { label: '联系电话', entity: Client, key: 'phone' },
  address: { label: '详细住址', entity: Client, key: 'address' },
  health: { label: '健康状况与用药', entity: ClientCare, key: 'health' },
  guardianPhone: { label: '监护人电话', entity: Guardian, key: 'phone' },
  contactPhone: { label: '联系人电话', entity: ClientContact, key: 'phone' },
  householdAddress: { label: '家庭住址', entity: Household, key: 'address' },
}

/** One tap says why: a worker looks many times a day (experience.md, Less burden). */
export const lookReasons = {
  visit: '上门走访',
  call: '联系本人或家属',
  apply: '代办或协助申请',
  check: '核对登记内容',
  urgent: '紧急情况',
} as const
