import type { AnswerOfCall } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import {
  disableAccount,
  enableAccount,
  endRole,
  getAccount,
  giveRole,
  inviteAccount,
  issuePassword,
  listAccounts,
  openAccount,
  unlockAccount,
} from '../../modules/accounts/index.server.ts'
import { type Grant, type RoleName, roleNames, roles } from '../../modules/accounts/index.ts'
import { inColumns } from '../columns.ts'
import { atDesk, type Desk, organisationMeant, placeMeant, stationMeant } from './desk.ts'
import { type Outcome, wrongUse } from './outcome.ts'

/** What administrators and security officers hold; the command line holds both. */
const grants: readonly Grant[] = [...new Set([...roles.administrator.grants, ...roles.securityOfficer.grants])]

type Listed = AnswerOfCall<typeof listAccounts>['rows'][number]
type Account = Listed['account']

const stateWords = { active: '在用', disabled: '停用' } as const

export interface Over {
  place?: string
  station?: string
  organisation?: string
}

/** Accounts with their roles of today. */
export function list(name: string | undefined): Promise<Outcome> {
  return atDesk(grants, async ({ ask }) => {
    const accounts: Listed[] = []
    for (let after: string | null = null; ; ) {
      const page: AnswerOfCall<typeof listAccounts> = await ask(listAccounts, {
        ...(name && { name }),
        ...(after && { after }),
      })
      accounts.push(...page.rows)
      after = page.next
      if (!after) break
    }
    const json = accounts.map(({ account, roles: held }) => ({
      id: account.id,
      login: account.login,
      name: account.name,
      state: account.state,
      demo: account.demo,
      roles: held.map(({ id, role, over, fromOn, toOn }) => ({ id, role, over, fromOn, toOn })),
    }))
    const lines = accounts.map(({ account, roles: held }) => [
      account.login,
      account.name,
      stateWords[account.state],
      held
        .filter(({ toOn }) => toOn === null)
        .map(({ role, over }) => `${roleNames[role]}（${over}）`)
        .join('、') || '没有角色',
    ])
    return { json, text: lines.length > 0 ? inColumns(lines) : '没有账号' }
  })
}

async function accountMeant({ ask }: Desk, login: string): Promise<Account> {
  const { rows } = await ask(listAccounts, { name: login })
  const found = rows.find(({ account }) => account.login === login)
  if (!found) throw new Failure('notFound', `没有登录名为「${login}」的账号，请用 user list 查看`)
  return found.account
}

function roleMeant(typed: string): RoleName {
  const found = (Object.keys(roles) as RoleName[]).find((role) => role === typed || roleNames[role] === typed)
  if (found) return found
  const known = Object.entries(roleNames).map(([role, label]) => `${role} ${label}`)
  throw wrongUse(`没有「${typed}」这个角色，可选：${known.join('、')}`)
}

/** What a role is to be held over, as the role asks: a place, a station or an organisation. */
async function overMeant(desk: Desk, role: RoleName, over: Over) {
  const { anchor, label } = roles[role]
  const typed = over[anchor]
  if (typed === undefined)
    throw wrongUse(
      `「${label}」请用 --${anchor} 指定${{ place: '辖区', station: '社工站', organisation: '机构' }[anchor]}`,
    )
  const meant = { place: placeMeant, station: stationMeant, organisation: organisationMeant }[anchor]
  const { id, name } = await meant(desk, typed)
  return { held: { [anchor]: id } as Over, name }
}

/** Where this machine's own Yizhan is reached. */
const address = () => `http://${process.env.HOST ?? '127.0.0.1'}:${process.env.PORT ?? 8787}`

async function linkFor({ ask }: Desk, { id, login, name }: Account): Promise<Outcome> {
  const { path, until } = await ask(inviteAccount, { id })
  const link = `${address()}${path}`
  const text = [
    `${name}（${login}）用这个一次性链接设置口令，七天内有效，只显示这一次：`,
    `  ${link}`,
    '  从别的电脑打开时，请把地址换成本机的网址',
  ]
  return { json: { id, login, name, path, link, until }, text: text.join('\n') }
}

async function passwordFor({ runtime, actor }: Desk, { id, login, name }: Account): Promise<Outcome> {
  const password = await issuePassword(runtime.surroundings, actor, id)
  const text = `${name}（${login}）的初始口令，首次登录须修改，只显示这一次：\n  ${password}`
  return { json: { id, login, name, password }, text }
}

export interface AddOptions extends Over {
  name: string
  role: string
  password?: boolean
}

/** Opens an account with its first role; answers a one-time link, or with `password` a generated password. */
export function add(login: string, { name, role: typed, password, ...over }: AddOptions): Promise<Outcome> {
  const role = roleMeant(typed)
  return atDesk(grants, async (desk) => {
    const { held, name: where } = await overMeant(desk, role, over)
    const account = await desk.ask(openAccount, { login, name, role, ...held })
    const { json, text } = password ? await passwordFor(desk, account) : await linkFor(desk, account)
    return {
      json: { ...(json as object), role, over: where },
      text: `已开设账号：${name}（${login}），${roleNames[role]}（${where}）\n${text}`,
    }
  })
}

/** A new one-time link, or a generated password, for a new account or a forgotten password. */
export function invite(login: string, { password }: { password?: boolean }): Promise<Outcome> {
  return atDesk(grants, async (desk) => {
    const account = await accountMeant(desk, login)
    if (!password) return linkFor(desk, account)
    if (account.state !== 'active') throw new Failure('conflict', '账号已停用，请先启用')
    return passwordFor(desk, account)
  })
}

export interface RoleOptions extends Over {
  give?: string
  end?: string
}

/** Shows the roles of an account; gives it one, or ends one. */
export function role(login: string, { give, end, ...over }: RoleOptions): Promise<Outcome> {
  if (give !== undefined && end !== undefined) throw wrongUse('--give 与 --end 请分两次办理')
  const given = give === undefined ? undefined : roleMeant(give)
  return atDesk(grants, async (desk) => {
    const { id } = await accountMeant(desk, login)
    if (given) {
      const { held } = await overMeant(desk, given, over)
      await desk.ask(giveRole, { id, role: given, ...held })
    }
    if (end !== undefined) await desk.ask(endRole, { id: await roleHeld(desk, id, end) })
    const { roles: held } = await desk.ask(getAccount, { id })
    const json = held.map(({ role: one, over: where }) => ({
      id: one.id,
      role: one.role,
      over: where,
      fromOn: one.fromOn,
      toOn: one.toOn,
    }))
    const lines = json.map((one) => [
      one.id,
      roleNames[one.role],
      one.over,
      one.toOn ? `${one.fromOn} 至 ${one.toOn}` : `自 ${one.fromOn}`,
    ])
    return { json, text: lines.length > 0 ? inColumns(lines) : '没有角色' }
  })
}

/** A role that the account holds now, by its number or by its name where only one is meant. */
async function roleHeld({ ask }: Desk, account: string, typed: string): Promise<string> {
  const { roles: held } = await ask(getAccount, { id: account })
  const now = held.filter(({ role: one }) => one.toOn === null)
  const meant = now.filter(({ role: one }) => [one.id, one.role, roleNames[one.role]].includes(typed))
  if (meant.length === 1) return meant[0]!.role.id
  const known = now.map(({ role: one, over }) => `  ${one.id} ${roleNames[one.role]}（${over}）`)
  throw new Failure('invalid', [`「${typed}」没有对应到一个现任角色，请写编号：`, ...known].join('\n'))
}

/** Disables an account at once, or lets it in again. */
export function setState(login: string, state: 'active' | 'disabled'): Promise<Outcome> {
  return atDesk(grants, async (desk) => {
    const { id, name, version } = await accountMeant(desk, login)
    await desk.ask(state === 'disabled' ? disableAccount : enableAccount, { id, version })
    const text = state === 'disabled' ? `${name}（${login}）已停用，已登录的也已退出` : `${name}（${login}）已启用`
    return { json: { id, login, name, state }, text }
  })
}

/** Ends the lock that failed logins have set. */
export function unlock(login: string): Promise<Outcome> {
  return atDesk(grants, async (desk) => {
    const { id, name } = await accountMeant(desk, login)
    await desk.ask(unlockAccount, { id })
    return { json: { id, login, name }, text: `${name}（${login}）的登录锁定已解除` }
  })
}
