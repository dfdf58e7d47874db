import { defineEntity } from '../../core/entity.ts'
import { choice, date, decimal, fen, link, optional, ref, secret, text } from '../../core/field.ts'

export const housings = {
  own: '自有住房',
  rented: '租房',
  public: '公租房或廉租房',
  borrowed: '借住',
  dilapidated: '危旧住房',
  institution: '机构居住',
  none: '无固定住所',
} as const

export const incomes = {
  work: '务工或经营',
  pension: '养老金',
  benefit: '低保、特困等救助金',
  family: '家人供养',
  farm: '务农',
  none: '无稳定收入',
} as const

/** People who live as one family. Who heads it, where, and what it lives on. */
export const Household = defineEntity(
  'household',
  '家庭',
  { privacy: 'personal', search: ['headName'], counted: true },
  {
    headName: text('户主姓名', { max: 40 }),
    place: link('居住地', 'place', { help: '选到社区（村）' }),
    address: optional(secret('详细住址', { max: 120, searchable: true })),
    housing: optional(choice('住房', housings)),
    area: optional(decimal('住房面积', { unit: '㎡', max: 2000 })),
    income: optional(choice('主要收入来源', incomes)),
    yearlyIncome: optional(fen('家庭年收入')),
    debts: optional(text('主要支出与负债', { max: 200 })),
    memo: optional(text('家庭情况', { max: 500, multiline: true })),
  },
)

export const relations = {
  head: '户主',
  spouse: '配偶',
  son: '儿子',
  daughter: '女儿',
  father: '父亲',
  mother: '母亲',
  grandchild: '孙子女',
  grandparent: '祖父母',
  sibling: '兄弟姐妹',
  inLaw: '儿媳或女婿',
  other: '其他',
} as const

/** Somebody of a household and what they are to its head, from one day to another; perhaps a client themselves. */
export const HouseholdMember = defineEntity(
  'household_member',
  '家庭成员',
  { privacy: 'personal' },
  {
    household: ref('家庭', 'household'),
    client: optional(ref('服务对象档案', 'client', { help: '此人已建档的，请选择' })),
    name: text('姓名', { max: 40 }),
    relation: choice('与户主关系', relations),
    bornOn: optional(date('出生日期', { past: true })),
    occupation: optional(text('职业或就读学校', { max: 60 })),
    health: optional(text('健康状况', { max: 60 })),
    fromOn: optional(date('自')),
    toOn: optional(date('至')),
  },
)
