import { entrance } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { flag, optional, shape, text } from '../../core/field.ts'
import { done, keepPassword, knownAccount, password } from './known.server.ts'
import { countFailure, refuseLocked, subjectOf } from './lock.server.ts'
import { hashPassword, passwordMatches, passwordProblem } from './password.server.ts'
import { endSession, idleMinutes, minutesOf, openSession } from './session.server.ts'
import { audited, noteDone } from './trail.server.ts'
import { codeProblem } from './twoFactor.server.ts'

/** Logs in. A wrong name, a wrong password and a disabled account look the same. */
export const login = entrance({
  label: '登录',
  grant: 'anyone',
  input: {
    login: text('登录名', { max: 40 }),
    password: password('口令'),
    code: optional(text('动态口令', { max: 10 })),
    shared: optional(flag('这是公用电脑')),
  },
  output: shape('登录', { mustChangePassword: flag('须改口令') }),
  async run({ surroundings, caller, input }) {
    const name = input.login.trim().toLowerCase()
    const subjects = [subjectOf.account(name), subjectOf.address(caller.ip)]
    await refuseLocked(surroundings, subjects)
    const account = await knownAccount(surroundings, 'login', name)
    const right = await passwordMatches(account?.passwordHash ?? null, input.password)
    if (!account || !right || account.state !== 'active') {
      await countFailure(surroundings, subjects)
      throw new Failure('unauthenticated', '登录名或口令不对，请重新输入', { password: '登录名或口令不对，请重新输入' })
    }
    if (account.twoFactor) {
      if (!input.code)
        throw new Failure('unauthenticated', '请输入身份验证器上的 6 位动态口令', { code: '请输入 6 位动态口令' })
      const problem = await codeProblem(surroundings, account.id, account.totp!, input.code)
      if (problem) {
        await countFailure(surroundings, subjects)
        throw new Failure('unauthenticated', problem, { code: problem })
      }
    }
    await surroundings.db.pool.query('delete from login_failure where subject = $1', [subjects[0]])
    const minutes = input.shared ? idleMinutes.shared : idleMinutes.own
    const session = await openSession(surroundings, account.id, caller, minutes)
    return { answer: { mustChangePassword: account.mustChange }, session }
  },
})

export const logout = entrance({
  label: '退出',
  grant: 'anyone',
  input: {},
  output: done,
  async run({ surroundings, caller }) {
    if (caller.session) await endSession(surroundings.db, caller.session)
    return { answer: { done: true }, session: null }
  },
})

/** Changes one's own password. Every session of the account ends; this one goes on under a new token. */
export const changePassword = entrance({
  label: '修改口令',
  grant: 'signedIn',
  input: { current: password('现口令'), fresh: password('新口令') },
  output: done,
  async run({ surroundings, caller, input }) {
    const account = await knownAccount(surroundings, 'id', caller.actor!.account)
    if (!account || !(await passwordMatches(account.passwordHash, input.current)))
      throw refuseField('current', '现口令不对，请重新输入')
    const problem = passwordProblem(input.fresh, account.login)
    if (problem) throw refuseField('fresh', problem)
    if (input.fresh === input.current) throw refuseField('fresh', '新口令不能与现口令相同')
    const hashed = await hashPassword(input.fresh)
    const minutes = await minutesOf(surroundings.db, caller.session)
    await audited(surroundings, { ...account, account: account.id }, 'accounts/changePassword', async (tx) => {
      keepPassword(tx, account.id, hashed, false)
      tx.send({ text: 'delete from session where account = $1', values: [account.id] })
      noteDone(tx, account, account.mustChange ? { mustChangePassword: [true, false] } : {})
    })
    return { answer: { done: true }, session: await openSession(surroundings, account.id, caller, minutes) }
  },
})
