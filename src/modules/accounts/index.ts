export { Account, AccountRole } from './account.ts'
export { type Grant, grants, type RoleName, roleNames, roles } from './roles.ts'
export { deviceOf } from './device.ts'
