import { generateSecret, generateURI, verify } from 'otplib'
import { entrance } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { shape, text } from '../../core/field.ts'
import type { Surroundings } from '../../core/tx.ts'
import { done, knownAccount, password } from './known.server.ts'
import { passwordMatches } from './password.server.ts'
import { audited, noteDone } from './trail.server.ts'

const platform = '100000'
/** Seconds a code lasts; the one before and the one after are taken too, for clocks that differ. */
const period = 30

const contextOf = (account: string) => `account_secret|${account}|totp`

/** Why a code is not taken, as a sentence; each code is taken once. */
export async function codeProblem(
  { db, sealer, now }: Surroundings,
  account: string,
  sealed: Buffer,
  code: string,
): Promise<string | undefined> {
  await sealer.prepare([platform])
  const secret = sealer.unseal(platform, contextOf(account), sealed)
  const epoch = Math.floor(now().getTime() / 1000)
  const found = /^\d{6}$/.test(code.trim())
    ? await verify({ secret, token: code.trim(), epoch, epochTolerance: period })
    : undefined
  if (!found?.valid) return '动态口令不对或已过期，请输入身份验证器上最新的 6 位数字'
  const { rowCount } = await db.pool.query(
    'update account_secret set totp_step = $2 where account = $1 and (totp_step is null or totp_step < $2)',
    [account, Math.floor(epoch / period) + found.delta],
  )
  return rowCount === 1 ? undefined : '这个动态口令刚才用过，请等下一个再输入'
}

/** Begins two-factor login: a secret for the authenticator app, not in force until a code confirms it. */
export const beginTwoFactor = entrance({
  label: '开启动态口令',
  grant: 'signedIn',
  input: { current: password('现口令') },
  output: shape('动态口令', { secret: text('密钥'), uri: text('二维码内容', { max: 400 }) }),
  async run({ surroundings, caller, input }) {
    const account = await knownAccount(surroundings, 'id', caller.actor!.account)
    if (!account || !(await passwordMatches(account.passwordHash, input.current)))
      throw refuseField('current', '现口令不对，请重新输入')
    const secret = generateSecret()
    await surroundings.sealer.prepare([platform])
    const sealed = surroundings.sealer.seal(platform, contextOf(account.id), secret)
    await surroundings.db.pool.query('update account_secret set totp_pending = $2 where account = $1', [
      account.id,
      sealed,
    ])
    return { answer: { secret, uri: generateURI({ issuer: '一站', label: account.login, secret }) } }
  },
})

/** Puts two-factor login in force, once a code of the new secret is right. */
export const confirmTwoFactor = entrance({
  label: '确认动态口令',
  grant: 'signedIn',
  input: { code: text('动态口令', { max: 10 }) },
  output: done,
  async run({ surroundings, caller, input }) {
    const account = (await knownAccount(surroundings, 'id', caller.actor!.account))!
    const { rows } = await surroundings.db.pool.query<{ pending: Buffer | null }>(
      'select totp_pending as pending from account_secret where account = $1',
      [account.id],
    )
    const pending = rows[0]?.pending
    if (!pending) throw new Failure('conflict', '请先扫描二维码，再输入动态口令')
    const problem = await codeProblem(surroundings, account.id, pending, input.code)
    if (problem) throw refuseField('code', problem)
    await audited(surroundings, { ...account, account: account.id }, 'accounts/confirmTwoFactor', async (tx) => {
      tx.send({
        text: 'update account_secret set totp = totp_pending, totp_pending = null where account = $1',
        values: [account.id],
      })
      tx.send({ text: 'update account set two_factor = true where id = $1', values: [account.id] })
      noteDone(tx, account, { twoFactor: [account.twoFactor, true] })
    })
    return { answer: { done: true } }
  },
})
