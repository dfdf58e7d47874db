export { Account, AccountRole } from './account.ts'
export { deviceOf } from './device.ts'
export { type Grant, grants, type RoleName, roleNames, roles } from './roles.ts'
