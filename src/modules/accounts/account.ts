import { defineEntity } from '../../core/entity.ts'
import { choice, date, farRef, flag, link, optional, text } from '../../core/field.ts'
import { uuidShape } from '../../core/identifiers.ts'
import { roleNames } from './roles.ts'

export const accountStates = { active: '在用', disabled: '停用' } as const

/** The id of an account or of one of its roles, for inputs. */
export const accountId = text('编号', {
  max: 40,
  pattern: uuidShape.source,
})

/** Someone who logs in. Passwords and one-time secrets are kept apart and are never part of this record. */
export const Account = defineEntity(
  'account',
  '账号',
  { privacy: 'open', tenant: false, unique: { account_login: ['login', '这个登录名刚刚被使用，请换一个'] } },
  {
    login: text('登录名', {
      min: 2,
      max: 40,
      pattern: '^[a-z0-9][a-z0-9._-]{1,39}$',
      help: '小写字母、数字、点、横线，2–40 个字符',
    }),
    name: text('姓名', { max: 40 }),
    state: choice('状态', accountStates),
    station: optional(farRef('所在社工站', 'station')),
    person: optional(farRef('本人档案', 'person')),
    mustChangePassword: flag('须改口令'),
    twoFactor: flag('已开动态口令'),
    demo: flag('演示账号'),
  },
)

/** A role of an account over a place, a station or an organisation, from one day to another. */
export const AccountRole = defineEntity(
  'account_role',
  '角色',
  { privacy: 'open', tenant: false },
  {
    account: link('账号', 'account'),
    role: choice('角色', roleNames),
    place: optional(link('辖区', 'place')),
    station: optional(farRef('社工站', 'station')),
    organisation: optional(link('机构', 'organisation')),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)
